"""Runs the commands of the command line: what each gives is shown, and turned into an exit code."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from pipeline.build import (
    Outcome,
    Progress,
    build,
    check_files,
    check_one_template,
    check_returns,
    tell_status,
    write_fields,
    write_forms,
)
from pipeline.exit_codes import BUSY, NOT_SET_UP, exit_code
from pipeline.explain.document import document, forms_document, status_document
from pipeline.identifiers import without_identifiers
from pipeline.lock import locked
from pipeline.model import in_words
from pipeline.project import Project
from pipeline.scheduled import Log, run_scheduled
from pipeline.terminal import Terminal, show
from pipeline.unchanged import Heard, Places, remember
from pipeline.wanted import Wanted

if TYPE_CHECKING:
    from pipeline.mail.sending import Sending

WRITING = frozenset({"build", "scheduled", "send", "forms", "fields"})  # one of these at a time
LOGS = "logs"


def run(options: Namespace, places: Places, known: Callable[[], str] = str) -> int:
    """Run the command that ``options`` name; give its exit code.

    ``known`` gives the fingerprint of a build, to remember by it what that says; '' where it is not to be remembered.
    """
    project = Project(places.config, places.inputs, places.outputs)
    if options.command not in WRITING:
        return _run_alone(options, project, str)
    with locked(project.outputs, _in_words(_now())) as held:
        if held is None:
            return _run_alone(options, project, known)
        if options.command == "scheduled":
            Log(project.outputs / LOGS, _now, lambda _: None).say(str(held))
        sys.stderr.write(f"{held}\n")
        return BUSY


def _run_alone(options: Namespace, project: Project, known: Callable[[], str]) -> int:
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    if options.command == "scheduled":
        return _scheduled(options, project, terminal)
    if options.command == "doctor":
        return _doctor(options, project, terminal)
    before = known()
    outcome = _outcome(options, project, terminal.progress)
    terminal.progress("")
    code = exit_code(outcome)
    heard = Heard(sys.stdout)
    try:
        _tell(options, outcome, code, heard)
        heard.flush()
    except BrokenPipeError:  # whoever reads the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if before and outcome.lasting and outcome.edition and before == known():  # nothing changed meanwhile
        remember(project.outputs, before, str(outcome.edition.period), heard.text, code)
    return code


def _tell(options: Namespace, outcome: Outcome, code: int, heard: Heard) -> None:
    """Show an outcome on the terminal, or as JSON."""
    if not options.json:
        show(Terminal(heard, options.quiet), options.command, outcome, options.verbose)
        return
    said = document(
        outcome.edition, outcome.faults, outcome.findings, outcome.written, outcome.queries, outcome.posted
    )
    said = {"command": options.command, "exit_code": code, **said}
    said |= {"forms": forms_document(outcome.issued), "status": status_document(outcome.status)}
    heard.write(json.dumps(said, indent=1) + "\n")


def _scheduled(options: Namespace, project: Project, terminal: Terminal) -> int:
    """Run unattended: what is shown is what the log says; with ``--json`` the summary."""
    log = Log(project.outputs / LOGS, _now, (lambda _: None) if terminal.quiet else terminal.line)
    wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack, changes=options.changes)
    try:
        code, summary = run_scheduled(project, options.period, wanted, log, options.today or _now().date())
    except Exception:
        log.say("Stopped by a fault of the program's own.")
        raise
    if log.fault:
        sys.stderr.write(f"{log.fault.message} {log.fault.remedy}\n")
    if options.json:
        sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return code


def _doctor(options: Namespace, project: Project, terminal: Terminal) -> int:
    """Look at the machine and the folder; show the page, or with ``--json`` the same for programs."""
    from pipeline.doctor.check import code_of
    from pipeline.doctor.examination import as_json, examine, page

    checks = examine(project, _now())
    if options.json:
        sys.stdout.write(json.dumps(as_json(checks), indent=1) + "\n")
    else:
        for line in page(checks, only_amiss=options.quiet):
            terminal.line(line)
    return code_of(checks)


def _now() -> datetime:
    """The time on this computer's clock, with its zone. Nothing below the command line asks for it."""
    return datetime.now().astimezone()


def _in_words(moment: datetime) -> str:
    return f"{in_words(moment.date())}, {moment:%H:%M}"


def _outcome(options: Namespace, project: Project, progress: Progress) -> Outcome:
    if options.command == "check-template":
        return check_one_template(project, options.period, options.files[0], options.paper, options.mark)
    if options.files:
        return check_files(project, options.period, options.files, progress)
    wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack, changes=options.changes)
    if options.command == "send":
        from pipeline.mail.sending import send

        return send(project, options.period, progress, wanted, _sending(options))
    if options.command == "build":
        return build(project, options.period, progress, wanted)
    if options.command == "fields":
        return write_fields(project, options.period, progress, options.paper)
    if options.command == "status":
        return tell_status(project, options.period, options.today or _now().date(), progress)
    command = {"check": check_returns, "forms": write_forms}[options.command]
    return command(project, options.period, progress)


def _sending(options: Namespace) -> Sending:
    """How to send: the day from the clock, the password from the environment; nothing else asks either."""
    from pipeline.mail.password import read_password
    from pipeline.mail.sending import Sending

    now = _now()
    password = partial(read_password, environment=os.environ)
    return Sending(options.today or now.date(), now, password, options.dry_run, options.again)


def report_fault(fault: Exception) -> int:
    """Put a fault of the program's own into a file, and say so."""
    details = without_identifiers("".join(traceback.format_exception(fault)))  # a fault may quote a cell
    with tempfile.NamedTemporaryFile(
        "w",
        encoding="utf-8",
        errors="backslashreplace",
        prefix="committee-papers-",
        suffix=".txt",
        delete=False,
    ) as report:
        report.write(details)
    sys.stderr.write(
        "The program has a fault of its own and stopped; no paper was changed. "
        f"Please send {report.name} to whoever looks after it.\n"
    )
    return NOT_SET_UP
