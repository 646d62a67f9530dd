"""The columns of a list as a table: what each was taken for, and a masked example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from scanner.cli.console import err, say

if TYPE_CHECKING:
    from scanner.slate.importing.columns import Layout
    from scanner.slate.importing.sheet import Sheet

_LONGEST_EXAMPLE = 32
_MOST_UNUSED = 12
"""Columns of no use that are named; the rest is counted."""


def show_columns(sheet: Sheet, layout: Layout) -> None:
    """What every column was taken for, on standard error."""
    from scanner.slate.importing.vocabulary import vocabulary

    if layout.format is not None:
        say(f"The list is {layout.format.title}. Headings: row {layout.header_row}.")
    else:
        say(f"Headings: row {layout.header_row}. The columns were taken for:")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Column", "Heading", "Taken for", "How", "Example (masked)"):
        table.add_column(title)
    meanings = vocabulary().meanings
    for column in layout.columns:
        if column.meaning:
            says = meanings[column.meaning].says
            example = _example(sheet, layout, column.place, column.meaning)
            taken = f"{column.meaning}: {says}"
            cells = (column.letter, column.heading, taken, str(column.how), example)
            table.add_row(*map(escape, cells))
    err.print(table)
    hidden = [one.heading for one in layout.columns if one.is_hidden and one.meaning]
    if hidden:
        say(f"HIDDEN in the sheet, and read as well: {', '.join(hidden)}.")
    unused = [column for column in layout.columns if not column.meaning]
    if unused:
        named = ", ".join(
            f"{column.heading} (another column has that)"
            if column.how.name == "TAKEN"
            else column.heading
            for column in unused[:_MOST_UNUSED]
        )
        more = len(unused) - _MOST_UNUSED
        say(f"Not read: {named}{f' and {more} more' if more > 0 else ''}.")


def _example(sheet: Sheet, layout: Layout, place: int, meaning: str) -> str:
    from scanner.model.masks import dots
    from scanner.profile.reading import tidy
    from scanner.slate.importing.cells import is_empty, text_of
    from scanner.slate.importing.vocabulary import vocabulary

    for row in sheet.rows:
        if row.number <= layout.header_row or place >= len(row.cells):
            continue
        text = tidy(text_of(row.cells[place]))[:_LONGEST_EXAMPLE]
        if is_empty(text):
            continue
        return text if vocabulary().meanings[meaning].is_shown else dots(text, keep_start=1)
    return ""
