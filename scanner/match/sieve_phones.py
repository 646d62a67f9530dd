"""Whether the figures of a text may be somebody's telephone number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import ahocorasick_rs

from scanner.match.local_phones import local_digits
from scanner.match.seen import Entry
from scanner.match.sieve_names import Named
from scanner.text.normalise import Normalised
from scanner.text.phones import TAIL, find_phones, may_have_phone, national_digits, phone_digits

if TYPE_CHECKING:
    from scanner.match.sieve import Text

_GAPS = " .-/()[]_,·•*~".encode()
"""What stands between the figures of a number, as `find_phones` has it. Bytes of other characters
are among them: that only joins more figures."""
_ALL_GAPS = re.escape(_GAPS)
_DISGUISED = re.compile(rb"[0-9oil](?:[" + _ALL_GAPS + rb"]{0,9}[0-9oil]){8,}")
_NO_FIGURES = bytes(byte for byte in range(256) if not 0x30 <= byte <= 0x39)
_ALIKE = tuple(
    "".join(pair)
    for digit, letter in product("0123456789", "oil")
    for pair in ((digit, letter), (letter, digit))
)
_REACH = 200
_NEAR = 60
"""Bytes beside a sign in which the rest of a number stands."""
_FEWEST_FIGURES = 5
"""In a number of which some are letters that are drawn alike."""
_SAID = re.compile(
    rb"zero|oh|nought|nil|one|two|three|four|five|six|seven|eight|nine|double|triple|treble|[0-9]+"
)
_FEWEST_SAID = 4
_ZEROS = ("zero", "nought", *(f"oh{mark}" for mark in " ,.-/("))
SPOKEN_SIGNS = (
    *_ALIKE,
    *_ZEROS,
    *(f"o {word}" for word in ("one", "two", "three", "seven", "eight", "double")),
)
"""Of these one stands wherever letters or words stand for the figures of a number."""


class PhoneSieve:
    """The numbers of all subjects by their figures."""

    def __init__(self, entries: Sequence[Entry], named: Named) -> None:
        self._named = named
        self._whole: set[bytes] = set()
        self._tails: set[str] = set()
        self._pieces: dict[bytes, set[str]] = defaultdict(set)
        """Figures of which more is needed: the person's name."""
        for entry in entries:
            value = entry.fact.value.reveal()
            if value.startswith("+"):
                figures = national_digits(value)
                self._whole.add(figures.encode())
                self._tails.add(figures[-TAIL:])
                if local := local_digits(value):
                    self._pieces[local.encode()].add(entry.subject_id)
            else:
                self._pieces[value.encode()].add(entry.subject_id)
                self._pieces[phone_digits(value).encode()].add(entry.subject_id)
        self._pieces.pop(b"", None)
        self._figures = [*self._whole, *self._pieces]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._figures) if self._figures else None

    def __bool__(self) -> bool:
        return self._automaton is not None

    def may_hold(self, text: Text) -> bool:
        """Whether the figures of a text, in a row whatever stands between, hold a number."""
        if self._automaton is None:
            return False
        figures = text.folded.translate(None, _NO_FIGURES)
        found = self._automaton.find_matches_as_indexes(figures, overlapping=True)
        for number in {number for number, _, _ in found}:
            value = self._figures[number]
            if value in self._whole:
                return True
            if not text.is_code and self._named.any_of(self._pieces[value], text):
                return True
        return False

    def is_disguised(self, folded: bytes, start: int, end: int) -> bool:
        """Whether a number may stand around [start, end) of which figures are letters or words."""
        if folded[start:end].decode("utf-8", "replace") in _ALIKE:
            near = folded[max(0, start - _NEAR) : end + _NEAR]
            if len(near.translate(None, _NO_FIGURES)) < _FEWEST_FIGURES:
                return False
            runs = _DISGUISED.findall(near)
            if not any(len(run.translate(None, _NO_FIGURES)) >= _FEWEST_FIGURES for run in runs):
                return False
        elif (start and folded[start - 1 : start].isalnum()) or len(
            _SAID.findall(folded, start, end + _NEAR)
        ) < _FEWEST_SAID:
            return False
        window = folded[max(0, start - _REACH) : end + _REACH]
        text = window.decode("utf-8", "replace")
        page = Normalised(text, text, (0,), (0,), (len(text),), True)
        if may_have_phone(page, self._tails):
            return True
        if not self._pieces or self._automaton is None:
            return False
        read = (f"0{phone_digits(spotted.value)}".encode() for spotted in find_phones(page))
        return any(self._automaton.find_matches_as_indexes(figures) for figures in read)
