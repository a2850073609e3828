"""The command line: commands and exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from glob import has_magic
from pathlib import Path
from typing import NoReturn

from pipeline import __version__
from pipeline.boards import COMMANDS as COMMANDS_FOR_BOARDS
from pipeline.boards import Asked, NoBoardsError, boards_of, in_one, run_boards, worst
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
from pipeline.doctor.check import code_of
from pipeline.doctor.examination import as_json, examine, page
from pipeline.exit_codes import BUSY, INTERRUPTED, MISTAKEN, NOT_SET_UP, exit_code
from pipeline.explain.document import document, forms_document, status_document
from pipeline.identifiers import without_identifiers
from pipeline.lock import locked
from pipeline.mail.password import read_password
from pipeline.mail.sending import Sending, send
from pipeline.model import Finding, Level, Period, in_words
from pipeline.papers import Wanted
from pipeline.project import Project
from pipeline.scheduled import FAULT_LOGGED, LOGS, Log, run_scheduled
from pipeline.terminal import Terminal, show, show_boards, show_findings
from pipeline.watch import Screen, watch
from pipeline.workers import Here, LostError, Processes, Workers
from pipeline.yaml_source import day, hint

COMMANDS = {
    "build": "read the returns and write the papers that are due (the default)",
    "check": "check the returns, or the files named after it, and write nothing",
    "forms": "write a return form for each partnership and each cover, filled from its last return",
    "status": "say who has a form, who has returned it, what is open, and the days that are left",
    "check-template": "check the Word template named after it",
    "send": "build, then send by e-mail what is due, once config.yaml has a block mail",
    "fields": "write a page of the names that a paper's template may use",
    "scheduled": "for a server: build the papers of the meeting that comes next, if anything has changed; keep a log",
    "doctor": "say whether this computer and this folder can do the job, and what to do where they cannot",
    "watch": "build, and build again whenever a return, a template or config.yaml has been saved, until Ctrl-C",
    "test": "run the program's own tests",
}
WRITING = frozenset({"build", "scheduled", "send", "forms", "fields"})  # one of these at a time
EPILOGUE = """\
examples:
  python run.py                          build the papers of the period in config.yaml
  python run.py --period 2019-12         build the papers of December 2019
  python run.py --paper board            build one of them
  python run.py --pdf                    make a PDF of each paper too
  python run.py check --inputs drafts    check the returns in the folder drafts
  python run.py check north.xlsx         check one return, wherever it lies
  python run.py forms --period 2019-12   write December's forms, filled from the last returns
  python run.py status                   say who has returned what, and what is open
  python run.py send --dry-run           show what would be sent by e-mail, and to whom
  python run.py check-template FILE      check a paper's Word template
  python run.py fields --paper board     write a page of the names that its template may use
  python run.py scheduled                build what is due, if anything has changed
  python run.py watch                    build again whenever something has been saved
  python run.py --config 'boards/*/config.yaml'
                                         build the papers of many boards
  python run.py doctor                   see whether this computer can do the job

what scheduled builds:
  The period of the meeting that comes next: of all meetings in config.yaml the first whose date is today or later.
  If the returns, the templates, the configuration and the program are those of the papers that lie there, it says
  that nothing has changed and ends with 0. It writes outputs/logs/DATE.log and outputs/logs/summary.json.

exit codes:
  0  built, checked or written; or nothing has changed
  1  at least one return has errors; a public paper is not written if they are personal data
  2  a mistake in the command, in config.yaml, in a form or in a template
  3  the program could not be set up, could not write its results, or could not send an e-mail
  4  another run is writing to the same results; nothing was done
  For many boards it is the worst of theirs: 3, else 2, else 4, else 1, else 0.
