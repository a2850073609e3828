"""Templates made in Word for trials of their check, the names that they may use, and what is found in them."""

import io
from collections.abc import Callable, Mapping, Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.names import Name
from pipeline.word.checking.check import check_template

SPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
}
RATINGS = ("Red", "Amber", "Green", "Not rated")
PROGRAMME = {
    "programme": Name("The programme."),
    "status": Name("Its status.", "rating", choices=RATINGS),
    "update": Name("What was done.", "long text", {"lines": Name("Each line.", "list", many=True)}),
}
NAMES: dict[str, Name] = {
    "cover": Name("The cover.", "group", {
        "title": Name("The title."),
        "key_issues": Name("The issues.", "long text", {"lines": Name("Each line.", "list", many=True)}),
        "draft": Name("Whether it is a draft.", "yes or no"),
    }),
    "summary": Name("Numbers.", "group", {
        "count": Name("How many programmes there are.", "number"),
        "gaps": Name("A sentence for each gap.", "list", many=True),
    }),
    "sections": Name("One for each partnership.", "list", {
        "name": Name("The partnership."),
        "form": Name("The form.", choices=("update", "targets", "")),
        "programmes": Name("Its programmes.", "list", PROGRAMME, many=True),
    }, many=True),
}  # fmt: skip


def template(
    *paragraphs: str,
    rows: Sequence[Sequence[str]] = (),
    header: str = "",
    more: Callable[[Word], object] | None = None,
) -> bytes:
    """A Word template: paragraphs (``# `` begins a heading), then a table; ``more`` is done before it is saved."""
    document = Document()
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    for words in paragraphs:
        heading = words.startswith("# ")
        document.add_paragraph(words.removeprefix("# "), style="Heading 1" if heading else None)
    table = document.add_table(len(rows), len(rows[0])) if rows else None
    for cells, typed in zip(table.rows if table else (), rows, strict=True):
        for cell, text in zip(cells.cells, typed, strict=True):
            cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xml(words: str) -> Callable[[Word], object]:
    """Lets a template begin with these elements of a body, as programs write them."""

    def put_first(document: Word) -> None:
        spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
        holder = parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r')} {spaces}>{words}</w:body>")
        for element in reversed(list(holder)):
            document.element.body.insert(0, element)

    return put_first


def found(data: bytes, names: Mapping[str, Name] = NAMES, styles: Sequence[str] = ()) -> list[str]:
    """What is found in a template: rule and place, then what is said, then the remedy."""
    return [
        line
        for one in check_template(data, "paper.docx", names, styles)
        for line in (f"{one.level} {one.rule}: {one.address.cell}", one.message, one.remedy)
    ]  # fmt: skip
