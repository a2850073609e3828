"""Every type that flows from a workbook to a paper: frozen records of ``msgspec`` and the standard library, nothing else.

==================  ==========================================================================================
``records``         what they are made with; ``replace``, which gives one with some fields changed
``findings``        what a run has to say, and where: ``Finding``, its ``Rule`` and ``Address``
``workbook``        raw cells as the file has them: ``Workbook``, ``Sheet``, ``Cell``
``periods``         ``Period``, and dates in words
``ratings``         ``RatingScheme`` and each ``Rating`` in it
``values``          what a cell means: ``Value``, its content, or the problem with it
``forms``           what a return form asks: ``Form``, ``FormTable``, ``Column``
``returns``         what was understood: ``Return``, ``Table``, ``Record``; the ``Submission`` that it came in
``edition``         one period: ``Edition``, its register, each ``Partnership``
``correspondence``  each ``Query`` asked of a sender; what became of an e-mail
``paper``           what a page shows: ``Shown``, ``Paper``; the files that are made of it
==================  ==========================================================================================
"""

from __future__ import annotations

from pipeline.model.correspondence import Fate, Posted, Query
from pipeline.model.edition import Edition, Partnership, RegisterEntry, Standing
from pipeline.model.findings import Address, Finding, Level, Rule
from pipeline.model.forms import NEEDED, NOTHING, Column, Form, FormTable
from pipeline.model.paper import Paper, PaperFile, Shown
from pipeline.model.periods import MONTHS, Period, in_words
from pipeline.model.ratings import Rating, RatingScheme
from pipeline.model.records import replace
from pipeline.model.returns import Record, Return, Submission, Table
from pipeline.model.values import Absent, Content, Figure, Paragraph, Problem, Prose, Value
from pipeline.model.workbook import Cell, Position, Run, Sheet, Visibility, Workbook

__all__ = [
    "MONTHS",
    "NEEDED",
    "NOTHING",
    "Absent",
    "Address",
    "Cell",
    "Column",
    "Content",
    "Edition",
    "Fate",
    "Figure",
    "Finding",
    "Form",
    "FormTable",
    "Level",
    "Paper",
    "PaperFile",
    "Paragraph",
    "Partnership",
    "Period",
    "Position",
    "Posted",
    "Problem",
    "Prose",
    "Query",
    "Rating",
    "RatingScheme",
    "Record",
    "RegisterEntry",
    "Return",
    "Rule",
    "Run",
    "Sheet",
    "Shown",
    "Standing",
    "Submission",
    "Table",
    "Value",
    "Visibility",
    "Workbook",
    "in_words",
    "replace",
]
