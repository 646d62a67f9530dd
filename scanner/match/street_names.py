"""Names of streets on a page: the longest that is looked for, around one of its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scanner.match.seen import Page
from scanner.text.streets import (
    STREET_TOKEN,
    anchor_of,
    canonical_words,
    is_short,
    is_street_word,
    street_literals,
)

_JOINT = re.compile(r" |[\-_+.]{1,3}|\. ?")
_JOINT_BEFORE = re.compile(r"(?: |[\-_+.]{1,3}|\. )$")
_TOKEN_BEFORE = re.compile(r"(?:[a-z0-9]+(?:'[a-z0-9]+)*'?|&)$")
_MODIFIERS = (
    "old new upper lower little great long short north south east west far near inner outer lwr upr"
)
_OTHER_STREETS = frozenset(_MODIFIERS.split())
"""Words that make another street of it: "Old Bramble Road"."""
_MODIFIER_ENDS = tuple(_OTHER_STREETS)
_DIGIT = re.compile(r"\d")
_QUARTER = re.compile(r" (?:north|south|east|west)(?![a-z0-9])")
_PLACES = """
school primary infant junior secondary academy nursery surgery clinic medical health hospital
church methodist baptist station bridge estate industrial allotments allotment cemetery playground
recreation playing car park community centre club library junction roundabout depot trading
residents residential campus police fire
"""
_NAMED_AFTER = re.compile(rf" (?:{'|'.join(_PLACES.split())})(?![a-z0-9])")
"""What makes of a street's name that of something in it: "Bramble Road Surgery"."""
_ROW = re.compile(
    r" (?:cottages|cotts|court|gardens|gdns|terrace|mews|villas|close|crescent|estate"
    r"|(?:business|retail|enterprise|trading|industrial) (?:park|estate|centre))(?![a-z0-9])"
)
"""What makes of a street's name that of a row or a close beside it: "Bramble Road Cottages"."""
_LONGEST_WORD = 24
_NO_PART_WORDS = """
flat apartment apt unit floor no number house cottage farm lodge barn hall villa to and in on at of
for from houses homes street address road the a
"""
_NO_PART = frozenset(_NO_PART_WORDS.split())
"""Words between a number and a street that are no part of the street's name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A street looked for, at a stretch of the folded text."""

    words: tuple[str, ...]
    start: int
    end: int
    is_part_of_name: bool
    """It names something in the street: a school, a surgery."""


class StreetNames:
    """The streets looked for, by the words that they are noticed by."""

    def __init__(self, streets: Collection[tuple[str, ...]]) -> None:
        self._streets = streets
        shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for words in streets:
            for literal in street_literals(words):
                shapes[literal].add((anchor_of(words), len(words)))
        self._shapes = {
            literal: tuple(sorted(found, key=lambda shape: -shape[1]))
            for literal, found in shapes.items()
        }

    def literals(self) -> Iterable[str]:
        return self._shapes

    def at(self, page: Page, literal: str, start: int) -> Found | None:
        """The longest street looked for whose noticed word begins at `start`."""
        shapes = self._shapes.get(literal)
        if shapes is None:
            return None
        after = _words_after(page.text, start, max(total - first for first, total in shapes))
        before = _words_before(page.text, start, max(first for first, _ in shapes))
        for first, total in shapes:
            if first > len(before) or total - first > len(after):
                continue
            words = (*before[len(before) - first :], *after[: total - first])
            canonical = canonical_words([word for word, _, _ in words])
            if canonical in self._streets and _is_whole(page, words[0][1], words[-1]):
                return self._found(page, canonical, words[0][1], words[-1])
        return None

    def _found(
        self, page: Page, canonical: tuple[str, ...], start: int, last: tuple[str, int, int]
    ) -> Found:
        word, first, end = last
        end = first + len(word.removesuffix("'s").rstrip("'"))
        if is_short(word) and page.text[end : end + 1] == ".":
            end += 1
        is_part = _NAMED_AFTER.match(page.text, end) is not None and not page.folded.has_break(
            end, end + 1
        )
        return Found(canonical, start, end, is_part)


