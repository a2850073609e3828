"""The plain script's own template, with the tables that the program's has: python benchmarks/plain_template.py FILE."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from docx import Document

COVER = (
    "Key issues", "Strategic objectives / perspectives", "Actions requested / recommendation",
    "Principal risk(s) relating to this paper",
    "Other committees / groups where evidence supporting this paper has been considered",
    "Financial and resource implications / impact", "Legal implications / impact", "Report author",
    "Sponsoring director", "Date of paper",
)  # fmt: skip
PROGRAMMES = {
    "Key programme of work": "{{ row.programme }} {{ row.reason }}",
    "Progress": "{{ row.progress }}",
    "Plans": "{{ row.plans }}",
    "Project status": "{% cellbg row.fill %}{{ row.status }}",
}
RISKS = {
    "Risk description": "{{ row.risk }}",
    "Mitigation": "{{ row.mitigation }}",
    "Score": "{{ row.score }} (likelihood {{ row.likelihood }}, impact {{ row.impact }})",
    "Current rating": "{% cellbg row.fill %}{{ row.rating }}",
}
WAITS = {
    "Pathway": "{{ row.pathway }}",
    "Average wait": "{{ row.average }}",
    "Longest wait": "{{ row.longest }}",
    "Shortest wait": "{{ row.shortest }}",
}
MEASURES = {
    "Measure": "{{ row.measure }}",
    "Target": "{{ row.target }}",
    "Actual": "{{ row.actual }}",
    "Position": "{{ row.position }}",
}
REGISTER = {
    "Partnership": "{{ row.name }}",
    "Prepared by": "{{ row['Prepared by (role)'] }}",
    "Approved by": "{{ row['Approved by (role)'] }}",
    "Date approved": "{{ row['Date approved'] }}",
}
COUNTS = {
    "Partnership": "{{ row.name }}",
    "{%tc for word in summary.words %}": "{%tc for count in row.of_each %}",
    "{{ word }}": "{{ count }}",
    "{%tc endfor %}": "{%tc endfor %}",
    "Total": "{{ row.total }}",
}


def make(path: str) -> None:
    """Write the template."""
    document = Document()
    document.add_heading("{{ paper.title }}", 0)
    document.add_paragraph("Paper for the {{ paper.committee }}, {{ paper.meetings[0].date }}")
    cover = document.add_table(0, 2, "Table Grid")
    for label in COVER:
        _fill(cover.add_row(), (label, f"{{{{ cover['{label}'] }}}}"))
    document.add_heading("Summary", 1)
    _table(document, COUNTS, "summary.counts")
    _list(document, "summary.red", "{{ row.programme }}: {{ row.reason }}")
    _table(
        document,
        {"Risk": "{{ row.risk }}", "Score": "{{ row.score }}", "Rating": "{{ row.rating }}"},
        "summary.risks",
    )
    _list(document, "summary.off", "{{ row.measure }}: {{ row.actual }} against a target of {{ row.target }}")
    document.add_paragraph("{%p for section in sections %}")
    document.add_heading("{{ section.name }}", 1)
    document.add_paragraph("{{ section['Key aims'] }}")
    for heading, columns, rows in (
        ("Programmes of work", PROGRAMMES, "programmes"),
        ("Key risks to delivery", RISKS, "risks"),
        ("Average waits in weeks", WAITS, "waits"),
        ("Measures against target", MEASURES, "measures"),
    ):
        document.add_heading(heading, 2)
        _table(document, columns, f"section.{rows}")
    document.add_heading("Key actions", 2)
    _list(document, "section.actions", "{{ row.action }} ({{ row.owner }}, by {{ row.due }})")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("Register of returns", 1)
    _table(document, REGISTER, "sections")
    document.save(path)


def _table(document: Any, columns: dict[str, str], rows: str) -> None:
    table = document.add_table(0, len(columns), "Table Grid")
    _fill(table.add_row(), list(columns))
    _fill(table.add_row(), [f"{{%tr for row in {rows} %}}"])
    _fill(table.add_row(), list(columns.values()))
    _fill(table.add_row(), ["{%tr endfor %}"])


def _list(document: Any, rows: str, line: str) -> None:
    document.add_paragraph(f"{{%p for row in {rows} %}}")
    document.add_paragraph(line, "List Bullet")
    document.add_paragraph("{%p endfor %}")


def _fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        cell.text = text


if __name__ == "__main__":
    make(sys.argv[1])
