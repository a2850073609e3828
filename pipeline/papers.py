"""An edition → the files of its papers: each in Word, with its private version, as PDF, and bound into packs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.compose.catalogue import names_of
from pipeline.compose.paper import compose
from pipeline.compose.selection import addresses, selected
from pipeline.compose.unplaced import unplaced
from pipeline.model import Address, Edition, Finding, Level, Paper, PaperFile, Rule, in_words
from pipeline.names import Name
from pipeline.pack import Bound, bind, first_pages, pages
from pipeline.pdf import as_pdf
from pipeline.project import Plan, Project, missing
from pipeline.rendered import base_of, kept, paper_key, restored, template_key
from pipeline.rules.personal_data import discreet, hits
from pipeline.rules.publication import withheld
from pipeline.settings import PaperSettings, Settings
from pipeline.since_last import changes_copy
from pipeline.word.checking.check import check_template
from pipeline.word.glossary import unexplained_acronyms
from pipeline.word.origins import origins
from pipeline.word.page_numbers import with_page_numbers
from pipeline.word.paper import write_paper
from pipeline.word.run_property import TO_COME, with_run
from pipeline.word.trace import Built
from pipeline.yaml_source import hint

INDEX = "index.docx"  # in templates/packs
NO_SUCH_PAPER = Rule("no-such-paper", Level.ERROR, "No paper that is due is called “{name}”.", "{hint}")

WHOSE_TEMPLATE = Rule(
    "template-of-no-paper",
    Level.ERROR,
    "No paper in config.yaml has {file} as its template, so its names cannot be checked.",
    "Say for which paper it is meant: --paper and one of {papers}.",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to make: ``only`` the paper of that id (or whose id so begins), '' for all; PDF beside Word; a pack.

    ``changes``: beside each paper a copy in which what differs from the last period's is marked.
    """

    only: str = ""
    pdf: bool = False
    pack: bool = False
    changes: bool = False


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class _File:
    """One Word file of a paper."""

    name: str
    paper: PaperSettings
    private: bool
    built: Built
    template: bytes

    @property
    def changes(self) -> str:
        """The name of the copy that shows what has changed."""
        return self.name.removesuffix(".docx") + "-changes.docx"


@dataclass(frozen=True, slots=True)
class _Examined:
    """A template that was checked by the names of a paper, and what was found; many papers may share both."""

    template: bytes
    file: str
    names: Mapping[str, Name]
    found: tuple[list[Finding], list[Finding]]


@dataclass(slots=True)
class Made:
    """The files by name, and for whom each of them is; the Word papers among them with their traces.

    ``faults`` are those of templates; ``findings`` what else was found. ``checked`` are the templates so far, ``base``
    is a hash of what all papers depend on; of the cells ``secret``, which hold personal data, nothing is quoted.
    """

    papers: list[PaperSettings] = field(default_factory=list)
    checked: list[_Examined] = field(default_factory=list)
    secret: frozenset[Address] = frozenset()
    base: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    kinds: list[PaperFile] = field(default_factory=list)
    built: dict[str, Built] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def make_papers(
    project: Project,
    plan: Plan,
    edition: Edition,
    findings: Sequence[Finding],
    wanted: Wanted,
    progress: Callable[[str], None],
) -> Made:
    """Every file of the papers that are due. ``findings`` are those on the returns; personal data withholds a paper."""
    made = Made()
    made.papers, made.faults = papers_due(plan.settings, wanted.only)
    made.base = base_of(plan)
    made.secret = frozenset(
        hit.value.address for one in edition.returns for hit in hits(one, plan.settings.small_numbers)
    )
    written: list[_File] = []
    for paper in made.papers:
        progress(f"Writing {paper.title}")
        made.findings += unplaced(edition, paper, project.config.name)
        written += _files(project, plan, paper, edition, findings, made)
    made.built = {one.name: one.built for one in written}
    made.files = {one.name: one.built.package for one in written}
    made.kinds = [PaperFile(one.name, one.paper.id, one.private) for one in written]
    if wanted.pdf or wanted.pack:
        progress("Making PDF files")
        _add_pdfs(project, plan, written, wanted, made)
    if wanted.changes:
        progress("Marking what has changed")
        _add_changes(plan, edition, written, made)
    return made


