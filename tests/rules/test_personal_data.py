"""Personal data in a return: found, worded without giving it away, and cleared by somebody's word."""

from __future__ import annotations

import re

import pytest
import yaml
from filled_form import FIRST_ROW, FilledForm
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explain.document import as_json
from pipeline.forms.blank import HEADER_ROW
from pipeline.model import Address, Column, Finding, Form, Level, Paragraph, Prose, Return, Value, replace
from pipeline.rules.personal_data import discreet, masked, personal_data
from pipeline.rules.personal_data.kinds import EMAIL, KINDS, SMALL
from pipeline.rules.personal_data.search import Hit
from pipeline.rules.within_return import check
from pipeline.settings import Clearing

PLACE = "north.xlsx › Programmes!C5"
PLANTED = {
    "personal-nhs-number": "943 476 5919",
    "personal-date-of-birth": "DOB 3/4/2012",
    "personal-postcode": "EC1A 1BB",
    "personal-telephone": "07700 900123",
    "personal-email": "jo.bloggs@example.org",
    "small-number": "3 stillbirths",
}


def code(finding: Finding) -> str:
    """The code that a finding's remedy gives."""
    found = re.search(r'code: "(\w{4})"', finding.remedy)
    assert found
    return found[1]


def in_progress(form: FilledForm, text: str) -> list[Finding]:
    """What is found when a text is typed as a programme's progress."""
    form.put("Programmes", "Progress to date", text)
    return personal_data([form.contents()], 5)


def with_unit(forms: dict[str, Form], unit: str) -> dict[str, Form]:
    """The forms with a unit given to the figures of the measures."""

    def column(one: Column) -> Column:
        return replace(one, unit=unit) if one.kind == "figure" else one

    form = forms["highlight_improvements"]
    tables = (replace(table, columns=tuple(map(column, table.columns))) for table in form.tables)
    return {form.id: replace(form, tables=tuple(tables))}


def test_a_sound_return_holds_no_personal_data(form: FilledForm) -> None:
    """Waits in weeks, scores, shares and dates are nobody."""
    assert personal_data([form.contents()], 5) == []


@pytest.mark.parametrize(
    ("rule", "what", "remedy"),
    [
        ("personal-nhs-number", "an NHS number", "Take it out of the return: no paper needs one."),
        (
            "personal-date-of-birth",
            "a date of birth",
            "Take it out of the return; an age group such as “under 18” says enough.",
        ),
        (
            "personal-postcode",
            "a postcode",
            "Take it out of the return; the name of a town or ward says enough.",
        ),
        (
            "personal-telephone",
            "a telephone number",
            "Take it out of the return; a job title says whom to ask.",
        ),
        ("personal-email", "an e-mail address", "Take it out of the return; a job title says whom to ask."),
        (
            "small-number",
            "a count of fewer than 5 people",
            "Write “fewer than 5”, and see that no total beside it gives the number away.",
        ),
    ],
)
def test_each_kind_is_told_with_its_cell_and_its_line(
    form: FilledForm, rule: str, what: str, remedy: str
) -> None:
    """The finding says what kind of thing stands where, what to write instead, and the line that clears it."""
    [finding] = in_progress(form, f"Seen: {PLANTED[rule]}.")
    assert (finding.rule, finding.level, str(finding.address)) == (rule, Level.ERROR, PLACE)
    assert finding.message == f"Progress to date seems to hold {what}."
    line = f'- {{where: "{PLACE}", code: "{code(finding)}", reason: ""}}'
    clear = f"If it may be published, add this line under cleared in config.yaml, with your reason: {line}"
    assert finding.remedy == f"{remedy} {clear}"
    assert finding.asked == f"{remedy} If it may be published, leave it and tell us why."


def test_several_in_a_cell_are_counted(form: FilledForm) -> None:
    """One finding for each kind in a cell says how many there are."""
    found = in_progress(form, "Ring 07700 900123 or 07700 900124. 3 babies, two mothers.")
    assert [finding.message for finding in found] == [
        "Progress to date seems to hold 2 telephone numbers.",
        "Progress to date seems to hold 2 counts of fewer than 5 people.",
    ]


@pytest.mark.parametrize("threshold", [0, 1])
def test_small_numbers_can_be_switched_off(form: FilledForm, threshold: int) -> None:
    """Without a threshold no count is too small."""
    form.put("Programmes", "Progress to date", "3 babies")
    assert personal_data([form.contents()], threshold) == []


