"""Makes a project with as many returns as wanted, in the program's own forms: python benchmarks/making.py FOLDER --papers 10.

The same seed gives the same files. A workbook is filled for each form in a few shapes, with a mark in each cell of
text; every return is one of those with its marks put into words, so that thousands are made in little time. As in life
one return in ten has a rating that nobody knows.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from openpyxl import load_workbook  # noqa: E402 - found once the packages are on the path
from words import SUBJECT, in_words  # noqa: E402

from pipeline.forms.blank import HEADER_ROW, blank_form  # noqa: E402
from pipeline.forms.saving import FIXED_TIME, saved  # noqa: E402
from pipeline.forms.sheets import ABOUT  # noqa: E402
from pipeline.model import Column, Form, FormTable, Period  # noqa: E402
from pipeline.project import Project, read_plan  # noqa: E402

PERIOD = Period(2019, 11)
FORMS = ("highlight_improvements", "highlight_update", "highlight_targets")
SHAPES = 4  # ways of filling each form in
EACH = 10  # returns in a paper
MISTYPED = 3  # of ten returns the one with a rating that nobody knows
ROWS = {"programmes": (5, 8), "risks": (3, 5), "waits": (2, 4), "measures": (4, 7), "actions": (3, 6)}
TEMPLATE = "board_highlight_report.docx"
MARK = re.compile(r"\[\[(\w+) (\d+)\]\]")
BANDS = ((15, "Very high"), (8, "High"), (4, "Moderate"), (1, "Low"))  # of the scheme “risk” in config.yaml


# --- a filled form ----------------------------------------------------------------------------


class Shape:
    """One way of filling a form in: how many rows, which figures; texts are marks still."""

    def __init__(self, form: Form, number: int, rows: int = 0) -> None:
        """``number`` tells one way from another; ``rows`` are those of the programmes, 0 for a usual number."""
        self.chance = random.Random(f"{form.id} {number}")  # noqa: S311 - figures, not secrets
        self.form, self.rows, self.marks = form, rows, 0

    def workbook(self) -> bytes:
        """The form filled in."""
        book = load_workbook(io.BytesIO(blank_form(self.form, SUBJECT, PERIOD)))
        about = book[ABOUT]
        for row in about.iter_rows():
            column = next((one for one in self.form.fields if one.header == row[0].value), None)
            if column and column.id not in ("partnership", "paper", "period", "version"):
                row[1].value = self._value(column)
        for table in self.form.tables:
            for number, values in enumerate(self._rows(table), HEADER_ROW + 1):
                for place, column in enumerate(table.columns, 1):
                    book[table.sheet].cell(number, place).value = values[column.id]
        return saved(book, FIXED_TIME, FIXED_TIME)

    def _rows(self, table: FormTable) -> Iterator[dict[str, Any]]:
        count = self.chance.randint(*ROWS.get(table.id, (3, 5)))
        for number in range(1, 1 + (self.rows or count if table.id == "programmes" else count)):
            values = {column.id: self._value(column) for column in table.columns}
            if "reference" in values:
                values["reference"] = f"{table.id[0].upper()}{number}"
            yield values | self._agreeing(values)

    def _agreeing(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What follows from other cells of a row: a score, its rating, an average between the ends."""
        if "score" in values:
            score = values["likelihood"] * values["impact"]
            return {"score": score, "rating": next(word for least, word in BANDS if score >= least)}
        if "average" in values:
            average = self.chance.randint(9, 14)
            return {"average": average, "longest": f"{average + 3} (North)", "shortest": average - 2}
        return {}

    def _value(self, column: Column) -> Any:
        """What somebody would answer; a text is a mark that tells its kind."""
        if column.kind == "date":
            return date(2019, 11, 1) + timedelta(days=self.chance.randint(0, 10) + 45 * column.promised)
        if column.kind == "number":
            return self.chance.randint(column.lowest or 1, column.highest or 5)
        if column.kind == "figure":
            return f"{self.chance.randint(780, 990) / 10}%"
        if column.kind == "choice":
            return self.chance.choice(column.choices)
        if column.kind == "long_text":
            points = self.chance.randint(2, 4) if (column.max_length or 0) >= 1500 else 1
            return "\n".join(f"{'- ' * (points > 1)}{self._mark('sentence')}" for _ in range(points))
        if column.kind == "rating":
            return self._mark("rating")
        return self._mark("role" if "role" in column.header or "uthor" in column.header else "name")

    def _mark(self, kind: str) -> str:
        self.marks += 1
        return f"[[{kind} {self.marks}]]"


@cache
def _shape(form_id: str, number: int, rows: int) -> bytes:
    return Shape(_forms()[form_id], number, rows).workbook()


