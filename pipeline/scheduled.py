"""A run with nobody watching: which period is due, whether anything has changed, and a log and a summary of it.

The log and the summary hold counts, rules, and names that the configuration gives: no text of a return, no name of a
file that came, and so nothing about anybody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pipeline import __version__
from pipeline.build import build
from pipeline.exit_codes import BUILT, exit_code
from pipeline.model import Address, Finding, Level, Period, Rule, in_words
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project
from pipeline.publish import NOTHING_WRITTEN, write_whole
from pipeline.results import QUERIES
from pipeline.runs import built_already
from pipeline.settings import Meeting, PaperSettings, Settings, read_settings
from pipeline.wanted import Wanted

NO_MEETING_AHEAD = Rule(
    "no-meeting-ahead",
    Level.ERROR,
    "No meeting in config.yaml lies on or after {today}, so no period is due.",
    "Under meetings of a paper, add the next one, with its period, date, agenda_item and paper_number.",
)
NOT_LOGGED = Rule(
    "log-not-written",
    Level.ERROR,
    "The log {file} could not be written ({why}).",
    "See that you may write to the folder and that the disk has space, then run again.",
)
LOGS = "logs"  # the folder among the results
FAULT_LOGGED = "Stopped by a fault of the program's own."
SUMMARY = "summary.json"
Make = Callable[[Project, Period | None, Progress, Wanted], Outcome]
VERSION = 1  # of the summary's shape; rises when a key goes or changes


class Log:
    """The day's file in the folder of logs, to which each run adds its lines, each with its time."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], show: Callable[[str], None]) -> None:
        """Lines go to ``show`` too; ``clock`` tells the time."""
        self.folder, self.clock, self._show = folder, clock, show
        self.fault: Finding | None = None

    def say(self, text: str) -> None:
        """Add a line; if it cannot be written, ``fault`` says why."""
        self._show(text)
        now = self.clock()
        path = self.folder / f"{now:%Y-%m-%d}.log"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{now:%Y-%m-%d %H:%M:%S}  {text}\n")
        except OSError as fault:
            self._fails(path, fault)

    def keep(self, summary: dict[str, object]) -> None:
        """Write the summary of the run in place of the last one's."""
        path = self.folder / SUMMARY
        try:
            for part in self.folder.glob(f".{SUMMARY}.*.part"):  # of a run that was killed here
                part.unlink()
            write_whole(path, (json.dumps(summary, indent=1) + "\n").encode())
        except OSError as fault:
            self._fails(path, fault)

    def _fails(self, path: Path, fault: OSError) -> None:
        why = (fault.strerror or "unknown cause").lower()
        self.fault = self.fault or NOT_LOGGED.found(Address(path.name), file=path.name, why=why)


def next_meeting(settings: Settings, today: date) -> tuple[PaperSettings, Meeting] | None:
    """The meeting that comes next: of all papers' the first whose day is today or later."""
    ahead = [(paper, one) for paper in settings.papers for one in paper.meetings if one.date >= today]
    return min(ahead, key=lambda found: found[1].date, default=None)


def run_scheduled(
    project: Project, period: Period | None, wanted: Wanted, log: Log, today: date, make: Make = build
) -> tuple[int, dict[str, object]]:
    """Build what is due and has changed; gives the exit code and the summary, which is also kept beside the log.

    ``period`` is built instead of the one that is due, if it is given. ``make`` builds it.
    """
    started = log.clock()
    log.say(f"Begun: committee-papers {__version__}.")
    outcome = Outcome()
    if period is None:
        period, outcome.faults = _due(project, today, log)
    unchanged = "" if outcome.faults else built_already(project, period, wanted)
    if unchanged:
        log.say(f"Nothing has changed since run {unchanged}, so nothing was written.")
        outcome.run = unchanged
    elif not outcome.faults:
        outcome = make(project, period, lambda _: None, wanted)
        _tell(outcome, log)
    _tell_faults(outcome, log)
    summary = _summary(outcome, period, bool(unchanged), started, log.clock())
    code = BUILT if unchanged else exit_code(outcome)
    return _close(code, summary, outcome, log)


