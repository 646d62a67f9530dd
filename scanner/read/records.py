"""Rows of cells as lines: a cell is a line of its own, its column's name the end of its path."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scanner.model.document import Place
from scanner.read.content import Lines

MAX_NAME = 40
"""Code points of a column's name in a path."""

_ANY_DIGIT = re.compile(r"\d\d|@")
_USUAL = re.compile(
    r"name|first|last|title|address|street|road|town|city|county|post ?code|phone|\btel|mobile"
    r"|e-?mail|\bd\.?o\.?b|birth|born|\bage\b|date|\bid\b|\bno\b|number|\bref|ward|member|role|party"
    r"|notes?\b|comment|type|status|house|premises|flat|amount|value|url|web|latitude|longitude|\blat\b"
    r"|gender|contact|organisation|company|descri|\byear",
    re.IGNORECASE,
)
"""Words of which at least one stands in any row of headings: a first row of values must not be
taken for one, since the names of columns are shown in places."""


def column_name(text: str) -> str:
    """A column's heading as a step of a path: one line, without the dots that part steps."""
    return " ".join(text.replace(".", "").split())[:MAX_NAME].strip()


def headings(row: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns if the row is one of headings; empty if it is not.

    Headings are several, each short, all different; they hold neither numbers nor addresses, and
    at least one of them is a usual one.
    """
    names = [column_name(cell) for cell in row]
    while names and not names[-1]:
        names.pop()  # Sheets end in empty columns.
    filled = [name.lower() for name in names if name]
    if len(filled) < 2 or len(filled) * 2 < len(names) or len(set(filled)) < len(filled):
        return ()
    if any(len(cell) > 60 or _ANY_DIGIT.search(cell) for cell in row):
        return ()
    if not any(_USUAL.search(name) for name in names):
        return ()
    return tuple(names)


class Table:
    """Writes the rows of one table; its first row may name the columns."""

    def __init__(self, lines: Lines, path: str = "") -> None:
        self._lines = lines
        self._path = f"{path}/" if path else ""
        self._names: tuple[str, ...] | None = None
        self._rows = 0

    def add(
        self,
        cells: Sequence[str],
        number: int,
        place: Place = Place.TEXT,
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        """A row, by its number in the file. `hidden`: columns that are not shown."""
        if not any(cell.strip() for cell in cells):
            return
        self._rows += 1
        if not self._names and self._rows <= 3:
            # A title or two may stand above the headings.
            self._names = headings(cells)
        names = self._names or ()
        for column, cell in enumerate(cells):
            name = names[column] if column < len(names) else ""
            path = f"{self._path}row {number}.{name or letters(column)}"
            # Under a name a value is a field of a record, like one of an object in JSON.
            shown = Place.RECORD if name and place is Place.TEXT else place
            self._lines.add(cell, Place.HIDDEN if column in hidden else shown, path)


def letters(column: int) -> str:
    """A column's letters as spreadsheets count: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
