"""What a committee accepts at most."""

import pytest
from filled_form import NOVEMBER, FilledForm

from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Paragraph, Prose, Return, Value, replace
from pipeline.rules.lengths import lengths
from pipeline.settings import Lengths, Settings


@pytest.fixture
def found(settings: Settings, forms: dict[str, Form]) -> "Measuring":
    """Measures an edition with North Alderwick's return."""
    return Measuring(settings, forms)


class Measuring:
    """What is too long for the shipped paper, with other lengths."""

    def __init__(self, settings: Settings, forms: dict[str, Form]) -> None:
        """The shipped paper and forms."""
        self.settings, self.forms = settings, forms

    def __call__(self, contents: Return, allowed: Lengths, cover: Return | None = None) -> list[Finding]:
        """The findings."""
        paper = replace(self.settings.papers[0], lengths=allowed)
        accepted = {"north": contents} | ({paper.id: cover} if cover else {})
        edition = merge(self.settings.partnerships, accepted, {}, NOVEMBER, self.forms, [paper.author])
        return list(lengths(edition, paper))


def test_long_cells_are_asked_to_be_shortened(found: "Measuring", form: FilledForm) -> None:
    """A cell with more words than the committee accepts is named, with both numbers; nothing is cut."""
    cell = form.put("Programmes", "Progress to date", "word " * 1200)
    [finding] = found(form.contents(), Lengths(words_per_cell=1000))
    assert str(finding.address) == f"north.xlsx › Programmes!{cell}"
    assert finding.message == "The text has 1,200 words; the Integrated Care Board accepts 1,000 in one cell."
    assert finding.remedy == "Please shorten it. Until then all of it is shown."


def test_a_long_part_is_asked_to_be_shortened(found: "Measuring", form: FilledForm) -> None:
    """The words of a partnership's return that go into the paper are counted together."""
    form.put("Programmes", "Progress to date", "word " * 1200)
    [finding] = found(form.contents(), Lengths(words_per_section=1000))
    assert str(finding.address) == "north.xlsx"
    assert finding.message.startswith("The return of North Alderwick Care Partnership has 1,2")
    assert "; the Integrated Care Board accepts 1,000 from each." in finding.message


def test_without_limits_nothing_is_too_long(found: "Measuring", form: FilledForm) -> None:
    """A committee that sets no limit accepts any length."""
    form.put("Programmes", "Progress to date", "word " * 4000)
    assert found(form.contents(), Lengths()) == []


@pytest.mark.parametrize(("level", "lead"), [(1, 0), (0, 0), (1, 1)])
def test_key_issues_are_counted(found: "Measuring", form: FilledForm, level: int, lead: int) -> None:
    """Points are counted; without points each line is one. A line that leads in is no point."""
    lines = (*[Paragraph("As follows:")] * lead, *[Paragraph("An issue", level)] * 4)
    value = Value(Address("cover.xlsx", "Cover", "B5"), "typed", Prose(lines))
    cover = replace(form.contents("cover.xlsx"), fields={"key_issues": value})
    [finding] = found(form.contents(), Lengths(key_issues=3), cover)
    assert finding.message == "The cover has 4 key issues; the Integrated Care Board accepts 3."
    assert found(form.contents(), Lengths(key_issues=4), cover) == []
