"""The phases of a run, in order. This is the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.compose import compose
from pipeline.forms.blank import blank_form
from pipeline.forms.definition import read_forms
from pipeline.intake.reading import read_return
from pipeline.merge import merge
from pipeline.model import (
    Address,
    Edition,
    Finding,
    Form,
    Level,
    Partnership,
    Period,
    Rule,
    Submission,
)  # fmt: skip
from pipeline.publish import digest, publish
from pipeline.rulebook import rules_on_returns
from pipeline.rules.acceptance import accept
from pipeline.rules.within_return import check
from pipeline.settings import Settings, read_settings
from pipeline.word.paper import write_paper
from pipeline.yaml_source import hint

NO_FILE = Rule("file-missing", Level.ERROR, "{file} was not found.", "{remedy}")
UNREADABLE = Rule(
    "file-unreadable",
    Level.ERROR,
    "{file} could not be opened ({why}).",
    "Close it in other programs and see that you may read it.",
)
NOT_A_RETURN_FILE = Rule(
    "file-passed-over", Level.NOTE, "{file} is not an Excel workbook (.xlsx) and was passed over.",
    "Nothing to do, unless it is a return: then save it as “Excel Workbook (*.xlsx)”.",
)  # fmt: skip
LOCK_FILE = Rule(
    "file-open-in-excel", Level.WARNING, "{file} is a sign that somebody has {original} open in Excel.",
    "If the return is still being filled in, save and close it, then run again.",
)  # fmt: skip
UNKNOWN_RULE = Rule("config-unknown-rule", Level.ERROR, "There is no rule called “{rule}”.", "{hint}")
FORM_NOT_FOUND = Rule("config-unknown-form", Level.ERROR, "{who} names the form “{form}”.", "{hint}")


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are: the configuration, its templates beside it, the returns, the results."""

    config: Path
    inputs: Path
    outputs: Path

    @property
    def templates(self) -> Path:
        """The folder of forms and papers, beside the configuration."""
        return self.config.parent / "templates"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run works with: settings and forms, sound enough to start."""

    settings: Settings
    forms: Mapping[str, Form]


@dataclass(slots=True)
class Outcome:
    """What a run gave: ``faults`` of configuration or template, findings on returns, what was written."""

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    edition: Edition | None = None
    written: list[Path] = field(default_factory=list)
    files_read: int = 0


Progress = Callable[[str], None]


# --- the run ----------------------------------------------------------------------------------


def build(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check, merge, compose, render, prove and publish."""
    plan, outcome = prepare(project, period)
    if plan is None:
        return outcome
    inputs = _gather(project.inputs, outcome)
    if outcome.faults:
        return outcome
    _edition(plan, inputs, outcome, progress)
    progress("Writing the paper")
    package = _paper(project, plan, outcome)
    if package is not None:
        _publish(
            project, plan, {f"{plan.settings.paper.id}-{plan.settings.period}.docx": package}, inputs, outcome
        )
    return outcome


def check_returns(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge; write nothing."""
    plan, outcome = prepare(project, period)
    if plan is not None:
        _edition(plan, _gather(project.inputs, outcome), outcome, progress)
    return outcome


def write_forms(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """A blank form for each partnership, and for the paper's cover."""
    plan, outcome = prepare(project, period)
    if plan is None:
        return outcome
    settings = plan.settings
    wanted = [(p.id, p.form, p.name) for p in settings.partnerships]
    wanted.append((settings.paper.id, settings.paper.cover_form, settings.paper.title))
    files = {}
    for sender, form, name in wanted:
        progress(f"Writing the form of {name}")
        files[f"{sender}-{settings.period}.xlsx"] = blank_form(plan.forms[form], name, settings.period)
    folder = project.outputs / str(settings.period) / "forms"
    outcome.findings += publish(folder, files, {})
    outcome.written = [folder / name for name in files]
    return outcome


# --- the phases -------------------------------------------------------------------------------


def prepare(project: Project, period: Period | None) -> tuple[Plan | None, Outcome]:
    """Settings and forms; None when a mistake in them forbids a run."""
    outcome = Outcome()
    text = _text(project.config, outcome, "Go to the project's folder, or name the file with --config.")
    if text is None:
        return None, outcome
    settings, found = read_settings(text, project.config.name, period)
    outcome.faults += found
    if settings is None or outcome.faults:
        return None, outcome
    sources = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(project.templates.glob("returns/*.yaml"))
    }
    forms, found = read_forms(sources, settings.rating_schemes)
    outcome.faults += [*found, *_unknown_forms(settings, forms, project.config.name)]
    outcome.faults += _unknown_rules(settings, project.config.name)
    return (None if outcome.faults else Plan(settings, forms)), outcome


def _text(path: Path, outcome: Outcome, remedy: str) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        rule = UNREADABLE if path.exists() else NO_FILE
        why = getattr(fault, "strerror", None) or "it is not saved as UTF-8"
        outcome.faults.append(rule.found(Address(path.name), file=path.name, why=why, remedy=remedy))
        return None


