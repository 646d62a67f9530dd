"""Where a document's structure says that one entry ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.model.document import Document
from scanner.model.segments import Segments

_ROW = re.compile(r".*(?:\brow \d+|\brecord \d+|\[\d+\])")
_LINE = re.compile(r"line \d+$")
_TABBED = 2
"""Tabs from which on a line of plain text is a row of a table."""

_ENTRIES = frozenset({"tr", "li", "article", "td", "th", "dd"})
"""Elements that are an entry each where they name somebody."""
_CARDS = frozenset({"div", "section", "p", "blockquote", "table", "ul", "dl", "figure", "address"})
"""Elements that are an entry each where they begin with a name, as their neighbours do."""
_WHOLE = frozenset({"tr", "li"})
"""Elements whose parts belong together."""
_MARGINS = frozenset({"footer", "nav", "aside"})

_BEGINS = 60
"""Code points from the beginning of a card within which its name stands: after a number, a label or
a title. A judgement."""

_Chain = tuple[tuple[int, str], ...]


class Rows:
    """Rows, list items and cards of pages, and records of data files: they say where entries end.

    Those of a page do only where they name somebody: a row that holds but a label and a value
    belongs to the name in another row.
    """

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._segments = Segments.of(document.segments)
        self._is_page = "html" in document.media_type
        self._paths: dict[int, str] = {}
        self._chains: dict[int, _Chain] = {}
        self._naming: set[int] = set()
        self._headed: set[int] = set()

    def tell_names(self, names: Iterable[tuple[int, int]]) -> None:
        """Where somebody is named, whoever it is."""
        for start, _ in names if self._is_page else ():
            index = self._segments.index_at(start)
            chain = self._chain(index)
            self._naming.update(number for number, _ in chain)
            self._headed.update(self._begun_before(start, index, chain))

    def are_related(self, one: int, other: int) -> bool | None:
        """Whether two offsets stand in one row, or one in a part of the other's; None when that
        cannot be told. The entry of `other` ends where that of `one` names somebody else."""
        if self._is_page:
            return self._on_a_page(one, other)
        first, second = self._row(one), self._row(other)
        if not first or not second:
            return None
        return first.startswith(second) or second.startswith(first)

    def is_in_margin(self, offset: int) -> bool:
        """Whether it stands in a part of a page that is not about what the page is about."""
        chain = self._chain(self._segments.index_at(offset)) if self._is_page else ()
        return any(name in _MARGINS for _, name in chain)

    def _on_a_page(self, one: int, other: int) -> bool | None:
        mine = self._chain(self._segments.index_at(one))
        its = self._chain(self._segments.index_at(other))
        if not mine or not its:
            return None
        shared = {number for number, _ in its}
        depth = next((at for at, (number, _) in enumerate(mine) if number in shared), len(mine))
        if depth == len(mine):
            return None
        beyond = next(at for at, (number, _) in enumerate(its) if number == mine[depth][0])
        if depth and beyond and self._are_apart(mine[depth - 1], its[beyond - 1]):
            return False
        return True if mine[depth][1] in _WHOLE else None

    def _are_apart(self, mine: tuple[int, str], its: tuple[int, str]) -> bool:
        """Whether two elements beside each other are entries of different people."""
        if mine[1] in _ENTRIES and its[1] in _ENTRIES:
            return mine[0] in self._naming
        is_alike = mine[1] == its[1] and mine[1] in _CARDS
        return is_alike and mine[0] in self._headed and its[0] in self._headed

    def _begun_before(self, start: int, index: int, chain: _Chain) -> set[int]:
        """The elements around a name that begin with it, or closely before it."""
        starts = self._segments.starts
        around = {number for number, _ in chain}
        begun: set[int] = set()
        while index >= 0 and around:
            inside = {number for number, _ in self._chain(index)}
            begun |= around - inside
            around &= inside
            if start - starts[index] > _BEGINS:
                return begun
            index -= 1
        return begun | around

    def _chain(self, index: int) -> _Chain:
        if index < 0:
            return ()
        if index not in self._chains:
            self._chains[index] = self._segments.enclosing(index)
        return self._chains[index]

    def _row(self, offset: int) -> str:
        """The path of the innermost row or record at the offset, with a dot at its end."""
        index = self._segments.index_at(offset)
        if index < 0:
            return ""
        if index not in self._paths:
            segment = self._segments[index]
            found = _ROW.match(segment.path) or self._tabbed(segment.path, index)
            self._paths[index] = f"{found[0]}." if found else ""
        return self._paths[index]

    def _tabbed(self, path: str, index: int) -> re.Match[str] | None:
        start, end = self._segments.starts[index], self._segments.ends[index]
        is_row = self._text.count("\t", start, end) >= _TABBED
        return _LINE.match(path) if is_row else None
