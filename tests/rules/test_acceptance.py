"""Which returns count."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from filled_form import NOVEMBER, sound_form

from pipeline.model import Finding, Form, Level, Return, replace
from pipeline.rules.acceptance import accept
from pipeline.rules.decision import USUAL, Acceptance, Terms
from pipeline.settings import Settings

NAME = "North Alderwick Care Partnership"


@pytest.fixture
def sent(forms: dict[str, Form]) -> "Sent":
    """A way to make returns with other answers."""
    return Sent(forms)


class Sent:
    """Makes returns of the same partnership that differ in their answers."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        """Keep the forms to fill in."""
        self.forms = forms

    def __call__(self, file: str = "north.xlsx", saved: str = "", **answers: object) -> Return:
        """A sound return but for the answers given (field id to value), saved when it is said to be."""
        form = sound_form(self.forms)
        labels = {field.id: field.header for field in self.forms["highlight_improvements"].fields}
        for name, value in answers.items():
            form.answer(labels[name], value)
        when = datetime.fromisoformat(saved).replace(tzinfo=UTC) if saved else None
        return replace(form.contents(file), saved=when, digest=file)


def decided(settings: Settings, *returns: Return, terms: Terms = USUAL) -> Acceptance:
    """Which of the returns count in November 2019."""
    return accept(returns, settings.partnerships, NOVEMBER, terms=terms)


def told(acceptance: Acceptance) -> list[Finding]:
    """What is found on the returns that came."""
    return [finding for finding in acceptance.findings if finding.rule != "return-not-received"]


def only(acceptance: Acceptance) -> Finding:
    """The one finding on the returns that came."""
    [finding] = told(acceptance)
    return finding


@pytest.mark.parametrize("name", [NAME, "north", "NORTH  ALDERWICK", "North Alderwick care partnership "])
def test_a_partnership_is_known_by_its_names(settings: Settings, sent: Sent, name: str) -> None:
    """Id, name and aliases count, whatever their case and spaces."""
    contents = sent(partnership=name)
    acceptance = decided(settings, contents)
    assert acceptance.accepted == {"north": contents}
    assert told(acceptance) == []


def test_a_curly_apostrophe_does_not_matter(settings: Settings, sent: Sent) -> None:
    """Word's apostrophe and the keyboard's are one."""
    acceptance = decided(settings, sent(partnership="Children’s Services"))
    assert list(acceptance.accepted) == ["children"]


def test_an_unknown_partnership_is_held_out_with_the_nearest(settings: Settings, sent: Sent) -> None:
    """A name that is not expected is told, with the nearest right one."""
    acceptance = decided(settings, sent(partnership="North Alderwick Care Parntership"))
    assert acceptance.accepted == {}
    finding = only(acceptance)
    assert finding.message == (
        "“North Alderwick Care Parntership” is not the name of a partnership from which a return is expected. "
        "The return was held out."
    )
    assert finding.remedy == f"Did you mean {NAME}?"
    assert finding.address.within.startswith("About this return!B")


def test_a_nameless_return_is_held_out(settings: Settings, sent: Sent) -> None:
    """A return without a name is told as such."""
    finding = only(decided(settings, sent(partnership=None)))
    assert finding.message.startswith("The return does not give the name of a partnership")
    assert finding.remedy == "Correct the name in the return, or add it to config.yaml."


def test_another_months_return_is_held_out(settings: Settings, sent: Sent) -> None:
    """A return of the wrong month does not count, and the register will say why."""
    acceptance = decided(settings, sent(period="October 2019"))
    assert acceptance.accepted == {}
    assert acceptance.held_out == {"north": "The return that came is for October 2019."}
    finding = only(acceptance)
    assert finding.message == (
        "The return is for October 2019; this paper is for November 2019. It was held out."
    )
    assert finding.remedy == "Send the form of November 2019, or correct the reporting period."


@pytest.mark.parametrize("typed", ["Oct-19", "2019-10", date(2019, 10, 19)])
def test_another_month_is_named_in_words(settings: Settings, sent: Sent, typed: object) -> None:
    """However a month was typed, and whatever Excel made of it, it is told as the month that it was read as."""
    assert decided(settings, sent(period=typed)).held_out == {
        "north": "The return that came is for October 2019."
    }


def test_the_right_month_counts_beside_the_wrong_one(settings: Settings, sent: Sent) -> None:
    """An old return that lies beside the right one holds nothing up, whichever is read first."""
    old, new = sent("old.xlsx", period="October 2019"), sent("new.xlsx")
    for returns in ((old, new), (new, old)):
        acceptance = decided(settings, *returns)
        assert acceptance.accepted == {"north": new}
        assert acceptance.held_out == {}


@pytest.mark.parametrize(
    "wrong", [{"period": "October 2019"}, {"partnership": "North Alderwick Care Parntership"}]
)
def test_a_higher_version_answers_what_held_the_first_out(
    settings: Settings, sent: Sent, wrong: dict[str, Any]
) -> None:
    """Once it was sent again, put right, the first is nobody's concern; it is still named."""
    first, second = sent("a.xlsx", **wrong), sent("b.xlsx", version=2)
    for returns in ((first, second), (second, first)):
        acceptance = decided(settings, *returns)
        assert acceptance.accepted == {"north": second}
        finding = only(acceptance)
        assert (finding.address.file, finding.level) == ("a.xlsx", Level.NOTE)
        assert acceptance.passed_over == {"a.xlsx"}