"""


class _Parser(argparse.ArgumentParser):
    """Words a usage mistake in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say the mistake in one sentence, and where help is."""
        self.exit(MISTAKEN, f"{message[:1].upper()}{message[1:]} See: python run.py --help\n")

    def options(self) -> list[str]:
        """Every option by its name."""
        return [name for action in self._actions for name in action.option_strings]


def _period(text: str) -> Period:
    period = Period.parse(text)
    if period is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a period; write 2019-11 or 2019-Q3")
    return period


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of processes such as 4")
    return int(text)


def _day(text: str) -> date:
    found = day(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date such as 2019-11-28")
    return found


def parser() -> _Parser:
    """The command line's grammar."""
    made = _Parser(
        prog="run.py",
        description="Builds committees' Word papers from the Excel returns of its partnerships.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    listed = "; ".join(f"{name}: {purpose}" for name, purpose in COMMANDS.items())
    made.add_argument("command", nargs="?", default="build", metavar="COMMAND", help=listed)
    made.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="the files to check, after check or check-template",
    )
    made.add_argument(
        "--config",
        action="append",
        metavar="FILE",
        help="the configuration (config.yaml); several, or a pattern in quotes, for many boards in one run",
    )
    made.add_argument(
        "--inputs",
        type=Path,
        metavar="FOLDER",
        help="the folder of returns (inputs, beside the configuration)",
    )
    made.add_argument(
        "--outputs",
        type=Path,
        metavar="FOLDER",
        help="the folder for results (outputs, beside the configuration)",
    )
    made.add_argument(
        "--period", type=_period, metavar="PERIOD", help="the reporting period, such as 2019-11 or 2019-Q3"
    )
    made.add_argument(
        "--paper", default="", metavar="PAPER", help="only the paper of that id, or whose id so begins"
    )
    made.add_argument(
        "--mark",
        type=Path,
        metavar="FILE",
        help="with check-template: write a copy that has a Word comment at each place",
    )
    made.add_argument("--pdf", action="store_true", help="make a PDF of each paper too, where LibreOffice is")
    made.add_argument(
        "--pack", action="store_true", help="bind each committee's papers into one PDF with an index too"
    )
    made.add_argument(
        "--dry-run", action="store_true", help="with send: show what would be sent, and send nothing"
    )
    made.add_argument(
        "--again",
        default="",
        metavar="ID",
        help="with send: send what is due to that partnership or on that paper once more",
    )
    made.add_argument(
        "--today",
        type=_day,
        metavar="DAY",
        help="with scheduled, send and status: how things stand on another day, such as 2019-11-20",
    )
    made.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="for many boards: in how many processes (as many as the computer has processors; 1: one board after the other)",
    )
    made.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="for many boards: do the work on a Dask cluster, such as tcp://HOST:8786",
    )
    loudness = made.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="show only what has to be put right")
    loudness.add_argument("--verbose", action="store_true", help="show what is for information too")
    made.add_argument(
        "--json", action="store_true", help="write the result as JSON, and nothing else, to standard output"
    )
    made.add_argument("--version", action="version", version=f"committee-papers {__version__}")
    return made


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options on the command line; a mistake ends the program with the nearest right word."""
    made = parser()
    options, unknown = made.parse_known_intermixed_args(list(arguments))
    if unknown:
        made.error(f"there is no option {unknown[0]}. {hint(unknown[0], made.options())}")
    if options.command not in COMMANDS:
        made.error(f"there is no command “{options.command}”. {hint(options.command, list(COMMANDS))}")
    if options.command == "test":  # run.py starts the tests itself; an installed copy has none
        made.error("test comes first, in the program's own folder: python run.py test.")
    if options.files and options.command not in ("check", "check-template"):
        made.error(f"{options.command} takes no files; only check and check-template do.")
    if options.command == "watch" and options.json:
        made.error("watch writes lines for people; --json does not go with it.")
    if options.command != "send" and (options.dry_run or options.again):
        made.error("--dry-run and --again go with send.")
    if options.today and options.command not in {"send", "scheduled", "status"}:
        made.error("--today goes with scheduled, send and status.")
    if options.command == "check-template" and len(options.files) != 1:
        made.error("name one template after check-template.")
    _name_boards(made, options)
    return options


def _name_boards(made: _Parser, options: argparse.Namespace) -> None:
    """Whether many boards are meant, and what does not go with them."""
    configs = options.config or ["config.yaml"]
    options.boards = bool(options.cluster) or len(configs) > 1 or has_magic(configs[0])
    if options.boards and options.command not in COMMANDS_FOR_BOARDS:
        made.error(
            f"{options.command} takes one configuration; only build, check and scheduled take several."
        )
    if options.boards and (options.files or options.inputs or options.outputs):
        made.error("with several configurations no files, --inputs or --outputs can be given.")
    if options.jobs and not options.boards:
        made.error("--jobs goes with several configurations, such as --config 'boards/*/config.yaml'.")
    options.configs, options.config = configs, Path(configs[0])


def main(arguments: Sequence[str]) -> int:
    """Run one command; give its exit code."""
    try:
        options = parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _run(options)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was left half written.\n")
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - a user gets a sentence and a file to send on, never a traceback
        return _report_fault(fault)


def _run(options: argparse.Namespace) -> int:
    if options.boards:
        return _run_boards(options)
    home = options.config.resolve().parent
    project = Project(options.config, options.inputs or home / "inputs", options.outputs or home / "outputs")
    if options.command not in WRITING:
        return _run_alone(options, project)
    with locked(project.outputs, _in_words(_now())) as held:
        if held is None:
            return _run_alone(options, project)
        if options.command == "scheduled":
            Log(project.outputs / LOGS, _now, lambda _: None).say(str(held))
        sys.stderr.write(f"{held}\n")
        return BUSY


def _run_alone(options: argparse.Namespace, project: Project) -> int:
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    if options.command == "scheduled":
        return _scheduled(options, project, terminal)
    if options.command == "watch":
        return _watch(options, project, terminal)
    if options.command == "doctor":
        return _doctor(options, project, terminal)
    outcome = _outcome(options, project, terminal.progress)
    terminal.progress("")
    code = exit_code(outcome)
    try:
        if options.json:
            said = document(
                outcome.edition,
                outcome.faults,
                outcome.findings,
                outcome.written,
                outcome.queries,
                outcome.posted,
            )
            said = {"command": options.command, "exit_code": code, **said}
            said |= {"forms": forms_document(outcome.issued), "status": status_document(outcome.status)}
            sys.stdout.write(json.dumps(said, indent=1) + "\n")
        else:
            show(terminal, options.command, outcome, options.verbose)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _run_boards(options: argparse.Namespace) -> int:
    """Run one command for many boards; show a line for each, or with ``--json`` all of them."""
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    asked = Asked(
        options.command,
        options.period,
        Wanted(options.paper, pdf=options.pdf, pack=options.pack),
        options.today or _now().date(),
        _now,
        _fault_on_file,
    )
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


def _workers(options: argparse.Namespace, boards: int) -> Workers:
    """Who does the work of so many boards: a cluster, processes, or this process alone."""
    if options.cluster:
        from pipeline.cluster import Cluster  # noqa: PLC0415 - for those who have one

        return Cluster(options.cluster)
    count = min(options.jobs or os.cpu_count() or 1, boards)
    return Processes(count) if count > 1 else Here()


def _scheduled(options: argparse.Namespace, project: Project, terminal: Terminal) -> int:
    """Run unattended: what is shown is what the log says; with ``--json`` the summary."""
    log = Log(project.outputs / LOGS, _now, (lambda _: None) if terminal.quiet else terminal.line)
    wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack)
    try:
        code, summary = run_scheduled(project, options.period, wanted, log, options.today or _now().date())
    except Exception:
        log.say(FAULT_LOGGED)
        raise
    if log.fault:
        sys.stderr.write(f"{log.fault.message} {log.fault.remedy}\n")
    if options.json:
        sys.stdout.write(json.dumps(summary, indent=1) + "\n")
    return code


def _watch(options: argparse.Namespace, project: Project, terminal: Terminal) -> NoReturn:
    """Build after each change until Ctrl-C; show a line for each."""

    def line(text: str) -> None:
        terminal.line(text)
        terminal.stream.flush()

    def findings(found: tuple[Finding, ...]) -> None:
        show_findings(terminal, found, [Level.ERROR])
        terminal.stream.flush()

    screen = Screen(line, findings, _fault_on_file, terminal.progress)
    config, inputs, outputs = (path.resolve() for path in (project.config, project.inputs, project.outputs))
    wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack)
    watch(Project(config, inputs, outputs), options.period, wanted, _now, screen)


def _doctor(options: argparse.Namespace, project: Project, terminal: Terminal) -> int:
    """Look at the machine and the folder; show the page, or with ``--json`` the same for programs."""
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


def _outcome(options: argparse.Namespace, project: Project, progress: Progress) -> Outcome:
    if options.command == "check-template":
        return check_one_template(project, options.period, options.files[0], options.paper, options.mark)
    if options.files:
        return check_files(project, options.period, options.files, progress)
    wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack)
    if options.command == "send":
        return send(project, options.period, progress, wanted, _sending(options))
    if options.command == "build":
        return build(project, options.period, progress, wanted)
    if options.command == "fields":
        return write_fields(project, options.period, progress, options.paper)
    if options.command == "status":
        return tell_status(project, options.period, options.today or _now().date(), progress)
    command = {"check": check_returns, "forms": write_forms}[options.command]
    return command(project, options.period, progress)


def _sending(options: argparse.Namespace) -> Sending:
    """How to send: the day from the clock, the password from the environment; nothing else asks either."""
    now = _now()
    password = partial(read_password, environment=os.environ)
    return Sending(options.today or now.date(), now, password, options.dry_run, options.again)


def _report_fault(fault: Exception) -> int:
    """Say that the program has a fault of its own."""
    sys.stderr.write(f"{_fault_on_file(fault)}\n")
    return NOT_SET_UP


def _fault_on_file(fault: Exception) -> str:
    """Put a fault of the program's own into a file; gives the sentence that says so."""
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
    return (
        "The program has a fault of its own and stopped; no paper was changed. "
        f"Please send {report.name} to whoever looks after it."
    )


def entry() -> None:
    """The console command of an installed copy."""
    raise SystemExit(main(sys.argv[1:]))
