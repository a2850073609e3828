"""What a run read, found and wrote → the page of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import __version__
from pipeline.compose.overview import overview
from pipeline.edition import unquoted
from pipeline.explain.correspondence import Sent
from pipeline.explain.report import Page, build_report
from pipeline.model import Edition, Finding, PaperFile, replace
from pipeline.rules.personal_data import CLEARED
from pipeline.settings import Settings


def page_of(  # noqa: PLR0913 - all of it stands on the page
    settings: Settings,
    edition: Edition,
    *,
    papers: Sequence[PaperFile],
    sent: Sequence[Sent],
    written: Sequence[str],
    inputs: Mapping[str, str],
    run: str,
) -> Page:
    """What stands on the page of a build but for what was found, with nothing in it that tells who somebody is.

    ``papers`` say for whom each paper's file is, ``sent`` what goes back to senders, ``written`` what is written in
    the period's folder; ``inputs`` are the hashes of the files that were read; ``run`` identifies the build.
    """
    return Page(
        settings=settings,
        edition=edition,
        overview=overview(unquoted(edition, settings.small_numbers)),
        findings=[],
        cleared=[],
        papers=papers,
        written=written,
        sent=sent,
        inputs=inputs,
        version=__version__,
        run=run,
    )


def report_page(page: Page, findings: Sequence[Finding]) -> bytes:
    """The page of a build, with what was found."""
    cleared = [one for one in findings if one.rule == CLEARED.id]
    return build_report(replace(page, findings=findings, cleared=cleared)).encode()
