"""Whose door stands before a street: this one, a neighbour's, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from scanner.model.facts import Fact
from scanner.text.normalise import fold
from scanner.text.phrases import phrase_pattern

GAP = r"[\s,.;:\-]{1,3}"
_NUMBER = r"\d{1,4}[a-z]?"
_OTHER = re.compile(rf"(?<![a-z0-9])(?:{_NUMBER} ?[-/&] ?)?{_NUMBER}{GAP}$")
_RANGE = re.compile(rf"{_NUMBER} ?[-/&] ?$")
FLAT = re.compile(r"(?:flat|apartment|apt|unit)\.? ?([a-z0-9/]{1,5})[\s,;]{1,3}$")
"""A flat right before the house."""
_WINDOW = 60


class Whose(Enum):
    """What stands where the house belongs."""

    OWN = "own"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Door:
    """The house found before a street or postcode, and where it begins."""

    whose: Whose
    start: int


class House:
    """The house of one address: a number, a name, or not known."""

    def __init__(self, fact: Fact) -> None:
        self.text = fold(fact.part("house"))
        self._flat = "".join(re.findall(r"[a-z]?\d+[a-z]?|(?<= )[a-z]$", fold(fact.part("flat"))))
        pattern = phrase_pattern(self.text)
        self.is_number = re.fullmatch(_NUMBER, self.text) is not None
        prefix = r"(?:no\.? ?|number |# ?)?" if self.is_number else ""
        between = "" if self.is_number else rf"(?:{_NUMBER}{GAP})?"
        self._own = re.compile(rf"(?<![a-z0-9]){prefix}{pattern}(?![a-z0-9]){GAP}{between}$")

    def before(self, text: str, start: int) -> Door:
        """Which house stands right before `start` of folded `text`."""
        offset = max(0, start - _WINDOW)
        window = text[offset:start]
        if self.text and (found := self._own.search(window)):
            first = found.start()
            if self.is_number and _RANGE.search(window[:first]):
                return Door(Whose.OTHER, start)
            return self._with_flat(window[:first], offset, first)
        if self.text and _OTHER.search(window):
            return Door(Whose.OTHER, start)
        return Door(Whose.NONE, start)

    def _with_flat(self, before: str, offset: int, first: int) -> Door:
        """The same, a flat before it taken in; another flat is a neighbour in the same house."""
        flat = FLAT.search(before)
        if flat is None or not self._flat:
            return Door(Whose.OWN, offset + first)
        if flat[1] != self._flat:
            return Door(Whose.OTHER, offset + first)
        return Door(Whose.OWN, offset + flat.start())
