"""The project's own files: where they are, and the plan of a run that they add up to."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from pipeline.compiled import keep, recall
from pipeline.files import DISK, Files
from pipeline.forms.definition import read_forms
from pipeline.model import Address, Finding, Form, Level, Period, Rule
from pipeline.rulebook import rules_by_id
from pipeline.settings import Settings, read_settings
from pipeline.sharing import HERE, Sharing
from pipeline.store import NOWHERE, Store
from pipeline.yaml_source import hint, place

LETTER_TEMPLATES = ("queries.html", "queries.txt")
LETTERS = Path(__file__).resolve().parents[1] / "templates" / "letters"  # the program's own
NOT_FOUND = Rule("file-missing", Level.ERROR, "{file} was not found.", "{remedy}")
NOT_TEXT = Rule(
    "file-not-text",
    Level.ERROR,
    "{file} could not be opened ({why}).",
    "Close it in other programs, see that you may read it, and save it as UTF-8.",
)
UNKNOWN_RULE = Rule("config-unknown-rule", Level.ERROR, "There is no rule called “{rule}”.", "{hint}")
NO_TEMPLATE = Rule(
    "config-unknown-template", Level.ERROR, "There is no template “{name}” in templates/papers.", "{hint}"
)
UNKNOWN_TABLE = Rule("config-unknown-table", Level.ERROR, "No form has a table “{table}”.", "{hint}")
UNKNOWN_FIELD = Rule("config-unknown-field", Level.ERROR, "No form has a field “{field}”.", "{hint}")
UNKNOWN_COLUMN = Rule("config-unknown-column", Level.ERROR, "The table has no column “{column}”.", "{hint}")
PARTNERSHIP = "partnership"  # by which rows may be grouped or set across, though it is no column of theirs
UNKNOWN_FORM = Rule("config-unknown-form", Level.ERROR, "{who} names the form “{form}”.", "{hint}")


class Project(Struct, frozen=True):
    """Where things are: the configuration, its templates beside it, the returns, the results.

    ``files`` gives what lies there, but for the results.
    """

    config: Path
    inputs: Path
    outputs: Path
    files: Files = DISK

    @property
    def templates(self) -> Path:
        """The folder of forms and papers, beside the configuration."""
        return self.config.parent / "templates"

    @property
    def cache(self) -> Path:
        """What is kept for the next run, beside the results; it can be deleted at any time."""
        return self.outputs / ".cache"

    def output_folder(self, period: Period) -> Path:
        """Where the results of a period go."""
        return self.outputs / str(period)


class Plan(Struct, frozen=True):
    """What a run works with: settings and forms, sound enough to start. ``run`` identifies it, once the inputs are known.

    ``program`` is a hash of the program and its packages; ``store`` keeps what was worked out for the next run, and
    ``sharing`` shares out what there is much of.
    """

    settings: Settings
    forms: Mapping[str, Form]
    run: str = ""
    program: str = ""
    store: Store = NOWHERE
    sharing: Sharing = HERE


def read_plan(
    project: Project, period: Period | None, meeting_needed: bool = True
) -> tuple[Plan | None, list[Finding]]:
    """Settings and forms, and every mistake in them; no plan when there is one. ``period`` overrides.

    Without a meeting for the period there is no plan either, unless none is needed.
    """
    faults: list[Finding] = []
    remedy = "Go to the project's folder, or name the file with --config."
    text = _text(project.files, project.config, faults, remedy)
    folder = project.templates / "returns"
    paths = [path for path in project.files.below(folder) if path.parent == folder and path.suffix == ".yaml"]
    sources = {path.name: _text(project.files, path, faults, "") for path in paths}
    if faults:
        return None, faults
    templates = _templates(project)
    known_as = repr((text, project.config.name, sources, templates, str(period), meeting_needed))
    if held := recall("sound plan", known_as):
        return Plan(*pickle.loads(held)), []  # noqa: S301 - it lies where the program's own code does
    settings, found = read_settings(text, project.config.name, period, meeting_needed)
    forms, on_forms = read_forms(sources, settings.rating_schemes if settings else None)
    found += on_forms
    if settings is None:
        return None, found
    found += _unknown_forms(settings, forms, text, project.config.name)
    found += _unknown_rules(settings, text, project.config.name)
    found += _absent_templates(settings, templates, text, project.config.name)
    found += _unknown_columns(settings, forms, text, project.config.name)
    if found:
        return None, found
    keep(pickle.dumps((settings, forms)), "sound plan", known_as)
    return Plan(settings, forms), []


def read_letters(
    project: Project, names: Iterable[str] = LETTER_TEMPLATES
) -> tuple[dict[str, str], list[Finding]]:
    """The templates of the letters, or others beside them, by name, and those that are missing or cannot be read.

    A project without a folder of letters sends those that come with the program.
    """
    faults: list[Finding] = []
    own, remedy = project.templates / "letters", "Put it back into templates/letters."
    files, folder = (project.files, own) if project.files.has(own) else (DISK, LETTERS)
    return {name: _text(files, folder / name, faults, remedy) for name in names}, faults


def _templates(project: Project) -> list[str]:
    """The files below the folder of the papers' templates, as they are named in the configuration."""
    folder = project.templates / "papers"
    return sorted(path.relative_to(folder).as_posix() for path in project.files.below(folder))