def test_a_higher_version_that_is_signed_answers_the_unsigned_one(settings: Settings, sent: Sent) -> None:
    """Where unsigned returns are held out, the one signed off and sent again ends the asking."""
    first, second = sent("a.xlsx", approved_on=None), sent("b.xlsx", version=2)
    acceptance = decided(settings, first, second, terms=Terms(hold_unsigned=True))
    assert acceptance.accepted == {"north": second}
    assert only(acceptance).level is Level.NOTE
    assert acceptance.whose == {"b.xlsx": "north"}


def test_a_wrong_month_of_the_same_version_is_still_an_error(settings: Settings, sent: Sent) -> None:
    """A stray return beside the right one answers nothing, so it is not waved through."""
    acceptance = decided(settings, sent("a.xlsx", period="October 2019"), sent("b.xlsx"))
    assert only(acceptance).level is Level.ERROR
    assert acceptance.passed_over == set()


def test_the_highest_version_counts(settings: Settings, sent: Sent) -> None:
    """Of several returns the highest version counts, whatever the dates; the other is named."""
    first, second = sent("b.xlsx", version=1), sent("a.xlsx", version=2, approved_on=date(2019, 11, 1))
    for returns in ((first, second), (second, first)):
        acceptance = decided(settings, *returns)
        assert acceptance.accepted == {"north": second}
        finding = only(acceptance)
        assert finding.address.file == "b.xlsx"
        assert finding.message == (
            f"This return of {NAME} is superseded by a.xlsx, which has the higher version (2 against 1)."
        )


def test_of_one_version_the_latest_approval_counts(settings: Settings, sent: Sent) -> None:
    """Where the versions are the same the later date of approval decides."""
    early, late = sent("a.xlsx"), sent("b.xlsx", approved_on=date(2019, 11, 15))
    assert decided(settings, late, early).accepted == {"north": late}


def test_where_nothing_decides_none_counts(settings: Settings, sent: Sent) -> None:
    """Two returns that cannot be told apart are both held out: the program does not choose."""
    acceptance = decided(settings, sent("a.xlsx"), sent("b.xlsx"))
    assert acceptance.accepted == {}
    assert acceptance.held_out == {"north": "2 returns came, and it is not clear which one counts."}
    assert only(acceptance).message == (
        f"{NAME} has sent 2 returns (a.xlsx, b.xlsx), and neither version, nor date of approval, nor the date saved "
        "says which one counts. All were held out."
    )


def test_another_partnerships_form_is_read_as_it_is(settings: Settings, sent: Sent) -> None:
    """A return on a form that was issued to others counts, and that is told."""
    acceptance = decided(settings, sent(partnership="LMS"))
    assert list(acceptance.accepted) == ["maternity"]
    assert only(acceptance).message == (
        "Saltmere Local Maternity System has filled in the form “Highlight report return (progress and planned improvements)”; “highlight_update” was "
        "issued. It was read as it is."
    )


def test_a_return_that_never_came_is_told(settings: Settings, sent: Sent) -> None:
    """Every partnership from which nothing came is named, and none from which something did."""
    missing = [f for f in decided(settings, sent()).findings if f.rule == "return-not-received"]
    assert [finding.message for finding in missing] == [
        f"No return was received from {name} for November 2019."
        for name in (
            "Children's Services Collaborative",
            "Saltmere Local Maternity System",
            "South West Saltmere Care Partnership",
        )
    ]
    late = decided(settings, sent(period="October 2019"))
    assert not any(f.message.startswith(f"No return was received from {NAME}") for f in late.findings)


def test_personal_data_for_a_period_is_not_repeated(settings: Settings, sent: Sent) -> None:
    """The reason for holding a return out goes into the paper, and so without what tells who somebody is."""
    result = decided(settings, sent(period="Ring 07700 900123"))
    assert result.held_out == {"north": "The return that came is for Ring ************."}
    assert "900123" not in str(result.findings)


