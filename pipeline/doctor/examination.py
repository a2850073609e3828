"""All checks in their order, and the page that shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.doctor.check import Check, Result, code_of
from pipeline.doctor.fonts import on_fonts
from pipeline.doctor.machine import on_clock, on_libreoffice, on_python, on_space
from pipeline.doctor.mail_server import on_mail
from pipeline.doctor.project_files import (
    on_calendar,
    on_inputs,
    on_open_files,
    on_outputs,
    on_plan,
    on_templates,
    returns,
)
from pipeline.limits import Limits
from pipeline.project import Project, read_plan

VERSION = 1  # of the JSON's shape; rises when a key goes or changes
SIGNS = {Result.FINE: "ok", Result.LOOK: "!", Result.STOPS: "x"}


def examine(project: Project, now: datetime) -> list[Check]:
    """Everything that was looked at, in the order in which a person would put it right."""
    return list(_checks(project, now))


def _checks(project: Project, now: datetime) -> Iterator[Check]:
    yield from on_python()
    plan, faults = read_plan(project, None)
    yield from on_plan(project, plan, faults)
    if plan:
        yield from on_templates(project, plan)
        yield from on_calendar(plan, now.date())
    limits = plan.settings.limits if plan else Limits()
    yield from on_inputs(project, limits.file_bytes)
    yield from on_outputs(project.outputs)
    yield from on_open_files(project)
    yield from on_libreoffice()
    if plan:
        yield from on_mail(plan.settings.mail, project.config.parent)
    yield from on_fonts(sorted(project.templates.glob("papers/*.docx")))
    yield from on_space(project.outputs)
    yield from on_clock(now, returns(project))


def page(checks: Sequence[Check], only_amiss: bool = False) -> Iterator[str]:
    """The page, line by line; ``only_amiss`` leaves out what is fine."""
    for one in checks:
        if one.result is Result.FINE:
            if not only_amiss:
                yield f"  {SIGNS[one.result]:<3} {one.subject}: {one.found}"
        else:
            yield f"  {SIGNS[one.result]:<3} {one.subject}, {one.result.value}: {one.found}"
            yield f"      {one.remedy}"
    yield ""
    yield _verdict(checks)


def _verdict(checks: Sequence[Check]) -> str:
    count = {result: sum(one.result is result for one in checks) for result in Result}
    looks = f"{count[Result.LOOK]} to look at" if count[Result.LOOK] else "nothing to look at"
    if count[Result.STOPS]:
        return f"This stops the work: {count[Result.STOPS]} marked x. Besides, {looks}."
    return f"This machine and this folder can do the job; {looks}."


def as_json(checks: Sequence[Check]) -> dict[str, object]:
    """The same for programs."""
    return {
        "version": VERSION,
        "command": "doctor",
        "exit_code": code_of(checks),
        "checks": [
            {"subject": one.subject, "result": one.result.value, "found": one.found, "remedy": one.remedy}
            for one in checks
        ],
    }
