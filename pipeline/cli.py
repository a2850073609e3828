"""The command line: commands and exit codes."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import __version__
from pipeline.exit_codes import INTERRUPTED, MISTAKEN
from pipeline.unchanged import Places, fingerprint, said_before

if TYPE_CHECKING:
    from pipeline.model import Period

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
    "test": "run the program's own tests",
    "bench": "measure the program beside a plain script",
}
EPILOGUE = """\
examples:
  python run.py                          build the papers of the period in config.yaml
  python run.py --period 2019-12         build the papers of December 2019
  python run.py --paper board            build one of them
  python run.py --pdf                    make a PDF of each paper too
  python run.py --changes                mark in a copy what changed since the last period
  python run.py check --inputs drafts    check the returns in the folder drafts
  python run.py check north.xlsx         check one return, wherever it lies
  python run.py forms --period 2019-12   write December's forms, filled from the last returns
  python run.py status                   say who has returned what, and what is open
  python run.py send --dry-run           show what would be sent by e-mail, and to whom
  python run.py check-template FILE      check a paper's Word template
  python run.py fields --paper board     write a page of the names that its template may use
  python run.py scheduled                build what is due, if anything has changed
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
    from pipeline.model import Period

    period = Period.parse(text)
    if period is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a period; write 2019-11 or 2019-Q3")
    return period


def _day(text: str) -> date:
    from pipeline.yaml_source import day

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
        "--changes",
        action="store_true",
        help="write a copy of each paper too, in which what differs from the last period's is a tracked change",
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
        made.error(f"there is no option {unknown[0]}. {_hint(unknown[0], made.options())}")
    if options.command not in COMMANDS:
        made.error(f"there is no command “{options.command}”. {_hint(options.command, list(COMMANDS))}")
    if options.command in {"test", "bench"}:  # run.py starts these itself; an installed copy has none
        made.error(
            f"{options.command} comes first, in the program's own folder: python run.py {options.command}."
        )
    if options.files and options.command not in ("check", "check-template"):
        made.error(f"{options.command} takes no files; only check and check-template do.")
    if options.command != "send" and (options.dry_run or options.again):
        made.error("--dry-run and --again go with send.")
    if options.today and options.command not in {"send", "scheduled", "status"}:
        made.error("--today goes with scheduled, send and status.")
    if options.command == "check-template" and len(options.files) != 1:
        made.error("name one template after check-template.")
    return options


def _hint(word: str, known: list[str]) -> str:
    from pipeline.yaml_source import hint

    return hint(word, known)


def main(arguments: Sequence[str]) -> int:
    """Run one command; give its exit code."""
    try:
        options = parse(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _said_again(options, arguments) if options.command == "build" else _run(options)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was left half written.\n")
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - a user gets a sentence and a file to send on, never a traceback
        from pipeline.commands import report_fault

        return report_fault(fault)


def _said_again(options: argparse.Namespace, arguments: Sequence[str]) -> int:
    """A build; where it would be the last one over again, what that one said. PDFs depend on LibreOffice too."""
    if options.pdf or options.pack:
        return _run(options)
    places = _places(options)
    known = partial(fingerprint, places, arguments, sys.stdout)
    said = said_before(places.outputs, known)
    if said is None:
        return _run(options, known)
    sys.stdout.write(said[0])
    return said[1]


def _places(options: argparse.Namespace) -> Places:
    home = options.config.resolve().parent
    return Places(options.config, options.inputs or home / "inputs", options.outputs or home / "outputs")


def _run(options: argparse.Namespace, known: Callable[[], str] = str) -> int:
    # What a command makes it keeps to its end, and hardly any of it refers to itself: to look through all of it for
    # what may be thrown away, as often as Python does, takes a quarter of the time of reading a return of 5,000 rows.
    gc.set_threshold(10_000, 20, 50)
    from pipeline.commands import run

    return run(options, _places(options), known)


def entry() -> None:
    """The console command of an installed copy."""
    raise SystemExit(main(sys.argv[1:]))
