"""What a return form asks: its tables, and the columns and fields in them."""

from __future__ import annotations

from msgspec import Struct

from pipeline.model.ratings import RatingScheme

NEEDED = "Always needed."
NOTHING = "nothing"  # what a column is issued with that is filled in anew each time


class Column(Struct, frozen=True):
    """A column of a table, or a single field, of a return form.

    ``if_blank`` is what a paper shows where it is left empty. What is ``exempt`` goes into private papers only.
    A date that is ``promised`` is a day by which something is to be done: it can pass, or be put off.
    ``carried_from`` is the column whose content it is issued with the next time, NOTHING for an empty one, '' where its
    kind decides.
    """

    id: str
    header: str
    kind: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    in_paper: bool = True
    choices: tuple[str, ...] = ()
    scheme: RatingScheme | None = None
    unit: str = ""
    lowest: int | None = None
    highest: int | None = None
    max_length: int | None = None
    max_points: int | None = None
    guidance: str = ""
    example: str = ""
    if_blank: str | None = None
    exempt: bool = False
    promised: bool = False
    carried_from: str = ""

    @property
    def hint(self) -> str:
        """The guidance as the form prints it, with a word where the cell is always needed."""
        return f"{self.guidance} {NEEDED}".strip() if self.required else self.guidance


class FormTable(Struct, frozen=True):
    """A table of a return form; ``key`` is the id of the column that names a row."""

    id: str
    sheet: str
    title: str
    key: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False
    guidance: str = ""
    exempt: bool = False

    def column(self, column_id: str) -> Column | None:
        """The column with that id, if the table has it."""
        return next((column for column in self.columns if column.id == column_id), None)

    @property
    def telling(self) -> tuple[Column, ...]:
        """The columns that tell the form's own example from a row; none where it has no example.

        It is the one that names a row. Where that is chosen from a list, the example's word is a real one too: then
        all short texts have to be the example's.
        """
        key = self.column(self.key)
        if key is None or not key.example:
            return ()
        if not key.choices and not key.scheme:
            return (key,)
        short = (one for one in self.columns if one.kind in {"text", "choice", "rating"} and one.example)
        return tuple(dict.fromkeys((key, *short)))

    def scheme(self, column_id: str) -> RatingScheme | None:
        """The rating scheme of a column, if it has one."""
        column = self.column(column_id)
        return column.scheme if column else None


class Form(Struct, frozen=True):
    """What one kind of return holds. ``subject`` is the field that says whose it is."""

    id: str
    version: int
    title: str
    introduction: str
    subject: str
    fields: tuple[Column, ...]
    tables: tuple[FormTable, ...]
