"""The readable content of a capture, with a map back to where each piece of it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from scanner.model.segments import Place, Segment, Segments

__all__ = ["Document", "Link", "Place", "Query", "Segment", "Segments", "Selected"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the page, target made absolute."""

    url: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Query:
    """Something that a rule wants taken from a page."""

    language: str
    """`css` or `jmespath`."""
    expression: str
    attribute: str = ""
    """With css: the attribute wanted instead of the element's text."""
    located: bool = True
    """With css: whether it matters where the results stand; to tell costs more than to find."""


@dataclass(frozen=True, slots=True)
class Selected:
    """One result of a query."""

    query: Query
    text: str = field(repr=False)
    """Text of the element, attribute or JSON scalar; JSON for an object or a list."""
    start: int = -1
    """Where its text stands in `Document.text`; -1 when it could not be located."""
    end: int = -1


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of one capture. Offsets are code points into `text`."""

    probe_id: str
    url: str = field(repr=False)
    """Final address."""
    media_type: str
    text: str = field(repr=False)
    """All segments joined; blocks, cells and list items are parted by line breaks."""
    segments: Sequence[Segment] = ()
    """Made into `Segments`, whatever sequence is given."""
    links: Sequence[Link] = ()
    title: str = field(default="", repr=False)
    selected: tuple[Selected, ...] = ()
    """Results of the queries asked for, in page order per query."""
    visible_words: int = 0
    """How many words a browser would show (for JSON: words in all its strings)."""
    has_scripts: bool = False
    has_password_field: bool = False
    loads: tuple[str, ...] = field(default=(), repr=False)
    """Addresses of the scripts and frames that the page loads, made absolute."""
    unanswered: tuple[Query, ...] = ()
    """Queries that could not be answered (markup beyond the bounds, an expression that failed)."""
    not_read: str = ""
    """Why the content was not read ("a PDF: not read by this version"); empty when it was."""
    partly_read: str = ""
    """What of the content was not read ("3 of its 12 pages are pictures"), to be told beside what
    was found; empty when all of it was read."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", Segments.of(self.segments))

    @property
    def map(self) -> Segments:
        """The segments, with what their columns can be asked without making them."""
        return cast(Segments, self.segments)

    def results(self, query: Query) -> tuple[Selected, ...]:
        return tuple(item for item in self.selected if item.query == query)

    def segment_at(self, offset: int) -> Segment | None:
        """The segment that holds the character at `offset`."""
        return self.map.at(offset)

    def place_at(self, offset: int) -> Place:
        """Where the character at `offset` stands."""
        return self.map.place_at(offset)
