"""What the readers of files have in common: what they give, and how they say that they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.model.document import Link, Place, Segment
from scanner.read.text_builder import TextBuilder, collapsed

_SEEN = frozenset({Place.TEXT, Place.RECORD})


class NotRead(Exception):
    """A file that cannot be read. The message says why, for people, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says."""

    text: str = field(repr=False)
    segments: Sequence[Segment]
    words: int = 0
    """How many words a person would see who opened it."""
    title: str = field(default="", repr=False)
    links: tuple[Link, ...] = ()
    partly: str = ""
    """What of it was not read; empty when all was."""


class Lines:
    """Collects the lines of a file, each a segment of its own."""

    def __init__(self) -> None:
        self.words = 0
        self._builder = TextBuilder()

    def add(self, text: str, place: Place, path: str) -> None:
        """Adds each line of `text`; empty ones are left out."""
        for line in text.splitlines():
            if shown := collapsed(line):
                self._builder.line(shown, place, path)
                if place in _SEEN:
                    self.words += shown.count(" ") + 1

    def copy(self, line: str, place: Place, path: str) -> None:
        """Adds a line of another document, as it is."""
        self._builder.line(line, place, path)

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._builder.length

    def content(
        self, *, title: str = "", links: tuple[Link, ...] = (), partly: str = ""
    ) -> Content:
        text, segments = self._builder.finish()
        return Content(text, segments, self.words, title, links, partly)


def joined(notes: list[str]) -> str:
    """Several notes of what was not read as one sentence."""
    return "; ".join(note for note in notes if note)
