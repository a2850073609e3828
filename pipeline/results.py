"""What was prepared → the results: published whole or not at all, with what people changed in those that lie there.

All that depends on what lies among the results is done here, so a build can be prepared wherever they are out of sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from pipeline.editing import is_kept, kept, kept_before, names, with_edits
from pipeline.explain.report import Page
from pipeline.levels import levelled
from pipeline.model import Address, Finding, Level
from pipeline.outcome import Outcome
from pipeline.project import Project
from pipeline.publish import NOTHING_WRITTEN, foreseen, publish
from pipeline.reporting import report_page
from pipeline.rules.personal_data import discreet
from pipeline.runs import ALL_VANISHED, vanished
from pipeline.word.trace import Built

REPORT = "index.html"  # what a browser shows of the folder
QUERIES = "queries"  # the folder of what goes back to the senders


class Prepared(Struct, frozen=True):
    """A build before it is published, wherever it was made: the files by name, and the Word papers among them as built.

    ``inputs`` are the hashes of what was read, ``run`` is what the manifest says of the run. What lies in the folder
    ``swept`` and is not among the files goes. ``page`` is the build report, which lacks only what publishing finds;
    without it there is nothing to publish.
    """

    outcome: Outcome
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    built: Mapping[str, Built] = field(default_factory=dict)
    page: Page | None = None
    swept: str = ""
    run: Mapping[str, object] = field(default_factory=dict)


def put(project: Project, prepared: Prepared) -> Outcome:
    """Publish what was prepared, with what people changed in the papers that lie there; gives the outcome of it all."""
    outcome, edition = prepared.outcome, prepared.outcome.edition
    if edition is None:
        return outcome
    folder = project.output_folder(edition.period)
    gone = vanished(folder, edition.period, project.inputs, prepared.inputs)
    outcome.faults += [one for one in gone if one.level is Level.ERROR]
    outcome.findings += [one for one in gone if one.level is not Level.ERROR]
    if prepared.page and ALL_VANISHED.id not in {one.rule for one in gone}:
        _publish(folder, prepared, prepared.page)
    outcome.queries = outcome.queries if outcome.written else ()
    return outcome


def _publish(folder: Path, prepared: Prepared, page: Page) -> None:
    """Put the papers, the queries and the report on them into the period's folder.

    What people changed in a paper that lies there is carried into the new one.
    """
    outcome = prepared.outcome
    outcome.queries_folder = folder / QUERIES
    carried, found = _with_edits(folder, prepared.built, page)
    outcome.findings += found
    files = {**prepared.files, **carried}
    said = [*outcome.faults, *outcome.findings, *foreseen(folder, files, prepared.swept)]
    beside = {path: data for name, one in prepared.built.items() for path, data in kept(name, one).items()}
    files |= {**beside, REPORT: report_page(page, said)}
    write(folder, files, prepared.inputs, outcome, prepared.swept, prepared.run)


def _with_edits(
    folder: Path, built: Mapping[str, Built], page: Page
) -> tuple[dict[str, bytes], list[Finding]]:
    """The Word papers with what people changed in those that lie in the folder, and what is to be said of it.

    Of a private paper nothing is quoted.
    """
    papers: dict[str, bytes] = {}
    findings: list[Finding] = []
    unquoted = {Address(one.name) for one in page.papers if one.private}
    for name, new in built.items():
        read = {path: data for path in names(name) if (data := _read(folder / path)) is not None}
        papers[name], found = with_edits(name, _read(folder / name), kept_before(name, read), new)
        findings += discreet(found, page.settings.small_numbers, unquoted)
    return papers, levelled(findings, page.settings.rules)


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write(
    folder: Path,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
    outcome: Outcome,
    swept: str = "",
    run: Mapping[str, object] | None = None,
) -> None:
    """Publish ``files``; those that the program keeps for itself are not told as written."""
    found = publish(folder, files, inputs, swept, run)
    outcome.findings += found
    outcome.unwritten += [finding.address.file for finding in found if finding.rule in NOTHING_WRITTEN]
    outcome.written += [] if outcome.unwritten else [folder / name for name in files if not is_kept(name)]
