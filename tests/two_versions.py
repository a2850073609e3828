"""Small papers in two versions, for tests of what differs between them."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from filled_form import NOVEMBER, FilledForm

from pipeline.compose.paper import compose
from pipeline.merge import merge
from pipeline.model import Form
from pipeline.settings import Settings
from pipeline.word.origins import origins
from pipeline.word.paper import write_paper
from pipeline.word.trace import Built

Block = str | list[list[str]]
TABLE = [["Programme", "Progress", "Status"], ["Hubs", "Opened", "Green"], ["Liaison", "A draft", "Red"]]
LONGER = [*TABLE[:2], ["School nursing", "Reviewed", "Amber"], TABLE[2]]


def paper(*blocks: Block, more: Callable[[Word], object] | None = None) -> bytes:
    """A Word file of paragraphs (``# `` begins a heading) and tables; line ends in a cell are paragraphs."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            style = "Heading 1" if block.startswith("# ") else None
            document.add_paragraph(block.removeprefix("# "), style=style)
        else:
            _table(document, block)
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Word, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, typed in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, typed, strict=True):
            first, *further = words.split("\n")
            cell.text = first
            for line in further:
                cell.add_paragraph(line)


class ShippedPaper:
    """Papers on the shipped template, of North Alderwick's return."""

    def __init__(self, project: Path, settings: Settings, forms: Mapping[str, Form]) -> None:
        """One template, the configured partnerships."""
        self.template = (project / "templates/papers/board_highlight_report.docx").read_bytes()
        self.settings, self.forms = settings, forms

    def built(self, form: FilledForm) -> Built:
        """The paper of a filled form, with its trace."""
        edition = merge(self.settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, self.forms)
        paper_ = compose(edition, self.settings.papers[0], self.settings)
        package, findings, trace = write_paper(self.template, "paper.docx", paper_)
        assert package, findings
        return Built.of(package, trace.with_origins(origins(edition.register)))
