"""A return form, filled in as a person would in Excel: sound at first, for a test to spoil."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook

from pipeline.forms.blank import HEADER_ROW, blank_form
from pipeline.intake.reading import read_return
from pipeline.model import Form, Period, Return, Submission

FIRST_ROW = HEADER_ROW + 1
NOVEMBER = Period(2019, 11)
SOUND: Mapping[str, Mapping[str, object]] = {
    "Programmes": {
        "Ref": "N1",
        "Key programme of work": "Care close to home",
        "Progress to date": "- Two clinics have opened\n- A third is planned",
        "Planned quality or financial improvements": "Fewer journeys to hospital",
        "Project status": "Green",
        "Reason for status": "On plan",
    },
    "Risks": {
        "Ref": "NR1",
        "Risk description": "Too few nurses apply",
        "Mitigation": "Advertise again in January",
        "Likelihood": 3,
        "Impact": 4,
        "Score": 12,
        "Current rating": "High",
    },
    "Waiting times": {
        "Pathway": "Referral to first visit",
        "Average wait": 12,
        "Longest wait": "17 (North)",
        "Shortest wait": 9,
    },
    "Measures": {
        "Measure": "Seen within 18 weeks",
        "Target": "92%",
        "Actual": "88.4% YTD",
        "Better when": "Higher",
    },
    "Key actions": {
        "Action": "Open the third clinic",
        "Owner (role)": "Programme manager",
        "Due": date(2019, 12, 20),
    },
}


@dataclass(frozen=True)
class FilledForm:
    """The form of a care partnership in the making; `read` hands it in."""

    book: Workbook
    forms: Mapping[str, Form]

    def answer(self, label: str, value: object) -> None:
        """Type the answer beside a label of the sheet About this return."""
        sheet: Any = self.book["About this return"]
        row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
        sheet.cell(row, 2).value = value

    def put(self, sheet_name: str, header: str, value: object, row: int = FIRST_ROW) -> str:
        """Type a value under a heading; give the cell's name."""
        sheet: Any = self.book[sheet_name]
        heading = next(cell for cell in sheet[HEADER_ROW] if cell.value == header)
        cell = sheet.cell(row, heading.column)
        cell.value = value
        return str(cell.coordinate)

    def fill_row(self, sheet_name: str, values: Mapping[str, object], row: int = FIRST_ROW) -> None:
        """Type a whole row; what is not given is emptied."""
        sheet: Any = self.book[sheet_name]
        for heading in sheet[HEADER_ROW]:
            sheet.cell(row, heading.column).value = values.get(heading.value)

    def data(self) -> bytes:
        """The workbook as Excel would save it."""
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def read(self, file: str = "north.xlsx") -> Submission:
        """Hand the form in."""
        return read_return(self.data(), file, self.forms)

    def contents(self, file: str = "north.xlsx") -> Return:
        """The return that the form holds."""
        contents = self.read(file).contents
        assert contents is not None
        return contents


def sound_form(forms: Mapping[str, Form]) -> FilledForm:
    """A form with one row in each table and nothing wrong in it."""
    blank = blank_form(forms["highlight_improvements"], "North Alderwick Care Partnership", NOVEMBER)
    form = FilledForm(load_workbook(io.BytesIO(blank)), forms)
    form.answer("Prepared by (role)", "Programme manager")
    form.answer("Approved by (role)", "Director of commissioning")
    form.answer("Date approved", date(2019, 11, 14))
    for sheet, values in SOUND.items():
        form.fill_row(sheet, values)
    return form
