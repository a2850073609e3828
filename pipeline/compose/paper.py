"""The whole paper of one edition: the names that its template may use, and what it must show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pipeline.compose.cover import cover, title
from pipeline.compose.sections import notice, section
from pipeline.compose.showing import counted, rated, shown
from pipeline.compose.summary import summary
from pipeline.model import Column, Edition, Paper, Rating, RegisterEntry, Return, Value
from pipeline.settings import Meeting, Settings


def compose(edition: Edition, settings: Settings, meeting: Meeting) -> Paper:
    """The paper of one edition for one meeting."""
    names = {
        "cover": cover(edition, settings, meeting),
        "summary": summary(edition, settings),
        "sections": [section(entry, edition) for entry in edition.register],
        "register": [_register_line(entry, edition) for entry in edition.register],
        "keys": [
            {
                "title": scheme.title,
                "banded": scheme.banded,
                "ratings": [_key_line(rating) for rating in scheme.ratings],
            }
            for scheme in settings.rating_schemes.values()
        ],
    }
    must_show = tuple(shown(value) for value in _reported(edition))
    return Paper(
        title(edition, settings), settings.organisation, _paper_date(edition, meeting), names, must_show
    )


def _paper_date(edition: Edition, meeting: Meeting) -> date:
    day = edition.cover.content("date_of_paper") if edition.cover else None
    return day if isinstance(day, date) else meeting.date


def _register_line(entry: RegisterEntry, edition: Edition) -> dict[str, object]:
    fields: Mapping[str, Value] = entry.shown.fields if entry.shown else {}
    reason = notice(entry, edition) if entry.position else entry.reason
    remarks = [reason, *entry.remarks, _queried(entry.shown)]
    return {
        "partnership": entry.partnership.name,
        "standing": entry.standing.value + (", late" if entry.late else ""),
        "prepared_by": shown(fields.get("prepared_by")),
        "approved_by": shown(fields.get("approved_by")),
        "approved_on": shown(fields.get("approved_on")),
        "received": entry.shown is not None,
        "remarks": " ".join(filter(None, remarks)) or ("" if entry.shown else "None came."),
    }


def _queried(contents: Return | None) -> str:
    """How many cells of a return could not be understood; they stand in the paper as typed, marked."""
    count = sum(value.problem is not None for value in _values(contents)) if contents else 0
    return f"{counted(count, 'value is', 'values are')} queried." if count else ""


def _values(contents: Return) -> Iterator[Value]:
    yield from contents.fields.values()
    for table in contents.tables.values():
        for record in table.records:
            yield from record.values.values()


def _key_line(rating: Rating) -> dict[str, object]:
    banded = rating.lowest_score is not None
    return {
        "rating": rated(rating),
        "scores": f"{rating.lowest_score} to {rating.highest_score}" if banded else "",
        "meaning": rating.meaning,
    }


def _reported(edition: Edition) -> Iterator[Value]:
    """Every value of the accepted returns that the forms mean for the paper."""
    for contents in edition.returns:
        yield from _meant(contents.form.fields, contents.fields)
        for table in contents.tables.values():
            for record in table.records:
                yield from _meant(table.definition.columns, record.values)


def _meant(columns: Iterable[Column], values: Mapping[str, Value]) -> Iterator[Value]:
    for column in columns:
        value = values.get(column.id)
        if column.in_paper and value is not None and not value.blank:
            yield value
