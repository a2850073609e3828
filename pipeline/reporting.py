"""What a run read, found and wrote → the page of the build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import __version__
from pipeline.compose.overview import overview
from pipeline.edition import unquoted
from pipeline.explain.correspondence import Sent
from pipeline.explain.report import Built, build_report
from pipeline.model import Edition, Finding, PaperFile
from pipeline.rules.personal_data import CLEARED
from pipeline.settings import Settings


def report_page(  # noqa: PLR0913 - all of it stands on the page
    settings: Settings,
    edition: Edition,
    findings: Sequence[Finding],
    *,
    papers: Sequence[PaperFile],
    sent: Sequence[Sent],
    written: Sequence[str],
    inputs: Mapping[str, str],
    run: str,
) -> bytes:
    """The page of a build, with nothing in it that tells who somebody is.

    ``papers`` say for whom each paper's file is, ``sent`` what goes back to senders, ``written`` what was written in
    the period's folder; ``inputs`` are the hashes of the files that were read; ``run`` identifies the build.
    """
    built = Built(
        settings=settings,
        edition=edition,
        overview=overview(unquoted(edition, settings.small_numbers)),
        findings=findings,
        cleared=[one for one in findings if one.rule == CLEARED.id],
        papers=papers,
        written=written,
        sent=sent,
        inputs=inputs,
        version=__version__,
        run=run,
    )
    return build_report(built).encode()