@pytest.mark.parametrize("typed", [3, "3", "3 (North)", "3 people", "two"])
def test_a_figure_of_people_is_a_count(form: FilledForm, forms: dict[str, Form], typed: object) -> None:
    """In a column whose unit is people a small number needs no word beside it; its target counts nobody."""
    form.put("Measures", "Target", 2)
    form.put("Measures", "Actual", typed)
    counted = FilledForm(form.book, with_unit(forms, "people"))
    [*_, finding] = personal_data([counted.contents()], 5)
    assert finding.message == "Actual seems to hold a count of fewer than 5 people."
    assert personal_data([FilledForm(form.book, with_unit(forms, "weeks")).contents()], 5) == (
        [finding] if typed == "3 people" else []
    )


def test_a_measure_of_people_is_a_count(form: FilledForm) -> None:
    """A figure without a unit counts people where its measure does by name."""
    form.put("Measures", "Actual", 3)
    assert personal_data([form.contents()], 5) == []
    form.put("Measures", "Measure", "Number of young people waiting")
    [finding] = personal_data([form.contents()], 5)
    assert (finding.rule, finding.address.sheet) == ("small-number", "Measures")


def test_a_column_that_the_paper_does_not_show_is_a_warning(form: FilledForm) -> None:
    """What cannot reach the paper stops none; it should not have been sent all the same."""
    form.put("Programmes", "Ref", "943 476 5919")
    [finding] = personal_data([form.contents()], 5)
    assert (finding.rule, finding.level) == ("personal-outside-paper", Level.WARNING)
    assert finding.message == "Ref, which the paper does not show, seems to hold an NHS number."
    assert finding.remedy.startswith(
        "Take it out of the return: it need not be sent. If it may be published,"
    )


# --- links ------------------------------------------------------------------------------------


def linked(form: FilledForm, text: str, link: str, header: str = "Progress to date") -> list[Finding]:
    """What is found when a text with a link is typed as a programme's progress."""
    form.book["Programmes"][form.put("Programmes", header, text)].hyperlink = link
    return personal_data([form.contents()], 5)


@pytest.mark.parametrize(
    ("link", "rule", "what"),
    [
        ("mailto:jo.bloggs@example.org", "personal-email", "an e-mail address in its link"),
        ("mailto:jo.bloggs%40example.org?subject=Hello", "personal-email", "an e-mail address in its link"),
        ("mailto:a@example.org,b@example.org", "personal-email", "2 e-mail addresses in its link"),
        ("https://example.org/?to=jo@example.org", "personal-email", "an e-mail address in its link"),
        ("tel:07700900123", "personal-telephone", "a telephone number in its link"),
        ("tel:+447700900123", "personal-telephone", "a telephone number in its link"),
    ],
)
def test_a_link_is_searched_like_text(form: FilledForm, link: str, rule: str, what: str) -> None:
    """An address or a number to which harmless words lead is found, in a short text as in a long one."""
    for header in ("Progress to date", "Key programme of work"):
        [finding] = linked(form, "Ask the team", link, header)
        assert (finding.rule, finding.level) == (rule, Level.ERROR)
        assert finding.message == f"{header} seems to hold {what}."
        form.put("Programmes", header, "Gone")
        form.book["Programmes"][finding.address.cell].hyperlink = None


def test_a_link_to_a_page_is_nobody(form: FilledForm) -> None:
    """The address of a web page tells of no person."""
    assert linked(form, "See the plan", "https://example.org/2019/01234567890/plan.html?v=2") == []


def test_an_address_that_excel_made_a_link_is_found_once(form: FilledForm) -> None:
    """Excel makes a link of each address that is typed: text and link are one address, with the text's code."""
    [finding] = linked(form, "jo.bloggs@example.org", "mailto:Jo.Bloggs@example.org")
    assert finding.message == "Progress to date seems to hold an e-mail address."
    form.book["Programmes"][finding.address.cell].hyperlink = None
    assert personal_data([form.contents()], 5) == [finding]


def test_a_link_to_somebody_else_is_found_beside_the_text(form: FilledForm) -> None:
    """Where the text shows one address and the link leads to another, both count."""
    [finding] = linked(form, "jo.bloggs@example.org", "mailto:al@example.org")
    assert finding.message == "Progress to date seems to hold 2 e-mail addresses."


def test_a_line_of_a_long_text_is_searched_by_its_own_link() -> None:
    """A link that only a paragraph carries is searched too."""
    column = Column("progress", "Progress", "long_text")
    form = Form("f", 1, "F", "", "partnership", (column,), ())
    prose = Prose((Paragraph("Ask", link="mailto:jo@example.org"), Paragraph("Or", link="tel:07700900123")))
    value = Value(Address("a.xlsx", "S", "B1"), "Ask\nOr", prose)
    found = personal_data([Return("a.xlsx", form, {"progress": value}, {})], 5)
    assert [finding.rule for finding in found] == ["personal-telephone", "personal-email"]


