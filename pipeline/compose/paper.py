"""The whole paper of one edition: the names that its template may use, and what it must show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pipeline.compose.changes import changes
from pipeline.compose.cover import cover, title
from pipeline.compose.glossary import glossary, known_acronyms
from pipeline.compose.register import register_line
from pipeline.compose.row_history import trail_of
from pipeline.compose.sections import section
from pipeline.compose.selection import anything_exempt, columns_of_row, every_value, selected
from pipeline.compose.showing import rated, shown
from pipeline.compose.summary import summary
from pipeline.compose.tables import tables
from pipeline.model import Column, Edition, Paper, Rating, RatingScheme, Shown, Value
from pipeline.names import OnDemand
from pipeline.settings import PaperSettings, Settings

TELLING = 12  # characters from which on a text is taken for one that stands nowhere else by chance


def compose(edition: Edition, paper: PaperSettings, settings: Settings, *, private: bool = False) -> Paper:
    """One paper of the part of an edition that it shows; ``private``: with what is exempt from publication."""
    part = selected(edition, paper, private=private)
    meeting = paper.meeting(edition.period)
    names = OnDemand(
        {
            "cover": lambda: cover(part, paper, settings, private=private),
            "summary": lambda: summary(part, paper, settings),
            "sections": lambda: [section(entry, part) for entry in part.register],
            "tables": lambda: tables(part, paper),
            "changes": lambda: changes(part),
            "earlier_periods": lambda: [period.title for period in trail_of(part)],
            "register": lambda: [register_line(entry, part) for entry in part.register],
            "keys": lambda: [_key(scheme) for scheme in _schemes(part, settings)],
            "glossary": lambda: glossary(settings),
        }
    )
    must_show = tuple(shown(value) for value in _reported(part, paper))
    withholds = not private and anything_exempt(edition)
    return Paper(
        title(part, paper),
        settings.organisation,
        _paper_date(part, paper),
        names,
        must_show,
        tuple(_exempt(selected(edition, paper, private=True), part)) if withholds else (),
        draft=not (meeting and meeting.final),
        acronyms=settings.acronyms,
        known_acronyms=known_acronyms(settings),
    )


def _schemes(edition: Edition, settings: Settings) -> list[RatingScheme]:
    """The rating schemes of the forms that the paper's partnerships were issued or have filled in."""
    issued = [edition.forms[entry.partnership.form] for entry in edition.register]
    used = {
        column.scheme.id
        for form in (*issued, *(contents.form for contents in edition.returns))
        for table in form.tables
        for column in table.columns
        if column.scheme
    }
    return [scheme for name, scheme in settings.rating_schemes.items() if name in used]


def _paper_date(edition: Edition, paper: PaperSettings) -> date:
    """The date on the cover, else that of the meeting; in a paper without either that of the period."""
    own, meeting = edition.cover(paper.id), paper.meeting(edition.period)
    day = own.content("date_of_paper") if own else None
    if isinstance(day, date):
        return day
    return meeting.date if meeting else date(edition.period.year, edition.period.month or 1, 1)


def _key(scheme: RatingScheme) -> dict[str, object]:
    ratings = [_key_line(rating) for rating in scheme.ratings]
    return {"title": scheme.title, "banded": scheme.banded, "ratings": ratings}


def _key_line(rating: Rating) -> dict[str, object]:
    banded = rating.lowest_score is not None
    return {
        "rating": rated(rating),
        "scores": f"{rating.lowest_score} to {rating.highest_score}" if banded else "",
        "meaning": rating.meaning,
    }


def _reported(edition: Edition, paper: PaperSettings) -> Iterator[Value]:
    """Every value of the accepted returns that the forms mean for the paper, and that its tables show."""
    for contents in edition.returns:
        yield from _meant(contents.form.fields, contents.fields)
        for table in contents.tables.values():
            for record in table.records:
                yield from _meant(columns_of_row(record, table, paper), record.values)


def _exempt(whole: Edition, part: Edition) -> Iterator[Shown]:
    """Texts of cells that a public part leaves out, of which nothing may stand in its paper.

    What it says elsewhere too, and words as short as a rating's, tell nothing of where they come from.
    """
    public = {value.address: value for value in every_value(part)}
    kept_back = [value for value in every_value(whole) if value.address not in public]
    said = "\n".join(str(shown(value)) for value in public.values()) if kept_back else ""
    for value in kept_back:
        lines = [
            line
            for line in shown(value, "").paragraphs
            if len(line.text) >= TELLING and line.text not in said
        ]
        if lines:
            yield Shown(tuple(lines), source=value)


def _meant(columns: Iterable[Column], values: Mapping[str, Value]) -> Iterator[Value]:
    for column in columns:
        value = values.get(column.id)
        if column.in_paper and value is not None and not value.blank:
            yield value
