"""Which returns count."""

from collections.abc import Mapping
from datetime import date

import pytest
from filled_form import NOVEMBER, sound_form

from pipeline.model import Finding, Form, Return
from pipeline.rules.acceptance import Acceptance, accept
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

    def __call__(self, file: str = "north.xlsx", **answers: object) -> Return:
        """A sound return but for the answers given (field id to value)."""
        form = sound_form(self.forms)
        labels = {field.id: field.header for field in self.forms["highlight_improvements"].fields}
        for name, value in answers.items():
            form.answer(labels[name], value)
        return form.contents(file)


def decided(settings: Settings, *returns: Return) -> Acceptance:
    """Which of the returns count in November 2019."""
    return accept(returns, settings.partnerships, NOVEMBER)


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
    assert finding.message.startswith("“(blank)” is not the name of a partnership")
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


def test_the_right_month_counts_beside_the_wrong_one(settings: Settings, sent: Sent) -> None:
    """An old return that lies beside the right one holds nothing up, whichever is read first."""
    old, new = sent("old.xlsx", period="October 2019"), sent("new.xlsx")
    for returns in ((old, new), (new, old)):
        acceptance = decided(settings, *returns)
        assert acceptance.accepted == {"north": new}
        assert acceptance.held_out == {}


def test_the_highest_version_counts(settings: Settings, sent: Sent) -> None:
    """Of several returns the highest version counts, whatever the dates; the other is named."""
    first, second = sent("b.xlsx", version=1), sent("a.xlsx", version=2, approved_on=date(2019, 11, 1))
    for returns in ((first, second), (second, first)):
        acceptance = decided(settings, *returns)
        assert acceptance.accepted == {"north": second}
        finding = only(acceptance)
        assert finding.address.file == "b.xlsx"
        assert finding.message == (
            f"This return of {NAME} is superseded by a.xlsx, which has the higher version or later approval."
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
        f"{NAME} has sent 2 returns (a.xlsx, b.xlsx), and neither version nor date of approval says which one "
        "counts. All were held out."
    )


def test_another_partnerships_form_is_read_as_it_is(settings: Settings, sent: Sent) -> None:
    """A return on a form that was issued to others counts, and that is told."""
    acceptance = decided(settings, sent(partnership="LMS"))
    assert list(acceptance.accepted) == ["maternity"]
    assert only(acceptance).message == (
        "Saltmere Local Maternity System has filled in the form “highlight_improvements”; “highlight_update” was "
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
