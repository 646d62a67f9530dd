"""Lines of a page while it is parsed: running text joined across inline markup, the rest beside it.

Made for speed: the parser appends pieces of text to one list without a call into Python code, and
everything else is done once a line. Offsets and paths are made when the page is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from scanner.model.document import Place, Segments
from scanner.read.text_builder import MAX_SEGMENTS, folded, printable

MAX_LINK_TEXT = 300
"""Code points of a link's text."""
_PATH_DEPTH = 12
_DEEPEST_LOOK = 40
"""Elements around a line that are told of, at most: more are nested for nothing, or by malice."""
_TAG_LENGTH = 40

Line = tuple[str, Place, int, str]
"""Text, place, number of the element (-1: none), and what its path ends with (or all of it)."""


Placed = Callable[[int], object]
"""Takes an offset of the finished text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that wants to know its offset in the finished text."""

    placed: Placed
    back: int = 0
    """Code points before the end of what was written so far."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A line, and the lines before it, that wait until a hidden element ends."""

    said: list[str]
    opened_at: int
    lines: list[Line | Mark]
    queued: list[Line | Mark]
    inside: list[tuple[int, Placed]]


class ElementPaths:
    """Paths of lines, made from the elements' parents when asked for."""

    __slots__ = ("_endings", "_known", "_numbers", "_parents", "_tags")

    def __init__(
        self, tags: list[str], parents: list[int], numbers: list[int], endings: list[str]
    ) -> None:
        self._tags = tags
        self._parents = parents
        self._numbers = numbers
        self._endings = endings
        self._known: dict[int, str] = {-1: ""}

    def __getitem__(self, index: int) -> str:
        number = self._numbers[index]
        path = self._known.get(number)
        if path is None:
            path = self._known[number] = path_of(number, self._tags, self._parents)
        return path + self._endings[index]

    def enclosing(self, index: int) -> Iterator[tuple[int, str]]:
        number = self._numbers[index]
        for _ in range(_DEEPEST_LOOK):
            if number < 0:
                return
            yield number, self._tags[number]
            number = self._parents[number]


def path_of(number: int, tags: Sequence[str], parents: Sequence[int]) -> str:
    """The element's path from the root; of a deep one only the last steps."""
    steps: list[str] = []
    while number >= 0 and len(steps) < _PATH_DEPTH:
        steps.append(tags[number][:_TAG_LENGTH])
        number = parents[number]
    if number >= 0:
        steps.append("…")
    return "/".join(reversed(steps))


@dataclass(slots=True)
class OpenLink:
    """A link whose text is not over."""

    url: str
    begins: int
    """How many pieces its line had before it; 0 when it began on an earlier line."""
    words: list[str] = field(default_factory=list)


