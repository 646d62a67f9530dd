"""What recognisers share: the page they read, the facts they look for, and what they report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from scanner.model.document import Document, Place, Segment
from scanner.model.facts import Fact
from scanner.text.normalise import Normalised, normalise
from scanner.text.postcodes import find_postcodes
from scanner.text.spotted import Spotted


class Page:
    """A document with its folded text, made once for all recognisers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.folded: Normalised = normalise(document.text)
        self._mentions: dict[re.Pattern[str], bool] = {}
        self._segment_starts = [segment.start for segment in document.segments]

    @property
    def text(self) -> str:
        """The folded text. Offsets of recognisers are code points into it."""
        return self.folded.text

    @cached_property
    def postcodes(self) -> tuple[Spotted, ...]:
        return tuple(find_postcodes(self.folded))

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
        index = bisect_right(self._segment_starts, offset) - 1
        segment = self.document.segments[index] if index >= 0 else None
        return segment if segment is not None and offset < segment.end else None

    def place_at(self, offset: int) -> Place:
        segment = self.segment_at(offset)
        return segment.place if segment else Place.TEXT

    def source(self, start: int, end: int) -> str:
        """The page's own text of a folded stretch."""
        return self.folded.slice(start, end)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of one subject."""

    subject_id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact seen at a stretch of the folded text."""

    entry: Entry
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


Verifier = Callable[[Page, int, int], Iterable[Hit]]
"""Looks at the window around a literal that stands at [start, end)."""
Anchors = Iterable[tuple[str, Verifier]]


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is neither preceded nor followed by a letter or digit."""
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())
