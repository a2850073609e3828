"""The command line: a command is run, or a build says again what the last one said; faults end in a sentence."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial

from pipeline.exit_codes import INTERRUPTED, NOT_SET_UP
from pipeline.grammar import parse
from pipeline.unchanged import Places, fingerprint, said_before


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
        from pipeline.fault import on_file

        sys.stderr.write(f"{on_file(fault)}\n")
        return NOT_SET_UP


def _said_again(options: Namespace, arguments: Sequence[str]) -> int:
    """A build; where it would be the last one over again, what that one said. PDFs depend on LibreOffice too."""
    if (
        options.pdf or options.pack or options.boards
    ):  # of many boards each says for itself what its last one said
        return _run(options)
    places = _places(options)
    known = partial(fingerprint, places, arguments, sys.stdout)
    said = said_before(places.outputs, known)
    if said is None:
        return _run(options, known)
    sys.stdout.write(said[0])
    return said[1]


def _places(options: Namespace) -> Places:
    home = options.config.resolve().parent
    return Places(options.config, options.inputs or home / "inputs", options.outputs or home / "outputs")


def _run(options: Namespace, known: Callable[[], str] = str) -> int:
    # Nothing that is loaded is ever thrown away, so that it need not be looked through for what may be.
    # What a command makes it keeps to its end, and hardly any of it refers to itself: to look through all of it as often
    # as Python does takes a tenth of the time of a return of 5,000 rows. Any seldomer, and the papers that are done with
    # would pile up in memory.
    gc.disable()
    from pipeline.commands import run

    gc.freeze()
    gc.enable()
    gc.set_threshold(2_000, 10, 10)
    return run(options, _places(options), known)


def entry() -> None:
    """The console command of an installed copy."""
    raise SystemExit(main(sys.argv[1:]))
