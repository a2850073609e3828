"""Which papers a run makes, as what, and under what names."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model import Address, Edition, Finding, Level, Rule
from pipeline.settings import PaperSettings, Settings
from pipeline.yaml_source import hint

NO_SUCH_PAPER = Rule("no-such-paper", Level.ERROR, "No paper that is due is called “{name}”.", "{hint}")

WHOSE_TEMPLATE = Rule(
    "template-of-no-paper",
    Level.ERROR,
    "No paper in config.yaml has {file} as its template, so its names cannot be checked.",
    "Say for which paper it is meant: --paper and one of {papers}.",
)


class Wanted(Struct, frozen=True):
    """What to make: ``only`` the paper of that id (or whose id so begins), '' for all; PDF beside Word; a pack.

    ``changes``: beside each paper a copy in which what differs from the last period's is marked.
    """

    only: str = ""
    pdf: bool = False
    pack: bool = False
    changes: bool = False


ALL = Wanted()


def papers_due(settings: Settings, only: str) -> tuple[list[PaperSettings], list[Finding]]:
    """The papers to write; none, with a finding, where ``only`` names none of them or several."""
    found = [paper for paper in settings.due if paper.id == only]
    found = found or [paper for paper in settings.due if paper.id.startswith(only)]
    if only and len(found) != 1:
        near = hint(only, [paper.id for paper in settings.due])
        return [], [NO_SUCH_PAPER.found(Address("--paper"), name=only, hint=near)]
    return found, []


def paper_of_template(
    settings: Settings, template: str, only: str
) -> tuple[PaperSettings | None, list[Finding]]:
    """The paper whose names a template may use: the one asked for, else the one that has it as its template."""
    if only:
        found, faults = papers_due(settings, only)
        return next(iter(found), None), faults
    users = [paper for paper in settings.papers if paper.template == template] or list(settings.papers)
    if len({paper.template for paper in users}) == 1:
        return users[0], []
    listed = ", ".join(paper.id for paper in settings.papers)
    return None, [WHOSE_TEMPLATE.found(Address(template), file=template, papers=listed)]


def paper_file(paper: PaperSettings, edition: Edition, *, private: bool) -> str:
    """The name of a paper's Word file, or of that of its private version."""
    return f"{paper.id}-{edition.period}{'-private' if private and paper.public else ''}.docx"
