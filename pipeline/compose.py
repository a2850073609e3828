"""``Edition`` → ``Paper``: all arithmetic, order and summaries; a template only places what stands here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.model import (
    Column,
    Content,
    Edition,
    Figure,
    Paper,
    Paragraph,
    Period,
    Prose,
    Rating,
    Record,
    RegisterEntry,
    Return,
    Shown,
    Table,
    Value,
    in_words,
)  # fmt: skip
from pipeline.settings import Meeting, PaperSettings, Settings

NOT_GIVEN = "Not given"
DRAFTED = "[Drafted from the returns, for the report author to confirm]"
DRAFTABLE = ("key_issues", "actions_requested", "principal_risks")


# --- how a value is shown ---------------------------------------------------------------------


def shown(value: Value | None, blank: str = NOT_GIVEN) -> Shown:
    """A value as the page shows it. What was not understood stands as typed, marked as queried."""
    if value is None or value.blank:
        return Shown((Paragraph(blank),) if blank else ())
    if value.problem:
        return Shown((Paragraph(f"{value.typed} [queried]".strip()),), source=value)
    content = value.content
    if isinstance(content, Prose):
        return Shown(content.paragraphs, source=value)
    fill = content.fill if isinstance(content, Rating) else ""
    return Shown((Paragraph(_words(content)),), fill, value)


def _words(content: Content | None) -> str:
    match content:
        case Rating():
            return content.word
        case Figure():
            return content.shown
        case bool():
            return "Yes" if content else "No"
        case Decimal():
            return f"{content:f}"
        case date():
            return in_words(content)
        case Period():
            return content.title
        case _:
            return str(content)


def _text(*lines: str) -> Shown:
    return Shown(tuple(Paragraph(line) for line in lines))


def _bullets(lead: str, points: Iterable[str]) -> Shown:
    return Shown((Paragraph(DRAFTED), Paragraph(lead), *(Paragraph(point, 1) for point in points)))


# --- what a section shows ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """One partnership's part of the paper. Rows are mappings from column id to what is shown."""

    name: str
    form: str
    standing: str
    received: bool
    notice: str
    key_aims: Shown
    measures_heading: Shown
    area: Shown
    programmes: tuple[Mapping[str, Shown], ...]
    risks: tuple[Mapping[str, Shown], ...]
    waits: tuple[Mapping[str, Shown], ...]
    measures: tuple[Mapping[str, Shown], ...]
    actions: tuple[Mapping[str, Shown], ...]
    no_programmes: str
    no_risks: str


def _section(entry: RegisterEntry, edition: Edition) -> Section:
    contents = entry.accepted
    fields: Mapping[str, Value] = contents.fields if contents else {}
    heading = shown(fields.get("measures_heading"), "")
    return Section(
        name=entry.partnership.name,
        form=contents.form.id if contents else "",
        standing=entry.standing.value,
        received=contents is not None,
        notice=_notice(entry, edition),
        key_aims=shown(fields.get("key_aims"), ""),
        measures_heading=heading or _text("Waiting times and measures"),
        area=shown(fields.get("measures_area"), "") or _text("Actual"),
        programmes=_rows(contents, "programmes"),
        risks=tuple(_with_score(row, record) for row, record in _pairs(contents, "risks")),
        waits=_rows(contents, "waits"),
        measures=tuple(
            {**row, "position": _text(position(record) or "Not rated")}
            for row, record in _pairs(contents, "measures")
        ),
        actions=_rows(contents, "actions", blank=""),
        no_programmes=_nothing(contents, "programmes", "programmes"),
        no_risks=_nothing(contents, "risks", "risks"),
    )


def _notice(entry: RegisterEntry, edition: Edition) -> str:
    if entry.accepted:
        return ""
    if entry.reason:
        return f"The return for {edition.period.title} was held out. {entry.reason}"
    return f"No return was received for {edition.period.title}."


def _nothing(contents: Return | None, table_id: str, what: str) -> str:
    table = contents.tables.get(table_id) if contents else None
    if table is None or table.records:
        return ""
    return (
        f"Nil return: the partnership has no {what} to report." if table.nil else f"No {what} were reported."
    )


def _table(contents: Return | None, table_id: str) -> Table | None:
    return contents.tables.get(table_id) if contents else None


def _pairs(
    contents: Return | None, table_id: str, blank: str = NOT_GIVEN
) -> Iterator[tuple[dict[str, Shown], Record]]:
    table = _table(contents, table_id)
    if table is None:
        return
    for record in table.records:
        yield {c.id: shown(record.values.get(c.id), blank) for c in table.definition.columns}, record


def _rows(contents: Return | None, table_id: str, blank: str = NOT_GIVEN) -> tuple[Mapping[str, Shown], ...]:
    optional = {"reason": ""}
    rows = []
    for row, record in _pairs(contents, table_id, blank):
        rows.append({**row, **{name: shown(record.values.get(name), "") for name in optional if name in row}})
    return tuple(rows)


