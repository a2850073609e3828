"""Run through a year: PYTHONPATH=. python tests/run_a_year.py [--months 12] [--seed 2019] [--checks FOLDER].

Twelve months of the example's partnerships, as they really come: each month the program's own forms go out, are filled
in, and come back, some late, some never, some twice, some unsigned or with a slip. Builds are killed at random moments;
between builds the paper is edited in Word. After each month every file that came must be accounted for, the results
must be of one build, every edit must still be there, and nothing that was received may have changed. ``--checks`` names
a folder with ``docx_check.py`` and ``docx_a11y.py``, which then have to find nothing in any paper.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from filled_form import FIRST_ROW
from openpyxl import load_workbook

from pipeline.forms.blank import HEADER_ROW
from pipeline.forms.definition import read_forms
from pipeline.forms.saving import saved
from pipeline.model import Column, Form, FormTable, Period
from pipeline.settings import read_settings

HOME = Path(__file__).resolve().parents[1]
MODULES = os.pathsep.join([str(HOME), *sys.path])
SENDERS = ("children", "maternity", "north", "southwest", "workstream")
ROWS = 3  # in each table of a partnership's first return
TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]+)</w:t>")
SETTLED = {0, 1}  # exit codes of a build that wrote its papers


class YearError(AssertionError):
    """Something was lost, mixed up, or not accounted for."""


def must(holds: object, said: str) -> None:
    """Stop the year where a promise is broken."""
    if not holds:
        raise YearError(said)


def periods(count: int) -> list[Period]:
    """The months of a financial year from April 2019."""
    return [Period(2019 + (3 + number) // 12, (3 + number) % 12 + 1) for number in range(count)]


def due(period: Period) -> date:
    """The last day for a month's returns: the 18th of the month after."""
    return period.last_day + timedelta(days=18)


