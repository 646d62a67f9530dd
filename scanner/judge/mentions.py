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

from scanner.model.document import Document
from scanner.model.segments import Segments
from scanner.text.name_frequency import is_family_name, is_given_name
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

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_GAP = r"[ \u00a0]"
_NAMED = re.compile(
    rf"(?P<title>\b(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Revd|Cllr|Councillor)"
    rf"\.?{_GAP}(?:{_WORD}{_GAP}){{0,2}}{_WORD})"
    rf"|(?P<turned>\b{_WORD},{_GAP}?{_WORD})"
    rf"|(?P<plain>\b{_WORD}{_GAP}(?:{_WORD}\.?{_GAP}){{0,2}}?{_WORD})"
)
_NO_FAMILY_NAME = frozenset(
    {"road", "street", "lane", "avenue", "close", "court", "crescent", "drive", "gardens", "grove"}
    | {"hill", "mews", "park", "place", "rise", "row", "square", "terrace", "walk", "way", "yard"}
    | {"house", "hall", "school", "college", "university", "church", "hospital", "council", "ward"}
    | {"club", "centre", "station", "cottage", "lodge", "farm", "green", "party", "primary", "city"}
    | {"academy", "cross", "town", "united", "rovers", "trust", "society", "association", "group"}
    | {"limited", "ltd", "plc", "llp", "foundation", "surgery", "library", "theatre", "arms", "inn"}
    | {"day", "week", "year", "january", "february", "march", "april", "june", "july", "august"}
    | {"september", "october", "november", "december"}
)
_NO_GIVEN_NAME = frozenset(
    {"a", "an", "and", "as", "at", "be", "but", "by", "can", "do", "for", "from", "go", "he", "her"}
    | {
        "his",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "me",
        "my",
        "new",
        "no",
        "not",
        "of",
        "off",
    }
    | {"on", "or", "our", "out", "page", "see", "she", "so", "st", "the", "their", "they", "this"}
    | {"to", "up", "us", "was", "we", "will", "with", "you", "your", "old", "north", "south"}
    | {"east", "west", "great", "little", "upper", "lower", "royal", "christian", "date", "name"}
)
"""Words that begin sentences and the names of places; some are given names, too."""
_ROW = re.compile(r".*(?:\brow \d+|\[\d+\])")
_WORDS = re.compile(r"[\w'’-]+")


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
        household: Iterable[tuple[int, int]],
        around: Iterable[tuple[int, int]],
        family_names: Iterable[str],
    ) -> None:
        """`own`: where the subject is named; `household`: where somebody of theirs is, which
        separates nothing; `around`: the stretches whose surroundings matter, in page order."""
        text = document.text
        self._rows = Rows(document)
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._family = frozenset(fold(name) for name in family_names if name)
        mine = sorted({Mention(start, end, True) for start, end in own}, key=_place)
        taken = sorted([*((m.start, m.end) for m in mine), *household])
        others = _others(text, _windows(around, len(text)), taken)
        kept = [m for m in others if not self._is_relative(text, m, mine)]
        self._all = sorted([*mine, *kept], key=_place)
        self._starts = [mention.start for mention in self._all]

    def owner(self, start: int, end: int) -> Mention | None:
        """The nearest name to [start, end), within reach; the name itself if that is what it is."""
        at = bisect_right(self._starts, start)
        near = [
            (cost, mention)
            for mention in self._all[max(0, at - 3) : at + 2]
            if (cost := self._distance(mention, start, end)) is not None
        ]
        return min(near, key=lambda item: item[0])[1] if near else None

    def is_same_line(self, one: int, other: int) -> bool:
        return bisect_left(self._breaks, one) == bisect_left(self._breaks, other)

    def _distance(self, mention: Mention, start: int, end: int) -> int | None:
        if mention.start <= start and end <= mention.end:
            return 0
        after = mention.start >= end
        low, high = (end, mention.start) if after else (mention.end, start)
        gap = max(0, high - low)
        is_related = self._rows.are_related(mention.start, start)
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


class Rows:
    """Rows of tables and records of data files, which say themselves where an entry ends."""

    def __init__(self, document: Document) -> None:
        self._segments = Segments.of(document.segments)
        self._has_rows = "html" not in document.media_type and bool(document.segments)
        self._known: dict[int, str] = {}

    def are_related(self, one: int, other: int) -> bool | None:
        """Whether two offsets stand in one row, or one in a part of the other's; None when not both
        stand in rows."""
        first, second = self._row(one), self._row(other)
        if not first or not second:
            return None
        return first.startswith(second) or second.startswith(first)

    def _row(self, offset: int) -> str:
        """The path of the innermost row or list item at the offset, with a dot at its end."""
        if not self._has_rows:
            return ""
        index = self._segments.index_at(offset)
        if index < 0:
            return ""
        if index not in self._known:
            found = _ROW.match(self._segments[index].path)
            self._known[index] = f"{found[0]}." if found else ""
        return self._known[index]


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
    starts = [start for start, _ in taken]
    for low, high in windows:
        at = low
        while found := _NAMED.search(text, at, high):
            start, end = found.span()
            nearest = bisect_right(starts, end - 1) - 1
            if nearest >= 0 and taken[nearest][1] > start:
                at = max(taken[nearest][1], start + 1)
                continue
            if stretch := _person(found):
                yield Mention(*stretch, False)
                at = stretch[1]
            else:
                at = start + len(_words(found)[0])


def _person(found: re.Match[str]) -> tuple[int, int] | None:
    """The stretch that names a person, if the words can be one's name."""
    words = _words(found)
    first, last = words[0], words[-1]
    if fold(last) in _NO_FAMILY_NAME or fold(first) in _NO_FAMILY_NAME | _NO_GIVEN_NAME:
        return None
    if found["title"]:
        return found.span()
    if found["turned"]:
        is_name = is_given_name(last) and is_family_name(first) and not is_given_name(first)
        return found.span() if is_name or _shouts(first, last) else None
    is_name = is_given_name(first) and len(last) > 1
    return found.span() if is_name or _shouts(first, last) else None


def _words(found: re.Match[str]) -> list[str]:
    return _WORDS.findall(found.group())


def _shouts(first: str, last: str) -> bool:
    """ "ASKE Tom", as on lists of nominations."""
    return len(first) > 2 and first.isupper() and not last.isupper() and is_given_name(last)