def _with_score(row: dict[str, Shown], record: Record) -> Mapping[str, Shown]:
    """A risk's row, its score worked out from likelihood and impact where none was typed."""
    score, typed = risk_score(record), record.values.get("score")
    if typed is None or typed.blank:
        row["score"] = _text("Not scored" if score is None else f"{score:f}")
    return row | {name: shown(record.values.get(name), "") for name in ("likelihood", "impact")}


def risk_score(record: Record) -> Decimal | None:
    """A risk's score as typed; else likelihood times impact; None when neither is known."""
    score, likelihood, impact = (_number(record, name) for name in ("score", "likelihood", "impact"))
    if score is not None:
        return score
    return likelihood * impact if likelihood is not None and impact is not None else None


def _number(record: Record, name: str) -> Decimal | None:
    value = record.values.get(name)
    return value.content if value and isinstance(value.content, Decimal) else None


def position(record: Record) -> str:
    """How a measure stands against its target; '' where target or actual is no figure of the same unit."""
    target, actual = (_content(record, name) for name in ("target", "actual"))
    if not isinstance(target, Figure) or not isinstance(actual, Figure) or target.unit != actual.unit:
        return ""
    lower_is_better = _content(record, "better") == "Lower"
    met = actual.number <= target.number if lower_is_better else actual.number >= target.number
    return "On target" if met else "Off target"


def _content(record: Record, name: str) -> Content | None:
    value = record.values.get(name)
    return value.content if value else None


# --- the summary ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A record with the partnership that reports it."""

    partnership: str
    record: Record

    def name(self, column_id: str) -> Shown:
        """The first line of a column, as a heading of the thing."""
        return Shown(shown(self.record.values.get(column_id)).paragraphs[:1])


def _lines(edition: Edition, table_id: str) -> list[_Line]:
    return [
        _Line(entry.partnership.name, record)
        for entry in edition.register
        if (table := _table(entry.accepted, table_id))
        for record in table.records
    ]


def _rating(record: Record, name: str) -> Rating | None:
    content = _content(record, name)
    return content if isinstance(content, Rating) else None


def _summary(edition: Edition, settings: Settings) -> dict[str, object]:
    programmes = _lines(edition, "programmes")
    scheme = settings.rating_schemes.get("status")
    words = list(scheme.ratings) if scheme else []
    red = [line for line in programmes if (r := _rating(line.record, "status")) and r.needs_attention]
    scored = [line for line in _lines(edition, "risks") if risk_score(line.record) is not None]
    risks = sorted(scored, key=lambda line: risk_score(line.record) or Decimal(0), reverse=True)
    off = [line for line in _lines(edition, "measures") if position(line.record) == "Off target"]
    measures = [line for line in _lines(edition, "measures") if position(line.record)]
    received = [entry for entry in edition.register if entry.accepted]
    return {
        "programme_count": len(programmes),
        "received_count": len(received),
        "expected_count": len(edition.register),
        "ratings": [Shown((Paragraph(rating.word),), rating.fill) for rating in words],
        "counts": [_counts(entry.partnership.name, [line for line in programmes if line.partnership == entry.partnership.name], words)
                   for entry in received] + [_counts("All partnerships", programmes, words)],
        "red": [{"programme": line.name("programme"), "partnership": line.partnership, "reason": _reason(line.record)}
                for line in red],
        "risks": [_risk_line(line) for line in risks[: settings.paper.highest_risks]],
        "off_target": [{"measure": line.name("measure"), "partnership": line.partnership,
                        "target": shown(line.record.values.get("target")), "actual": shown(line.record.values.get("actual"))}
                       for line in off],
        "measure_count": len(measures),
        "off_target_count": len(off),
        "gaps": [_notice_of(entry, edition) for entry in edition.register if not entry.accepted],
    }  # fmt: skip


def _notice_of(entry: RegisterEntry, edition: Edition) -> str:
    return f"{entry.partnership.name}: {_notice(entry, edition)}"


def _counts(name: str, lines: list[_Line], words: list[Rating]) -> dict[str, object]:
    ratings = [_rating(line.record, "status") for line in lines]
    return {
        "name": name,
        "of_each": [sum(rating == word for rating in ratings) for word in words],
        "unrated": sum(rating is None for rating in ratings),
        "total": len(ratings),
    }


def _reason(record: Record) -> Shown:
    """The reason given. None is made up: progress reads like good news where the rating is bad."""
    return shown(record.values.get("reason"), "No reason was given.")


def _risk_line(line: _Line) -> dict[str, object]:
    score = risk_score(line.record)
    rating = line.record.values.get("rating")
    return {
        "risk": line.name("risk"),
        "partnership": line.partnership,
        "score": "Not scored" if score is None else f"{score:f}",
        "rating": shown(rating, "Not rated"),
    }


# --- the cover --------------------------------------------------------------------------------


