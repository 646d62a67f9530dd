"""The readable content of a capture, with a map back to where each piece of it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


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
    segments: tuple[Segment, ...] = ()
    links: tuple[Link, ...] = ()
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
    """What of the content was not read ("3 of its 12 pages are pictures"), to be told beside what was
    found; empty when all of it was read."""

    def results(self, query: Query) -> tuple[Selected, ...]:
        return tuple(item for item in self.selected if item.query == query)

    def place_at(self, offset: int) -> Place:
        """Where the character at `offset` stands."""
        for segment in self.segments:
            if segment.start <= offset < segment.end:
                return segment.place
        return Place.TEXT
