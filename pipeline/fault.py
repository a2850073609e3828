"""A fault of the program's own, put on file, so that a user gets a sentence and something to send on."""

from __future__ import annotations

import tempfile
import traceback

from pipeline.identifiers import without_identifiers


def on_file(fault: Exception) -> str:
    """Put the details of a fault into a file; gives the sentence that says so."""
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
