"""A pack for each committee's meeting: the index, made as a paper is, and the papers behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from pipeline.model import Finding, Paper, PaperFile, in_words
from pipeline.pack import Bound, bind, first_pages, pages
from pipeline.pdf import as_pdf
from pipeline.settings import PaperSettings, Settings
from pipeline.word.paper import write_paper

INDEX = "index.docx"  # in templates/packs


class Printed(Struct, frozen=True):
    """A file of a paper as PDF; ``private`` where it is not for the public."""

    paper: PaperSettings
    private: bool
    pdf: bytes


class Packs(Struct):
    """The packs by the name of their file, for whom each is, and what is wrong with the index."""

    files: dict[str, bytes] = field(default_factory=dict)
    kinds: list[PaperFile] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)


def packs(template: bytes, printed: Sequence[Printed], settings: Settings) -> Packs:
    """A pack for each committee's meeting: one for the public, and one with what is private where there is any.

    ``template`` is that of the index.
    """
    made = Packs()
    for committee in dict.fromkeys(one.paper.committee for one in printed):
        own = [one for one in printed if one.paper.committee == committee]
        for suffix, bound in _versions(own):
            first = bound[0].paper
            name = f"pack-{first.id}-{settings.period}{suffix}.pdf"
            pack, faults = _pack(template, bound, settings)
            made.faults += [one for one in faults if one not in made.faults]
            made.kinds.append(PaperFile(name, first.id, bool(suffix), pack=True))
            made.files |= {name: pack} if pack else {}
    return made


def _versions(own: Sequence[Printed]) -> Iterator[tuple[str, Sequence[Printed]]]:
    """What goes into each pack of a committee, with the ending of its name."""
    public = [one for one in own if not one.private]
    if public:
        yield "", public
    private_ids = {one.paper.id for one in own if one.private}
    if private_ids:
        yield "-private", [one for one in own if one.private or one.paper.id not in private_ids]


def _pack(
    template: bytes, printed: Sequence[Printed], settings: Settings
) -> tuple[bytes | None, list[Finding]]:
    papers = [_bound(one, settings) for one in printed]
    length = 1
    while True:
        index, faults = _index(template, printed[0].paper, papers, first_pages(papers, length), settings)
        if index is None or pages(index) == length:
            break
        length = pages(index)
    title = f"Papers for the {printed[0].paper.committee}"
    return bind(index, papers, title) if index else None, faults


def _bound(one: Printed, settings: Settings) -> Bound:
    meeting = one.paper.meeting(settings.period)
    number = (meeting.agenda_item, meeting.paper_number) if meeting else ("", "")
    return Bound(one.paper.title, *number, one.pdf)


def _index(
    template: bytes, paper: PaperSettings, papers: Sequence[Bound], starts: Sequence[int], settings: Settings
) -> tuple[bytes | None, list[Finding]]:
    """The pages of a pack's index as PDF; none, with findings, where it could not be made."""
    meeting = paper.meeting(settings.period)
    if meeting is None:
        return None, []
    names = {
        "pack": {
            "organisation": settings.organisation,
            "committee": paper.committee,
            "meeting_date": in_words(meeting.date),
            "papers": [
                {"agenda_item": one.agenda_item, "title": one.title, "paper_number": one.paper_number, "page": page}
                for one, page in zip(papers, starts, strict=True)
            ],
        }
    }  # fmt: skip
    title = f"Papers for the {paper.committee}"
    package, faults, _ = write_paper(
        template, INDEX, Paper(title, settings.organisation, meeting.date, names)
    )
    if package is None:
        return None, faults
    pdfs, found = as_pdf({INDEX: package})
    return next(iter(pdfs.values()), None), found