def _unknown_forms(settings: Settings, forms: Mapping[str, Form], file: str) -> list[Finding]:
    named = [(p.name, p.form) for p in settings.partnerships] + [
        ("The paper's cover", settings.paper.cover_form)
    ]
    return [
        FORM_NOT_FOUND.found(Address(file), who=who, form=form, hint=hint(form, sorted(forms)))
        for who, form in named
        if form not in forms
    ]


def _unknown_rules(settings: Settings, file: str) -> list[Finding]:
    known = list(rules_on_returns())
    return [
        UNKNOWN_RULE.found(Address(file), rule=rule, hint=hint(rule, known))
        for rule in settings.rules
        if rule not in known
    ]


def _gather(inputs: Path, outcome: Outcome) -> dict[str, bytes]:
    """Every workbook below ``inputs``, by its path there; what is passed over is named."""
    if not inputs.is_dir():
        outcome.faults.append(
            NO_FILE.found(
                Address(str(inputs)),
                file=f"The folder {inputs.name}",
                remedy="Make it and put the returns into it.",
            )
        )
        return {}
    found = {}
    for path in sorted(path for path in inputs.rglob("*") if path.is_file()):
        name = path.relative_to(inputs).as_posix()
        if path.name.startswith("~$"):
            outcome.findings.append(LOCK_FILE.found(Address(name), file=name, original=path.name[2:]))
        elif path.suffix.lower() != ".xlsx":
            outcome.findings.append(NOT_A_RETURN_FILE.found(Address(name), file=name))
        else:
            try:
                found[name] = path.read_bytes()
            except OSError as fault:
                why = (fault.strerror or "unknown cause").lower()
                outcome.findings.append(UNREADABLE.found(Address(name), file=name, why=why))
    outcome.files_read = len(found)
    return found


def _edition(plan: Plan, inputs: Mapping[str, bytes], outcome: Outcome, progress: Progress) -> None:
    """Read and check the returns, decide which count, and merge them."""
    settings, submissions = plan.settings, []
    for number, (name, data) in enumerate(inputs.items(), 1):
        progress(f"Reading {number} of {len(inputs)}: {name}")
        submissions.append(read_return(data, name, plan.forms))
    found = [finding for submission in submissions for finding in submission.findings]
    contents = [s.contents for s in submissions if s.contents]
    paper = settings.paper
    author = Partnership(paper.id, paper.title, paper.cover_form)
    covers = accept([r for r in contents if r.form.subject == "paper"], [author], settings.period, "paper")
    returns = accept(
        [r for r in contents if r.form.subject != "paper"], settings.partnerships, settings.period
    )
    counted = [*returns.accepted.values(), *covers.accepted.values()]
    found += [*returns.findings, *covers.findings, *(finding for one in counted for finding in check(one))]
    outcome.findings += _levelled(found, settings.rules)
    held_out = returns.held_out | _unreadable(submissions, settings, returns.accepted)
    outcome.edition = merge(
        settings.partnerships, returns.accepted, held_out, settings.period, covers.accepted.get(paper.id)
    )


def _unreadable(
    submissions: Sequence[Submission], settings: Settings, accepted: Mapping[str, object]
) -> dict[str, str]:
    """Why a partnership whose file could not be read is held out, where the file's name tells whose it is."""
    return {
        p.id: "The return that came could not be read."
        for p in settings.partnerships
        for s in submissions
        if s.contents is None and p.id not in accepted and p.id in s.file.casefold()
    }


def _levelled(findings: Sequence[Finding], levels: Mapping[str, Level]) -> list[Finding]:
    """The findings at the levels that the configuration gives their rules; those switched off are left out."""
    levelled = [replace(finding, level=levels.get(finding.rule, finding.level)) for finding in findings]
    return [finding for finding in levelled if finding.level is not Level.OFF]


def _paper(project: Project, plan: Plan, outcome: Outcome) -> bytes | None:
    settings = plan.settings
    meeting = settings.paper.meeting(settings.period)
    template = project.templates / "papers" / settings.paper.template
    if outcome.edition is None or meeting is None:
        return None
    try:
        data = template.read_bytes()
    except OSError:
        remedy = "Put it into templates/papers, or name another under template in config.yaml."
        outcome.faults.append(
            NO_FILE.found(Address(template.name), file=f"The template {template.name}", remedy=remedy)
        )
        return None
    package, faults = write_paper(data, template.name, compose(outcome.edition, settings, meeting))
    outcome.faults += faults
    return package


def _publish(
    project: Project, plan: Plan, files: Mapping[str, bytes], inputs: Mapping[str, bytes], outcome: Outcome
) -> None:
    folder = project.outputs / str(plan.settings.period)
    found = publish(folder, files, {name: digest(data) for name, data in inputs.items()})
    outcome.findings += found
    unwritten = {finding.address.file for finding in found if finding.rule == "file-not-written"}
    outcome.written = [folder / name for name in files if name not in unwritten]