def test_every_file_that_needs_an_answer_has_its_sender(settings: Settings, sent: Sent) -> None:
    """Accepted, tied and misnamed files, and unreadable ones by their names, are somebody's to answer for."""
    acceptance = decided(settings, sent("a.xlsx"), sent("b.xlsx"))
    assert acceptance.whose == {"a.xlsx": "north", "b.xlsx": "north"}
    misnamed = decided(settings, sent("x.xlsx", partnership="North Alderwick Care Parntership"))
    assert misnamed.whose == {"x.xlsx": "north"}
    assert misnamed.held_out == {"north": "The return that came does not say as expected whose it is."}
    assert only(misnamed).asked == (
        f"Please give the name as it stood in the form that was issued to you: {NAME}."
    )
    unread = accept([], settings.partnerships, NOVEMBER, unreadable=["2019-11/North Alderwick.xlsx"])
    assert unread.whose == {"2019-11/North Alderwick.xlsx": "north"}


def test_nobody_answers_for_a_file_beside_one_that_counts(settings: Settings, sent: Sent) -> None:
    """A superseded return, and one of another month beside the right one, need no answer."""
    old, first, second = sent("old.xlsx", period="October 2019"), sent("1.xlsx"), sent("2.xlsx", version=2)
    assert decided(settings, old, first, second).whose == {"2.xlsx": "north"}


def test_a_return_that_never_came_names_its_sender(settings: Settings, sent: Sent) -> None:
    """What is missing is asked of the one that it is missing from."""
    missing = [f for f in decided(settings, sent()).findings if f.rule == "return-not-received"]
    assert [finding.sender for finding in missing] == ["children", "maternity", "southwest"]
    assert missing[0].asked == "Please fill in the form that was issued to you, and send it."


# --- versions -----------------------------------------------------------------------------------


def test_of_one_approval_the_one_saved_last_counts(settings: Settings, sent: Sent) -> None:
    """Where version and approval are the same, the date that the files themselves carry decides."""
    early, late = sent("b.xlsx", "2019-11-14T09:00:00"), sent("a.xlsx", "2019-11-14T16:30:00")
    acceptance = decided(settings, early, late)
    assert acceptance.accepted == {"north": late}
    assert acceptance.compared == [(early, late)]
    assert acceptance.passed_over == {"b.xlsx"}
    assert only(acceptance).message == (
        f"This return of {NAME} is superseded by a.xlsx, which was saved later "
        "(14 November 2019 at 16:30:00 UTC against 14 November 2019 at 09:00:00 UTC)."
    )


def test_undecided_returns_are_compared_all_the_same(settings: Settings, sent: Sent) -> None:
    """What keeps apart the returns that are held out is listed, so that somebody can decide."""
    first, second = sent("a.xlsx"), sent("b.xlsx", prepared_by="Somebody else")
    acceptance = decided(settings, second, first)
    assert acceptance.compared == [(second, first)]
    assert acceptance.passed_over == set()


def test_a_copy_is_said_to_be_one(settings: Settings, sent: Sent) -> None:
    """Of files that are the same byte for byte one counts, and the other is passed over by name."""
    one = sent("a.xlsx")
    acceptance = decided(settings, replace(one, file="b.xlsx"), one)
    assert acceptance.accepted == {"north": one}
    assert acceptance.whose == {"a.xlsx": "north"}
    assert acceptance.passed_over == {"b.xlsx"}
    finding = only(acceptance)
    assert (finding.rule, finding.level, finding.address.file) == ("return-copy", Level.NOTE, "b.xlsx")
    assert finding.message == "This file is the same as a.xlsx in every respect, and was passed over."


def test_an_unsigned_return_counts_and_is_marked(settings: Settings, sent: Sent) -> None:
    """Usually a return that nobody has signed off counts; the register says so."""
    unsigned = sent(approved_by=None)
    acceptance = decided(settings, unsigned)
    assert acceptance.accepted == {"north": unsigned}
    assert acceptance.remarks == {"north": ("Not signed off.",)}
    assert decided(settings, sent()).remarks == {"north": ()}


