"""One partnership's part of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.compose.showing import NOT_GIVEN, NOT_RATED, marked, shown, text
from pipeline.model import Edition, RatingScheme, Record, RegisterEntry, Return, Shown, Value
from pipeline.scores import disagreements, position, risk_score

Row = Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Section:
    """One partnership's part of the paper. Rows are mappings from column id to what is shown.

    ``position`` is the earlier period that it shows, '' when it shows the paper's own.
    """

    name: str
    form: str
    notice: str
    position: str
    key_aims: Shown
    measures_heading: Shown
    area: Shown
    programmes: tuple[Row, ...]
    risks: tuple[Row, ...]
    waits: tuple[Row, ...]
    measures: tuple[Row, ...]
    actions: tuple[Row, ...]
    no_programmes: str
    no_risks: str
    no_measures: str


def section(entry: RegisterEntry, edition: Edition) -> Section:
    """What the paper shows of a partnership; where no return counts, a notice that says why."""
    contents = entry.shown
    fields: Mapping[str, Value] = contents.fields if contents else {}
    return Section(
        name=entry.partnership.name,
        form=contents.form.id if contents else "",
        notice=notice(entry, edition),
        position=entry.position,
        key_aims=shown(fields.get("key_aims"), ""),
        measures_heading=shown(fields.get("measures_heading"), "Waiting times and measures"),
        area=shown(fields.get("measures_area"), "Actual"),
        programmes=tuple(_programme(*pair) for pair in _rows(contents, "programmes")),
        risks=_risks(contents),
        waits=tuple(row for row, _ in _rows(contents, "waits")),
        measures=tuple(
            {**row, "position": text(position(record) or NOT_RATED)}
            for row, record in _rows(contents, "measures")
        ),
        actions=tuple(row for row, _ in _rows(contents, "actions", blank="")),
        no_programmes=_nothing(contents, "programmes", "programmes"),
        no_risks=_nothing(contents, "risks", "risks"),
        no_measures=_no_measures(contents),
    )


def notice(entry: RegisterEntry, edition: Edition) -> str:
    """Why nothing of a partnership is reported, or an earlier position; '' when its return counts."""
    if entry.accepted:
        return ""
    why = f"No return was received for {edition.period.title}."
    if entry.reason:
        why = f"The return for {edition.period.title} was held out. {entry.reason}"
    return f"Position at {entry.position}: {why[0].lower()}{why[1:]}" if entry.position else why


def _rows(
    contents: Return | None, table_id: str, blank: str = NOT_GIVEN
) -> Iterator[tuple[dict[str, Shown], Record]]:
    """Each row of a table as shown, with the record that it comes from."""
    table = contents.tables.get(table_id) if contents else None
    for record in table.records if table else ():
        columns = table.definition.columns if table else ()
        yield {column.id: shown(record.values.get(column.id), blank) for column in columns}, record


def _programme(row: dict[str, Shown], record: Record) -> Row:
    """A programme's row; a reason that was not asked for is left out, a status that is blank is said."""
    return row | {
        "status": shown(record.values.get("status"), NOT_RATED),
        "reason": shown(record.values.get("reason"), ""),
    }


def _risks(contents: Return | None) -> tuple[Row, ...]:
    """The risks: a score worked out where none was typed, and what contradicts the rest marked."""
    table = contents.tables.get("risks") if contents else None
    scheme = table.definition.scheme("rating") if table else None
    return tuple(
        row
        | {name: _factor(record, name) for name in ("likelihood", "impact")}
        | {"score": shown_score(record, scheme), "rating": shown_rating(record, scheme)}
        for row, record in _rows(contents, "risks")
    )


def _factor(record: Record, column_id: str) -> Shown:
    """Likelihood or impact; said to be missing only where the other is there."""
    either = any(shown(record.values.get(name), "") for name in ("likelihood", "impact"))
    return shown(record.values.get(column_id), "not given" if either else "")


def shown_score(risk: Record, scheme: RatingScheme | None) -> Shown:
    """A risk's score as typed, marked where likelihood times impact contradicts it; else worked out."""
    typed, score = risk.values.get("score"), risk_score(risk)
    if typed is None or typed.blank:
        return text("Not scored" if score is None else f"{score.normalize():f}")
    return marked(shown(typed)) if "score" in disagreements(risk, scheme) else shown(typed)


def shown_rating(risk: Record, scheme: RatingScheme | None) -> Shown:
    """A risk's rating, marked where the score contradicts it."""
    rating = shown(risk.values.get("rating"), NOT_RATED)
    return marked(rating) if "rating" in disagreements(risk, scheme) else rating


def _nothing(contents: Return | None, table_id: str, things: str) -> str:
    table = contents.tables.get(table_id) if contents else None
    if table is None or table.records:
        return ""
    if table.nil:
        return "Nil return: nothing to report here."
    return f"No {things} were reported."


def _no_measures(contents: Return | None) -> str:
    """Said where a heading or an area was given for measures that did not follow."""
    if contents is None or contents.records("waits") or contents.records("measures"):
        return ""
    announced = any(shown(contents.fields.get(name), "") for name in ("measures_heading", "measures_area"))
    return "No waiting times or measures were reported." if announced else ""
