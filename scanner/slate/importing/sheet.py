"""A list as rows of cells, whatever file it came in, and how much of one is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

Value = str | int | float | bool | date | datetime | time | None
"""What a cell holds, as its file says: a text, or what a spreadsheet made of it."""

LARGEST_FILE = 50_000_000
"""Bytes. Democracy Club's export of a general election has about eight million with all columns."""
MOST_ROWS = 100_000
"""Rows with something in them. All councillors of the United Kingdom are about 20,000."""
MOST_COLUMNS = 500
"""Columns with something in them. Democracy Club's longest header has 74."""
LAST_ROW = 1_048_576
"""Rows that a spreadsheet may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something."""

    number: int
    """As the spreadsheet shows it, from 1."""
    cells: tuple[Value, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a list, empty ones left out."""

    rows: tuple[Row, ...] = field(repr=False)
    notes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """What was mended while it was read, and in which rows."""
    hidden_columns: frozenset[int] = frozenset()
    """Places, from 0."""
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Row number and column place of every cell whose value a formula made."""
    title: str = ""
    """What the sheet is called in its workbook."""
    others: tuple[str, ...] = ()
    """The workbook's further sheets that are not hidden."""


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing but white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def trimmed(cells: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row without the empty cells at its end."""
    end = len(cells)
    while end and is_blank(cells[end - 1]):
        end -= 1
    return cells[:end]
