"""The last hand on a paper: properties, and a package whose bytes depend on its contents alone."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from pipeline.model import Paper
from pipeline.printable import printable
from pipeline.word.packed import packed
from pipeline.word.run_property import say_run
from pipeline.word.watermark import mark_draft

PROPERTY_LIMIT = 255  # characters that Word allows in a property


def finish(document: Any, paper: Paper) -> bytes:
    """The document's bytes with its title, language, standing, run and dates set; the same for the same contents."""
    mark_draft(document, draft=paper.draft)
    if paper.run:
        say_run(document, paper.run)
    properties = document.core_properties
    author = printable(paper.author)[:PROPERTY_LIMIT]
    properties.title = printable(paper.title)[:PROPERTY_LIMIT]
    properties.author = properties.last_modified_by = author
    properties.language, properties.revision = "en-GB", 1
    properties.content_status = "Draft" if paper.draft else "Final"
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = datetime.combine(paper.day, time(), tzinfo=UTC)
    return packed(document)
