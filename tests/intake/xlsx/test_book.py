"""A workbook's sheets in order; what of it cannot be read is named, and what is sound is read."""

import pytest
from raw_workbook import MAIN, OFFICE, cells, findings, parts, read, refusal, relationships, zipped

from pipeline.intake.workbook import Limits, read_workbook


def with_sheets(kind: str, *names: str, target: str = "") -> dict[str, str | bytes]:
    """A workbook whose second sheet is of some kind."""
    listed = "".join(f'<sheet name="{name}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    return {
        **parts(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            rId1=("worksheet", "worksheets/sheet1.xml"), rId2=(kind, target or "worksheets/sheet2.xml")
        ),
    }


def test_sheets_are_read_in_order() -> None:
    """By the list in the workbook, wherever their parts stand in the file."""
    contents = with_sheets("worksheet", "Programmes", "Risks &amp; issues") | {
        "xl/worksheets/sheet2.xml": cells("<c><v>2</v></c>")
    }
    workbook = read(contents)
    assert [sheet.name for sheet in workbook.sheets] == ["Programmes", "Risks & issues"]
    assert str(workbook.sheets[1].cells[1, 1].address) == "north.xlsx › Risks & issues!A1"
    assert not workbook.macros


@pytest.mark.parametrize(
    ("kind", "called"),
    [("chartsheet", "a chart sheet"), ("dialogsheet", "a dialogue sheet"), ("xlMacrosheet", "a macro sheet")],
)
def test_a_sheet_without_cells_is_named(kind: str, called: str) -> None:
    """Chart sheets, dialogue sheets and macro sheets are no worksheets."""
    found = findings(with_sheets(kind, "Programmes", "Extra"))
    finding = next(each for each in found if each.rule == "sheet-not-a-worksheet")
    assert finding.message == f"“Extra” is {called}, not a sheet of cells, and was not read."
    assert finding.remedy == (
        "Nothing to do, unless the paper should say something that stands there: then type it into the form."
    )


@pytest.mark.parametrize("kind", ["vbaProject", "xlMacrosheet"])
def test_macros_are_told_and_not_run(kind: str) -> None:
    """A workbook with macros is read like any other."""
    workbook, found = read_workbook(zipped(with_sheets(kind, "Programmes")), "north.xlsm")
    assert workbook is not None
    assert workbook.macros
    assert [(each.rule, each.level, each.message, each.remedy) for each in found] == [
        (
            "file-has-macros",
            "note",
            "north.xlsm holds macros. They were not run.",
            "Nothing to do. If you did not expect macros, ask the sender why they are there.",
        )
    ]


@pytest.mark.parametrize(
    "damage",
    ["<worksheet", "", "<worksheet><a></worksheet>", "\0", "&e;", '<?xml version="1.0" encoding="x"?><a/>'],
)
def test_a_damaged_sheet_is_named_and_the_others_read(damage: str) -> None:
    """One spoilt sheet does not hold the others out."""
    contents = with_sheets("worksheet", "Programmes", "Risks") | {"xl/worksheets/sheet2.xml": damage}
    workbook, [finding] = read_workbook(zipped(contents), "north.xlsx")
    assert workbook is not None
    assert [sheet.name for sheet in workbook.sheets] == ["Programmes"]
    assert (finding.rule, finding.level, finding.address.within) == ("sheet-damaged", "error", "Risks")
    assert (
        finding.message == "The sheet “Risks” is damaged and could not be read; sheets that are sound were."
    )
    assert finding.remedy == (
        "Open the file in Excel, let Excel repair it if it offers to, check the sheet, save and send it again."
    )


@pytest.mark.parametrize("target", ["worksheets/sheet9.xml", "https://example.org/sheet.xml"])
def test_a_sheet_that_is_not_there_is_named(target: str) -> None:
    """A listed sheet without a part is told; one outside the file is never fetched."""
    [finding] = findings(with_sheets("worksheet", "Programmes", "Risks", target=target))
    assert (finding.rule, finding.message, finding.remedy) == (
        "sheet-not-in-file",
        "The sheet “Risks” is listed in the workbook, but the file does not hold it.",
        "Open the file in Excel, check that the sheet is there, save and send it again.",
    )


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
)
def test_damage_to_what_all_sheets_need_is_told(part: str) -> None:
    """Without the list of sheets, texts or styles half of the cells would be wrong."""
    assert refusal({**parts(), part: "<broken"})[:2] == (
        "file-damaged",
        "north.xlsx is damaged, so nothing in it can be relied on.",
    )


def test_a_workbook_without_sheets_is_told() -> None:
    """Excel does not write one."""
    assert refusal(with_sheets("worksheet"))[0] == "file-damaged"


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_workbook_may_do_without_texts_and_styles(part: str) -> None:
    """Programs other than Excel leave out what they do not need."""
    contents = parts()
    del contents[part]
    assert len(read(contents).sheets) == 1


def test_texts_without_relationship_are_found_by_type() -> None:
    """A part that a program forgot to relate is known by its content type."""
    contents = parts(cells('<c t="s"><v>0</v></c>'), strings="<si><t>Ref</t></si>")
    contents["xl/_rels/workbook.xml.rels"] = relationships(rId1=("worksheet", "worksheets/sheet1.xml"))
    contents["[Content_Types].xml"] = str(contents["[Content_Types].xml"]).replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sharedStrings+xml"/></Types>',
    )
    assert read(contents).sheets[0].cells[1, 1].typed == "Ref"


def test_too_many_sheets_are_refused() -> None:
    """The number of sheets is bounded."""
    assert refusal(with_sheets("worksheet", "Programmes", "Risks"), Limits(sheets=1)) == (
        "file-too-many-sheets",
        "north.xlsx has more than 1 sheets and was not read.",
        "Delete the sheets that do not belong to the form, save the workbook and send it again.",
    )
