"""What recognisers share: the page they read, the facts they look for, and what they report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from scanner.model.document import Document, Place, Segment, Segments
from scanner.model.facts import Fact
from scanner.text.normalise import Normalised, normalise
from scanner.text.postcodes import find_postcodes
from scanner.text.spotted import Spotted

T = TypeVar("T")


class Page:
    """A document with its folded text, made once for all recognisers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded: Normalised = normalise(document.text)
        self.text = self.folded.text
        """The folded text. Offsets of recognisers are code points into it."""
        self._mentions: dict[re.Pattern[str], bool] = {}
        self._found: dict[object, tuple[object, ...]] = {}
        self.segments = Segments.of(document.segments)

    def again(self, document: Document) -> Page:
        """The same page as another answer showed it: all that was found in its text is known.

        `document` has the text and the segments of this one.
        """
        page = copy(self)
        page.document = document
        page._mentions = {}
        return page

    def all(self, find: Callable[[Normalised], Iterable[T]]) -> tuple[T, ...]:
        """Everything that `find` finds in the folded text; looked for once."""
        if find not in self._found:
            self._found[find] = tuple(find(self.folded))
        return self._found[find]  # type: ignore[return-value]

    @cached_property
    def postcodes(self) -> tuple[Spotted, ...]:
        return self.all(find_postcodes)

    @cached_property
    def _postcode_starts(self) -> list[int]:
        return [spotted.start for spotted in self.postcodes]

    def postcodes_within(self, start: int, end: int) -> tuple[Spotted, ...]:
        """The postcodes that begin in [start, end), in order."""
        starts = self._postcode_starts
        return self.postcodes[bisect_left(starts, start) : bisect_left(starts, end)]

    def mentions(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern stands anywhere on the page; looked for once."""
        if pattern not in self._mentions:
            self._mentions[pattern] = pattern.search(self.text) is not None
        return self._mentions[pattern]

    def segment_at(self, offset: int) -> Segment | None:
        """The segment that holds the source code point at `offset`."""
        return self.segments.at(offset)

    def place_at(self, offset: int) -> Place:
        return self.segments.place_at(offset)

    def source(self, start: int, end: int) -> str:
        """The page's own text of a folded stretch."""
        return self.folded.slice(start, end)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of one subject."""

    subject_id: str
    fact: Fact


class Entries:
    """Facts that one and the same text is a form of, by subject: everybody called Jane Smith.

    Made when the index is built; a hit refers to it, so that a hit costs the same whether it is one
    person's or a hundred people's.
    """

    __slots__ = ("by_subject",)

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.by_subject: dict[str, list[Entry]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        self.by_subject.setdefault(entry.subject_id, []).append(entry)

    def of(self, subjects: AbstractSet[str]) -> Iterator[Entry]:
        """The entries of those subjects."""
        for subject_id in self.by_subject.keys() & subjects:
            yield from self.by_subject[subject_id]

    def __iter__(self) -> Iterator[Entry]:
        for entries in self.by_subject.values():
            yield from entries

    def __repr__(self) -> str:
        return f"Entries({len(self.by_subject)} subjects)"


@dataclass(frozen=True, slots=True)
class Hit:
    """Facts seen, in one form, at a stretch of the folded text."""

    entries: Entries
    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value of the recogniser's kind that is nobody's fact, at a stretch of the folded text."""

    start: int
    end: int
    part: str = ""
    """Which piece of such a value it is, as in `Stranger`."""


class Recogniser:
    """Recognises the facts of some kinds, of all subjects at once.

    What it costs must depend on the page and its hits, not on how many facts it holds: tables from
    canonical values to `Entries`, never a loop over facts.
    """

    begins_words = False
    """Whether a literal right after a letter or digit is nothing: then it is not passed on."""

    def literals(self) -> Iterable[str]:
        """Folded texts whose occurrences on a page are passed to `at`; none is needed of values
        with a shape of their own, which `find` looks for."""
        return ()

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterable[Hit]:
        """What the occurrence of a literal at [start, end) of the folded text is. Called very often
        for occurrences that are nothing (inside longer words, ordinary words): those must be
        turned away at once."""
        return ()

    def find(self, page: Page) -> Iterable[Hit]:
        """Values that have a shape of their own, wherever they stand, in forms that stand alone."""
        return ()

    def more(self, page: Page) -> Iterable[Hit]:
        """The same, in forms that are many people's. Asked of pages with another hit only."""
        return ()

    def foreign(self, page: Page) -> Iterable[Foreign]:
        """Values of these kinds that are nobody's fact. Asked of pages with a sighting only."""
        return ()
