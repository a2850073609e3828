"""Every name that the template of a paper may use, from the forms and the configuration alone."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compose.changes import LISTS
from pipeline.compose.column_names import ColumnNames, column_name
from pipeline.compose.sections import tables_of
from pipeline.compose.tables import PARTNERSHIP, usual_tables
from pipeline.model import Edition, Form, RegisterEntry, Standing, replace
from pipeline.names import Name, group_of, list_of, texts
from pipeline.settings import PaperSettings, Settings, TableSettings

SIGNED = ("prepared_by", "approved_by", "approved_on")  # what the register repeats of a return


def names_of(paper: PaperSettings, settings: Settings, forms: Mapping[str, Form]) -> dict[str, Name]:
    """The names of one paper, as :func:`pipeline.compose.paper.compose` fills them."""
    register = tuple(
        RegisterEntry(one, Standing.MISSING) for one in settings.partnerships if paper.takes(one.id)
    )
    edition = Edition(settings.period, register, forms)
    columns = ColumnNames(edition, paper)
    shown = paper.tables or usual_tables(edition)
    return {
        "cover": group_of("The cover sheet and the meeting.", _cover(forms.get(paper.cover_form))),
        "summary": group_of("Numbers and lists over all partnerships of the paper.", _summary(columns)),
        "sections": list_of("One entry for each partnership, in the order of config.yaml.", _section(edition, columns)),
        "tables": group_of(
            "The tables of the paper: rows of all its partnerships together.",
            {name: _table(name, one, columns) for name, one in shown.items()},
        ),
        "changes": group_of("What is otherwise than in the last reports.", _changes()),
        "earlier_periods": list_of("The last three earlier periods in words, the oldest first."),
        "register": list_of("One line for each partnership: how its return stands.", _register(columns)),
        "keys": list_of("One entry for each rating scheme of the paper.", KEY),
        "glossary": list_of("The acronyms of config.yaml that stand in this paper, in alphabetical order.", GLOSSARY),
    }  # fmt: skip


# --- what stands under each name --------------------------------------------------------------

KEY = {
    "title": Name("The title of the rating scheme."),
    "banded": Name("Whether scores belong to its ratings.", "yes or no"),
    "ratings": list_of(
        "Its ratings, worst first.",
        {
            "rating": Name("The word of the rating on its colour.", "rating"),
            **texts(scores="The scores that belong to it.", meaning="What it means."),
        },
    ),
}
GLOSSARY = texts(acronym="The acronym.", meaning="What it stands for.")


def _register(columns: ColumnNames) -> dict[str, Name]:
    signed = {name: columns.fields.get(name, Name("Not asked.")) for name in SIGNED}
    return signed | {
        **texts(
            partnership="The partnership's name.",
            standing="Received, Nil return, Not received or Held out; late where it was.",
            remarks="What else is to be known of the return.",
        ),
        "received": Name("Whether a return is shown.", "yes or no"),
    }


def _cover(form: Form | None) -> dict[str, Name]:
    own = {column.id: column_name(column, wanted=True) for column in form.fields} if form else {}
    return own | {
        **texts(
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


def _section(edition: Edition, columns: ColumnNames) -> dict[str, Name]:
    tables = tables_of(edition).values()
    return {
        **columns.fields,
        **{
            table.id: list_of(f"{table.title}: the partnership's rows.", columns.of(table.id))
            for table in tables
        },
        **{f"no_{table.id}": Name(f"{table.title}: a sentence where there are no rows.") for table in tables},
        **texts(
            name="The partnership's name.",
            notice="Why nothing is reported, or only an earlier position.",
            position="The earlier period that is shown.",
        ),
        "form": Name("The return form that was filled in.", choices=(*edition.forms, "")),
    }


def _table(name: str, settings: TableSettings, columns: ColumnNames) -> Name:
    worked_out = {one: Name("Worked out: the first column less the second.") for one in settings.differences}
    row = {
        PARTNERSHIP: Name("The partnership that reports the row."),
        **columns.of(settings.of or name),
        **worked_out,
    }
    if settings.across:
        row["cells"] = list_of("One cell under each heading of across.")
    totals = group_of(
        "The columns added up.", {one: Name("The sum.") for one in (*settings.total, *worked_out)}
    )
    members = {
        "rows": list_of("Every row.", row),
        "groups": list_of(
            "The rows in groups.",
            {"name": Name("What the rows of the group have in common."), "rows": list_of("Its rows.", row), "totals": totals},
        ),
        "totals": totals,
        "across": list_of("The headings of the columns made from values."),
        "nothing": Name("A sentence where there are no rows."),
        "exempt": Name("How many rows are exempt from publication and left out; empty where none is."),
    }  # fmt: skip
    return group_of(f"The rows of {settings.of or name}.", members)


def _summary(columns: ColumnNames) -> dict[str, Name]:
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
        "of_each": list_of("How many programmes have each rating, in the order of summary.ratings."),
        "unrated": Name("How many have none.", "number"),
        "total": Name("How many there are.", "number"),
    }
    return {
        **{name: Name(meaning, "number") for name, meaning in numbers.items()},
        "gaps": list_of("A sentence for each partnership of which no return counts."),
        "ratings": list_of("The ratings of programmes, worst first."),
        "counts": list_of("Programmes at each rating, by partnership and in all.", count),
        "red": list_of("Programmes whose rating needs attention.", line | programme),
        "risks": list_of("The highest risks.", line | risk),
        "off_target": list_of(
            "Measures off target, by partnership.", line | {"measures": list_of("Its measures.", measure)}
        ),
    }


def _changes() -> dict[str, Name]:
    words = {"name": "What the row is called.", "partnership": "The partnership."}
    lists = {name: list_of(meaning, texts(**words, **of_row)) for name, (meaning, of_row) in LISTS.items()}
    return lists | texts(
        since="The last earlier period in words; empty where there is none.",
        nothing="A sentence where nothing has changed.",
    )


def _repeated(name: Name) -> Name:
    """The same name where it only repeats what another place reports."""
    return replace(name, reported=False)
