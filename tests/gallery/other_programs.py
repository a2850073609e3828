"""What a workbook holds: what got broken on the way, and what programs other than Excel write."""

from __future__ import annotations

from filled_form import FilledForm
from raw_workbook import unzipped, zipped

from gallery.entry import Entry, Outcome
from gallery.making import PARTS, at, made, north, only, remark, with_cell, with_part, without


def _chart_sheet(form: FilledForm) -> None:
    form.book.create_chartsheet("Trend")


def _comments_damaged() -> bytes:
    contents = unzipped(made(remark))
    [name] = [name for name in contents if "comments" in name and name.endswith(".xml")]
    return zipped({**contents, name: "<comments>"})


def _macros() -> bytes:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    related = f'<Relationship Id="macros" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    return with_part("xl/_rels/workbook.xml.rels", lambda part: part.replace("</Relationships>", related))


ENTRIES = (
    Entry(
        "sheet-damaged",
        "one sheet is broken",
        Outcome.LEFT_OUT,
        only(lambda: with_part(PARTS["Waiting times"], lambda part: part[:500])),
        "north.xlsx › Waiting times",
        "The sheet “Waiting times” is damaged and could not be read; sheets that are sound were.",
        "Open the file in Excel, let Excel repair it if it offers to, check the sheet, save and send it again.",
    ),
    Entry(
        "sheet-not-in-file",
        "a sheet got lost on the way",
        Outcome.LEFT_OUT,
        only(lambda: without(PARTS["Waiting times"])),
        "north.xlsx › Waiting times",
        "The sheet “Waiting times” is listed in the workbook, but the file does not hold it.",
        "Open the file in Excel, check that the sheet is there, save and send it again.",
    ),
    Entry(
        "sheet-not-a-worksheet",
        "a chart was moved to a sheet of its own",
        Outcome.NOTED,
        north(_chart_sheet),
        "north.xlsx › Trend",
        "“Trend” is a chart sheet, not a sheet of cells, and was not read.",
        "Nothing to do, unless the paper should say something that stands there: then type it into the form.",
    ),
    Entry(
        "sheet-comments-damaged",
        "the comments are broken",
        Outcome.LEFT_OUT,
        only(_comments_damaged),
        "north.xlsx › Risks",
        "The comments and links on the sheet “Risks” are damaged and could not be read; its cells were.",
        "Open the file in Excel, check the comments and links, save and send it again.",
    ),
    Entry(
        "file-has-macros",
        "the workbook holds macros",
        Outcome.NOTED,
        only(_macros, "north.xlsm"),
        "north.xlsm",
        "north.xlsm holds macros. They were not run.",
        "Nothing to do. If you did not expect macros, ask the sender why they are there.",
    ),
    Entry(
        "cell-far-away",
        "a remark was typed far to the right",
        Outcome.LEFT_OUT,
        north(at("Key actions", "ZZ99", "Ask finance")),
        "north.xlsx › Key actions!ZZ99",
        "On “Key actions” something stands far away from the rest, in ZZ99, and was not read.",
        "Delete it, or move it to where the form asks for it.",
    ),
    Entry(
        "cell-given-twice",
        "another program wrote a cell twice",
        Outcome.QUERIED,
        only(lambda: with_cell("Risks", "E5", '<c r="E5"><v>5</v></c><c r="E5"><v>4</v></c>')),
        "north.xlsx › Risks!E5",
        "The file gives two contents for E5 on “Risks”; the last one was read.",
        "Open the file in Excel, check what stands there, and save it again.",
    ),
    Entry(
        "cell-text-very-long",
        "another program wrote more than Excel can hold",
        Outcome.NOTED,
        only(
            lambda: with_cell(
                "Risks", "C5", f'<c r="C5" t="inlineStr"><is><t>{"word " * 8_000}end</t></is></c>'
            )
        ),
        "north.xlsx › Risks!C5",
        "On “Risks” the text in C5 is longer than Excel can hold; all of it was read.",
        "Check that nothing was pasted there that does not belong.",
    ),
    Entry(
        "cell-text-missing",
        "a cell points to a text that is not there",
        Outcome.QUERIED,
        only(lambda: with_cell("Risks", "C5", '<c r="C5" t="s"><v>9999</v></c>')),
        "north.xlsx › Risks!C5",
        "On “Risks” the text of C5 is missing from the file.",
        "Open the file in Excel, type the text again where it is missing, and save.",
    ),
    Entry(
        "cell-not-as-marked",
        "another program called a text a number",
        Outcome.QUERIED,
        only(lambda: with_cell("Measures", "C5", '<c r="C5" t="n"><v>88.4% YTD</v></c>')),
        "north.xlsx › Measures!C5",
        "On “Measures” the file calls the contents of C5 a number, a date or a yes/no, which they are not; they were read as text.",
        "Open the file in Excel, type the value again, and save.",
    ),
)
