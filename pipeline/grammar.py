"""The grammar of the command line: its commands and options, and which of them go together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import __version__
from pipeline.exit_codes import MISTAKEN

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
    "watch": "build, and build again whenever a return, a template or config.yaml has been saved, until Ctrl-C",
    "test": "run the program's own tests",
    "bench": "measure the program beside a plain script",
}
FOR_BOARDS = frozenset({"build", "check", "scheduled"})  # commands that may be given several boards
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
    from pipeline.model import Period

    period = Period.parse(text)
    if period is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a period; write 2019-11 or 2019-Q3")
    return period


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of processes such as 4")
    return int(text)


def _day(text: str) -> date:
    from pipeline.yaml_shapes import day

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
    _add_places(made)
    _add_makings(made)
    _add_workers(made)
    _add_telling(made)
    return made


def _add_places(made: argparse.ArgumentParser) -> None:
    """Where things are."""
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


def _add_makings(made: argparse.ArgumentParser) -> None:
    """What is to be made, and of what."""
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


def _add_workers(made: argparse.ArgumentParser) -> None:
    """Who does the work."""
    made.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="for many returns or boards: in how many processes (as many as the computer has processors; 1: in this one)",
    )
    made.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="for many boards: do the work on a Dask cluster, such as tcp://HOST:8786",
    )


def _add_telling(made: argparse.ArgumentParser) -> None:
    """What is shown."""
    loudness = made.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="show only what has to be put right")
    loudness.add_argument("--verbose", action="store_true", help="show what is for information too")
    made.add_argument(
        "--json", action="store_true", help="write the result as JSON, and nothing else, to standard output"
    )
    made.add_argument("--version", action="version", version=f"committee-papers {__version__}")


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
    if options.boards and options.command not in FOR_BOARDS:
        made.error(
            f"{options.command} takes one configuration; only build, check and scheduled take several."
        )
    if options.boards and (options.files or options.inputs or options.outputs):
        made.error("with several configurations no files, --inputs or --outputs can be given.")
    if options.jobs and options.command not in FOR_BOARDS:
        made.error("--jobs goes with build, check and scheduled.")
    options.configs, options.config = configs, Path(configs[0])


def _hint(word: str, known: list[str]) -> str:
    from pipeline.yaml_source import hint

    return hint(word, known)
