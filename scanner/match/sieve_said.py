"""The signs, in letters and figures alone, of numbers that are said in words, and of births."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING

import ahocorasick_rs

from scanner.match.seen import Entry
from scanner.match.sieve_births import BIRTH_WORDS
from scanner.text.dates import month_names

if TYPE_CHECKING:
    from scanner.match.sieve_looks import Look, Sheet

_ALIKE = bytes.maketrans(b"oil", b"011")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ZEROS = ("zero", "nought", "oh")
_LETTER_O = {"1", "2", "3", "7", "8"}
"""Figures before which the letter is taken for a zero that is said."""
_TIMES = ("double", "triple", "treble")
_FEWEST = 6
"""Words or single figures in a number of which some are said."""
_SAID = re.compile(
    "(?:{}|[0-9]){{{},}}".format(
        "|".join((*_DIGITS, "oh", "nought", "nil", *_TIMES, "hundred")).translate(
            str.maketrans("oil", "011")
        ),
        _FEWEST,
    ).encode()
)
_ORDINALS = tuple(ordinal + of for ordinal in ("st", "nd", "rd", "th") for of in ("", "of"))
BORN = object()
"""Under which key a page's births are looked at once."""


def bone(word: str) -> bytes:
    """An ASCII word in small letters, as a skeleton has it."""
    return word.encode().translate(_ALIKE, b" .-/'")


def said_signs(firsts: Collection[str]) -> set[bytes]:
    """Of these one stands wherever a number is said that begins with one of these figures after
    its zero; "oh oh four four" begins as well."""
    signs = set()
    for first in {*firsts, "4"} & set("123456789"):
        spoken = (_DIGITS[int(first)], *_TIMES, first)
        signs |= {bone(zero + said) for zero, said in product(_ZEROS, spoken)}
        if first in _LETTER_O:
            signs |= {bone(f"o{_DIGITS[int(first)]}")}
    return {*signs, b"0d0ub1e"} if signs else signs


def may_be_said(sheet: Sheet, look: Look, start: int, end: int) -> bool:
    """Whether figures in words or in digits go on from a sign."""
    return _SAID.match(look.skeleton, start) is not None


def born_signs(entries: Iterable[Entry]) -> tuple[set[bytes], set[bytes]]:
    """Words of birth; and marks ("b. 14 March", "b. 14/03") of these dates. One stands wherever a
    text tells of one of these births."""
    marks = set()
    dates = {_date(entry) for entry in entries} - {None}
    for year, month, day in filter(None, dates):
        marks.add(f"b{year}".encode())
        marks |= {f"b{each}".encode() for each in _figures(day, month)}
        for name in month_names(month):
            marks.add(bone(f"b{name}"))
            for ahead, behind in product(_written(day), ("", *_ORDINALS)):
                marks.add(bone(f"b{ahead}{behind}{name[:3]}"))
    return {bone(word) for word in BIRTH_WORDS}, marks


_MARK = re.compile(rb"(?<![A-Za-z0-9])[bB][.: \xc2\xa0]{1,3}\s*[0-9A-Za-z]")


def is_marked(sheet: Sheet, look: Look) -> bool:
    """Whether a mark of birth stands anywhere in a text as a word."""
    if joined := look.joined:
        return sheet.once(_MARK, look, lambda: any(map(_MARK.search, (look.text, joined()))))
    return sheet.once(_MARK, look, lambda: _MARK.search(look.text) is not None)


def _date(entry: Entry) -> tuple[int, int, int] | None:
    year, month, day = (entry.fact.part(name) for name in ("year", "month", "day"))
    return (int(year), int(month), int(day)) if year and month and day else None


def _written(number: int) -> tuple[str, str]:
    return f"{number}", f"{number:02}"


def _figures(day: int, month: int) -> set[str]:
    """Both in figures, whichever comes first."""
    orders = ((day, month), (month, day))
    return {a + b for one, other in orders for a in _written(one) for b in _written(other)}


def dates_in(entries: Iterable[Entry]) -> Callable[[Look], set[str]]:
    """Tells whose dates of birth may stand in a text, in a fraction of the time that reading all
    its dates takes."""
    people: dict[bytes, set[str]] = defaultdict(set)
    for entry in entries:
        if date := _date(entry):
            for written in _dates(*date):
                people[written].add(entry.subject_id)
    those = [*people.values(), set()]
    automaton = ahocorasick_rs.BytesAhoCorasick([*people, b"\0"])

    def found(look: Look) -> set[str]:
        hits = automaton.find_matches_as_indexes(look.skeleton, overlapping=True)
        return set().union(*(those[number] for number in {number for number, _, _ in hits}))

    return found


def _dates(year: int, month: int, day: int) -> Iterator[bytes]:
    """Of which one stands wherever a date does, however it is written."""
    years = f"{year}", f"{year % 100:02}"
    figures = _figures(day, month)
    yield from (f"{each}{written}".encode() for each in figures for written in years)
    yield from (f"{year}{each}".encode() for each in figures)
    for name in month_names(month):
        yield from (bone(name + written) for written in (*years, *_written(day)))
        yield bone(f"{name}the{day}")


def birth_words_of(folded: bytes) -> Iterator[int]:
    """Where a word of birth stands in a folded text."""
    for word in BIRTH_WORDS:
        at = folded.find(word.encode())
        while at >= 0:
            yield at
            at = folded.find(word.encode(), at + 400)