def _add_pdfs(project: Project, plan: Plan, written: Sequence[_File], wanted: Wanted, made: Made) -> None:
    pdfs, found = as_pdf({name: with_page_numbers(data) for name, data in made.files.items()})
    made.findings += found
    made.files |= pdfs
    made.kinds += [PaperFile(_pdf(one), one.paper.id, one.private) for one in written if _pdf(one) in pdfs]
    if wanted.pack and len(pdfs) == len(written):
        made.files |= _packs(project, plan, written, pdfs, made)


def _add_changes(plan: Plan, edition: Edition, written: Sequence[_File], made: Made) -> None:
    for one in written:
        copy, found = changes_copy(plan, one.paper, edition, one.template, one.built, private=one.private)
        made.findings += found
        if copy:
            made.files[one.changes] = copy
            made.kinds.append(PaperFile(one.changes, one.paper.id, one.private, changes=True))


def papers_due(settings: Settings, only: str) -> tuple[list[PaperSettings], list[Finding]]:
    """The papers to write; none, with a finding, where ``only`` names none of them or several."""
    found = [paper for paper in settings.due if paper.id == only]
    found = found or [paper for paper in settings.due if paper.id.startswith(only)]
    if only and len(found) != 1:
        near = hint(only, [paper.id for paper in settings.due])
        return [], [NO_SUCH_PAPER.found(Address("--paper"), name=only, hint=near)]
    return found, []


def levelled(findings: Iterable[Finding], levels: Mapping[str, Level]) -> list[Finding]:
    """The findings at the levels that the configuration gives their rules; those switched off are left out."""
    given = [replace(finding, level=levels.get(finding.rule, finding.level)) for finding in findings]
    return [finding for finding in given if finding.level is not Level.OFF]


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


def template_mistakes(
    plan: Plan, paper: PaperSettings, template: bytes, file: str
) -> tuple[list[Finding], list[Finding]]:
    """What a paper cannot be made for in its template, and what else is to be said of it."""
    return _mistakes(template, file, names_of(paper, plan.settings, plan.forms))


def _mistakes(template: bytes, file: str, names: Mapping[str, Name]) -> tuple[list[Finding], list[Finding]]:
    found = check_template(template, file, names)
    mistakes = [one for one in found if one.level is Level.ERROR]
    return mistakes, [one for one in found if one.level is not Level.ERROR]


# --- Word -------------------------------------------------------------------------------------


def _files(
    project: Project,
    plan: Plan,
    paper: PaperSettings,
    edition: Edition,
    findings: Sequence[Finding],
    made: Made,
) -> list[_File]:
    """The Word files of one paper: the paper, and its private version where one is wanted."""
    template = _read(project, "papers", paper.template, made)
    if template is None:
        return []
    mistakes, warnings = _checked(plan, paper, template, made)
    made.faults += mistakes
    made.findings += [one for one in warnings if one not in made.findings]
    if mistakes:
        return []
    versions = (False, True) if paper.public and paper.private_version else (not paper.public,)
    return [
        _File(paper_file(paper, edition, private=private), paper, private, built, template)
        for private in versions
        if (built := _version(plan, paper, private, edition, template, findings, made))
    ]


def _checked(
    plan: Plan, paper: PaperSettings, template: bytes, made: Made
) -> tuple[list[Finding], list[Finding]]:
    """What is wrong with a paper's template; one that many papers share is gone through once."""
    names = names_of(paper, plan.settings, plan.forms)
    for known in made.checked:
        if (known.template, known.file, known.names) == (template, paper.template, names):
            return known.found
    key = template_key(plan, paper.template, template, names)
    sound = plan.store.get(key) is not None
    found = ([], []) if sound else _mistakes(template, paper.template, names)
    if found == ([], []):
        plan.store.put(key, b"")  # nothing is wrong with it: that is all there is to keep
    made.checked.append(_Examined(template, paper.template, names, found))
    return found


def _read(project: Project, folder: str, name: str, made: Made) -> bytes | None:
    path = project.templates / folder / name
    try:
        return project.files.read(path)
    except OSError:
        remedy = f"Put it into templates/{folder}, or name another under template in config.yaml."
        made.faults.append(missing(path, f"The template {name}", remedy))
        return None


