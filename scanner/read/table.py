"""Tables in plain text: values parted by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
from itertools import islice

from scanner.read.content import Content, Lines, NotRead
from scanner.read.records import Table

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 60
"""Rows by which the delimiter is told."""


def read_table(text: str) -> Content:
    """A table's cells, row by row. Raises NotRead when the text is no table."""
    rows = text.splitlines(keepends=True)
    if rows and rows[0].strip().lower().startswith("sep="):
        rows = rows[1:]  # Excel's own note of the delimiter.
    delimiter = _delimiter(rows)
    lines = Lines()
    table = Table(lines)
    try:
        for number, cells in enumerate(csv.reader(rows, delimiter=delimiter), 1):
            table.add(cells, number)
    except csv.Error:
        # A quote that never ends: the rows are read again as they stand.
        lines = Lines()
        table = Table(lines)
        for number, row in enumerate(rows, 1):
            table.add([cell.strip(' "') for cell in row.split(delimiter)], number)
    return lines.content()


def _delimiter(rows: list[str]) -> str:
    """The delimiter that gives the most rows the same number of cells, more than one."""
    best, chosen = 0.0, ""
    for delimiter in _DELIMITERS:
        try:
            widths = [
                len(cells)
                for cells in csv.reader(islice(rows, _LOOKED_AT), delimiter=delimiter)
                if cells
            ]
        except csv.Error:
            widths = [row.count(delimiter) + 1 for row in rows[:_LOOKED_AT] if row.strip()]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        share = widths.count(usual) / len(widths) + usual / 1000
        if share > best:
            best, chosen = share, delimiter
    if not chosen:
        raise NotRead("a table")
    return chosen
