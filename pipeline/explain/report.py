"""The build report: one page that says how the returns stand and what is to be put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from pipeline.explain.grouping import HEADINGS, Group, counted, grouped, statuses
from pipeline.model import Edition, Finding

STYLE = """
body { font: 1rem/1.5 Arial, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
h1, h2 { color: #002f86; line-height: 1.2 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: left; vertical-align: top }
th { background: #e6ebf5 }
"""


def build_report(title: str, edition: Edition, findings: Sequence[Finding], files: Iterable[str]) -> str:
    """The report of one build as a page of HTML that stands alone. ``files`` are the names of what was built.

    Without a Word file among them the paper was withheld, and the report says so.
    """
    names = list(files)
    links = "".join(f'<li><a href="{escape(quote(name))}">{escape(name)}</a></li>' for name in names)
    papers = any(name.endswith(".docx") for name in names)
    built = "" if papers else "<p>No paper was written, for the reason given below.</p>"
    built += f"<ul>{links}</ul>" if links else ""
    returns = "".join(_row(status.who, status.how) for status in statuses(edition, findings))
    groups = grouped(findings)
    listed = "".join(
        f"<h2>{heading}</h2>{_table('Where', 'What', [(group.place, _said(group)) for group in found])}"
        for level, heading in HEADINGS.items()
        if (found := [group for group in groups if group.level is level])
    )
    heading = f"{escape(title)}, {edition.period.title}: build report"
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{heading}</title>'
        f"<style>{STYLE}</style></head>\n<body><main><h1>{heading}</h1>\n"
        f"<p>{counted(findings)[:1].upper()}{counted(findings)[1:]}.</p>\n"
        f"<h2>Built</h2>{built}\n<h2>Returns</h2>{_headed('Return', 'How it stands', returns)}\n"
        f"{listed}\n</main></body></html>\n"
    )


def _said(group: Group) -> str:
    return f"{group.message} {group.remedy}"


def _table(first: str, second: str, rows: Iterable[tuple[str, str]]) -> str:
    return _headed(first, second, "".join(_row(*row) for row in rows))


def _headed(first: str, second: str, rows: str) -> str:
    return f'<table><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr>\n{rows}</table>'


def _row(first: str, second: str) -> str:
    return f"<tr><td>{escape(first)}</td><td>{escape(second)}</td></tr>\n"
