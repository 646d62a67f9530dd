"""What is told of a list: what is wrong in which row, and what was mended. No value is quoted."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scanner.render.csv_report import inert

_SHOWN = 6
"""Row numbers that a line of the summary shows."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing for which a row cannot be taken as it is."""

    row: int
    """As the spreadsheet shows it; 0 for the whole list."""
    column: str
    """The heading; empty for the whole row. For a profile, its file's name."""
    what: str
    mend: str = ""

    def __str__(self) -> str:
        place = f"row {self.row}" if self.row else ""
        where = ", ".join(filter(None, [place, self.column]))
        return f"{where}: {self.what}" + (f" {self.mend}" if self.mend else "")


@dataclass(slots=True)
class Told:
    """All that is noted while a list is read."""

    faults: list[Fault] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What was mended or is doubtful, and in which rows; row 0 is the whole list."""
    questions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What only the officer can answer."""
    left_out: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """Name and reference of those whose rows are faulty: they are in the list all the same."""

    def fault(self, row: int, column: str, what: str, mend: str = "") -> None:
        self.faults.append(Fault(row, column, what, mend))

    def note(self, what: str, *rows: int) -> None:
        self.notes[what].extend(rows)

    def ask(self, what: str, *rows: int) -> None:
        self.questions[what].extend(rows)


def row_words(rows: Iterable[int]) -> str:
    """`row 4`, `rows 4, 7 and 9`, `rows 1, 2, 3, 4, 5, 6 and 40 more`; empty for the whole list."""
    numbers = sorted({row for row in rows if row})
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    shown, more = [str(row) for row in numbers[:_SHOWN]], len(numbers) - _SHOWN
    last = f"{more} more" if more > 0 else shown.pop()
    return f"rows {', '.join(shown)} and {last}"


def faults_csv(faults: Sequence[Fault]) -> str:
    """The faults as a table that a spreadsheet opens without computing anything."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("row", "column", "what is wrong", "what to do"))
    for fault in sorted(faults):
        texts = (fault.column, fault.what, fault.mend)
        writer.writerow((fault.row or "", *map(inert, texts)))
    return stream.getvalue()