def test_a_link_is_cleared_until_it_leads_elsewhere(form: FilledForm) -> None:
    """The code of a finding belongs to the link too: another address brings the finding back."""
    [finding] = linked(form, "Ask the team", "mailto:team@example.org")
    [note] = cleared(form, finding)
    assert note.message == f"{finding.message} It was cleared: “Our office.”."
    form.book["Programmes"][finding.address.cell].hyperlink = "mailto:jo@example.org"
    assert [one.rule for one in cleared(form, finding)] == ["personal-email", "cleared-nothing"]


def test_nobody_else_sees_a_link_that_holds_personal_data(form: FilledForm) -> None:
    """No finding quotes the link, and the other rules see the return without it, its harmless words whole."""
    [finding] = linked(form, "Ask the team", "mailto:jo.bloggs@example.org")
    assert "bloggs" not in " ".join(str(as_json(one)) for one in everything(form))
    value = masked(form.contents(), 5).tables["programmes"].records[0].values["progress"]
    assert (str(value.address), value.typed, value.link) == (str(finding.address), "Ask the team", "")


# --- clearing ---------------------------------------------------------------------------------


def cleared(form: FilledForm, finding: Finding, **changes: str) -> list[Finding]:
    """What is found once the line of a finding stands in config.yaml, with a reason or other `changes`."""
    [line] = yaml.safe_load(finding.remedy.split("with your reason: ")[1])
    where = Address("config.yaml", "", "line 9, column 5")
    clearing = Clearing(**{**line, "reason": "Our office.", **changes}, address=where)
    return personal_data([form.contents()], 5, [clearing])


@pytest.mark.parametrize("rule", PLANTED)
def test_a_cleared_finding_is_a_note_with_its_reason(form: FilledForm, rule: str) -> None:
    """The line that a finding prints, with a reason written into it, turns the finding into a note."""
    [finding] = in_progress(form, PLANTED[rule])
    [note] = cleared(form, finding)
    assert (note.rule, note.level, note.address) == ("personal-cleared", Level.NOTE, finding.address)
    assert note.message == f"{finding.message} It was cleared: “Our office.”."
    assert note.remedy == "Nothing to do if that is still right."


def test_a_place_copied_from_a_poor_console_clears_too(form: FilledForm) -> None:
    """Where the console printed > for the sign between file and sheet, the line is understood."""
    [finding] = in_progress(form, "SO23 8AB")
    [note] = cleared(form, finding, where=PLACE.replace("›", ">"))
    assert note.rule == "personal-cleared"


@pytest.mark.parametrize("changes", [{"where": "north.xlsx › Programmes!C6"}, {"code": "zzzz"}])
def test_a_line_that_clears_nothing_is_told(form: FilledForm, changes: dict[str, str]) -> None:
    """A line for another cell or another text clears nothing, and is told at its place in config.yaml."""
    [finding] = in_progress(form, "SO23 8AB")
    [found, stale] = cleared(form, finding, **changes)
    assert found == finding
    assert (stale.level, str(stale.address)) == (Level.NOTE, "config.yaml › line 9, column 5")
    assert stale.message == (
        "This line clears nothing any more: the cell was changed, or its return was superseded or taken away."
    )
    assert stale.remedy == "Delete the line from cleared, unless the return is still to come."


@pytest.mark.parametrize("rule", PLANTED)
def test_a_changed_cell_is_no_longer_cleared(form: FilledForm, rule: str) -> None:
    """The code belongs to the cell's text: when that changes the finding comes back."""
    [finding] = in_progress(form, PLANTED[rule])
    form.put("Programmes", "Progress to date", f"{PLANTED[rule]} and more")
    assert [one.rule for one in cleared(form, finding)] == [rule, "cleared-nothing"]


@pytest.mark.parametrize(("one", "other"), [("3 babies", "4 babies"), ("DOB 3/4/2012", "DOB 4/4/2012")])
def test_a_code_does_not_tell_few_values_apart(form: FilledForm, one: str, other: str) -> None:
    """Whoever tried the few values that are possible would learn nothing from the code."""
    assert code(in_progress(form, one)[0]) == code(in_progress(form, other)[0])


