"""Who is named where on a page, so that a fact goes to the nearest name, whoever's it is.

Lists, tables and minutes name many people; the address below one name is not that of the person
three lines further up. Other people's names are recognised only to keep them apart: they are
neither kept nor shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scanner.judge.people import find_people
from scanner.judge.rows import Rows
from scanner.judge.stretches import Stretches
from scanner.model.document import Document
from scanner.text.normalise import fold

REACH = 400
"""Code points within which a name may own a value: about two long sentences."""

_LINE = 80
"""What another line counts for, in code points: a name on the same line is nearer than one on the
next."""

_FURTHER_LINE = 8
"""What each further line between them counts for: entries run over several."""

_AFTER = 40
_AFTER_ON_ANOTHER_LINE = 400
"""What it counts for that the name comes after the value: names come first, in sentences mostly, in
entries that run over several lines nearly always."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a person, at a stretch of the text."""

    start: int
    end: int
    is_subject: bool


class Mentions:
    """The subject's names on a page, and the names of others near what was seen of them."""

    def __init__(
        self,
        document: Document,
        own: Sequence[tuple[int, int]],
        around: Sequence[tuple[int, int]],
        family_names: Iterable[str],
    ) -> None:
        """`own`: where the subject is named; `around`: the stretches whose surroundings matter, in
        page order: what was seen of the subject, which names nobody else (a house, a firm, or
        somebody of their household, which separates nothing)."""
        text = document.text
        self._rows = Rows(document)
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._family = frozenset(fold(name) for name in family_names if name)
        mine = sorted({Mention(start, end, True) for start, end in own}, key=_place)
        others = _others(text, _windows(around, len(text)), sorted({*own, *around}))
        kept = [m for m in others if not self._is_relative(text, m, mine)]
        self._all = sorted([*mine, *kept], key=_place)
        self._starts = [mention.start for mention in self._all]
        self._rows.tell_names((mention.start, mention.end) for mention in self._all)
        self._owners: dict[tuple[int, int], Mention | None] = {}

    def owner(self, start: int, end: int) -> Mention | None:
        """The nearest name to [start, end), within reach; the name itself if that is what it is."""
        if (start, end) not in self._owners:
            self._owners[start, end] = self._nearest(start, end)
        return self._owners[start, end]

    def _nearest(self, start: int, end: int) -> Mention | None:
        at = bisect_right(self._starts, start)
        near = [
            (cost, mention)
            for mention in self._all[max(0, at - 3) : at + 2]
            if (cost := self._distance(mention, start, end)) is not None
        ]
        return min(near, key=lambda item: item[0])[1] if near else None

    def is_same_line(self, one: int, other: int) -> bool:
        return bisect_left(self._breaks, one) == bisect_left(self._breaks, other)

    def are_in_one_entry(self, one: int, other: int) -> bool:
        """Whether no row's end parts two offsets, as far as the document tells of rows."""
        return self._rows.are_related(one, other) is not False

    def is_in_margin(self, offset: int) -> bool:
        """Whether it stands in the foot, the menu or the side of a page."""
        return self._rows.is_in_margin(offset)

    def _distance(self, mention: Mention, start: int, end: int) -> int | None:
        if mention.start <= start and end <= mention.end:
            return 0
        after = mention.start >= end
        low, high = (end, mention.start) if after else (mention.end, start)
        gap = max(0, high - low)
        is_related = self._rows.are_related(start, mention.start)
        if gap > REACH or is_related is False:
            return None
        breaks = bisect_left(self._breaks, high) - bisect_left(self._breaks, low)
        if is_related or not breaks:
            return gap + (_AFTER if after else 0)
        far = gap + _LINE + _FURTHER_LINE * (breaks - 1)
        return far + (_AFTER_ON_ANOTHER_LINE if after else 0)

    def _is_relative(self, text: str, other: Mention, mine: Sequence[Mention]) -> bool:
        """Somebody of the same family name on the same line: "Jane and Daniel Marlow"."""
        last = fold(text[other.start : other.end]).rpartition(" ")[2]
        if last not in self._family:
            return False
        starts = [mention.start for mention in mine]
        at = bisect_left(starts, other.start)
        return any(
            self.is_same_line(mention.start, other.start)
            for mention in mine[max(0, at - 1) : at + 1]
        )


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _windows(around: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The stretches with their surroundings, overlapping ones joined."""
    low, high = -1, -1
    for start, end in around:
        if low < 0:
            low, high = max(0, start - REACH), end + REACH
        elif start - REACH <= high:
            high = max(high, end + REACH)
        else:
            yield low, min(high, length)
            low, high = start - REACH, end + REACH
    if low >= 0:
        yield low, min(high, length)


def _others(
    text: str, windows: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    """Other people's names in the windows; what overlaps a stretch that is taken is none."""
    inside = Stretches(taken)
    for low, high in windows:
        for start, end in find_people(text, low, high):
            if not inside.touch(start, end):
                yield Mention(start, end, False)
