"""Facts that are looked for as words: employer, school, and the person's own kind.

One distinctive word of each is a literal; where it stands, the words around it are looked up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from scanner.match.codes import Codes, is_code
from scanner.match.organisations import (
    ABBREVIATIONS,
    SPELLINGS,
    TOKEN,
    Words,
    plain_words,
    ways_to_write,
)
from scanner.match.seen import Entries, Entry, Hit, Page, Recogniser
from scanner.model.facts import FactKind
from scanner.text.normalise import fold
from scanner.text.phrases import is_written_as_name

_EVERYDAY = frozenset(
    {"the", "and", "of", "for", "in", "at", "on", "school", "primary", "secondary", "university"}
    | {"college", "academy", "grammar", "high", "infant", "infants", "junior", "nursery", "church"}
    | {"community", "england", "council", "county", "borough", "district", "city", "town", "care"}
    | {"hospital", "trust", "group", "services", "service", "company", "limited", "home", "house"}
    | {"street", "road", "united", "kingdom", "british", "national", "international", "solutions"}
)
"""Words of many names and most pages: taken for a literal only if there is no other."""
_BEGINS_ABBREVIATED = frozenset(
    {"church", "c", "r", "p", "roman", "public", "community", "voluntary", "limited"}
)
"""First words of what several words of a page, and one plain word, say."""
_GAP = re.compile(r"[ \-_/+.,&'\"()]{0,4}")
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class _Way:
    """A sequence of words, and whose it is in what circumstances."""

    entries: Entries
    given: str
    """As one person wrote it: tells whether it needs a capital."""
    is_shortened: bool
    """A part of the name is left out, so that it must be written as a name."""
    has_marks: bool
    """It has a comma or another mark between its words."""


class Phrases(Recogniser):
    """Words of all subjects, by their sequence."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._ways: dict[Words, list[_Way]] = {}
        self._shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
        """By literal: at which place of a sequence it stands, and how long the sequence is."""
        codes: list[Entry] = []
        for entry in entries:
            given = entry.fact.value.reveal()
            if entry.fact.kind is FactKind.CUSTOM and is_code(given):
                codes.append(entry)
            else:
                self._add(entry, given)
        self._codes = Codes(codes)
        self._code_literals = frozenset(self._codes.literals())

    def _add(self, entry: Entry, given: str) -> None:
        words = plain_words(TOKEN.findall(fold(given)))
        if not words:
            return
        has_marks = re.search(r"[,;:.!]", given.strip(" .!")) is not None
        ways = (
            [(words, False)]
            if entry.fact.kind is FactKind.CUSTOM
            else ways_to_write(words, entry.fact.kind is FactKind.SCHOOL)
        )
        for sequence, is_shortened in dict(reversed(list(ways))).items():
            known = self._ways.setdefault(sequence, [])
            for way in known:
                if (way.given, way.is_shortened) == (given, is_shortened):
                    way.entries.add(entry)
                    break
            else:
                known.append(_Way(Entries([entry]), given, is_shortened, has_marks))
            place = _literal_place(sequence)
            for literal in _literals(sequence[place]):
                self._shapes[literal].add((place, len(sequence)))

    def literals(self) -> Iterable[str]:
        return {*self._shapes, *self._code_literals}

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        if start and text[start - 1].isalnum():
            return
        if literal in self._code_literals:
            yield from self._codes.at(page, literal, start, end)
        shapes = self._shapes.get(literal)
        if shapes is None or (text[end : end + 1].isalnum() and text[end : end + 1] != "s"):
            return
        for place, length in shapes:
            yield from self._read(page, start, place, length)

    def _read(self, page: Page, start: int, place: int, length: int) -> Iterator[Hit]:
        """Sequences of `length` plain words of which the one at `start` has index `place`.

        Several words of the page may be one plain word (Church of England), so that ends vary.
        """
        before = _words_before(page.text, start, 3 * place) if place else []
        after = _words_after(page.text, start, 3 * length)
        if not after:
            return
        if place <= len(before):
            spans = [*before[len(before) - place :], *after[: length - place]]
            yield from self._look_up(page, spans, length)
        words = {page.text[a:b] for a, b in (*before, *after)}
        if words.isdisjoint(_BEGINS_ABBREVIATED):
            return
        for first in range(len(before) + 1):
            for last in range(1, len(after) + 1):
                spans = [*before[first:], *after[:last]]
                if length < len(spans) <= length + 4:
                    yield from self._look_up(page, spans, length)

    def _look_up(self, page: Page, spans: list[tuple[int, int]], length: int) -> Iterator[Hit]:
        words = [page.text[a:b] for a, b in spans]
        sequence = plain_words(words)
        if sequence not in self._ways and words[-1].endswith("'s"):
            # A possessive: "Wexcombe Dairy's".
            sequence = plain_words([*words[:-1], words[-1][:-2]])
            spans = [*spans[:-1], (spans[-1][0], spans[-1][1] - 2)]
        if len(sequence) == length and sequence in self._ways:
            yield from self._hits(page, self._ways[sequence], spans)

    def _hits(self, page: Page, ways: list[_Way], spans: list[tuple[int, int]]) -> Iterator[Hit]:
        start, end = spans[0][0], spans[-1][1]
        if page.text[end - 1] == "'" and page.text.find("'", start, end - 1) < 0:
            end -= 1
        if _is_joined(page.text, start, end):
            return
        written = page.source(start, end)
        has_marks = any("," in page.text[a[1] : b[0]] for a, b in pairwise(spans))
        for way in ways:
            if has_marks and not way.has_marks:
                continue
            if way.is_shortened and not written[:1].isupper():
                continue
            given = way.given if not way.is_shortened else written.title()
            if is_written_as_name(given, written):
                yield Hit(way.entries, "phrase", start, end)