def test_a_code_is_fixed() -> None:
    """The code is the same on every machine and in every version, or clearings would lapse."""
    value = Value(Address("a.xlsx", "Risks", "B5"), "SO23 8AB")
    hit = Hit(KINDS[2], Column("risk", "Risk", "text"), value, ((0, 8),))
    assert hit.code == "c350"


# --- nothing gives the value away -------------------------------------------------------------


def spoil(form: FilledForm, text: str) -> None:
    """Type a text into cells of every kind, so that as many rules as possible have cause to quote it."""
    form.answer("Prepared by (role)", text)
    form.answer("Date approved", text)
    for sheet, header in [
        ("Programmes", "Ref"),
        ("Programmes", "Key programme of work"),
        ("Programmes", "Project status"),
        ("Programmes", "Reason for status"),
        ("Risks", "Risk description"),
        ("Risks", "Score"),
        ("Measures", "Measure"),
        ("Measures", "Actual"),
        ("Measures", "Better when"),
        ("Key actions", "Due"),
        ("Key actions", "Owner (role)"),
    ]:
        form.put(sheet, header, text)
        form.put(sheet, header, text, FIRST_ROW + 1)
    form.book["Risks"].cell(FIRST_ROW, 20).value = text
    form.book["Risks"].cell(HEADER_ROW, 21).value = text


def everything(form: FilledForm) -> list[Finding]:
    """All that the program says of a return, as the build puts it together."""
    read = form.read()
    assert read.contents
    quoting = [*read.findings, *check(masked(read.contents, 5))]
    return [*discreet(quoting, 5), *personal_data([read.contents], 5)]


@pytest.mark.parametrize("before", ["", "x" * 48, "x" * 55, "TBC "])
@pytest.mark.parametrize("value", PLANTED.values())
def test_no_finding_gives_the_value_away(form: FilledForm, value: str, before: str) -> None:
    """However a rule quotes or cuts a cell, the value stands in no message, remedy or JSON."""
    spoil(form, f"{before} {value}".strip())
    found = everything(form)
    assert len({finding.rule for finding in found}) > 5
    said = " ".join(str(as_json(finding)) for finding in found)
    telling = value.removeprefix("DOB ")
    for length in (len(telling), 6):
        assert telling[:length] not in said


@given(st.sampled_from(sorted(PLANTED)), st.text(max_size=80), st.text(max_size=80))
def test_stars_hide_the_value_in_any_text(rule: str, before: str, after: str) -> None:
    """Whatever stands around it, what is found is starred out for the other rules."""
    at = Address("a.xlsx", "Programmes", "C5")
    found = Finding("other", Level.ERROR, at, f"“{before} {PLANTED[rule]} {after}”", "")
    [quiet] = discreet([found], 5)
    hidden = PLANTED[rule] not in quiet.message
    assert hidden or not personal_data([_alone(found.message)], 5)


def _alone(text: str) -> Return:
    """A return that holds nothing but one text."""
    column = Column("progress", "Progress", "long_text")
    form = Form("f", 1, "F", "", "partnership", (column,), ())
    return Return("a.xlsx", form, {"progress": Value(Address("a.xlsx", "S", "B1"), text)}, {})


def test_two_references_that_are_starred_out_are_not_one(form: FilledForm) -> None:
    """Two NHS numbers typed as references are not taken for a reference used twice."""
    for row, reference in ((FIRST_ROW, "943 476 5919"), (FIRST_ROW + 1, "401 023 2137")):
        form.put("Programmes", "Ref", reference, row)
    assert "duplicate-reference" not in {one.rule for one in check(masked(form.contents(), 5))}


def test_a_reason_gives_nothing_away_either(form: FilledForm) -> None:
    """Personal data in the reason for a clearing is starred out."""
    [finding] = in_progress(form, "07700 900123")
    [note] = cleared(form, finding, reason="07700 900123 is the switchboard, for 3 patients")
    assert note.message.endswith("It was cleared: “************ is the switchboard, for * patients”.")


def test_of_a_cell_that_holds_personal_data_nothing_is_quoted() -> None:
    """A finding on the finished paper says which cell is meant, without its words."""
    at = Address("a.xlsx", "Programmes", "C5")
    found = Finding("value-not-in-paper", Level.ERROR, at, "“12 ”b” c” does not stand.", "Add it.")
    [quiet] = discreet([found], 5, {at})
    assert quiet.message == "“…” does not stand."


def test_every_kind_has_its_rule() -> None:
    """Each kind of personal data is known by a rule of its own."""
    assert [kind.rule.id for kind in (*KINDS, SMALL)] == list(PLANTED)
    assert EMAIL.level is Level.ERROR
