"""What a run shows on the terminal: progress, one line for each return, what is to be put right, what was built."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from pipeline.exit_codes import BUILT, BUSY, MISTAKEN, NOT_SET_UP, RETURNS_HAVE_ERRORS
from pipeline.explain.correspondence import Sent
from pipeline.explain.grouping import HEADINGS, counted, grouped, statuses
from pipeline.explain.status import lines
from pipeline.forms.start import Issued
from pipeline.model import Fate, Finding, Level, Posted
from pipeline.outcome import Outcome
from pipeline.unchanged import Heard

if TYPE_CHECKING:
    from pipeline.boards import Result

SIGNS = {Level.ERROR: ("31", "x"), Level.WARNING: ("33", "!"), Level.NOTE: ("36", "-")}
FILES_NAMED = 4  # of files that are for information only: the names of more would hide the lines above them
MEANINGS = {
    BUILT: "in order",
    RETURNS_HAVE_ERRORS: "with returns to put right",
    MISTAKEN: "with a mistake in the configuration or a template",
    NOT_SET_UP: "not done",
    BUSY: "busy with another run",
}
FATES = {
    Fate.SENT: "Sent",
    Fate.IN_PART: "Sent to some of the addresses",
    Fate.NOT_SENT: "Not sent",
    Fate.UNKNOWN: "Not known whether sent",
    Fate.NO_ADDRESS: "Not sent, for want of an address",
    Fate.DRY_RUN: "Would be sent",
}


class Terminal:
    """Writes to a console of any encoding; colour and progress only where a person watches."""

    def __init__(self, stream: TextIO | Heard, quiet: bool = False) -> None:
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


def show(terminal: Terminal, command: str, outcome: Outcome, verbose: bool) -> None:
    """Show a run's outcome; ``verbose`` adds what is for information only."""
    if outcome.status and outcome.edition:
        for line in lines(outcome.edition.period.title, outcome.status.positions):
            terminal.line(line)
        return
    if outcome.edition and not terminal.quiet:
        terminal.line(f"Returns for {outcome.edition.period.title}")
        for status in statuses(outcome.edition, outcome.findings):
            sign, colour = ("ok", "") if status.well else ("!!", "33")
            terminal.line(f"  {sign}  {status.who}: {status.how}", colour)
        terminal.line()
    levels = (
        [Level.ERROR] if terminal.quiet else [Level.ERROR, Level.WARNING, *([Level.NOTE] if verbose else [])]
    )
    show_findings(terminal, [*outcome.faults, *outcome.findings], levels)
    if terminal.quiet:
        return
    hidden = [f for f in outcome.findings if f.level not in levels]
    if hidden:
        terminal.line(f"For information: {len(hidden)} more on {_files(hidden)} (--verbose shows them).")
    _close(terminal, command, outcome)


def show_boards(terminal: Terminal, results: Sequence[Result]) -> None:
    """One line for each board, and once what stopped some of them."""
    width = max(len(one.board) for one in results)
    for one in results:
        if one.code or not terminal.quiet:
            sign, colour = ("ok", "") if one.code == BUILT else ("!!", "33")
            terminal.line(f"  {sign}  {one.board:<{width}}  {one.line}", colour)
    for one in results:
        found = [finding for finding in one.stopped if finding.level is Level.ERROR]
        if found and one.stopped not in [other.stopped for other in results[: results.index(one)]]:
            terminal.line()
            terminal.line(one.board)
            show_findings(terminal, found, [Level.ERROR])
    counts = Counter(one.code for one in results)
    listed = ", ".join(f"{counts[code]} {MEANINGS[code]}" for code in MEANINGS if counts[code])
    if not terminal.quiet:
        terminal.line(f"Boards: {len(results)}, of them {listed}.")


def _files(findings: Sequence[Finding]) -> str:
    """The files that findings are on, by name; how many they are, where the names would fill a screen."""
    names = list(dict.fromkeys(finding.address.file for finding in findings))
    return ", ".join(names) if len(names) <= FILES_NAMED else f"{len(names)} files"


def show_findings(terminal: Terminal, findings: Sequence[Finding], levels: Sequence[Level]) -> None:
    """What was found at these levels, each level under its heading, the same fault of a file in one."""
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


def _asked(queries: Sequence[Sent]) -> str:
    """Who is sent queries: ``2 partnerships and the report author``."""
    count = sum(not one.is_cover for one in queries)
    partnerships = f"{count} partnership{'' if count == 1 else 's'}" if count else ""
    author = "the report author" if count < len(queries) else ""
    return " and ".join(part for part in (partnerships, author) if part)


def _posted(terminal: Terminal, posted: Sequence[Posted]) -> None:
    """What was sent to whom, or would be; one line for each message."""
    for one in posted:
        colour = "32" if one.fate in (Fate.SENT, Fate.DRY_RUN) else "33"
        to = f"{one.name} <{', '.join(one.addresses)}>" if one.addresses else one.name
        files = f" Attached: {', '.join(one.attachments)}." if one.attachments else ""
        terminal.line(f"{FATES[one.fate]}: “{one.subject}” to {to}.{files}", colour)
    if not posted:
        terminal.line("Nothing is to be sent.")


def _start(issued: Issued) -> str:
    """What a form was issued with."""
    if issued.source is None or issued.period is None:
        return "blank, for no earlier return of it counts"
    count = len(issued.left_out)
    left_out = f"; {count} finished row{'' if count == 1 else 's'} left out" if count else ""
    return f"filled from {issued.source.file}, of {issued.period.title}{left_out}"


def _written(terminal: Terminal, outcome: Outcome) -> None:
    for issued in outcome.issued:
        terminal.line(f"{issued.sender.name}: {_start(issued)}")
    for path in outcome.written:
        if path.parent != outcome.queries_folder:
            terminal.line(f"Written: {path}", "32")
    if outcome.written and outcome.queries:
        terminal.line(f"Queries for {_asked(outcome.queries)}: {outcome.queries_folder}", "32")


def _close(terminal: Terminal, command: str, outcome: Outcome) -> None:
    """The last lines: what was built, where it is, and what needs attention."""
    _written(terminal, outcome)
    if command == "send" and not outcome.faults:
        _posted(terminal, outcome.posted)
    if command == "check-template":
        if not outcome.faults and not outcome.findings:
            terminal.line("Nothing is wrong with the template.", "32")
        return
    papers = any(path.suffix == ".docx" for path in outcome.written)
    if outcome.faults and command in ("forms", "status"):
        terminal.line("Nothing was done: put right what is listed above, then run again.")
    elif outcome.faults and not papers:
        terminal.line("No paper was written: put right what is listed above, then run again.")
    elif command == "build" and not papers:
        terminal.line("The paper was not written.")
    if command not in ("forms", "fields", "status") and not outcome.faults:
        what = "Returns" if outcome.edition else "Files"
        terminal.line(f"{what} read: {outcome.files_read}. Needs attention: {counted(outcome.findings)}.")
