"""The one-page summary: counts at each rating, programmes that need attention, risks, measures off target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from pipeline.compose.rows import shown_rating, shown_score
from pipeline.compose.sections import notice
from pipeline.compose.showing import rated, shown
from pipeline.model import Edition, FormTable, Paragraph, Rating, Record, RegisterEntry, Shown
from pipeline.scores import OFF_TARGET, gravity, position
from pipeline.settings import PaperSettings, Settings


class Line(Struct, frozen=True):
    """A row of a return with the partnership that reports it, labelled where it shows an earlier position."""

    partnership: str
    table: FormTable
    record: Record

    def name(self, column_id: str) -> Shown:
        """The first line of a column, as the name of the thing: without a full stop, for words follow it."""
        first, *_ = shown(self.record.values.get(column_id)).paragraphs
        return Shown((Paragraph(first.text.rstrip(" .")),))


def lines(edition: Edition, table_id: str) -> Iterator[Line]:
    """Every reported row of a table, in the order of the paper."""
    for entry in edition.register:
        table = entry.shown.tables.get(table_id) if entry.shown else None
        if table:
            yield from (Line(entry.label, table.definition, record) for record in table.records)


def programmes_in_need(edition: Edition) -> list[Line]:
    """The programmes whose status needs attention, in the order of the paper."""
    return [line for line in lines(edition, "programmes") if _needs_attention(line.record)]


def _needs_attention(programme: Record) -> bool:
    status = programme.rating("status")
    return status is not None and status.needs_attention


def measures_off_target(edition: Edition) -> list[Line]:
    """The measures that miss their target, in the order of the paper."""
    return [line for line in lines(edition, "measures") if position(line.record) == OFF_TARGET]


def highest_risks(edition: Edition) -> list[Line]:
    """The risks that have a rating or a score, gravest first; of equals the first in the paper."""
    ranked = [
        (rank, line)
        for line in lines(edition, "risks")
        if (rank := gravity(line.record, line.table.scheme("rating"))) is not None
    ]
    return [line for _, line in sorted(ranked, key=lambda pair: pair[0], reverse=True)]


def reason(record: Record) -> Shown:
    """The reason given. None is made up: progress reads like good news where the rating is bad."""
    return shown(record.values.get("reason"), "No reason was given.")


def summary(edition: Edition, paper: PaperSettings, settings: Settings) -> dict[str, object]:
    """The names under ``summary``."""
    programmes = list(lines(edition, "programmes"))
    ratings = _ratings(edition, settings)
    reported = [entry.label for entry in edition.register if entry.shown]
    off_target = measures_off_target(edition)
    return {
        "received_count": sum(entry.accepted is not None for entry in edition.register),
        "carried_count": sum(bool(entry.position) for entry in edition.register),
        "expected_count": len(edition.register),
        "programme_count": len(programmes),
        "measure_count": sum(bool(position(line.record)) for line in lines(edition, "measures")),
        "off_target_count": len(off_target),
        "gaps": [_gap(entry, edition) for entry in edition.register if not entry.accepted],
        "ratings": [rated(one) for one in ratings],
        "counts": [_counts(name, [line for line in programmes if line.partnership == name], ratings) for name in reported]
        + [_counts("All partnerships", programmes, ratings)],
        "red": [{"programme": line.name("programme"), "partnership": line.partnership, "reason": reason(line.record)}
                for line in programmes_in_need(edition)],
        "risks": [_risk(line) for line in highest_risks(edition)[: paper.highest_risks]],
        "off_target": [{"partnership": name, "measures": [_measure(line) for line in group]}
                       for name, group in groupby(off_target, lambda line: line.partnership)],
    }  # fmt: skip


def _gap(entry: RegisterEntry, edition: Edition) -> str:
    """That no return of a partnership counts, and whether its earlier position is in the summary's numbers."""
    counted = " The numbers and lists of this summary include that position." if entry.position else ""
    return f"{entry.partnership.name}: {notice(entry, edition)}{counted}"


def _ratings(edition: Edition, settings: Settings) -> list[Rating]:
    """The ratings to count by, from worst to best: of each scheme that a programme is rated by, else of ``status``."""
    tables = [entry.shown.tables.get("programmes") for entry in edition.register if entry.shown]
    columns = [table.definition.column("status") for table in tables if table]
    usual = settings.rating_schemes.get("status")
    schemes = [column.scheme for column in columns if column and column.scheme] or ([usual] if usual else [])
    given = [line.record.rating("status") for line in lines(edition, "programmes")]
    declared = [rating for scheme in schemes for rating in scheme.ratings]
    return list(dict.fromkeys([*declared, *(rating for rating in given if rating)]))


def _counts(name: str, of: Sequence[Line], ratings: Sequence[Rating]) -> dict[str, object]:
    given = [line.record.rating("status") for line in of]
    return {
        "name": name,
        "of_each": [given.count(one) for one in ratings],
        "unrated": given.count(None),
        "total": len(given),
    }


def _risk(line: Line) -> dict[str, object]:
    scheme = line.table.scheme("rating")
    return {
        "risk": line.name("risk"),
        "partnership": line.partnership,
        "score": shown_score(line.record, scheme),
        "rating": shown_rating(line.record, scheme),
    }


def _measure(line: Line) -> dict[str, object]:
    cells = {name: shown(line.record.values.get(name)) for name in ("target", "actual")}
    return {"measure": line.name("measure"), **cells}
