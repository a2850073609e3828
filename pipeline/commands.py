"""Runs the commands of the command line: what each gives is shown, and turned into an exit code."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from pipeline.exit_codes import BUSY, MISTAKEN, NOT_SET_UP, exit_code
from pipeline.explain.document import document, forms_document, status_document
from pipeline.fault import on_file
from pipeline.lock import locked
from pipeline.model import Finding, Level, in_words
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project
from pipeline.sharing import Sharing
from pipeline.terminal import Terminal, show, show_boards, show_findings
from pipeline.unchanged import Heard, Places, remember
from pipeline.wanted import Wanted

if TYPE_CHECKING:
    from pipeline.mail.sending import Sending
    from pipeline.workers import Workers

WRITING = frozenset({"build", "scheduled", "send", "forms", "fields"})  # one of these at a time


def run(options: Namespace, places: Places, known: Callable[[], str] = str) -> int:
    """Run the command that ``options`` name; give its exit code.

    ``known`` gives the fingerprint of a build, to remember by it what that says; '' where it is not to be remembered.
    """
    if options.boards:
        return _run_boards(options)
    project = Project(places.config, places.inputs, places.outputs)
    if options.command not in WRITING:
        return _run_alone(options, project, str)
    with locked(project.outputs, _in_words(_now())) as held:
        if held is None:
            return _run_alone(options, project, known)
        if options.command == "scheduled":
            from pipeline.scheduled import LOGS, Log

            Log(project.outputs / LOGS, _now, lambda _: None).say(str(held))
        sys.stderr.write(f"{held}\n")
        return BUSY


def _run_alone(options: Namespace, project: Project, known: Callable[[], str]) -> int:
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    if options.command == "scheduled":
        return _scheduled(options, project, terminal)
    if options.command == "watch":
        _watch(options, project, terminal)
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
    if outcome.lasting and outcome.edition:
        remember(project.outputs, before, known, str(outcome.edition.period), heard.text, code)
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


def _run_boards(options: Namespace) -> int:
    """Run one command for many boards; show a line for each, or with ``--json`` all of them."""
    from pipeline.boards import Asked, NoBoardsError, boards_of, in_one, run_boards, worst
    from pipeline.workers import LostError

    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    today = options.today or _now().date()
    asked = Asked(options.command, options.period, _wanted(options), today, _now, on_file)
    try:
        boards = boards_of(options.configs)
        workers = _workers(options, len(boards))
    except (NoBoardsError, LostError) as stop:
        sys.stderr.write(f"{stop}\n")
        return MISTAKEN if isinstance(stop, NoBoardsError) else NOT_SET_UP
    results = run_boards(boards, asked, workers, terminal.progress)
    workers.stop()
    terminal.progress("")
    if options.json:
        sys.stdout.write(json.dumps(in_one(options.command, results), indent=1) + "\n")
    else:
        show_boards(terminal, results)
    return worst([one.code for one in results])


def _workers(options: Namespace, boards: int) -> Workers:
    """Who does the work of so many boards: a cluster, processes, or this process alone."""
    from pipeline.workers import Here, Processes

    if options.cluster:
        from pipeline.cluster import Cluster

        return Cluster(options.cluster)
    count = min(options.jobs or os.cpu_count() or 1, boards)
    return Processes(count) if count > 1 else Here()


def _scheduled(options: Namespace, project: Project, terminal: Terminal) -> int:
    """Run unattended: what is shown is what the log says; with ``--json`` the summary."""
    from pipeline.build import build
    from pipeline.scheduled import FAULT_LOGGED, LOGS, Log, run_scheduled

    log = Log(project.outputs / LOGS, _now, (lambda _: None) if terminal.quiet else terminal.line)
    today = options.today or _now().date()
    try:
        with _sharing(options) as sharing:
            make = partial(build, sharing=sharing)
            code, summary = run_scheduled(project, options.period, _wanted(options), log, today, make)
    except Exception:
        log.say(FAULT_LOGGED)
        raise
    if log.fault:
        sys.stderr.write(f"{log.fault.message} {log.fault.remedy}\n")
    if options.json:
        sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return code


def _watch(options: Namespace, project: Project, terminal: Terminal) -> NoReturn:
    """Build after each change until Ctrl-C; show a line for each."""
    from pipeline.watch import Screen, watch

    def line(text: str) -> None:
        terminal.line(text)
        terminal.stream.flush()

    def findings(found: tuple[Finding, ...]) -> None:
        show_findings(terminal, found, [Level.ERROR])
        terminal.stream.flush()

    screen = Screen(line, findings, on_file, terminal.progress)
    config, inputs, outputs = (path.resolve() for path in (project.config, project.inputs, project.outputs))
    watch(Project(config, inputs, outputs), options.period, _wanted(options), _now, screen)


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
    period, wanted = options.period, _wanted(options)
    if options.command == "build":
        from pipeline.build import build

        with _sharing(options) as sharing:
            return build(project, period, progress, wanted, sharing)
    if options.command == "send":
        from pipeline.mail.sending import send

        return send(project, period, progress, wanted, _sending(options))
    if options.command in {"check-template", "fields"}:
        return _on_templates(options, project, progress)
    return _on_returns(options, project, progress)


def _on_templates(options: Namespace, project: Project, progress: Progress) -> Outcome:
    from pipeline.templates import check_one_template, write_fields

    if options.command == "fields":
        return write_fields(project, options.period, progress, options.paper)
    return check_one_template(project, options.period, options.files[0], options.paper, options.mark)


def _on_returns(options: Namespace, project: Project, progress: Progress) -> Outcome:
    from pipeline.returns import check_files, check_returns, tell_status, write_forms

    if options.files:
        return check_files(project, options.period, options.files, progress)
    if options.command == "status":
        return tell_status(project, options.period, options.today or _now().date(), progress)
    if options.command == "forms":
        return write_forms(project, options.period, progress)
    with _sharing(options) as sharing:
        return check_returns(project, options.period, progress, sharing)


def _sharing(options: Namespace) -> Sharing:
    """Who shares the work of one board: as many processes as are asked for, else as the computer has processors."""
    return Sharing(options.jobs or os.cpu_count() or 1)


def _wanted(options: Namespace) -> Wanted:
    return Wanted(options.paper, pdf=options.pdf, pack=options.pack, changes=options.changes)


def _sending(options: Namespace) -> Sending:
    """How to send: the day from the clock, the password from the environment; nothing else asks either."""
    from pipeline.mail.password import read_password
    from pipeline.mail.sending import Sending

    now = _now()
    password = partial(read_password, environment=os.environ)
    return Sending(options.today or now.date(), now, password, options.dry_run, options.again)
