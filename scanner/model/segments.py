"""The map of a document's text to where each stretch of it came from, kept compactly."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, overload


class Place(StrEnum):
    """Where on a page a piece of text stands."""

    TEXT = "text"
    TITLE = "title"
    HIDDEN = "hidden"
    """Not shown by a browser, but in the source."""
    COMMENT = "comment"
    META = "meta"
    LINK = "link"
    """Target of a link, mailto: and tel: included."""
    ATTRIBUTE = "attribute"
    """alt, title, aria-label, placeholder, data-*."""
    STRUCTURED = "structured"
    """JSON-LD and the like: data inside a page, for programs."""
    RECORD = "record"
    """The answer of a service that speaks JSON: shown by its site in its own way."""
    METADATA = "metadata"
    """What a file says of itself: author, company, last editor, the name of a sheet."""
    EXIF = "exif"
    """What a camera wrote into a picture: where, when, whose."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of `Document.text` and its origin."""

    start: int
    end: int
    place: Place
    path: str
    """Element path (`html/body/p`), attribute (`…/a@href`) or JSON path (`items[0].address`)."""


class Paths(Protocol):
    """Names the origin of the segment of a number."""

    def __getitem__(self, index: int, /) -> str: ...


class Elements(Protocol):
    """Knows in which elements of a page the segments stand."""

    def enclosing(self, index: int, /) -> Iterator[tuple[int, str]]:
        """Number and name of each element around the segment, the innermost first; of a deep one
        only some."""
        ...

    def endings(self) -> Iterable[str]:
        """What each segment's path has behind its element: an attribute, a key of data."""
        ...


class Segments(Sequence[Segment]):
    """Segments in the order of the text, as one column a field.

    A page has thousands of them and few are ever asked for, so a `Segment`, and above all its
    path, is made when it is. Equal to any sequence of equal segments.
    """

    __slots__ = ("_elements", "_ends", "_paths", "_places", "_starts")

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        places: Sequence[Place],
        paths: Paths,
        elements: Elements | None = None,
    ) -> None:
        """Columns of one length; the stretches are not empty, in order and do not overlap.

        `elements`: of a page, where they are known.
        """
        self._starts = starts
        self._ends = ends
        self._places = places
        self._paths = paths
        self._elements = elements

    @classmethod
    def of(cls, segments: Iterable[Segment]) -> Segments:
        kept = segments if isinstance(segments, cls) else None
        if kept is not None:
            return kept
        given = tuple(segments)
        return cls(
            [segment.start for segment in given],
            [segment.end for segment in given],
            [segment.place for segment in given],
            [segment.path for segment in given],
        )

    @property
    def starts(self) -> Sequence[int]:
        """The first code point of each segment."""
        return self._starts

    @property
    def ends(self) -> Sequence[int]:
        return self._ends

    def index_at(self, offset: int) -> int:
        """The number of the segment that holds the code point at `offset`; -1 when none does."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._ends[index] else -1

    def at(self, offset: int) -> Segment | None:
        """The segment that holds the code point at `offset`."""
        index = self.index_at(offset)
        return self._made(index) if index >= 0 else None

    def enclosing(self, index: int) -> tuple[tuple[int, str], ...]:
        """Number and name of each element around the segment, the innermost first; none where the
        document has no elements. Two segments stand in one element if both name its number."""
        return tuple(self._elements.enclosing(index)) if self._elements else ()

    def place_at(self, offset: int) -> Place:
        """The place of the code point at `offset`; between two segments: text."""
        index = self.index_at(offset)
        return self._places[index] if index >= 0 else Place.TEXT

    def within(self, places: Collection[Place]) -> Iterator[Segment]:
        """The segments of some places, in order."""
        for index, place in enumerate(self._places):
            if place in places:
                yield self._made(index)

    def mention(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern stands in what paths end with: keys of data, names of attributes."""
        paths = (
            self._elements.endings()
            if self._elements
            else (self._paths[n] for n in range(len(self)))
        )
        return any(map(pattern.search, set(paths)))

    def spans(
        self, places: Collection[Place], start: int = 0, end: int | None = None
    ) -> Iterator[tuple[int, int]]:
        """Start and end of the segments of some places, in order; of those that overlap
        [start, end) only."""
        first = bisect_right(self._ends, start)
        last = len(self._starts) if end is None else bisect_left(self._starts, end)
        for index in range(first, last):
            if self._places[index] in places:
                yield self._starts[index], self._ends[index]

    def _made(self, index: int) -> Segment:
        return Segment(
            self._starts[index], self._ends[index], self._places[index], self._paths[index]
        )

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        numbers = range(len(self._starts))[index]
        if isinstance(numbers, int):
            return self._made(numbers)
        return tuple(self._made(number) for number in numbers)

    def __iter__(self) -> Iterator[Segment]:
        return map(self._made, range(len(self._starts)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == its for mine, its in zip(self, other, strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Segments({len(self)})"
