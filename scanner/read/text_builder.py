"""Puts a document's text together, line by line, and keeps the map of where each line came from."""

from __future__ import annotations

import re
from collections.abc import Callable

from scanner.model.document import Place, Segment

MAX_SEGMENTS = 100_000
"""Beyond it, all that follows is one segment, so that a hostile page cannot fill the memory."""

_FOLDABLE = re.compile(r"[ \t\n\r\f]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROLS = bytes((*range(9), 0x0B, *range(0x0E, 0x20), 0x7F))
"""The same, as bytes of UTF-8, which cannot say a lone surrogate."""

PathMaker = Callable[[], str]


def collapsed(text: str) -> str:
    """White space as a browser shows it: runs become one space, none at the ends."""
    return _FOLDABLE.sub(" ", text).strip(" ")


def folded(text: str) -> str:
    """`collapsed`, and without other white space at the ends: for a line of running text.

    Many times faster than a regular expression: all work is done by methods of strings.
    """
    if text.isascii():
        return " ".join(text.split())
    for space in "\n\t\r\f":
        if space in text:
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def printable(text: str) -> str:
    """Control characters and lone surrogates replaced, so that any output can encode the text."""
    try:
        # All work is done by methods: this is done to the whole of every page.
        encoded = text.encode()
        if len(encoded.translate(None, _CONTROLS)) == len(encoded):
            return text
    except UnicodeEncodeError:
        pass
    return _UNPRINTABLE.sub("�", text)


class TextBuilder:
    """Lines of text, each with its segment.

    Running text *flows*: pieces of one line are joined across inline markup. What stands inside a
    line without being part of it (a comment, an attribute, a hidden element) is *queued* and
    written right after the line, so that it neither tears a value apart nor loses its place.
    """

    def __init__(self) -> None:
        self.length = 0
        self.visible_words = 0
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self._queue: list[tuple[str, Place, str]] = []
        self._open: tuple[int, Place, str, bool] | None = None
        self._words = 0
        self._space = False
        self._overflow_end = 0

    @property
    def is_full(self) -> bool:
        """Whether further lines only lengthen the last segment, so that their paths are lost."""
        return len(self._segments) >= MAX_SEGMENTS

    def flow(self, text: str, place: Place, path: PathMaker, shown: bool = True) -> None:
        """Adds running text to the open line, or opens one."""
        folded = _FOLDABLE.sub(" ", printable(text))
        body = folded.strip(" ")
        if not body:
            self._space = self._space or bool(folded)
            return
        joined = False
        if self._open is None:
            self._new_line()
            self._open = (self.length, place, path(), shown)
        elif self._space or folded[0] == " ":
            self._emit(" ")
        else:
            joined = True
        self._emit(body)
        self._words += body.count(" ") + (0 if joined else 1)
        self._space = folded[-1] == " "

    def break_line(self) -> None:
        """Ends the open line, then writes what was queued in it."""
        if self._open is not None:
            start, place, path, shown = self._open
            self._open = None
            self._add_segment(Segment(start, self.length, place, path))
            if shown:
                self.visible_words += self._words
            self._words = 0
        self._space = False
        waiting, self._queue = self._queue, []
        for text, place, path in waiting:
            self.line(text, place, path)

    def line(self, text: str, place: Place, path: str) -> tuple[int, int] | None:
        """Writes a line of its own, between two lines of running text; its span, if any."""
        body = printable(text)
        if not body or body.isspace():
            return None
        self._new_line()
        start = self.length
        self._emit(body)
        self._add_segment(Segment(start, self.length, place, path))
        return start, self.length

    def queue(self, text: str, place: Place, path: str) -> None:
        """Writes a line as soon as no line of running text is open."""
        if self._open is None:
            self.line(text, place, path)
        else:
            self._queue.append((text, place, path))

    def finish(self) -> tuple[str, tuple[Segment, ...]]:
        self.break_line()
        if self._overflow_end:
            last = self._segments[-1]
            self._segments[-1] = Segment(last.start, self._overflow_end, last.place, "…")
        return "".join(self._parts), tuple(self._segments)

    def _new_line(self) -> None:
        if self.length:
            self._emit("\n")
        self._space = False

    def _emit(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def _add_segment(self, segment: Segment) -> None:
        if len(self._segments) < MAX_SEGMENTS:
            self._segments.append(segment)
            return
        self._overflow_end = segment.end