def test_an_unsigned_return_can_be_held_out(settings: Settings, sent: Sent) -> None:
    """By configuration it is held out until it is signed off, and its sender is asked."""
    acceptance = decided(settings, sent(approved_on=None), terms=Terms(hold_unsigned=True))
    assert acceptance.accepted == {}
    assert acceptance.held_out == {"north": "It is not signed off."}
    assert acceptance.whose == {"north.xlsx": "north"}
    finding = only(acceptance)
    assert (finding.rule, finding.level) == ("return-not-signed-off", Level.ERROR)
    assert finding.message == (
        f"This return of {NAME} is not signed off: it does not say who approved it and when. It was held out."
    )
    assert finding.remedy == "Ask for it signed off, or write unsigned_returns: accept in config.yaml."
    assert finding.asked == (
        "Please have it approved, say on the first sheet who approved it and when, and send it again."
    )


def test_a_signed_version_counts_beside_a_later_unsigned_one(settings: Settings, sent: Sent) -> None:
    """Where unsigned returns are held out, the last one that is signed counts; the other is still to be signed."""
    signed, draft = sent("1.xlsx"), sent("2.xlsx", version=2, approved_by="TBC")
    acceptance = decided(settings, draft, signed, terms=Terms(hold_unsigned=True))
    assert acceptance.accepted == {"north": signed}
    assert acceptance.held_out == {}
    assert acceptance.compared == [(draft, signed)]
    assert acceptance.whose == {"1.xlsx": "north", "2.xlsx": "north"}


# --- late ---------------------------------------------------------------------------------------

DUE = Terms(due=dict.fromkeys(["children", "maternity", "north", "southwest"], date(2019, 11, 18)))


def test_a_late_return_counts_and_is_called_late(settings: Settings, sent: Sent) -> None:
    """A return saved after the last day is accepted, with both dates in a note and in the register."""
    late = sent(saved="2019-11-20T08:00:00")
    acceptance = decided(settings, late, terms=DUE)
    label = "Late: saved on 20 November 2019, due on 18 November 2019."
    assert acceptance.accepted == {"north": late}
    assert acceptance.late == {"north"}
    assert acceptance.remarks == {"north": (label,)}
    finding = only(acceptance)
    assert (finding.rule, finding.level, finding.message) == ("return-late", Level.NOTE, label)
    assert finding.remedy == (
        "Nothing to do: the return was accepted, and the paper's register says that it was late."
    )


def test_the_last_day_is_in_time(settings: Settings, sent: Sent) -> None:
    """A return saved on the last day is in time, whenever it was approved; so is any without a last day."""
    in_time = sent(saved="2019-11-18T23:59:59", approved_on=date(2019, 11, 30))
    assert decided(settings, in_time, terms=DUE).late == set()
    assert decided(settings, sent(saved="2019-11-20T08:00:00")).late == set()


def test_a_file_that_does_not_say_is_judged_by_its_approval(settings: Settings, sent: Sent) -> None:
    """Without a saved date the date of approval tells whether a return is late; without either nothing does."""
    acceptance = decided(settings, sent(approved_on=date(2019, 11, 21)), terms=DUE)
    assert acceptance.remarks == {"north": ("Late: approved on 21 November 2019, due on 18 November 2019.",)}
    assert decided(settings, sent(approved_on=None), terms=DUE).late == set()


def test_a_late_correction_of_a_return_in_time_says_so(settings: Settings, sent: Sent) -> None:
    """Whoever sent a first version in time is not taken for a latecomer."""
    first, second = sent("1.xlsx", "2019-11-15T10:00:00"), sent("2.xlsx", "2019-11-20T10:00:00", version=2)
    assert decided(settings, first, second, terms=DUE).remarks == {
        "north": (
            "Late: saved on 20 November 2019, due on 18 November 2019. An earlier version was in time.",
        )
    }


def test_what_never_came_says_when_it_was_due(settings: Settings, sent: Sent) -> None:
    """The finding on a missing return names the last day, where there is one."""
    missing = [f for f in decided(settings, sent(), terms=DUE).findings if f.rule == "return-not-received"]
    assert missing[0].message == (
        "No return was received from Children's Services Collaborative for November 2019. "
        "It was due on 18 November 2019."
    )


# --- earlier periods ----------------------------------------------------------------------------

CARRY = Terms(carry_forward=True)


def test_history_in_its_own_folder_is_no_fault(settings: Settings, sent: Sent) -> None:
    """An earlier return in the folder of its period counts for that alone, with a note, whoever sent it."""
    old = sent("2019-10/received/old.xlsx", period="October 2019")
    unknown = sent("2019-10/other.xlsx", period="October 2019", partnership="Gone since")
    acceptance = decided(settings, old, unknown, sent())
    assert list(acceptance.accepted) == ["north"]
    assert acceptance.held_out == {}
    assert acceptance.passed_over == {old.file, unknown.file}
    assert {(f.rule, f.level, f.message) for f in told(acceptance)} == {
        (
            "return-of-earlier-period",
            Level.NOTE,
            "The return is for October 2019 and lies in the folder of that period. It counts for that period alone.",
        )
    }
    assert len([f for f in decided(settings, old).findings if f.rule == "return-not-received"]) == 4


