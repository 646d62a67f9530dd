"""Lines of a page while it is parsed: running text joined across inline markup, the rest beside it.

Made for speed: the parser appends pieces of text to one list without a call into Python code, and
everything else is done once a line. Offsets and paths are made when the page is finished.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scanner.model.document import Place, Segments
from scanner.read.html_paths import ElementPaths
from scanner.read.text_builder import MAX_SEGMENTS, folded, printable

MAX_PIECES = 100
"""Pieces of the text of a line that are looked at for what a link says."""
_MAX_LINES = 12
_FEW = 3
"""Chunks that are looked through for something else than white space."""

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


_Beside = tuple[int, int, "Line | Mark | Placed"]
"""Where something stands, how many pieces of text came before it (-1: it has no place within the
line), and what it is. Before line n is 2n, after it 2n + 1."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a part of the page began that becomes lines on its own."""

    pieces: int
    breaks: int
    beside: int
    blank: int = 0
    preserved: bool = False


class PageLines:
    """The lines of one page.

    All text comes into `chunks`; a break is the number of chunks before it. What stands inside a
    line without being part of it (an attribute, a comment, a hidden element) is written right
    after the line, so that it neither tears a value apart nor loses its place. What stands before
    the first word of a line is written before it.

    Parts of the page with rules of their own (hidden, preformatted, without scripts) are made into
    lines when they end, and their text is taken out of `chunks`.
    """

    __slots__ = (
        *("chunks", "breaks", "elements_at", "broken", "here", "tags", "parents"),
        *("unseen", "visible_words", "is_preserved", "_place", "_beside", "_parts", "_has_marks"),
        *("_blank", "_looked_through"),
    )

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.breaks: list[int] = []
        self.elements_at: list[int] = []
        """For each break: the innermost element that was open at it."""
        self.broken = 0
        """The last break."""
        self.here = -1
        """The innermost open element."""
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.unseen = 0
        """How many open elements are not shown to a browser with scripts."""
        self.visible_words = 0
        """Words of the parts that were made into lines so far."""
        self.is_preserved = False
        """Whether the line breaks of the innermost part are shown."""
        self._place = Place.TEXT
        self._beside: list[_Beside] = []
        self._parts: list[_Part] = []
        self._has_marks = False
        self._blank = 0
        """Chunks up to which the line is known to hold only white space."""
        self._looked_through = 0
        """Chunks known to hold no line break of preformatted text after the last break."""

    # Text

    def end_line(self) -> None:
        """Ends the line, if anything came since the last break."""
        pieces = len(self.chunks)
        if pieces != self.broken:
            self._break(pieces)

    def text_since(self, pieces: int) -> str:
        return "".join(self.pieces_since(pieces))

    def pieces_since(self, pieces: int) -> list[str]:
        """The beginning of the text that came after so many pieces, lines parted by spaces.

        Bounded, since links may be nested: at most some lines, and some pieces of each.
        """
        if self.broken <= pieces:
            return self.chunks[pieces : pieces + MAX_PIECES]
        first = bisect_right(self.breaks, pieces)
        words: list[str] = []
        for end in (*self.breaks[first : first + _MAX_LINES], len(self.chunks)):
            words += (*self.chunks[pieces : min(end, pieces + MAX_PIECES)], " ")
            pieces = end
        return words

    def replace_since(self, pieces: int, text: str) -> bool:
        """Puts a text in place of what came after so many pieces, if that is of one line."""
        if self.broken > pieces:
            return False
        self.chunks[pieces:] = [text] if text else []
        self._blank = min(self._blank, pieces)
        return True

    def take_since(self, pieces: int) -> str:
        """Takes the text that came after so many pieces out of the page."""
        text = "".join(self.chunks[pieces:])
        del self.chunks[pieces:]
        self._forget_breaks(pieces)
        return text

    def _break(self, pieces: int) -> None:
        self.broken = pieces
        self.breaks.append(pieces)
        self.elements_at.append(self.here)

    def _forget_breaks(self, pieces: int) -> None:
        self._blank = min(self._blank, pieces)
        while self.breaks and self.breaks[-1] > pieces:
            self.breaks.pop()
            self.elements_at.pop()
            self._blank = 0
        self.broken = self.breaks[-1] if self.breaks else 0

    # What stands beside it

    def say(self, line: Line | Mark) -> None:
        """Writes a line of its own, beside the line of text that it stands in."""
        self._put_beside(-1, line)

    def say_here(self, text: str, place: Place, ending: str = "") -> None:
        """Says what the current element, or with `ending` its attribute, holds."""
        if text and (body := folded(text)):
            self._put_beside(-1, (body, place, self.here, ending))

    def mark(self, placed: Placed) -> None:
        """Tells `placed`, when the page is finished, the offset that the text has now."""
        self._has_marks = True
        self._put_beside(len(self.chunks), placed)

    def mark_back(self, placed: Placed, back: int) -> None:
        """Marks the place `back` code points before the end of what was just said."""
        self._has_marks = True
        self._put_beside(-1, Mark(placed, back))

    def _put_beside(self, pieces: int, what: Line | Mark | Placed) -> None:
        if self.is_preserved:
            self._break_preserved()
        chunks = self.chunks
        begins = max(self.broken, self._blank)
        few = chunks[begins : begins + _FEW + 1]
        if few and (len(few) > _FEW or not all(map(str.isspace, few))):
            self._beside.append((2 * len(self.breaks) + 1, pieces, what))
        else:
            # Nothing of the line came yet: this is written before it.
            self._blank = len(chunks)
            self._beside.append((2 * len(self.breaks), pieces, what))

    def _break_preserved(self) -> None:
        """Ends all lines but the last of preformatted text, for what is to be put beside it."""
        chunks = self.chunks
        first = max(self.broken, self._parts[-1].pieces, self._looked_through)
        self._looked_through = len(chunks)
        for number in range(len(chunks) - 1, first - 1, -1):
            before, broken, after = chunks[number].rpartition("\n")
            if broken:
                chunks[number : number + 1] = [before, after] if after else [before]
                self._break(number + 1)
                return

    # Parts with rules of their own

    def begin_part(self, *, preserved: bool = False) -> None:
        """What follows becomes lines at `end_part`; `preserved`: its line breaks are shown.

        Lines are handed on from part to part, so no part is begun within one of its own kind.
        """
        preserved = preserved or self.is_preserved
        part = _Part(len(self.chunks), len(self.breaks), len(self._beside), self._blank, preserved)
        self._parts.append(part)
        self.is_preserved = preserved

    def end_part(self) -> None:
        part = self._parts.pop()
        self.is_preserved = bool(self._parts) and self._parts[-1].preserved
        lines = self._lines_since(part)
        del self.breaks[part.breaks :], self.elements_at[part.breaks :]
        self.broken = self.breaks[-1] if self.breaks else 0
        del self.chunks[part.pieces :]
        self._blank = part.blank
        self._looked_through = 0
        for line in lines:
            self.say(line)

    def hide(self) -> None:
        """What follows is hidden, until `unhide`."""
        self.begin_part()
        self.unseen += 1
        self._place = Place.HIDDEN

    def unhide(self) -> None:
        self.end_part()
        self.unseen -= 1
        self._place = Place.TEXT

    @property
    def is_hidden(self) -> bool:
        return self._place is Place.HIDDEN

    # The whole

    def _lines_since(self, part: _Part) -> list[Line | Mark]:
        """The lines of the end of the page, with what stands beside each after it.

        Run for all lines of all pages: no function is called for an ordinary one.
        """
        chunks, place = self.chunks, self._place
        beside = self._beside[part.beside :]
        del self._beside[part.beside :]
        beside.reverse()
        expected = beside[-1][0] if beside else -1
        lines: list[Line | Mark] = []
        words = 0
        rest: Sequence[str] = ()
        start = part.pieces
        before = 2 * part.breaks
        ends = [*self.breaks[part.breaks :], len(chunks)]
        elements = [*self.elements_at[part.breaks :], self.here]
        for end, element in zip(ends, elements, strict=True):
            if expected == before:
                expected = _write_beside(lines, beside, chunks, start, 0)
            text = ""
            if end > start:
                raw = chunks[start] if end - start == 1 else "".join(chunks[start:end])
                if part.preserved and "\n" in raw:
                    raw, rest = _first_line(raw)
                text = " ".join(raw.split()) if raw.isascii() else folded(raw)
                if text:
                    lines.append((text, place, element, ""))
                    words += text.count(" ") + 1
            if expected == before + 1:
                expected = _write_beside(lines, beside, chunks, start, len(text))
            if rest:
                for text in filter(None, map(folded, rest)):
                    lines.append((text, place, element, ""))
                    words += text.count(" ") + 1
                rest = ()
            start = end
            before += 2
        while beside:
            _write_beside(lines, beside, chunks, start, 0)
        if not self.unseen:
            self.visible_words += words
        return lines

    def take(self) -> list[Line]:
        """All lines of a page that is over, without marks. Once only."""
        return [line for line in self._lines_since(_Part(0, 0, 0)) if isinstance(line, tuple)]

    def finish(self) -> tuple[str, Segments]:
        """The text of a page that is over, and its map; marks learn their offsets. Once only."""
        if self._has_marks:
            lines = _without_marks(self._lines_since(_Part(0, 0, 0)))
        else:
            lines = self.take()
        if len(lines) > MAX_SEGMENTS:
            rest = "\n".join(line[0] for line in lines[MAX_SEGMENTS - 1 :])
            lines[MAX_SEGMENTS - 1 :] = [(rest, lines[MAX_SEGMENTS - 1][1], -1, "…")]
        if not lines:
            return "", Segments((), (), (), ())
        texts, places, numbers, endings = zip(*lines, strict=True)
        starts, ends = _stretches(texts)
        paths = ElementPaths(self.tags, self.parents, numbers, endings)
        return printable("\n".join(texts)), Segments(starts, ends, places, paths, paths)