def paper_file(paper: PaperSettings, edition: Edition, *, private: bool) -> str:
    """The name of a paper's Word file, or of that of its private version."""
    return f"{paper.id}-{edition.period}{'-private' if private and paper.public else ''}.docx"


def _pdf(file: _File) -> str:
    return file.name.removesuffix(".docx") + ".pdf"


def _version(  # noqa: PLR0913, PLR0917 - all of it decides what may stand in one file
    plan: Plan,
    paper: PaperSettings,
    private: bool,
    edition: Edition,
    template: bytes,
    findings: Sequence[Finding],
    made: Made,
) -> Built | None:
    """One file of a paper; None, with the reason, when it is withheld or its template is at fault."""
    settings = plan.settings
    part = selected(edition, paper, private=private)
    if stop := withheld(not private, findings, paper_file(paper, edition, private=private), addresses(part)):
        made.findings.append(stop)
        return None
    key = paper_key(made.base, paper, private, edition, template) if made.base else ""
    held = plan.store.get(key) if key else None
    before = restored(held) if held else None
    built, found = before or _rendered(plan, paper, private, edition, template)
    if built and key and not before:
        plan.store.put(key, kept(built, found))
    said = [one for one in discreet(found, settings.small_numbers, made.secret) if one not in made.findings]
    (made.faults if built is None else made.findings).extend(said)
    if built is None:
        return None
    package = with_run(built.package, plan.run) if plan.run else built.package
    return Built(package, built.trace.with_origins(origins(part.register, part.covers)))


def _rendered(
    plan: Plan, paper: PaperSettings, private: bool, edition: Edition, template: bytes
) -> tuple[Built | None, list[Finding]]:
    """One file of a paper, made anew, without the id of the run; and what was found on making it."""
    composed = compose(edition, paper, plan.settings, private=private)
    composed = replace(composed, run=TO_COME if plan.run else "")
    package, found, trace = write_paper(template, paper.template, composed)
    if package is None:
        return None, found
    found += unexplained_acronyms(package, paper_file(paper, edition, private=False), composed)
    return Built(package, trace), found


# --- packs ------------------------------------------------------------------------------------


def _packs(
    project: Project, plan: Plan, files: Sequence[_File], pdfs: Mapping[str, bytes], made: Made
) -> dict[str, bytes]:
    """A pack for each committee's meeting: one for the public, and one with what is private where there is any."""
    template = _read(project, "packs", INDEX, made)
    committees = dict.fromkeys(one.paper.committee for one in files)
    packs = {}
    for committee in committees if template else ():
        own = [one for one in files if one.paper.committee == committee]
        private_ids = {one.paper.id for one in own if one.private}
        public = [one for one in own if not one.private]
        private = [one for one in own if one.private or one.paper.id not in private_ids]
        for suffix, bound in (("", public), ("-private", private if private_ids else [])):
            if bound and template:
                name = f"pack-{bound[0].paper.id}-{plan.settings.period}{suffix}.pdf"
                packs[name] = _pack(template, bound, pdfs, plan.settings, made)
                made.kinds.append(PaperFile(name, bound[0].paper.id, bool(suffix), pack=True))
    return {name: data for name, data in packs.items() if data}


def _pack(
    template: bytes, files: Sequence[_File], pdfs: Mapping[str, bytes], settings: Settings, made: Made
) -> bytes | None:
    papers = [_bound(one, pdfs[_pdf(one)], settings) for one in files]
    length = 1
    while True:
        index, faults = _index(template, files[0].paper, papers, first_pages(papers, length), settings)
        if index is None or pages(index) == length:
            break
        length = pages(index)
    made.faults += [one for one in faults if one not in made.faults]
    title = f"Papers for the {files[0].paper.committee}"
    return bind(index, papers, title) if index else None


def _bound(file: _File, pdf: bytes, settings: Settings) -> Bound:
    meeting = file.paper.meeting(settings.period)
    number = (meeting.agenda_item, meeting.paper_number) if meeting else ("", "")
    return Bound(file.paper.title, *number, pdf)


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