def _literal_place(sequence: Words) -> int:
    """Index of the word that is met least by chance: the longest that is in few names, and best
    one with a single spelling."""
    places = range(len(sequence))
    return max(
        places,
        key=lambda at: (
            sequence[at] not in _EVERYDAY and sequence[at] not in SPELLINGS,
            len(sequence[at]),
            -at,
        ),
    )


def _literals(word: str) -> tuple[str, ...]:
    """Beginnings under which the word, with or without its apostrophe, is met."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    return (word[:-1],) if word.endswith("s") and len(word) > 3 else (word,)


def _words_after(text: str, start: int, count: int) -> list[tuple[int, int]]:
    """Up to `count` words from `start` on that may be one phrase."""
    spans: list[tuple[int, int]] = []
    at = start
    while len(spans) < count:
        found = TOKEN.match(text, at)
        if found is None:
            break
        if spans and not _may_part(text, *spans[-1], found.start()):
            break
        spans.append(found.span())
        gap = _GAP.match(text, found.end())
        at = gap.end() if gap else found.end()
        if text[found.end() : at].strip() in ("&", "+"):
            at = text.index(text[found.end() : at].strip(), found.end())
    return spans


def _words_before(text: str, start: int, count: int) -> list[tuple[int, int]]:
    """Up to `count` words before `start` that may be one phrase with what stands there."""
    offset = max(0, start - count * _LONGEST_WORD)
    found = [
        (offset + match.start(), offset + match.end())
        for match in TOKEN.finditer(text[offset:start])
    ][-count:]
    kept: list[tuple[int, int]] = []
    following = start
    for span in reversed(found):
        if not _may_part(text, *span, following):
            break
        kept.append(span)
        following = span[0]
    return kept[::-1]


def _may_part(text: str, start: int, end: int, following: int) -> bool:
    """Whether what parts the word [start, end) from the next lets both be of one phrase."""
    gap = text[end:following]
    if not _GAP.fullmatch(gap):
        return False
    if "." in gap:
        word = text[start:end]
        return word in ABBREVIATIONS or len(word) == 1 or "/" in gap
    return bool(gap) or not text[end - 1].isalnum() or text[following] in "&+"


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a hyphen or underscore makes it part of something longer, outside web addresses."""
    before = start > 1 and text[start - 1] in "-_" and text[start - 2].isalnum()
    return before or (text[end : end + 1] in ("-", "_") and text[end + 1 : end + 2].isalnum())