def _first_line(raw: str) -> tuple[str, Sequence[str]]:
    first, *rest = raw.splitlines()
    return first, rest


def _write_beside(
    lines: list[Line | Mark], beside: list[_Beside], chunks: list[str], start: int, length: int
) -> int:
    """Writes what stands before a line, or beside the one just written; where the next stands.

    `beside` is in reverse order; the line begins at the chunk `start` and is `length` long.
    """
    here = beside[-1][0]
    if here % 2 == 0:
        # Before a line nothing is torn apart: all stands in the order of the page.
        while beside and beside[-1][0] == here:
            _, pieces, what = beside.pop()
            lines.append(what if pieces < 0 else Mark(what, 0))  # type: ignore[arg-type]
        return beside[-1][0] if beside else -1
    reached = 0
    space = False
    marks: list[Line | Mark] = []
    others: list[Line | Mark] = []
    while beside and beside[-1][0] == here:
        _, pieces, what = beside.pop()
        if pieces < 0:
            others.append(what)  # type: ignore[arg-type]
            continue
        piece = "".join(chunks[start:pieces])
        start = max(start, pieces)
        if body := folded(piece):
            reached += len(body) + (1 if reached and (space or piece[0].isspace()) else 0)
            space = piece[-1].isspace()
        else:
            space = space or bool(piece)
        marks.append(Mark(what, length - min(reached, length)))  # type: ignore[arg-type]
    lines += marks
    lines += others
    return beside[-1][0] if beside else -1


def _without_marks(marked: Iterable[Line | Mark]) -> list[Line]:
    """The lines alone; marks are told where they stand."""
    lines: list[Line] = []
    marks: list[tuple[int, Mark]] = []
    for item in marked:
        if isinstance(item, tuple):
            lines.append(item)
        else:
            marks.append((len(lines), item))
    ends = [0, *_stretches([line[0] for line in lines])[1]]
    for number, mark in marks:
        mark.placed(ends[number] - mark.back)
    return lines


def _stretches(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where each line starts and ends in the text of all."""
    nexts = list(accumulate([len(text) + 1 for text in texts]))
    return [0, *nexts[:-1]], [after - 1 for after in nexts]
