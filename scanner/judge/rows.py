"""Where a document's structure says that one entry ends and the next begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from scanner.judge.people import find_people
from scanner.model.document import Document
from scanner.model.segments import Segments

_ROW = re.compile(r".*(?:\brow \d+|\[\d+\])")


class Rows:
    """Rows of tables and records of data files, which say themselves where an entry ends."""

    def __init__(self, document: Document) -> None:
        self._segments = Segments.of(document.segments)
        self._has_rows = "html" not in document.media_type and bool(document.segments)
        self._known: dict[int, str] = {}

    def are_related(self, one: int, other: int) -> bool | None:
        """Whether two offsets stand in one row, or one in a part of the other's; None when not both
        stand in rows."""
        first, second = self._row(one), self._row(other)
        if not first or not second:
            return None
        return first.startswith(second) or second.startswith(first)

    def _row(self, offset: int) -> str:
        """The path of the innermost row or list item at the offset, with a dot at its end."""
        if not self._has_rows:
            return ""
        index = self._segments.index_at(offset)
        if index < 0:
            return ""
        if index not in self._known:
            found = _ROW.match(self._segments[index].path)
            self._known[index] = f"{found[0]}." if found else ""
        return self._known[index]


_TABLE = re.compile(r"(.*?)/tr/")
_HEAD = re.compile(r"/thead/|/th$|/th/")
_FIRST_ROW = 600
"""Code points at the head of a table in which its first name is looked for."""
_MOST_LINES = 8


class Tables:
    """Tables of a page, and whether their rows have something before the name."""

    def __init__(self, document: Document, names: Sequence[int]) -> None:
        """`names`: where the subject is named, in order."""
        self._text = document.text
        self._names = names
        self._segments = Segments.of(document.segments)
        self._is_page = "html" in document.media_type
        self._first: dict[int, int] = {}
        self._lines: dict[int, int] = {}

    def lines_before_name(self, offset: int) -> int:
        """How many lines of a row stand before the name in the table at `offset`: 0 where rows
        begin with it, where none is found, and outside tables."""
        index = self._segments.index_at(offset) if self._is_page else -1
        if index < 0 or (table := _TABLE.match(self._segments[index].path)) is None:
            return 0
        first = self._first_of(index, table[1])
        if first not in self._lines:
            self._lines[first] = self._before_first_name(first)
        return self._lines[first]

    def _first_of(self, index: int, table: str) -> int:
        """The first cell of the body of the table."""
        seen = []
        at = index
        while at >= 0 and at not in self._first:
            path = self._segments[at].path
            if not path.startswith(f"{table}/tr/") or _HEAD.search(path):
                break
            seen.append(at)
            at -= 1
        first = self._first.get(at, seen[-1] if seen else index)
        self._first.update(dict.fromkeys(seen, first))
        return first

    def _before_first_name(self, first: int) -> int:
        start = self._segments.starts[first]
        end = start + _FIRST_ROW
        names = [low for low, _ in find_people(self._text, start, min(end, len(self._text)))][:1]
        names += self._names[bisect_left(self._names, start) :][:1]
        if not names or min(names) >= end:
            return 0
        lines = self._text.count("\n", start, min(names))
        return lines if lines <= _MOST_LINES else 0
