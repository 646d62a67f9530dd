"""Whose telephone number may be said in words: "oh seven seven double oh, nine hundred"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from itertools import product

from scanner.match.glance.looks import Look
from scanner.match.glance.sheet import Sheet
from scanner.match.seen import Entry
from scanner.text.normalise import Normalised
from scanner.text.phones import find_phones, phone_digits

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


class Said:
    """Everybody's numbers, to be read where words may say one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._pieces: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            value = entry.fact.value.reveal()
            if value.startswith("+"):
                self._whole[value].add(entry.subject_id)
            else:
                self._pieces[phone_digits(value) or value].add(entry.subject_id)

    def __call__(self, sheet: Sheet, look: Look, start: int, end: int) -> Set[str]:
        """Whose number stands in a text in which figures, in words or in digits, go on from a
        sign."""
        if look.is_code or not _SAID.match(look.skeleton, start):
            return frozenset()
        return sheet.once(self, look, lambda look: self._all(sheet, look))

    def _all(self, sheet: Sheet, look: Look) -> Set[str]:
        joined = sheet.joined(look)
        return self._read(look) | (self._read(joined) if joined is not None else set())

    def _read(self, look: Look) -> set[str]:
        text = look.folded.decode("utf-8", "replace")
        page = Normalised(text, text, (0,), (0,), (len(text),), True)
        found: set[str] = set()
        for spotted in find_phones(page):
            found |= self._whole.get(spotted.value, frozenset())
            figures = f"0{phone_digits(spotted.value)}"
            for piece, people in self._pieces.items():
                found |= people if piece in figures else frozenset()
        return found