_Word = tuple[str, int, int]


def _words_after(text: str, start: int, most: int) -> list[_Word]:
    words: list[_Word] = []
    at = start
    while len(words) < most and (found := STREET_TOKEN.match(text, at)):
        words.append((found.group(), found.start(), found.end()))
        joint = _JOINT.match(text, found.end())
        if joint is None or (joint.group() == ". " and not is_short(found.group())):
            break
        at = joint.end()
    return words


def _words_before(text: str, start: int, most: int) -> list[_Word]:
    words: list[_Word] = []
    at = start
    while len(words) < most:
        joint = _JOINT_BEFORE.search(text, max(0, at - 3), at)
        if joint is None:
            break
        end = joint.start()
        found = _TOKEN_BEFORE.search(text, max(0, end - _LONGEST_WORD), end)
        if found is None or (joint.group() == ". " and not is_short(found.group())):
            break
        words.insert(0, (found.group(), found.start(), end))
        at = found.start()
    return words


def _is_whole(page: Page, start: int, last: _Word) -> bool:
    """Not a piece of a longer name: "Old Bramble Road", "Bramble Road North", "Bramble Road-Side".

    Between a number and the street nothing may stand, or it is another street's name.
    """
    text, end = page.text, last[2]
    if start and text[start - 1].isalnum():
        return False
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
        if page.source(start, end).istitle():
            return False
    elif _goes_on(page, end):
        return False
    near = text[max(0, start - 3 * _LONGEST_WORD) : start]
    if near[:-1].endswith(_MODIFIER_ENDS) and _is_modified(text, start):
        return False
    if not _DIGIT.search(near):
        return True
    return not _belongs_to_number(page, _words_before(text, start, 3), start)


def _goes_on(page: Page, end: int) -> bool:
    """Whether the next words make another street's name of it."""
    if quarter := _QUARTER.match(page.text, end):
        return not _begins_place(page, quarter)
    row = _ROW.match(page.text, end)
    return row is not None and _ends_name(page, row)


def _ends_name(page: Page, row: re.Match[str]) -> bool:
    """Whether a word after a street is the end of its name: with a capital, and last."""
    start, end = row.span()
    if page.folded.has_break(start, start + 1) or page.source(start + 1, start + 2).islower():
        return False
    return page.text[end : end + 1] in ("", ",", ";", ".", ")", "|") or page.folded.has_break(
        end, end + 1
    )


def _is_modified(text: str, start: int) -> bool:
    before = _words_before(text, start, 1)
    return bool(before) and before[0][0] in _OTHER_STREETS


def _begins_place(page: Page, quarter: re.Match[str]) -> bool:
    """Whether a quarter after a street is not its own: on the next line, or in the name of a place
    ("Orchard Way West Pennard")."""
    if page.folded.has_break(quarter.start(), quarter.start() + 1):
        return True
    end = quarter.end()
    is_next = page.text[end : end + 1] == " " and not page.folded.has_break(end, end + 1)
    word = page.source(end + 1, end + 3) if is_next else ""
    return len(word) == 2 and word[0].isupper() and word[1].islower()


def _belongs_to_number(page: Page, before: list[_Word], start: int) -> bool:
    """Whether a word between a number and the street is a part of the street's name."""
    numbers = [index for index, word in enumerate(before) if word[0][:1].isdigit()]
    if not numbers or numbers[-1] == len(before) - 1:
        return False
    between = before[numbers[-1] + 1 :]
    if any(word in _NO_PART or len(word) < 2 or is_street_word(word) for word, _, _ in between):
        return False
    if page.folded.has_break(before[numbers[-1]][2], start):
        return False
    return all(page.source(first, first + 1).isupper() for _, first, _ in between) or (
        page.source(start, start + 1).islower()
    )