class PageLines:
    """The lines of one page.

    Text comes into `chunks`. A line is open from its first black character on; what was said in
    it before the last inline tag of interest is in `said`. What stands inside an open line without
    being part of it (an attribute, a comment, a hidden element) is written right after it, so that
    it neither tears a value apart nor loses its place.
    """

    __slots__ = (
        *("chunks", "said", "opened_at", "here", "tags", "parents", "preserved", "unseen"),
        *("visible_words", "lines_ended", "open_links", "_place", "_lines", "_queued", "_inside"),
        *("_outer", "_has_marks"),
    )

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.said: list[str] = []
        self.opened_at = -1
        """The element in which the open line began; -1 while none is open."""
        self.here = -1
        """The innermost open element."""
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.preserved = 0
        """How many open elements show their line breaks."""
        self.unseen = 0
        """How many open elements are not shown to a browser with scripts."""
        self.visible_words = 0
        self.lines_ended = 0
        self.open_links: list[OpenLink] = []
        self._place = Place.TEXT
        self._lines: list[Line | Mark] = []
        self._queued: list[Line | Mark] = []
        self._inside: list[tuple[int, Placed]] = []
        self._outer: list[_Waiting] = []
        self._has_marks = False

    # Running text

    def open_line(self) -> None:
        """Opens a line if black text came; the text that came stays in `chunks`."""
        if self.preserved:
            self._end_preserved_lines()
        if self.opened_at < 0 and self.chunks:
            if "".join(self.chunks).isspace():
                self.chunks.clear()
            else:
                self.opened_at = self.here

    def hold(self) -> int:
        """Puts what came aside, so that `chunks` is empty; how many pieces the line has so far."""
        self.open_line()
        self.said += self.chunks
        self.chunks.clear()
        return len(self.said)

    def end_line(self) -> None:
        """Ends the open line, then writes what was queued in it."""
        if self.open_links:
            self._take_link_words()
        pieces = self.chunks
        if self.said:
            pieces = self.said + pieces
            self.said.clear()
        at = self.opened_at if self.opened_at >= 0 else self.here
        self.opened_at = -1
        self.lines_ended += 1
        raw = "".join(pieces)
        rest = None
        if self.preserved and raw:
            raw, *rest = raw.splitlines()
        if text := " ".join(raw.split()) if raw.isascii() else folded(raw):
            self._lines.append((text, self._place, at, ""))
            if not self.unseen:
                self.visible_words += text.count(" ") + 1
        if self._inside:
            self._place_inside(pieces)
        self.chunks.clear()
        if self._queued:
            self._lines += self._queued
            self._queued.clear()
        if rest:
            self._write_preserved(rest, at)

    def _write_preserved(self, lines: Iterable[str], at: int) -> None:
        for line in lines:
            if text := folded(line):
                self._lines.append((text, self._place, at, ""))
                if not self.unseen:
                    self.visible_words += text.count(" ") + 1

    def _take_link_words(self) -> None:
        """Keeps what a link says on a line that ends before it does."""
        link = self.open_links[-1]
        if len(link.words) < MAX_LINK_TEXT:
            link.words += self.said[link.begins : link.begins + MAX_LINK_TEXT]
            link.words += (*self.chunks[:MAX_LINK_TEXT], " ")
        link.begins = 0

    def _end_preserved_lines(self) -> None:
        """Ends all lines but the last of the text that came, where line breaks are shown."""
        came = "".join(self.chunks)
        before, broken, last = came.rpartition("\n")
        if not broken:
            return
        self.chunks[:] = [before]
        self.end_line()
        self.chunks[:] = [last] if last else []

    # What stands beside it

    def say(self, line: Line | Mark) -> None:
        """Writes a line of its own as soon as no line of running text is open."""
        (self._lines if self.opened_at < 0 else self._queued).append(line)

    def say_here(self, text: str, place: Place, ending: str = "") -> None:
        """Says what the current element, or with `ending` its attribute, holds."""
        if text and (body := folded(text)):
            self.say((body, place, self.here, ending))

    def mark(self, placed: Placed) -> None:
        """Tells `placed`, when the page is finished, the offset that the text has now."""
        self._has_marks = True
        if self.chunks:
            self.open_line()
        if self.opened_at < 0:
            self._lines.append(Mark(placed))
        else:
            self._inside.append((self.hold(), placed))

    def mark_back(self, placed: Placed, back: int) -> None:
        """Marks the place `back` code points before the end of what was just said."""
        self._has_marks = True
        self.say(Mark(placed, back))

    def _place_inside(self, pieces: Sequence[str]) -> None:
        """Turns marks of the line just written into marks after it."""
        written = self._lines[-1] if self._lines else None
        length = len(written[0]) if isinstance(written, tuple) else 0
        at = reached = 0
        space = False
        marks: list[Line | Mark] = []
        for count, placed in self._inside:
            piece = "".join(pieces[at:count])
            at = count
            body = folded(piece)
            if body:
                reached += len(body) + (1 if reached and (space or piece[0].isspace()) else 0)
                space = piece[-1].isspace()
            else:
                space = space or bool(piece)
            marks.append(Mark(placed, length - min(reached, length)))
        self._inside.clear()
        self._lines += marks

    # Hidden elements: a page within the page

    @property
    def is_hidden(self) -> bool:
        return bool(self._outer)

    def hide(self) -> None:
        """What follows is hidden, until `unhide`; the open line waits."""
        self.hold()
        self._outer.append(
            _Waiting(self.said, self.opened_at, self._lines, self._queued, self._inside)
        )
        self.said, self.opened_at = [], -1
        self._lines, self._queued, self._inside = [], [], []
        self._place = Place.HIDDEN
        self.unseen += 1

    def unhide(self) -> None:
        """Goes on with the line that waited; what was hidden is queued in it."""
        self.end_line()
        hidden = self._lines
        waiting = self._outer.pop()
        self.said, self.opened_at = waiting.said, waiting.opened_at
        self._lines, self._queued, self._inside = waiting.lines, waiting.queued, waiting.inside
        self._place = Place.TEXT
        self.unseen -= 1
        (self._lines if self.opened_at < 0 else self._queued).extend(hidden)

    # The whole

    def take(self) -> list[Line]:
        """All lines so far, without marks."""
        return [line for line in self._lines if isinstance(line, tuple)]

    def finish(self) -> tuple[str, Segments]:
        """The text and its map; all marks learn their offsets."""
        if self._has_marks:
            self._place_marks()
        lines = self.take()
        if len(lines) > MAX_SEGMENTS:
            rest = "\n".join(line[0] for line in lines[MAX_SEGMENTS - 1 :])
            lines[MAX_SEGMENTS - 1 :] = [(rest, lines[MAX_SEGMENTS - 1][1], -1, "…")]
        texts = [line[0] for line in lines]
        ends = list(accumulate(map(len, texts), lambda end, length: end + length + 1))
        starts = [end - len(text) for end, text in zip(ends, texts, strict=True)]
        paths = ElementPaths(
            self.tags, self.parents, [line[2] for line in lines], [line[3] for line in lines]
        )
        segments = Segments(starts, ends, [line[1] for line in lines], paths, paths)
        return printable("\n".join(texts)), segments

    def _place_marks(self) -> None:
        length = -1
        for item in self._lines:
            if isinstance(item, tuple):
                length += len(item[0]) + 1
            else:
                item.placed(max(length, 0) - item.back)