def _cover(edition: Edition, settings: Settings, meeting: Meeting) -> dict[str, object]:
    fields: Mapping[str, Value] = edition.cover.fields if edition.cover else {}
    cover: dict[str, object] = {name: shown(value) for name, value in fields.items()}
    for name in _cover_names(edition):
        cover.setdefault(name, _text(NOT_GIVEN))
    drafts = {
        "key_issues": _draft_key_issues(edition, settings),
        "actions_requested": _text(DRAFTED, f"The {settings.paper.committee} is asked to review this report and to consider the associated risks and mitigating actions."),
        "principal_risks": _draft_principal_risk(edition),
    }  # fmt: skip
    for name in DRAFTABLE:
        if name not in fields or fields[name].blank:
            cover[name] = drafts[name]
    return cover | {
        "organisation": settings.organisation,
        "committee": settings.paper.committee,
        "title": f"{settings.paper.title} ({edition.period.title})",
        "short_title": settings.paper.title,
        "period": edition.period.title,
        "meeting_date": in_words(meeting.date),
        "agenda_item": meeting.agenda_item,
        "paper_number": meeting.paper_number,
    }


COVER_FIELDS = (
    "key_issues", "strategic_objectives", "actions_requested", "principal_risks", "considered_at",
    "financial_implications", "legal_implications", "report_author", "sponsoring_director", "date_of_paper",
)  # fmt: skip


def _cover_names(edition: Edition) -> tuple[str, ...]:
    return tuple(column.id for column in edition.cover.form.fields) if edition.cover else COVER_FIELDS


def _draft_key_issues(edition: Edition, settings: Settings) -> Shown:
    lines = _lines(edition, "programmes")
    red = [line for line in lines if (r := _rating(line.record, "status")) and r.needs_attention]
    points = [f"{line.name('programme')} ({line.partnership}): {_reason(line.record)}" for line in red][:5]
    lead = f"This report covers {len(lines)} programmes of work in {edition.period.title}; {len(red)} need the {settings.paper.committee}'s attention."
    return _bullets(lead, points)


def _draft_principal_risk(edition: Edition) -> Shown:
    scored = [
        (score, line) for line in _lines(edition, "risks") if (score := risk_score(line.record)) is not None
    ]
    if not scored:
        return _text(DRAFTED, "No scored risks were reported.")
    score, line = max(scored, key=lambda pair: pair[0])
    rating = _rating(line.record, "rating")
    word = f" ({rating.word.lower()})" if rating else ""
    return _text(
        DRAFTED,
        f"The highest risk reported is scored {score:f}{word}: {line.name('risk')} ({line.partnership}).",
    )


# --- the whole paper --------------------------------------------------------------------------


def compose(edition: Edition, settings: Settings, meeting: Meeting) -> Paper:
    """The paper of one edition: the names its template may use, and every value that it must show."""
    paper: PaperSettings = settings.paper
    summary = _summary(edition, settings)
    cover = _cover(edition, settings, meeting)
    names = {
        "cover": cover,
        "summary": summary,
        "sections": [_section(entry, edition) for entry in edition.register],
        "register": [_register_line(entry) for entry in edition.register],
        "keys": [{"title": scheme.title, "ratings": [_key_line(rating) for rating in scheme.ratings]}
                 for scheme in settings.rating_schemes.values()],
    }  # fmt: skip
    title = f"{paper.title} ({edition.period.title})"
    must_show = tuple(shown(value) for value in _reported(edition))
    return Paper(title, settings.organisation, _paper_date(edition, meeting), names, must_show)


def _paper_date(edition: Edition, meeting: Meeting) -> date:
    day = edition.cover.content("date_of_paper") if edition.cover else None
    return day if isinstance(day, date) else meeting.date


def _register_line(entry: RegisterEntry) -> dict[str, object]:
    fields: Mapping[str, Value] = entry.accepted.fields if entry.accepted else {}
    return {
        "partnership": entry.partnership.name,
        "standing": entry.standing.value,
        "prepared_by": shown(fields.get("prepared_by")),
        "approved_by": shown(fields.get("approved_by")),
        "approved_on": shown(fields.get("approved_on")),
        "reason": entry.reason or "None",
    }


def _key_line(rating: Rating) -> dict[str, object]:
    banded = rating.lowest_score is not None
    return {
        "rating": Shown((Paragraph(rating.word),), rating.fill),
        "scores": f"{rating.lowest_score} to {rating.highest_score}" if banded else "",
        "meaning": rating.meaning,
    }


def _reported(edition: Edition) -> Iterator[Value]:
    """Every value of the accepted returns that the forms mean for the paper."""
    returns = [entry.accepted for entry in edition.register if entry.accepted]
    for contents in (*returns, *((edition.cover,) if edition.cover else ())):
        yield from _meant(contents.form.fields, contents.fields)
        for table in contents.tables.values():
            for record in table.records:
                yield from _meant(table.definition.columns, record.values)


def _meant(columns: Iterable[Column], values: Mapping[str, Value]) -> Iterator[Value]:
    for column in columns:
        value = values.get(column.id)
        if column.in_paper and value is not None and not value.blank:
            yield value
