"""An edition → the files of its papers: each in Word, with its private version, as PDF, and bound into packs."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, field

from pipeline.compose.selection import addresses, of_paper, selected
from pipeline.compose.unplaced import unplaced
from pipeline.meeting_packs import INDEX, Printed, packs
from pipeline.model import Address, Edition, Finding, PaperFile
from pipeline.pdf import as_pdf
from pipeline.project import Plan, Project, missing
from pipeline.rendered import base_of, kept, paper_key, restored
from pipeline.rules.personal_data import discreet, hits
from pipeline.rules.publication import withheld
from pipeline.settings import PaperSettings
from pipeline.template_checks import TemplateChecks
from pipeline.wanted import Wanted, paper_file, papers_due
from pipeline.word.page_numbers import with_page_numbers
from pipeline.word.run_property import with_run
from pipeline.word.trace import Built
from pipeline.word_file import Order, work, write_file

MANY = 4  # papers from which on it is worth having them made by other processes


class _File(Struct, frozen=True):
    """One Word file of a paper, and what it was made from."""

    order: Order
    built: Built

    @property
    def name(self) -> str:
        """The name of the Word file."""
        return _name(self.order)

    @property
    def pdf(self) -> str:
        """The name of the file as PDF."""
        return self.name.removesuffix(".docx") + ".pdf"

    @property
    def changes(self) -> str:
        """The name of the copy that shows what has changed."""
        return self.name.removesuffix(".docx") + "-changes.docx"

    def kind(self, name: str, *, changes: bool = False) -> PaperFile:
        """For whom a file of that name is that was made of this one."""
        return PaperFile(name, self.order.paper.id, self.order.private, changes=changes)


class Made(Struct):
    """The files by name, and for whom each of them is; the Word papers among them with their traces.

    ``faults`` are those of templates; ``findings`` what else was found.
    """

    papers: list[PaperSettings] = field(default_factory=list)
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
    orders = list(_orders(project, plan, edition, findings, made))
    written = list(_written(plan, edition, orders, made, progress))
    made.built = {one.name: one.built for one in written}
    made.files = {one.name: one.built.package for one in written}
    made.kinds = [one.kind(one.name) for one in written]
    if wanted.pdf or wanted.pack:
        progress("Making PDF files")
        _add_pdfs(project, plan, written, wanted, made)
    if wanted.changes:
        progress("Marking what has changed")
        _add_changes(written, made)
    return made


# --- what is to be made -----------------------------------------------------------------------


def _orders(
    project: Project, plan: Plan, edition: Edition, findings: Sequence[Finding], made: Made
) -> Iterator[Order]:
    """What each file is to be made from: the paper, and its private version where one is wanted.

    A paper that is withheld, or whose template is at fault, is only told of.
    """
    checks = TemplateChecks(plan)
    for paper in made.papers:
        own = of_paper(edition, paper)
        made.findings += unplaced(own, paper, project.config.name)
        template = _read(project, "papers", paper.template, made)
        if template is None:
            continue
        mistakes, warnings = checks.of(paper, template)
        made.faults += mistakes
        made.findings += [one for one in warnings if one not in made.findings]
        versions = (False, True) if paper.public and paper.private_version else (not paper.public,)
        for private in () if mistakes else versions:
            order = Order(paper, private, own, template, plan.settings, plan.run)
            if stop := _withheld(order, findings):
                made.findings.append(stop)
            else:
                yield order


def _withheld(order: Order, findings: Sequence[Finding]) -> Finding | None:
    def cells() -> frozenset[Address]:
        return addresses(selected(order.edition, order.paper, private=order.private))

    return withheld(not order.private, findings, _name(order), cells)


def _name(order: Order) -> str:
    return paper_file(order.paper, order.edition, private=order.private)


def _read(project: Project, folder: str, name: str, made: Made) -> bytes | None:
    path = project.templates / folder / name
    try:
        return project.files.read(path)
    except OSError:
        remedy = f"Put it into templates/{folder}, or name another under template in config.yaml."
        made.faults.append(missing(path, f"The template {name}", remedy))
        return None


# --- Word -------------------------------------------------------------------------------------


def _written(
    plan: Plan,
    edition: Edition,
    orders: Sequence[Order],
    made: Made,
    progress: Callable[[str], None],
) -> Iterator[_File]:
    """The files that could be made, in order; of cells with personal data nothing is quoted."""
    small = plan.settings.small_numbers
    secret = frozenset(hit.value.address for one in edition.returns for hit in hits(one, small))
    for order, (built, found) in zip(orders, _results(plan, orders, progress), strict=True):
        said = [one for one in discreet(found, small, secret) if one not in made.findings]
        (made.findings if built else made.faults).extend(said)
        if built:
            yield _File(order, built)


def _results(
    plan: Plan, orders: Sequence[Order], progress: Callable[[str], None]
) -> Iterator[tuple[Built | None, list[Finding]]]:
    """Each file, and what was found on making it: from the store, else made anew; of many, by other processes."""
    base = base_of(plan)
    keys = [
        paper_key(base, one.paper, one.private, one.edition, one.template) if base else "" for one in orders
    ]
    held = [plan.store.get(key) if key else None for key in keys]
    before = [restored(one) if one else None for one in held]
    new = [order for order, known in zip(orders, before, strict=True) if not (known and known[0])]
    shared = plan.sharing.count > 1 and len(new) >= MANY
    anew = plan.sharing.map(work, map(pickle.dumps, new)) if shared else None
    for order, key, known in zip(orders, keys, before, strict=True):
        progress(f"Writing {order.paper.title}")
        if known and known[0]:
            yield Built(with_run(known[0].package, order.run), known[0].traced), known[1]
            continue
        entry = next(anew) if anew else b""
        built, found = restored(entry) or write_file(order)
        if built and key:
            plan.store.put(key, entry or kept(built, found))
        yield built, found


# --- beside them ------------------------------------------------------------------------------


def _add_pdfs(project: Project, plan: Plan, written: Sequence[_File], wanted: Wanted, made: Made) -> None:
    pdfs, found = as_pdf({name: with_page_numbers(data) for name, data in made.files.items()})
    made.findings += found
    made.files |= pdfs
    made.kinds += [one.kind(one.pdf) for one in written if one.pdf in pdfs]
    template = _read(project, "packs", INDEX, made) if wanted.pack and len(pdfs) == len(written) else None
    if template:
        printed = [Printed(one.order.paper, one.order.private, pdfs[one.pdf]) for one in written]
        bound = packs(template, printed, plan.settings)
        made.files |= bound.files
        made.kinds += bound.kinds
        made.faults += [one for one in bound.faults if one not in made.faults]


def _add_changes(written: Sequence[_File], made: Made) -> None:
    from pipeline.since_last import changes_copy  # noqa: PLC0415 - few runs ask for it

    for one in written:
        copy, found = changes_copy(one.order, one.built)
        made.findings += found
        if copy:
            made.files[one.changes] = copy
            made.kinds.append(one.kind(one.changes, changes=True))