def _absent_templates(settings: Settings, there: list[str], text: str, file: str) -> Iterator[Finding]:
    names = [name for name in there if name.endswith(".docx") and "/" not in name]
    for number, paper in enumerate(settings.papers):
        if Path(paper.template).as_posix() not in there:
            near = hint(paper.template, names)
            at = place(text, file, "papers", number, "template")
            yield NO_TEMPLATE.found(at, name=paper.template, hint=near)


def missing(path: Path, what: str, remedy: str) -> Finding:
    """That a file or folder of the project is not there; ``what`` is how the message names it."""
    return NOT_FOUND.found(Address(path.name), file=what, remedy=remedy)


def _text(files: Files, path: Path, faults: list[Finding], remedy: str) -> str:
    try:
        return files.read(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        faults.append(missing(path, path.name, remedy))
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or "it is not saved as UTF-8"
        faults.append(NOT_TEXT.found(Address(path.name), file=path.name, why=why))
    return ""


def _unknown_forms(settings: Settings, forms: Mapping[str, Form], text: str, file: str) -> Iterator[Finding]:
    named: list[tuple[str, str, tuple[str | int, ...]]] = [
        (partnership.name, partnership.form, ("partnerships", number, "form"))
        for number, partnership in enumerate(settings.partnerships)
    ]
    named += [
        (f"The cover of {paper.title}", paper.cover_form, ("papers", number, "cover_form"))
        for number, paper in enumerate(settings.papers)
        if paper.cover_form
    ]
    for who, form, path in named:
        if form not in forms:
            yield UNKNOWN_FORM.found(
                place(text, file, *path), who=who, form=form, hint=hint(form, sorted(forms))
            )


def _unknown_columns(
    settings: Settings, forms: Mapping[str, Form], text: str, file: str
) -> Iterator[Finding]:
    """Fields and tables of a paper that no form has, and columns that their table has not."""
    fields = [one.id for form in forms.values() if form.subject != "paper" for one in form.fields]
    columns: dict[str, list[str]] = {}
    for table in (table for form in forms.values() for table in form.tables):
        columns.setdefault(table.id, []).extend(column.id for column in table.columns)
    for number, paper in enumerate(settings.papers):
        for wrong in (one for one in paper.fields if one not in fields):
            at = place(text, file, "papers", number, "fields")
            yield UNKNOWN_FIELD.found(at, field=wrong, hint=hint(wrong, list(dict.fromkeys(fields))))
        for name, table_settings in paper.tables.items():
            path = ("papers", number, "tables", name)
            known = columns.get(table_settings.of or name)
            if known is None:
                near = hint(table_settings.of or name, sorted(columns))
                yield UNKNOWN_TABLE.found(
                    place(text, file, *path), table=table_settings.of or name, hint=near
                )
                continue
            for setting, ids in table_settings.named.items():
                may_be = [*known, PARTNERSHIP] if setting in ("group_by", "across") else known
                for wrong in (one for one in ids if one not in may_be):
                    near = hint(wrong, list(dict.fromkeys(may_be)))
                    yield UNKNOWN_COLUMN.found(place(text, file, *path, setting), column=wrong, hint=near)


def _unknown_rules(settings: Settings, text: str, file: str) -> Iterator[Finding]:
    known = list(rules_by_id())
    for rule in settings.rules:
        if rule not in known:
            yield UNKNOWN_RULE.found(place(text, file, "rules", rule), rule=rule, hint=hint(rule, known))
