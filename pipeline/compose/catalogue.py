"""Every name that the template of a paper may use, from the forms and the configuration alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.compose.changes import LISTS
from pipeline.compose.row_history import history_names, trail_names
from pipeline.compose.rows import WORKED_OUT
from pipeline.compose.sections import tables_of
from pipeline.compose.selection import shows, shows_field, views_of
from pipeline.compose.showing import NOT_GIVEN, NOT_RATED
from pipeline.compose.tables import PARTNERSHIP, usual_tables
from pipeline.model import Column, Edition, Form, FormTable, RegisterEntry, Standing
from pipeline.names import Name
from pipeline.settings import PaperSettings, Settings, TableSettings

SIGNED = ("prepared_by", "approved_by", "approved_on")  # what the register repeats of a return
KINDS = {"long_text": "long text", "yes_no": "yes or no", "reference": "text"}
Names = Mapping[str, Name]


def names_of(paper: PaperSettings, settings: Settings, forms: Mapping[str, Form]) -> dict[str, Name]:
    """The names of one paper, as :func:`pipeline.compose.paper.compose` fills them."""
    register = tuple(
        RegisterEntry(one, Standing.MISSING) for one in settings.partnerships if paper.takes(one.id)
    )
    edition = Edition(settings.period, register, forms)
    columns = _Columns(edition, paper)
    shown = paper.tables or usual_tables(edition)
    return {
        "cover": _group("The cover sheet and the meeting.", _cover(forms.get(paper.cover_form))),
        "summary": _group("Numbers and lists over all partnerships of the paper.", _summary(columns)),
        "sections": _list("One entry for each partnership, in the order of config.yaml.", _section(edition, columns)),
        "tables": _group(
            "The tables of the paper: rows of all its partnerships together.",
            {name: _table(name, one, columns) for name, one in shown.items()},
        ),
        "changes": _group("What is otherwise than in the last reports.", _changes()),
        "earlier_periods": _list("The last three earlier periods in words, the oldest first."),
        "register": _list("One line for each partnership: how its return stands.", _register(columns)),
        "keys": _list("One entry for each rating scheme of the paper.", KEY),
        "glossary": _list("The acronyms of config.yaml that stand in this paper, in alphabetical order.", GLOSSARY),
    }  # fmt: skip


def _group(meaning: str, members: Names) -> Name:
    return Name(meaning, "group", members)


def _list(meaning: str, members: Names | None = None) -> Name:
    return Name(meaning, "list", members or {}, many=True)


def _texts(**meanings: str) -> dict[str, Name]:
    return {name: Name(meaning) for name, meaning in meanings.items()}


def _column(column: Column, wanted: bool, withheld: bool = False) -> Name:
    """The name of a column or field: its header and guidance, and the words that it can print.

    ``wanted``: the paper has to show it, if it is meant for papers at all; ``withheld``: it never may.
    """
    words = [rating.word for rating in column.scheme.ratings] if column.scheme else list(column.choices)
    if column.kind == "yes_no":
        words = ["Yes", "No"]
    blank = NOT_RATED if column.kind == "rating" else NOT_GIVEN
    return Name(
        f"{column.header}. {column.guidance}".strip(),
        KINDS.get(column.kind, column.kind),
        {"lines": LINES} if column.kind == "long_text" else {},
        choices=(*words, blank if column.if_blank is None else column.if_blank) if words else (),
        reported=column.in_paper and wanted and not withheld,
        withheld=withheld,
    )


class _Columns:
    """The names of fields and of the columns of tables. Each has one name, wherever its values are shown."""

    def __init__(self, edition: Edition, paper: PaperSettings) -> None:
        """What the forms of an edition ask; the paper has to show what its own partnerships are asked."""
        self.tables: dict[str, dict[str, Name]] = {}
        self.fields: dict[str, Name] = {}
        issued = {entry.partnership.form for entry in edition.register}
        open_only = paper.public and not paper.private_version
        for form in edition.forms.values():
            wanted = form.id in issued
            if form.subject != "paper":
                fields = {
                    one.id: _column(
                        one, wanted and shows_field(one.id, form, paper), open_only and one.exempt
                    )
                    for one in form.fields
                }
                self._add(self.fields, fields)
            for table in form.tables:
                views = views_of(table.id, paper)
                columns = {
                    column.id: _column(
                        column,
                        wanted and any(shows(column.id, view) for view in views),
                        open_only and (column.exempt or table.exempt),
                    )
                    for column in table.columns
                }
                self._add(self.tables.setdefault(table.id, {}), columns)
                known = self.tables[table.id]
                known |= {name: Name(meaning) for name, meaning in _worked_out(table).items()}
                self.tables[table.id] = _history(table) | known

    @staticmethod
    def _add(known: dict[str, Name], more: Names) -> None:
        """Add names; one that another form has too may print the words of both, and is wanted where either is."""
        for name, one in more.items():
            first = known.get(name, one)
            choices = (
                tuple(dict.fromkeys((*first.choices, *one.choices))) if first.choices and one.choices else ()
            )
            known[name] = replace(
                first,
                choices=choices,
                reported=first.reported or one.reported,
                withheld=first.withheld and one.withheld,
            )

    def of(self, table_id: str) -> dict[str, Name]:
        """The names of a row of one table."""
        return self.tables.get(table_id, {})


def _worked_out(table: FormTable) -> dict[str, str]:
    if table.column("target") and table.column("actual"):
        return WORKED_OUT
    return (
        {"score": "The score as typed, else likelihood times impact."} if table.column("likelihood") else {}
    )


def _history(table: FormTable) -> dict[str, Name]:
    """The names by which a row's earlier periods are shown."""
    trails = {name: _list(meaning) for name, meaning in trail_names(table).items()}
    return trails | {name: Name(meaning) for name, meaning in history_names(table).items()}