@dataclass
class Year:
    """A project in ``place``, month after month."""

    place: Path
    chance: random.Random
    checks: Path | None = None
    seen: Counter[str] = field(default_factory=Counter)
    marks: dict[str, list[str]] = field(default_factory=dict)  # what was typed into the papers, by period
    received: dict[str, str] = field(default_factory=dict)  # the hash of each file as it came

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms of the project."""
        settings, faults = read_settings((self.place / "config.yaml").read_text("utf-8"), "config.yaml")
        must(settings, f"config.yaml: {faults}")
        sources = {
            path.name: path.read_text("utf-8") for path in (self.place / "templates/returns").glob("*.yaml")
        }
        return read_forms(sources, settings.rating_schemes if settings else None)[0]

    def found(self, months: list[Period]) -> None:
        """Lay out the project: the example's configuration with a meeting for each month, and no returns yet."""
        shutil.copytree(HOME / "templates", self.place / "templates")
        (self.place / "inputs").mkdir()
        config = yaml.safe_load((HOME / "config.yaml").read_text("utf-8"))
        for paper in config["papers"]:
            paper["meetings"] = [
                {
                    "period": str(period),
                    "date": due(period) + timedelta(days=10),
                    "agenda_item": "7",
                    "paper_number": f"{paper['id'][:5]}/{period}",
                    "returns_due": due(period),
                }
                for period in months
            ]
        config["period"] = str(months[0])
        config["missing_returns"] = "carry_forward"
        (self.place / "config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")

    # --- running the program ------------------------------------------------------------------

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """The program as a process of its own."""
        command = [sys.executable, "-c", "from pipeline.cli import entry; entry()", *arguments]
        environment = {**os.environ, "PYTHONPATH": MODULES, "PYTHONIOENCODING": "utf-8"}
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.place, env=environment, stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run the program to its end; give its exit code and what it printed."""
        with self.start(*arguments) as process:
            printed, complaints = process.communicate()
        must("Traceback" not in complaints, complaints)
        self.seen["runs"] += 1
        return process.returncode, printed

    def build(self, period: Period, kills: int = 0) -> dict[str, Any]:
        """Build a month, killing some builds first; give what the last one says."""
        for _ in range(kills):
            process = self.start("build", "--period", str(period), "--quiet")
            try:
                process.communicate(timeout=self.chance.uniform(0.3, 6))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                self.seen["kills"] += 1
            self.whole(period)
        code, printed = self.run("build", "--period", str(period), "--json")
        must(code in SETTLED, f"{period}: exit code {code}\n{printed[:2000]}")
        said: dict[str, Any] = json.loads(printed)
        self.whole(period)
        return said

    def folder(self, period: Period) -> Path:
        """Where a month's results lie."""
        return self.place / "outputs" / str(period)

    def whole(self, period: Period) -> None:
        """Every result is as its manifest says, but for the papers that somebody edited; no return was touched."""
        manifest = self.folder(period) / "manifest.json"
        if manifest.exists():
            outputs = json.loads(manifest.read_text("utf-8"))["outputs"]
            for name, hashed in outputs.items():
                path = self.folder(period) / name
                must(path.is_file(), f"{period}: {name} is missing")
                edited = (
                    any(mark in words_of(path) for mark in self.marks.get(str(period), ()))
                    if name.endswith(".docx")
                    else False
                )
                must(edited or digest(path) == hashed, f"{period}: {name} is of another build")
        for name, hashed in self.received.items():
            must(digest(self.place / "inputs" / name) == hashed, f"{name} was changed")

    # --- what comes ---------------------------------------------------------------------------

    def fill(self, sender: str, period: Period, version: int) -> bytes:
        """A form as its sender hands it in: what the form came with, edited, and the rest filled in."""
        book = load_workbook(self.folder(period) / "forms" / f"{sender}-{period}.xlsx")
        form = self.forms[self.form_of[sender]]
        signed = self.chance.random() > 0.1
        approved = due(period) - timedelta(days=3)
        answers = {"Version": version, "Prepared by (role)": "Programme manager"}
        if signed:
            answers |= {"Approved by (role)": "Director of partnerships", "Date approved": approved}
        about: Any = book["About this return"]
        for row in range(1, about.max_row + 1):
            if about.cell(row, 1).value in answers:
                about.cell(row, 2).value = answers[about.cell(row, 1).value]
        for table in form.tables:
            self.fill_table(book[table.sheet], table, sender, period)
        late = self.chance.random() < 0.15
        moment = datetime.combine(due(period) + timedelta(days=2 if late else -2), datetime.min.time())
        self.seen["late" if late else "in time"] += 1
        self.seen["signed" if signed else "unsigned"] += 1
        return saved(book, modified=moment)

    @cached_property
    def form_of(self) -> dict[str, str]:
        """Each partnership's form."""
        config = yaml.safe_load((self.place / "config.yaml").read_text("utf-8"))
        return {one["id"]: one["form"] for one in config["partnerships"]}

    def fill_table(self, sheet: Any, table: FormTable, sender: str, period: Period) -> None:
        """Fill in what is empty, edit some texts, and close, add or drop a row now and then."""
        headings = {cell.value: cell.column for cell in sheet[HEADER_ROW] if cell.value}
        key = next(one for one in table.columns if one.id == table.key)
        last = FIRST_ROW
        while sheet.cell(last, headings[key.header]).value not in (None, "") and "Example" not in str(
            sheet.cell(last, headings[key.header]).value
        ):
            last += 1
        rows = max(ROWS, last - FIRST_ROW + (self.chance.random() < 0.15))
        for number in range(rows):
            for column in table.columns:
                cell = sheet.cell(FIRST_ROW + number, headings[column.header])
                carried = number < last - FIRST_ROW
                cell.value = self.word(
                    column, cell.value if carried else None, f"{sender[:2].upper()}{number + 1}", period
                )

    def word(self, column: Column, before: Any, row: str, period: Period) -> Any:
        """What somebody types into a cell."""
        if before not in (None, "") and not (column.kind == "long_text" and self.chance.random() < 0.6):
            return before
        if column.scheme and column.scheme.id == "status":
            return self.chance.choice(["Red", "Amber", "Yellow", "Green", "Green", "Complete", "Ambr"])
        if column.scheme or column.id == "score":
            return None  # worked out from likelihood and impact
        if column.choices:
            return self.chance.choice(column.choices)
        wholly = {
            "reference": row,
            "text": f"{column.header} {row}",
            "yes_no": "No",
            "number": self.chance.randint(2, 4),
        }
        if column.kind in wholly:
            return wholly[column.kind]
        if column.kind == "figure":
            return f"{self.chance.randint(40, 99)}%"
        if column.kind == "date":
            return period.last_day + timedelta(days=self.chance.randint(-20, 90))
        return f"- Work on {row} went on in {period.title}\n- {self.chance.randint(20, 90)} clinics now take part"

    def receive(self, period: Period, name: str, data: bytes) -> None:
        """A return lies in the folder of its month."""
        path = self.place / "inputs" / str(period) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.received[f"{period}/{name}"] = digest(path)
        self.seen["returns"] += 1

    # --- a month ------------------------------------------------------------------------------

    def month(self, period: Period) -> None:
        """Forms out, returns in, builds and kills, edits, a late return, and the account of it all."""
        code, printed = self.run("forms", "--period", str(period))
        must(code == 0, printed)
        prompt, tardy, silent = self.attendance()
        self.seen["missing"] += len(silent)
        for sender in prompt:
            self.receive(period, f"{sender}.xlsx", self.fill(sender, period, 1))
        self.build(period, kills=2)
        for paper in sorted(self.folder(period).glob("*.docx")):
            self.edit(paper, period)
        for sender in tardy:
            self.receive(period, f"{sender} (late).xlsx", self.fill(sender, period, 1))
        again = self.chance.choice(prompt)
        self.receive(period, f"{again} v2.xlsx", self.fill(again, period, 2))
        self.seen["resubmissions"] += 1
        said = self.build(period, kills=2)
        self.account(period, said, silent)
        self.edits_are_there(period)
        self.sound(period)

    def attendance(self) -> tuple[list[str], list[str], list[str]]:
        """Who sends in time, who after the first build, and who never."""
        senders = list(SENDERS)
        self.chance.shuffle(senders)
        never = 1 if self.chance.random() < 0.5 else 0
        return senders[2:], senders[never:2], senders[:never]

    def edit(self, paper: Path, period: Period) -> None:
        """Somebody types a sentence into a paragraph of a paper in Word and saves it."""
        mark = f"Noted by the clerk in {period.title}, {self.chance.randrange(10**6)}."
        with zipfile.ZipFile(paper) as package:
            parts = {info.filename: package.read(info) for info in package.infolist()}
        body = parts["word/document.xml"].decode("utf-8")
        texts = [match for match in TEXT.finditer(body) if len(match[1]) > 40]
        at = self.chance.choice(texts).end(1)
        parts["word/document.xml"] = f"{body[:at]} {mark}{body[at:]}".encode()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        paper.write_bytes(out.getvalue())
        self.marks.setdefault(str(period), []).append(mark)
        self.seen["edits"] += 1

    # --- what must hold -----------------------------------------------------------------------

    def account(self, period: Period, said: Mapping[str, Any], silent: list[str]) -> None:
        """Each file of the month counts or is named in a finding; each partnership stands in the register."""
        named = {one["file"] for one in said["findings"]} | {one["file"] for one in said["register"]}
        for name in (name for name in self.received if name.startswith(f"{period}/")):
            must(name in named, f"{name} is not accounted for")
        standings = {one["partnership"]: one["standing"] for one in said["register"]}
        must(len(standings) == len(SENDERS), f"{period}: the register has {len(standings)} partnerships")
        missing = sum(standing == "Not received" for standing in standings.values())
        must(missing == len(silent), f"{period}: {missing} not received, {len(silent)} did not send")

    def edits_are_there(self, period: Period) -> None:
        """What was typed stands in the new papers, as text or in a comment."""
        words = "".join(
            words_of(path) for path in self.folder(period).glob("*.docx") if "(edited" not in path.name
        )
        for mark in self.marks[str(period)]:
            must(mark in words, f"{period}: “{mark}” was lost")

    def sound(self, period: Period) -> None:
        """The independent checks find nothing in the month's papers."""
        if self.checks is None:
            return
        papers = [str(path) for path in self.folder(period).glob("*.docx") if "(edited" not in path.name]
        for command in (["docx_check.py", "--xsd", str(self.checks / "xsd")], ["docx_a11y.py"]):
            done = subprocess.run(
                [sys.executable, str(self.checks / command[0]), *command[1:], *papers],
                capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": MODULES},
            )  # fmt: skip
            must(done.returncode == 0, f"{period}: {done.stdout}{done.stderr}")
        self.seen["papers checked"] += len(papers)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def words_of(paper: Path) -> str:
    """All text of a Word file, in its body, comments and notes, with what is marked as deleted."""
    with zipfile.ZipFile(paper) as package:
        return "".join(_texts(package))


def _texts(package: zipfile.ZipFile) -> Iterator[str]:
    for name in package.namelist():
        if name.startswith("word/") and name.endswith(".xml"):
            part = package.read(name).decode("utf-8")
            yield "".join(re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)</w:", part))


def main() -> None:
    """Run the year, and print what it had in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--seed", type=int, default=2019)
    parser.add_argument("--checks", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        year = Year(Path(made), random.Random(options.seed), options.checks)  # noqa: S311 - chance, not secrets
        months = periods(options.months)
        year.found(months)
        for period in months:
            year.month(period)
            sys.stdout.write(f"{period.title}: every return accounted for, every edit kept\n")
            sys.stdout.flush()
        counts = ", ".join(f"{count} {what}" for what, count in sorted(year.seen.items()))
        sys.stdout.write(f"A year of {len(months)} months: {counts}\n")


if __name__ == "__main__":
    main()
