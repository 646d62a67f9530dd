"""The map of a mosaic: where everything stands in the drawing, before any of it is printed.

Top down, since it has to be read on a telephone: the public name, then a row for each link with the
pages that give it, then the target. Each chain is a line that runs past all rows and has a dot at
those that it needs; past a link that the removals cut it goes on in dashes. The template prints the
elements, so that every word passes the veil.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scanner.render.own_words import OwnWords

WIDTH = 360
"""Of the drawing, in its own units: about the width of a telephone in CSS pixels."""
MOST_LANES = 6
"""Chains that are drawn; the list beside it has them all."""
MOST_SITES = 3
"""Pages that are named at a link."""

_EDGE = 10
_LANE = 19
_TITLE, _SITE = 19, 17  # heights of lines
_GAP = 16
_BOX = 32
_TITLE_LETTER, _SITE_LETTER = 8.2, 7.9
"""Width of a letter in the widest of the usual fonts."""
_MARK = 14
"""Room for the sign of what becomes of a site."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What the drawing needs of a link."""

    id: str
    title: str
    sites: tuple[tuple[str, str], ...]
    """Site and what becomes of it, in order."""
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a chain."""

    x: int
    top: int
    bottom: int
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A chain needs the link of this height."""

    x: int
    y: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at its baseline."""

    x: int
    y: int
    text: str
    sort: str
    """`what` (a link's title), `site`, `more`, `end` (name or target)."""
    fate: str = ""
    """Of a site: what becomes of it."""
    letters: int = 0
    """Of a site: how many there is room for."""


@dataclass(frozen=True, slots=True)
class Box:
    y: int
    height: int
    x: int = 1
    width: int = WIDTH - 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be printed, in units of the drawing."""

    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    words: tuple[Words, ...]
    left_out: int
    """Chains that are not drawn."""
    width: int = WIDTH


def draw(target: str, chains: Sequence[Sequence[LinkRow]]) -> Drawing:
    """The drawing of the chains that lead to one target."""
    return _Pen(target, chains).drawing()


class _Pen:
    def __init__(self, target: str, chains: Sequence[Sequence[LinkRow]]) -> None:
        self._target = target
        self._chains = [{row.id for row in chain} for chain in chains[:MOST_LANES]]
        self._left_out = len(chains) - len(self._chains)
        self._rows = _in_order(chains[:MOST_LANES])
        self._margin = _EDGE + _LANE * len(self._chains) + 4
        self._lines: list[Line] = []
        self._dots: list[Dot] = []
        self._words: list[Words] = []

    def drawing(self) -> Drawing:
        first = Box(1, _BOX)
        self._words.append(Words(_EDGE, first.y + 21, OwnWords("Your name"), "end"))
        begun = [first.y + first.height] * len(self._chains)
        broken = [False] * len(self._chains)
        y = begun[0] + _GAP if begun else _BOX
        for row in self._rows:
            middle = y + _TITLE // 2 + 1
            for lane, ids in enumerate(self._chains):
                if row.id in ids:
                    self._stretch(lane, begun[lane], middle, broken[lane])
                    self._dots.append(Dot(self._x(lane), middle, row.is_cut))
                    begun[lane], broken[lane] = middle, broken[lane] or row.is_cut
            y = self._row(row, y)
        last = Box(y, _BOX)
        for lane in range(len(self._chains)):
            self._stretch(lane, begun[lane], y, broken[lane])
        self._words.append(Words(_EDGE, y + 21, self._target, "end"))
        return Drawing(
            height=y + _BOX + 1,
            boxes=(first, last),
            lines=tuple(self._lines),
            dots=tuple(self._dots),
            words=tuple(self._words),
            left_out=self._left_out,
        )

    def _row(self, row: LinkRow, y: int) -> int:
        """Writes a link with its pages; where the next one begins."""
        for text in _wrapped(row.title, WIDTH - self._margin):
            self._words.append(Words(self._margin, y + 14, text, "what"))
            y += _TITLE
        room = int((WIDTH - self._margin - _MARK) / _SITE_LETTER)
        for site, fate in row.sites[:MOST_SITES]:
            self._words.append(Words(self._margin, y + 13, site, "site", fate, room))
            y += _SITE
        if (more := len(row.sites) - MOST_SITES) > 0:
            text = OwnWords(f"and {more} more {'site' if more == 1 else 'sites'}")
            self._words.append(Words(self._margin, y + 13, text, "more"))
            y += _SITE
        return y + _GAP

    def _x(self, lane: int) -> int:
        return _EDGE + 6 + _LANE * lane

    def _stretch(self, lane: int, top: int, bottom: int, is_broken: bool) -> None:
        self._lines.append(Line(self._x(lane), top, bottom, is_broken))


def _in_order(chains: Sequence[Sequence[LinkRow]]) -> tuple[LinkRow, ...]:
    """Every link once, and none above one that a chain needs before it: where two chains disagree,
    the first is right."""
    rows = {row.id: row for chain in chains for row in chain}
    before: dict[str, set[str]] = {key: set() for key in rows}
    for chain in chains:
        for earlier, later in pairwise(chain):
            before[later.id].add(earlier.id)
    placed: dict[str, LinkRow] = {}
    while len(placed) < len(rows):
        waiting = [key for key in rows if key not in placed]
        ready = (key for key in waiting if before[key] <= placed.keys())
        key = next(ready, waiting[0])
        placed[key] = rows[key]
    return tuple(placed.values())


def _wrapped(title: str, width: int) -> list[str]:
    lines = textwrap.wrap(title, max(int(width / _TITLE_LETTER), 8)) or [title]
    return [OwnWords(line) for line in lines] if isinstance(title, OwnWords) else lines
