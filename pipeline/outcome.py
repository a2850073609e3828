"""What a run gave: what was found and what was written, for the terminal, the exit code and whoever sends mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from pipeline.explain.correspondence import Sent
from pipeline.model import Edition, Finding, Level, Posted
from pipeline.publish import EDITED, LEFT_ASIDE, NO_LONGER_NEEDED, NOTHING_WRITTEN
from pipeline.runs import VANISHED

if TYPE_CHECKING:  # only two commands make these
    from pipeline.explain.status import Status
    from pipeline.forms.start import Issued

Progress = Callable[[str], None]
SAID_ONCE = {VANISHED.id, EDITED.id, NO_LONGER_NEEDED.id, LEFT_ASIDE.id, *NOTHING_WRITTEN}


class Outcome(Struct):
    """What a run gave: ``faults`` of configuration or template, findings on returns, what was written.

    ``queries`` say who is sent what; their files lie in ``queries_folder``. ``posted`` are the e-mails that were due,
    ``unsent`` the receivers of those that could not be sent. ``issued`` are the forms; ``status`` says how everybody
    stands. ``run`` identifies the run.
    """

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    edition: Edition | None = None
    written: list[Path] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)
    files_read: int = 0
    queries: tuple[Sent, ...] = ()
    queries_folder: Path | None = None
    run: str = ""
    posted: tuple[Posted, ...] = ()
    unsent: list[str] = field(default_factory=list)
    issued: tuple[Issued, ...] = ()
    status: Status | None = None

    @property
    def has_errors(self) -> bool:
        """Whether something is to be put right in a return."""
        return any(one.level is Level.ERROR for one in self.findings)

    @property
    def lasting(self) -> bool:
        """Whether all was written, and the same build again would say the very same."""
        return (
            bool(self.written) and not self.faults and SAID_ONCE.isdisjoint(one.rule for one in self.findings)
        )
