"""Whose a door is: a person's own, one behind the same front door, or a neighbour's."""

from __future__ import annotations

import re
from enum import Enum

from scanner.match.doors import FLAT_ALONE, HOUSE_WORDS, Door, canonical_flat, canonical_name
from scanner.model.facts import Fact
from scanner.text.normalise import fold


class Whose(Enum):
    """How a door on a page relates to a person's own."""

    OWN = "own"
    BUILDING = "building"
    """The number that the person gave without a flat, with a flat: the same front door, perhaps."""
    OTHER = "other"


def house_among_places(fact: Fact) -> str:
    """The folded name of a house that was taken for a place: "Woodlands, Lower Slade, Wexcombe"."""
    localities = [fold(piece) for piece in fact.part("locality").split(",")]
    is_bare = not (fact.part("house") or fact.part("street") or fact.part("flat"))
    return localities[0] if is_bare and len(localities) > 1 else ""


class House:
    """The house of one address: number, letter, flat and name, as far as they were given."""

    __slots__ = ("flat", "letter", "names", "number", "whole")

    def __init__(self, fact: Fact) -> None:
        house, flat = fold(fact.part("house")), fold(fact.part("flat"))
        self.number = self.letter = self.whole = self.flat = ""
        names: list[str] = []
        for piece in (*re.split(r", ?", flat), *re.split(r", ?", house)):
            self._take(piece, names)
        if name := house_among_places(fact):
            self._take(name, names)
        self.names = tuple(names)

    def _take(self, piece: str, names: list[str]) -> None:
        if not piece:
            return
        numbered = re.fullmatch(r"(?:(?:no|number)\.? ?)?(\d{1,4}) ?([a-z]?)", piece)
        told = FLAT_ALONE.fullmatch(piece)
        if told:
            self.flat = canonical_flat(told)
        elif numbered and not self.number:
            self.number, self.letter = numbered.groups()
        elif re.fullmatch(r"\d{1,4}[a-z]? ?[\-/&] ?\d{1,4}[a-z]?", piece):
            self.whole = re.sub("[/&]", "-", piece.replace(" ", ""))
        elif both := re.fullmatch(r"(.+?) (\d{1,4})([a-z]?)", piece):
            self._take(both[1], names)
            self.number, self.letter = both[2], both[3]
        elif name := canonical_name(piece):
            names.append(name)
            if name.count(" ") == 1 and not HOUSE_WORDS.intersection(name.split()):
                names.append(name.replace(" ", ""))  # "Bryn Awel", "Brynawel"

    @property
    def is_given(self) -> bool:
        return bool(self.number or self.whole or self.flat or self.names)

    @property
    def keys(self) -> tuple[str, ...]:
        """The numbers by which it can be found."""
        return tuple(filter(None, dict.fromkeys((self.number, self.whole, *self._flat_key))))

    @property
    def _flat_key(self) -> tuple[str, ...]:
        return () if self.number or self.whole else (f"flat {self.flat}",)

    def whose(self, door: Door) -> Whose:
        """Whether a door that stands beside its street is this one."""
        named = any(name in self.names for name in door.names)
        if door.whole:
            return self._whose_joined(door)
        if not door.numbers:
            is_flat = bool(self.flat) and door.flat == self.flat and not self.number
            own = (named and self._is_flat(door.flat)) or is_flat
            return Whose.OWN if own else Whose.OTHER
        if not self.number:
            own = (named and not self.whole) or (
                self.flat != "" and not self.names and self.flat in {n for n, _ in door.numbers}
            )
            return Whose.OWN if own and self._is_flat(door.flat) else Whose.OTHER
        if door.is_named and self.names:
            return Whose.OTHER
        best = Whose.OTHER
        for digits, letter in door.numbers:
            if digits == self.number:
                best = min(best, self._whose_unit(letter, door.flat), key=_ORDER.index)
        return best

    def _is_flat(self, flat: str) -> bool:
        return not flat or not self.flat or flat == self.flat

    def _whose_joined(self, door: Door) -> Whose:
        if door.whole.replace("/", "-") == self.whole:
            return Whose.OWN if self._is_flat(door.flat) else Whose.OTHER
        first, slash, second = door.whole.partition("/")
        if not slash or not self.number:
            return Whose.OTHER
        number = self.number + self.letter
        if not self.flat and _is_pair(first, second):
            return Whose.OTHER
        if number not in (first, second):
            return Whose.OTHER
        if not self.flat:
            return Whose.BUILDING
        flats = {(first, second), (second, first)}
        return Whose.OWN if (number, self.flat) in flats else Whose.OTHER

    def _whose_unit(self, letter: str, flat: str) -> Whose:
        """Of the same number: the same letter and flat, told in whichever way."""
        own, theirs = self.letter or self.flat, letter or flat
        if self.letter and self.flat:
            own, theirs = self.letter + self.flat, letter + flat or letter
            return Whose.OWN if theirs in (own, self.letter) else Whose.OTHER
        if letter and flat:
            if own == letter:
                return Whose.BUILDING if self.letter else Whose.OWN
            return Whose.OTHER
        if theirs == own:
            return Whose.OWN
        if not own:
            return Whose.BUILDING if flat else Whose.OTHER
        return Whose.OWN if not theirs and not self.letter else Whose.OTHER


def _is_pair(first: str, second: str) -> bool:
    """Whether "12/14" reads as the numbers of one building rather than as a flat and a house."""
    if not (first.isdigit() and second.isdigit()):
        return False
    return int(second) - int(first) in (2, 4)


_ORDER = (Whose.OWN, Whose.BUILDING, Whose.OTHER)
