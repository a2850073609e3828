"""Returns to spoil: the sound return of North Alderwick, changed as people and programs change them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from filled_form import FIRST_ROW, NOVEMBER, FilledForm, sound_form
from openpyxl import load_workbook
from openpyxl.comments import Comment
from raw_workbook import unzipped, zipped

from gallery.entry import Files
from pipeline.forms.blank import blank_form
from pipeline.forms.definition import read_forms
from pipeline.forms.saving import saved
from pipeline.model import Form
from pipeline.settings import read_settings

HOME = Path(__file__).resolve().parents[2]
NORTH = "north.xlsx"
SAVED = datetime(2019, 11, 14, 16, 20)  # noqa: DTZ001 - a workbook's own date, before the last day for returns
PARTS = {
    name: f"xl/worksheets/sheet{number}.xml"
    for number, name in enumerate(
        (
            "Start here",
            "About this return",
            "Programmes",
            "Risks",
            "Waiting times",
            "Measures",
            "Key actions",
        ),
        1,
    )
}
Change = Callable[[FilledForm], object]


@cache
def forms() -> Mapping[str, Form]:
    """The forms in use, by id."""
    settings, _ = read_settings((HOME / "config.yaml").read_text("utf-8"), "config.yaml")
    assert settings
    sources = {path.name: path.read_text("utf-8") for path in (HOME / "templates/returns").glob("*.yaml")}
    return read_forms(sources, settings.rating_schemes)[0]


@cache
def _sound() -> bytes:
    return sound_form(forms()).data()


@cache
def made(*changes: Change, on: datetime = SAVED) -> bytes:
    """The sound return after these changes, saved on a day."""
    form = FilledForm(load_workbook(io.BytesIO(_sound())), forms())
    for change in changes:
        change(form)
    return saved(form.book, modified=on)


COVER = {
    "Strategic objectives / perspectives": "Services are safe and sustainable",
    "Other committees / groups where evidence supporting this paper has been considered": "Quality Committee",
    "Financial and resource implications / impact": "None.",
    "Legal implications / impact": "None.",
    "Report author": "Head of performance",
    "Sponsoring director": "Director of commissioning",
    "Date of paper": date(2019, 11, 21),
}


def cover(*changes: Change) -> bytes:
    """A sound cover sheet after these changes."""
    title = "Maternity and Children's Collaborative Commissioning Highlight Report"
    form = FilledForm(load_workbook(io.BytesIO(blank_form(forms()["cover"], title, NOVEMBER))), forms())
    for label, answer in COVER.items():
        form.answer(label, answer)
    for change in changes:
        change(form)
    return saved(form.book, modified=SAVED)


def north(*changes: Change) -> Files:
    """The sound return after these changes, as the only file."""
    return lambda: {NORTH: made(*changes)}


def only(make: Callable[[], bytes], name: str = NORTH) -> Files:
    """One file, however it is made."""
    return lambda: {name: make()}


# --- what people do -----------------------------------------------------------------------------


def typed(sheet: str, header: str, value: object, row: int = FIRST_ROW) -> Change:
    """Somebody typed this under a heading."""
    return lambda form: form.put(sheet, header, value, row)


def answered(label: str, value: object) -> Change:
    """Somebody typed this beside a label."""
    return lambda form: form.answer(label, value)


def at(sheet: str, cell: str, value: object) -> Change:
    """Somebody typed this into a cell."""

    def change(form: FilledForm) -> None:
        form.book[sheet][cell].value = value

    return change


def row(sheet: str, values: Mapping[str, object], number: int = FIRST_ROW) -> Change:
    """Somebody filled in a whole row."""
    return lambda form: form.fill_row(sheet, values, number)


def status(value: object) -> Change:
    """Somebody typed this as a programme's status."""
    return typed("Programmes", "Project status", value)


def due(value: object) -> Change:
    """Somebody typed this as an action's day."""
    return typed("Key actions", "Due", value)


def actual(value: object) -> Change:
    """Somebody typed this as a measure's figure."""
    return typed("Measures", "Actual", value)


def remark(form: FilledForm) -> None:
    """Somebody commented on the mitigation of a risk."""
    form.book["Risks"]["C5"].comment = Comment("Ask finance before this goes out", "Jo")


# --- what programs do ---------------------------------------------------------------------------


def with_part(name: str, change: Callable[[str], str], *changes: Change) -> bytes:
    """The return with one of its inner parts rewritten; a new part starts from nothing."""
    contents = unzipped(made(*changes))
    old = contents.get(name, b"")
    before = old if isinstance(old, str) else old.decode()
    after = change(before)
    assert after != before, f"{name} is as it was"
    return zipped({**contents, name: after})


def with_cell(sheet: str, cell: str, xml: str) -> bytes:
    """The return with a cell as some other program writes it."""

    def change(part: str) -> str:
        found, count = re.subn(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', lambda _: xml, part, count=1)
        assert count, f"{sheet}!{cell} is not in the file"
        return found

    return with_part(PARTS[sheet], change)


def without(name: str, *changes: Change) -> bytes:
    """The return without one of its inner parts."""
    contents = unzipped(made(*changes))
    del contents[name]
    return zipped(contents)