@cache
def _forms() -> Mapping[str, Form]:
    plan, faults = read_plan(Project(HOME / "config.yaml", HOME / "inputs", HOME / "outputs"), PERIOD)
    if plan is None:
        raise SystemExit("\n".join(fault.message for fault in faults))
    return plan.forms


# --- returns ----------------------------------------------------------------------------------


def return_of(form_id: str, subject: str, number: int, rows: int = 0, edition: int = 1) -> bytes:
    """A return of the sender called ``subject``, the same for the same numbers; another ``edition`` has other words."""
    chance = random.Random(f"{number} {edition}")  # noqa: S311 - words, not secrets
    mistyped = iter(("Ambr",) if number % 10 == MISTYPED else ())
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_shape(form_id, number // len(FORMS) % SHAPES, rows))) as shape,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in shape.infolist():
            data = shape.read(part)
            if part.filename.startswith(("xl/sharedStrings", "xl/worksheets/sheet")):
                text = data.decode().replace(SUBJECT, subject)
                data = MARK.sub(lambda mark: _words(mark[1], chance, mistyped), text).encode()
            made.writestr(zipfile.ZipInfo(part.filename, (2019, 11, 14, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _words(kind: str, chance: random.Random, mistyped: Iterator[str]) -> str:
    words = in_words(kind, chance)
    return next(mistyped, words) if kind == "rating" else words


# --- a project --------------------------------------------------------------------------------


def make_project(folder: Path, papers: int, each: int = EACH, rows: int = 0) -> None:
    """A project of so many papers, each from ``each`` returns and a cover; ``rows`` programmes in a return, where given."""
    (folder / "templates" / "papers").mkdir(parents=True)
    for part in ("returns", "letters"):
        shutil.copytree(HOME / "templates" / part, folder / "templates" / part)
    shutil.copy(HOME / "templates" / "papers" / TEMPLATE, folder / "templates" / "papers")
    (folder / "config.yaml").write_text("\n".join(_config(papers, each, rows)), "utf-8")
    inbox = folder / "inputs" / str(PERIOD)
    inbox.mkdir(parents=True)
    for number in range(papers * each):
        (inbox / return_file(number)).write_bytes(
            return_of(FORMS[number % len(FORMS)], sender(number), number, rows)
        )
    for number in range(papers):
        (inbox / f"cover {number:04}.xlsx").write_bytes(return_of("cover", paper_title(number), number))


def return_file(number: int) -> str:
    """The name of a return's file."""
    return f"return {number:05}.xlsx"


def sender(number: int) -> str:
    """The name of a partnership."""
    return f"Care Partnership {number + 1:05}"


def paper_title(number: int) -> str:
    """The title of a paper."""
    return f"Highlight Report {number + 1:04}"


def _config(papers: int, each: int, rows: int) -> Iterator[str]:
    shipped = (HOME / "config.yaml").read_text("utf-8")
    yield f"organisation: Benchmark Integrated Care Board\nperiod: {PERIOD}\npartnerships:"
    for number in range(papers * each):
        yield f"  - {{id: p{number:05}, name: {sender(number)}, form: {FORMS[number % len(FORMS)]}}}"
    yield "papers:"
    for number in range(papers):
        senders = ", ".join(f"p{one:05}" for one in range(number * each, (number + 1) * each))
        yield f"  - {{id: paper-{number:04}, committee: Board {number + 1}, title: {paper_title(number)},"
        yield f"     template: {TEMPLATE}, cover_form: cover, partnerships: [{senders}], public: true,"
        yield (
            f"     meetings: [{{period: {PERIOD}, date: 2019-11-28, agenda_item: '6.3', paper_number: P/{number}}}]}}"
        )
    if rows:
        yield f"limits: {{table_rows: {rows + 1}}}"
    yield "rating_schemes:" + shipped.split("rating_schemes:")[1].split("\n# Words that are said")[0]


def main() -> None:
    """Make what the command line asks for."""
    asks = argparse.ArgumentParser(description="Make a project with returns in the program's own forms.")
    asks.add_argument("folder", type=Path)
    asks.add_argument("--papers", type=int, default=1)
    asks.add_argument("--each", type=int, default=EACH, help="returns in a paper")
    asks.add_argument(
        "--boards", type=int, default=0, help="make so many such projects, each in a folder of its own"
    )
    asks.add_argument("--rows", type=int, default=0, help="programmes in each return")
    asks.add_argument(
        "--edition", type=int, default=0, help="only write the first return anew, with other words"
    )
    asked = asks.parse_args()
    if asked.edition:
        data = return_of(FORMS[0], sender(0), 0, asked.rows, asked.edition)
        (asked.folder / "inputs" / str(PERIOD) / return_file(0)).write_bytes(data)
    else:
        boards = [asked.folder / f"board-{number:03}" for number in range(asked.boards)]
        for folder in boards or [asked.folder]:
            make_project(folder, asked.papers, asked.each, asked.rows)


if __name__ == "__main__":
    main()