# --- what stands under each name --------------------------------------------------------------

LINES = _list("Each line of the text by itself, for lines that are to be numbered.")
KEY = {
    "title": Name("The title of the rating scheme."),
    "banded": Name("Whether scores belong to its ratings.", "yes or no"),
    "ratings": _list(
        "Its ratings, worst first.",
        {
            "rating": Name("The word of the rating on its colour.", "rating"),
            **_texts(scores="The scores that belong to it.", meaning="What it means."),
        },
    ),
}


GLOSSARY = _texts(acronym="The acronym.", meaning="What it stands for.")


def _register(columns: _Columns) -> dict[str, Name]:
    signed = {name: columns.fields.get(name, Name("Not asked.")) for name in SIGNED}
    return signed | {
        **_texts(
            partnership="The partnership's name.",
            standing="Received, Nil return, Not received or Held out; late where it was.",
            remarks="What else is to be known of the return.",
        ),
        "received": Name("Whether a return is shown.", "yes or no"),
    }


def _cover(form: Form | None) -> dict[str, Name]:
    own = {column.id: _column(column, wanted=True) for column in form.fields} if form else {}
    return own | {
        **_texts(
            organisation="The organisation that publishes the paper.",
            committee="The committee that receives it.",
            title="The title of the paper with its period.",
            short_title="The title alone.",
            period="The reporting period in words.",
            meeting_date="The date of the meeting in words.",
            agenda_item="The agenda item.",
            paper_number="The number of the paper.",
        ),
        "private": Name("Whether this version holds what is exempt from publication.", "yes or no"),
        "draft": Name("Whether the paper is still a draft.", "yes or no"),
    }


def _section(edition: Edition, columns: _Columns) -> dict[str, Name]:
    tables = tables_of(edition).values()
    return {
        **columns.fields,
        **{
            table.id: _list(f"{table.title}: the partnership's rows.", columns.of(table.id))
            for table in tables
        },
        **{f"no_{table.id}": Name(f"{table.title}: a sentence where there are no rows.") for table in tables},
        **_texts(
            name="The partnership's name.",
            notice="Why nothing is reported, or only an earlier position.",
            position="The earlier period that is shown.",
        ),
        "form": Name("The return form that was filled in.", choices=(*edition.forms, "")),
    }


def _table(name: str, settings: TableSettings, columns: _Columns) -> Name:
    worked_out = {one: Name("Worked out: the first column less the second.") for one in settings.differences}
    row = {
        PARTNERSHIP: Name("The partnership that reports the row."),
        **columns.of(settings.of or name),
        **worked_out,
    }
    if settings.across:
        row["cells"] = _list("One cell under each heading of across.")
    totals = _group(
        "The columns added up.", {one: Name("The sum.") for one in (*settings.total, *worked_out)}
    )
    members = {
        "rows": _list("Every row.", row),
        "groups": _list(
            "The rows in groups.",
            {"name": Name("What the rows of the group have in common."), "rows": _list("Its rows.", row), "totals": totals},
        ),
        "totals": totals,
        "across": _list("The headings of the columns made from values."),
        "nothing": Name("A sentence where there are no rows."),
        "exempt": Name("How many rows are exempt from publication and left out; empty where none is."),
    }  # fmt: skip
    return _group(f"The rows of {settings.of or name}.", members)


def _summary(columns: _Columns) -> dict[str, Name]:
    line = {"partnership": Name("The partnership.")}
    programme, risk, measure = (
        {name: _repeated(columns.of(table)[name]) for name in wanted if name in columns.of(table)}
        for table, wanted in (
            ("programmes", ("programme", "reason")),
            ("risks", ("risk", "score", "rating")),
            ("measures", ("measure", "target", "actual")),
        )
    )
    numbers = {
        "received_count": "How many partnerships' returns count.",
        "expected_count": "How many partnerships the paper takes.",
        "carried_count": "How many are shown at an earlier position.",
        "programme_count": "How many programmes are reported.",
        "measure_count": "How many measures have a target that they can be compared with.",
        "off_target_count": "How many of them are off target.",
    }
    count = {
        "name": Name("The partnership, or all of them."),
        "of_each": _list("How many programmes have each rating, in the order of summary.ratings."),
        "unrated": Name("How many have none.", "number"),
        "total": Name("How many there are.", "number"),
    }
    return {
        **{name: Name(meaning, "number") for name, meaning in numbers.items()},
        "gaps": _list("A sentence for each partnership of which no return counts."),
        "ratings": _list("The ratings of programmes, worst first."),
        "counts": _list("Programmes at each rating, by partnership and in all.", count),
        "red": _list("Programmes whose rating needs attention.", line | programme),
        "risks": _list("The highest risks.", line | risk),
        "off_target": _list(
            "Measures off target, by partnership.", line | {"measures": _list("Its measures.", measure)}
        ),
    }


def _changes() -> dict[str, Name]:
    words = {"name": "What the row is called.", "partnership": "The partnership."}
    lists = {name: _list(meaning, _texts(**words, **of_row)) for name, (meaning, of_row) in LISTS.items()}
    return lists | _texts(
        since="The last earlier period in words; empty where there is none.",
        nothing="A sentence where nothing has changed.",
    )


def _repeated(name: Name) -> Name:
    """The same name where it only repeats what another place reports."""
    return replace(name, reported=False)