@pytest.mark.parametrize(
    ("file", "period"),
    [
        ("2019-11/old.xlsx", "October 2019"),
        ("2019-09/old.xlsx", "October 2019"),
        ("2019-10.xlsx", "October 2019"),
        ("2019-10/odd.xlsx", "Octember"),
    ],
)
def test_the_wrong_month_anywhere_else_is_a_fault(
    settings: Settings, sent: Sent, file: str, period: str
) -> None:
    """In another folder, of a later month, or of no month that is understood, a return is held out as ever."""
    acceptance = decided(settings, sent(file, period=period))
    assert only(acceptance).rule == "period-not-expected"
    assert list(acceptance.held_out) == ["north"]


def test_this_months_return_in_an_old_folder_counts(settings: Settings, sent: Sent) -> None:
    """What a return says comes before where it lies."""
    assert list(decided(settings, sent("2019-10/new.xlsx")).accepted) == ["north"]


def test_an_unreadable_old_file_holds_nobody_out(settings: Settings) -> None:
    """A file that cannot be read is of an earlier period if its folder is."""
    file = "2019-10/North Alderwick.xlsx"
    acceptance = accept([], settings.partnerships, NOVEMBER, unreadable=[file])
    assert (acceptance.held_out, acceptance.whose, acceptance.passed_over) == ({}, {}, {file})
    finding = only(acceptance)
    assert (finding.rule, finding.level) == ("earlier-file-not-read", Level.NOTE)
    assert finding.message == (
        f"{file} could not be read. It lies in the folder of October 2019, before this paper's period, and was "
        "passed over."
    )


def test_a_missing_return_is_a_gap_unless_configured(settings: Settings, sent: Sent) -> None:
    """Nothing of an earlier period is shown that was not asked for."""
    assert decided(settings, sent("2019-10/old.xlsx", period="October 2019")).carried == {}


def test_the_last_position_is_carried_forward(settings: Settings, sent: Sent) -> None:
    """Of the earlier returns that of the latest period is shown, by the same rule of versions, and that is told."""
    september = sent("2019-09/a.xlsx", period="September 2019", version=9)
    first = sent("2019-10/b.xlsx", period="October 2019")
    second = sent("2019-10/c.xlsx", period="October 2019", version=2)
    for returns in ((september, first, second), (second, first, september)):
        acceptance = decided(settings, *returns, terms=CARRY)
        assert acceptance.carried == {"north": second}
        [note] = [f for f in acceptance.findings if f.rule == "position-carried-forward"]
        assert (note.level, note.address.file) == (Level.NOTE, "2019-10/c.xlsx")
        assert note.message == (
            f"The paper shows this return, the position of {NAME} at October 2019, because no return for "
            "November 2019 counts."
        )
        [missing] = [f for f in acceptance.findings if f.sender == "north"]
        assert missing.remedy == "Ask for it. Until it comes, the paper shows the position at October 2019."


def test_an_undecided_month_gives_no_position(settings: Settings, sent: Sent) -> None:
    """Where the latest period's returns were undecided, the one before gives the last accepted position."""
    september = sent("2019-09/a.xlsx", period="September 2019")
    tied = [sent(f"2019-10/{name}.xlsx", period="October 2019") for name in "bc"]
    assert decided(settings, september, *tied, terms=CARRY).carried == {"north": september}
    assert decided(settings, *tied, terms=CARRY).carried == {}


def test_a_return_held_out_shows_the_earlier_position_too(settings: Settings, sent: Sent) -> None:
    """A return that came and does not count leaves the same gap; what is unsigned is no position either."""
    old = sent("2019-10/a.xlsx", period="October 2019")
    unsigned = [
        sent("2019-10/b.xlsx", period="October 2019", version=2, approved_by=None),
        sent(approved_by=None),
    ]
    acceptance = decided(settings, old, *unsigned, terms=Terms(hold_unsigned=True, carry_forward=True))
    assert acceptance.held_out == {"north": "It is not signed off."}
    assert acceptance.carried == {"north": old}


def test_nothing_is_carried_beside_a_return_that_counts(settings: Settings, sent: Sent) -> None:
    """This period's own return is all that is shown."""
    old = sent("2019-10/a.xlsx", period="October 2019")
    assert decided(settings, old, sent(), terms=CARRY).carried == {}
