"""The command line: commands and exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from pipeline import __version__
from pipeline.build import (
    Outcome,
    Progress,
    build,
    check_files,
    check_one_template,
    check_returns,
    write_fields,
    write_forms,
)
from pipeline.explain.document import document
from pipeline.identifiers import without_identifiers
from pipeline.model import Level, Period
from pipeline.papers import Wanted
from pipeline.project import Project
from pipeline.terminal import Terminal, show
from pipeline.yaml_source import hint

BUILT, RETURNS_HAVE_ERRORS, MISTAKEN, NOT_SET_UP = 0, 1, 2, 3
INTERRUPTED = 130  # as shells count a program stopped by Ctrl-C
COMMANDS = {
    "build": "read the returns and write the papers that are due (the default)",
    "check": "check the returns, or the files named after it, and write nothing",
    "forms": "write a blank return form for each partnership and each cover",
    "check-template": "check the Word template named after it",
    "fields": "write a page of the names that a paper's template may use",
    "test": "run the program's own tests",
}
EPILOGUE = """\
examples:
  python run.py                          build the papers of the period in config.yaml
  python run.py --period 2019-12         build the papers of December 2019
  python run.py --paper board            build one of them
  python run.py --pdf                    make a PDF of each paper too
  python run.py check --inputs drafts    check the returns in the folder drafts
  python run.py check north.xlsx         check one return, wherever it lies
  python run.py forms                    write the blank forms
  python run.py check-template FILE      check a paper's Word template
  python run.py fields --paper board     write a page of the names that its template may use

exit codes:
  0  built, checked or written
  1  at least one return has errors; a public paper is not written if they are personal data
  2  a mistake in the command, in config.yaml, in a form or in a template
  3  the program could not be set up, or could not write its results
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
        type=Path,
        default=Path("config.yaml"),
        metavar="FILE",
        help="the configuration (config.yaml)",
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
    if options.command == "check-template" and len(options.files) != 1:
        made.error("name one template after check-template.")
    return options


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
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    home = options.config.resolve().parent
    project = Project(options.config, options.inputs or home / "inputs", options.outputs or home / "outputs")
    outcome = _outcome(options, project, terminal.progress)
    terminal.progress("")
    code = exit_code(outcome)
    try:
        if options.json:
            said = document(
                outcome.edition, outcome.faults, outcome.findings, outcome.written, outcome.queries
            )
            said = {"command": options.command, "exit_code": code, **said}
            sys.stdout.write(json.dumps(said, indent=1) + "\n")
        else:
            show(terminal, options.command, outcome, options.verbose)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _outcome(options: argparse.Namespace, project: Project, progress: Progress) -> Outcome:
    if options.command == "check-template":
        return check_one_template(project, options.period, options.files[0], options.paper, options.mark)
    if options.files:
        return check_files(project, options.period, options.files, progress)
    if options.command == "build":
        wanted = Wanted(options.paper, pdf=options.pdf, pack=options.pack)
        return build(project, options.period, progress, wanted)
    if options.command == "fields":
        return write_fields(project, options.period, progress, options.paper)
    command = {"check": check_returns, "forms": write_forms}[options.command]
    return command(project, options.period, progress)


def _report_fault(fault: Exception) -> int:
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


def entry() -> None:
    """The console command of an installed copy."""
    raise SystemExit(main(sys.argv[1:]))


def exit_code(outcome: Outcome) -> int:
    """The documented exit code of an outcome."""
    if outcome.faults:
        return MISTAKEN
    if outcome.unwritten:
        return NOT_SET_UP
    return RETURNS_HAVE_ERRORS if any(f.level is Level.ERROR for f in outcome.findings) else BUILT
