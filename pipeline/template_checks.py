"""What is wrong with the papers' templates: each is gone through once, however many papers share it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from pipeline.compiled import keep, recall
from pipeline.compose.catalogue import names_of
from pipeline.model import Finding, Level
from pipeline.names import Name
from pipeline.project import Plan
from pipeline.settings import PaperSettings

Found = tuple[list[Finding], list[Finding]]  # what no paper can be made with, and what else is to be said


def template_mistakes(plan: Plan, paper: PaperSettings, template: bytes, file: str) -> Found:
    """What a paper cannot be made for in its template, and what else is to be said of it."""
    return _mistakes(template, file, names_of(paper, plan.settings, plan.forms))


def _mistakes(template: bytes, file: str, names: Mapping[str, Name]) -> Found:
    from pipeline.word.checking.check import check_template  # noqa: PLC0415 - most runs know their templates as sound

    found = check_template(template, file, names)
    mistakes = [one for one in found if one.level is Level.ERROR]
    return mistakes, [one for one in found if one.level is not Level.ERROR]


class _Examined(Struct, frozen=True):
    """A template by its bytes, its file and the names that it may use, and what was found."""

    template: bytes
    file: str
    names: Mapping[str, Name]
    found: Found


class TemplateChecks(Struct):
    """The templates that a run has gone through so far."""

    plan: Plan
    _examined: list[_Examined] = field(default_factory=list)

    def of(self, paper: PaperSettings, template: bytes) -> Found:
        """What is wrong with a paper's template; of one that is sound just that is kept for other runs."""
        names = names_of(paper, self.plan.settings, self.plan.forms)
        for known in self._examined:
            if (known.template, known.file, known.names) == (template, paper.template, names):
                return known.found
        known_as = "sound template", template, repr(names)
        found = ([], []) if recall(*known_as) is not None else _mistakes(template, paper.template, names)
        if found == ([], []):
            keep(b"", *known_as)
        self._examined.append(_Examined(template, paper.template, names, found))
        return found
