"""The command line: commands, exit codes, and what the terminal shows."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from pipeline.build import Outcome, Progress, Project, build, check_returns, write_forms
from pipeline.explain import HEADINGS, as_json, counted, grouped, status_lines
from pipeline.model import Finding, Level, Period

BUILT, RETURNS_HAVE_ERRORS, MISTAKEN, NOT_SET_UP = 0, 1, 2, 3
INTERRUPTED = 130  # as shells count a program stopped by Ctrl-C
JSON_VERSION = 1
COMMANDS: dict[str, tuple[Callable[[Project, Period | None, Progress], Outcome], str]] = {
    "build": (build, "read the returns and write the paper (the default)"),
    "check": (check_returns, "check the returns and write nothing"),
    "forms": (write_forms, "write a blank return form for each partnership"),
}
EPILOGUE = """\
examples:
  python run.py                          build the paper of the period in config.yaml
  python run.py --period 2019-12         build the paper of December 2019
  python run.py check --inputs drafts    check the returns in the folder drafts
  python run.py forms                    write the blank forms
  python run.py test                     run the program's own tests

exit codes:
  0  built, checked or written
  1  built or checked, and at least one return has errors
  2  a mistake in the command, in config.yaml, in a form or in a template
  3  the program could not be set up
"""
SIGNS = {Level.ERROR: ("31", "x"), Level.WARNING: ("33", "!"), Level.NOTE: ("36", "-")}


class _Parser(argparse.ArgumentParser):
    """Words a usage mistake in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISTAKEN, f"{message[:1].upper()}{message[1:]}. See: python run.py --help\n")


def _period(text: str) -> Period:
    period = Period.parse(text)
    if period is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a period; write 2019-11 or 2019-Q3")
    return period


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    made = _Parser(
        prog="run.py",
        description="Builds a committee's Word paper from the Excel returns of its partnerships.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    listed = "; ".join(f"{name}: {purpose}" for name, (_, purpose) in COMMANDS.items())
    made.add_argument("command", nargs="?", choices=list(COMMANDS), default="build", help=listed)
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
    loudness = made.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="show only what has to be put right")
    loudness.add_argument("--verbose", action="store_true", help="show what is for information too")
    made.add_argument(
        "--json", action="store_true", help="write the result as JSON, and nothing else, to standard output"
    )
    return made


class Terminal:
    """Writes to a console of any encoding; colour and progress only where a person watches."""

    def __init__(self, stream: TextIO, quiet: bool = False) -> None:
        """Write to ``stream``."""
        self.stream, self.quiet = stream, quiet
        self.live = stream.isatty() and not quiet
        self.colours = stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def line(self, text: str = "", colour: str = "") -> None:
        """Write one line; a character that the console lacks becomes a near one."""
        encoding = self.stream.encoding or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            for sign, near in (("›", ">"), ("“", '"'), ("”", '"'), ("’", "'")):
                text = text.replace(sign, near)
            text = text.encode(encoding, "replace").decode(encoding)
        self.stream.write(f"\033[{colour}m{text}\033[0m\n" if colour and self.colours else f"{text}\n")

    def progress(self, text: str) -> None:
        """Show what is being done, on one line that the next replaces."""
        if self.live:
            shown = (
                text[:76]
                .encode(self.stream.encoding or "ascii", "replace")
                .decode(self.stream.encoding or "ascii")
            )
            self.stream.write(f"\r{shown:<78}\r")
            self.stream.flush()


def main(arguments: Sequence[str]) -> int:
    """Run one command; give its exit code."""
    try:
        options = parser().parse_args(list(arguments))
    except SystemExit as stop:
        return int(stop.code or 0)
    terminal = Terminal(sys.stderr if options.json else sys.stdout, options.quiet or options.json)
    home = options.config.resolve().parent
    project = Project(options.config, options.inputs or home / "inputs", options.outputs or home / "outputs")
    try:
        outcome = COMMANDS[options.command][0](project, options.period, terminal.progress)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing was left half written.\n")
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - a user gets a sentence and a file to send on, never a traceback
        return _report_fault(fault)
    terminal.progress("")
    code = exit_code(outcome)
    if options.json:
        sys.stdout.write(json.dumps(_document(options.command, outcome, code), indent=1) + "\n")
    else:
        _show(terminal, options.command, outcome, options.verbose)
    return code


def _report_fault(fault: Exception) -> int:
    """Put a fault of the program's own into a file, and say so."""
    details = "".join(traceback.format_exception(fault))
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
    return RETURNS_HAVE_ERRORS if any(f.level is Level.ERROR for f in outcome.findings) else BUILT


def _show(terminal: Terminal, command: str, outcome: Outcome, verbose: bool) -> None:
    if outcome.edition and not terminal.quiet:
        terminal.line(f"Returns for {outcome.edition.period.title}")
        for text, well in status_lines(outcome.edition, outcome.findings):
            terminal.line(f"  {'ok' if well else '!!'}  {text}", "" if well else "33")
        terminal.line()
    levels = (
        [Level.ERROR] if terminal.quiet else [Level.ERROR, Level.WARNING, *([Level.NOTE] if verbose else [])]
    )
    _list(terminal, [*outcome.faults, *outcome.findings], levels)
    if terminal.quiet:
        return
    hidden = [f for f in outcome.findings if f.level not in levels]
    if hidden:
        files = ", ".join(dict.fromkeys(f.address.file for f in hidden))
        terminal.line(f"For information: {len(hidden)} more on {files} (--verbose shows them).")
    _close(terminal, command, outcome)


def _list(terminal: Terminal, findings: Sequence[Finding], levels: Sequence[Level]) -> None:
    shown = [group for group in grouped(findings) if group.level in levels]
    for level in levels:
        groups = [group for group in shown if group.level is level]
        if groups:
            terminal.line(HEADINGS[level], f"1;{SIGNS[level][0]}")
        for group in groups:
            terminal.line(f"  {SIGNS[level][1]} {group.place}", SIGNS[level][0])
            terminal.line(f"    {group.message} {group.remedy}")
        if groups:
            terminal.line()


def _close(terminal: Terminal, command: str, outcome: Outcome) -> None:
    """The last lines: what was built, where it is, and what needs attention."""
    for path in outcome.written:
        terminal.line(f"Written: {path}", "32")
    if outcome.faults:
        terminal.line("Nothing was written: put right what is listed above, then run again.")
    elif command == "build" and not outcome.written:
        terminal.line("The paper was not written.")
    if command != "forms" and not outcome.faults:
        terminal.line(f"Returns read: {outcome.files_read}. Needs attention: {counted(outcome.findings)}.")


def _document(command: str, outcome: Outcome, code: int) -> dict[str, object]:
    """The whole outcome as JSON; ``version`` rises when the shape changes."""
    register = outcome.edition.register if outcome.edition else ()
    return {
        "version": JSON_VERSION,
        "command": command,
        "exit_code": code,
        "period": str(outcome.edition.period) if outcome.edition else None,
        "register": [
            {"partnership": e.partnership.id, "name": e.partnership.name, "standing": e.standing.value,
             "file": e.accepted.file if e.accepted else None, "reason": e.reason}
            for e in register
        ],
        "faults": [as_json(finding) for finding in outcome.faults],
        "findings": [as_json(finding) for finding in outcome.findings],
        "written": [path.as_posix() for path in outcome.written],
    }  # fmt: skip