def _due(project: Project, today: date, log: Log) -> tuple[Period | None, list[Finding]]:
    """The period that is due; where the configuration cannot be read the build will say so."""
    try:
        settings, _ = read_settings(project.config.read_text("utf-8-sig"), project.config.name)
    except (OSError, UnicodeDecodeError):
        return None, []
    if settings is None:
        return None, []
    found = next_meeting(settings, today)
    if found is None:
        return None, [NO_MEETING_AHEAD.found(Address(project.config.name), today=in_words(today))]
    paper, meeting = found
    log.say(f"Due: {meeting.period.title}, for the {paper.committee} on {in_words(meeting.date)}.")
    return meeting.period, []


def _close(
    code: int, summary: dict[str, object], outcome: Outcome, log: Log
) -> tuple[int, dict[str, object]]:
    log.keep({**summary, "exit_code": code})
    log.say(f"Ended with exit code {code}.")
    if log.fault:
        outcome.unwritten.append(log.fault.address.file)
        code = max(code, exit_code(outcome))
    return code, {**summary, "exit_code": code}


# --- what is told -----------------------------------------------------------------------------


def _tell(outcome: Outcome, log: Log) -> None:
    """The run in a few lines."""
    if outcome.run:
        log.say(f"Run {outcome.run}.")
    if outcome.edition:
        standings = Counter(entry.standing.value for entry in outcome.edition.register)
        log.say("Returns: " + ", ".join(f"{count} {name.lower()}" for name, count in standings.items()) + ".")
    for level in (Level.ERROR, Level.WARNING):
        rules = Counter(one.rule for one in outcome.findings if one.level is level)
        listed = ", ".join(f"{rule} ({count})" for rule, count in sorted(rules.items()))
        if rules:
            log.say(f"{'To be put right' if level is Level.ERROR else 'To be checked'}: {listed}.")
    for one in outcome.findings:
        if one.rule in NOTHING_WRITTEN:
            log.say(_discreet(one))
    if outcome.written:
        log.say(f"Written: {', '.join(_names(outcome))}; queries for {len(outcome.queries)} senders.")


def _discreet(finding: Finding) -> str:
    """What stopped the writing, without the name of a marked copy, which is that of a file that came."""
    name = finding.address.file
    return (
        finding.message.replace(name, "A file of the queries")
        if name.startswith(QUERIES)
        else finding.message
    )


def _tell_faults(outcome: Outcome, log: Log) -> None:
    for fault in outcome.faults:
        if fault.rule == NO_MEETING_AHEAD.id:
            log.say(f"{fault.message} {fault.remedy}")
        else:  # its words may quote a template or the configuration
            log.say(f"Stopped by {fault.rule} at {fault.address}; python run.py check says it in words.")


def _names(outcome: Outcome) -> list[str]:
    """The files that were written, but for those to the senders."""
    return [path.name for path in outcome.written if path.parent != outcome.queries_folder]


def _summary(
    outcome: Outcome, period: Period | None, unchanged: bool, started: datetime, ended: datetime
) -> dict[str, object]:
    register = outcome.edition.register if outcome.edition else ()
    counted = Counter((one.rule, one.level.value) for one in outcome.findings)
    return {
        "version": VERSION,
        "program": __version__,
        "result": "unchanged" if unchanged else "built" if outcome.written else "not built",
        "run": outcome.run or None,
        "period": str(period) if period else None,
        "started": started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "register": [
            {"partnership": e.partnership.id, "standing": e.standing.value, "late": e.late} for e in register
        ],
        "findings": [
            {"rule": rule, "level": level, "count": count} for (rule, level), count in sorted(counted.items())
        ],
        "faults": [
            {"rule": one.rule, "file": one.address.file, "place": one.address.within}
            for one in outcome.faults
        ],
        "written": _names(outcome),
        "queries": len(outcome.queries),
    }
