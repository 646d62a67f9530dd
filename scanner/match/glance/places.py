"""Whose address may stand where a piece of it was met."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

import ahocorasick_rs

from scanner.match.address_tables import Own
from scanner.match.glance.checks import WholeCheck
from scanner.match.glance.looks import Look, skeleton, words_of
from scanner.match.glance.names import Called, Named, Words
from scanner.match.glance.sheet import Sheet
from scanner.text.normalise import fold
from scanner.text.streets import street_literals

_WINDOW, _WINDOW_OF_CODE = 300, 600
"""Bytes beside a street in which its house and town stand, or a piece of a name that reads as one
entry with it (`in_company`), if they do at all."""
_NUMBERS = re.compile(rb"\d+")
_NOBODY: frozenset[str] = frozenset()


def street_pieces(words: Sequence[str]) -> set[bytes]:
    """Of which one stands wherever the street with these canonical words does."""
    found = {skeleton(literal.encode()) for literal in street_literals(words, are_long=True)}
    return {each for each in found if not any(o != each and each.startswith(o) for o in found)}


class AtStreet:
    """At a street: the house and a place beside it, or the name of who lives there. Of a street
    that may be another town's the name must be whole, or stand beside it."""

    def __init__(self, words: Sequence[str], owns: Sequence[Own], named: Named) -> None:
        self._owns = owns
        self._words = words
        self._group = named.group({own.entry.subject_id for own in owns})

    def __call__(self, sheet: Sheet, look: Look) -> Set[str]:
        return self._in_code(sheet, look) if look.is_code else self._in_text(sheet, look)

    def _in_text(self, sheet: Sheet, look: Look) -> Set[str]:
        found: set[str] = set()
        for words in sheet.words(look):
            if near := self._near(words.words, _WINDOW):
                found |= self._told(words.look, near, sheet.called(self._group, look))
        return found

    def _in_code(self, sheet: Sheet, look: Look) -> Set[str]:
        """Of a source only what stands around is made into words: it is long, and hardly any of it
        is anybody's."""
        near = self._near(look.spaced, _WINDOW_OF_CODE)
        if not near:
            return _NOBODY
        here = self._group.called((Words(look, near),))
        return self._told(look, near, {**here, **sheet.shown(self._group)})

    def _told(self, look: Look, near: bytes, called: Mapping[str, Called]) -> set[str]:
        found = {person for person, how in called.items() if how is Called.WHOLE}
        found |= set(self._placed(near, called.keys()))
        if any(how is Called.SHORT for how in called.values()):
            found |= self._group.called((Words(look, near),)).keys() & called.keys()
        return found

    def _placed(self, near: bytes, called: Set[str]) -> Iterator[str]:
        """Of whom a place stands beside, with the number of the house or the name anywhere."""
        for own in self._unplaced:
            if own.entry.subject_id in called:
                yield own.entry.subject_id
        hits = self._places.find_matches_as_indexes(near, overlapping=True)
        numbers = set(_NUMBERS.findall(near)) if hits else set()
        for place in {place for place, _, _ in hits}:
            for own in self._by_place[place]:
                if own.entry.subject_id in called or _may_be_numbered(own, numbers):
                    yield own.entry.subject_id

    def _near(self, text: bytes, reach: int) -> bytes:
        """What stands around the street wherever it is met, each stretch once."""
        pieces: list[bytes] = []
        last = 0
        for at in sorted(at for literal in self._literals for at in _all(literal, text)):
            pieces.append(text[max(last, at - reach) : at + reach])
            last = max(last, at + reach)
        return b" ".join(pieces)

    @cached_property
    def _literals(self) -> frozenset[bytes]:
        """Words of which some stand wherever the street does."""
        written = street_literals(self._words, are_long=True)
        return frozenset(
            b"".join(b" " + word for word in words_of(each.encode())) for each in written
        )

    @cached_property
    def _by_place(self) -> list[list[Own]]:
        by_place = self._owns_by_place
        return list(by_place.values())

    @cached_property
    def _owns_by_place(self) -> dict[bytes, list[Own]]:
        by_place: dict[bytes, list[Own]] = defaultdict(list)
        for own in self._owns:
            for place in _places(own):
                by_place[place].append(own)
        return by_place

    @cached_property
    def _places(self) -> ahocorasick_rs.BytesAhoCorasick:
        return ahocorasick_rs.BytesAhoCorasick(
            [*self._owns_by_place, b"\0"], implementation=ahocorasick_rs.Implementation.DFA
        )

    @cached_property
    def _unplaced(self) -> list[Own]:
        return [own for own in self._owns if not _places(own)]


def _all(literal: bytes, text: bytes) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


def at_house(name: bytes, owns: Sequence[Own], named: Named) -> WholeCheck:
    """At the name of a house, as a skeleton has it: a place beside it, or the name of who lives
    there."""
    group = named.group({own.entry.subject_id for own in owns})
    places = [(skeleton(place), own.entry.subject_id) for own in owns for place in _places(own)]

    def check(sheet: Sheet, look: Look) -> Set[str]:
        near = _around(look, name)
        return {who for place, who in places if place in near} | sheet.called(group, look).keys()

    return check


def at_postcode(postcode: str, owns: Sequence[Own], named: Named) -> WholeCheck:
    """At a postcode: a house beside it, or the name of who lives there."""
    group = named.group({own.entry.subject_id for own in owns})
    outward, _, inward = postcode.lower().partition(" ")
    written = re.compile(rf"(?<![a-z0-9]){outward}[^a-z0-9]{{0,9}}{inward}(?![a-z0-9])".encode())
    bone = skeleton(postcode.encode())
    numbers = [(skeleton(own.house.number.encode()), own.entry.subject_id) for own in owns]

    def check(sheet: Sheet, look: Look) -> Set[str]:
        if look.is_code and not written.search(look.folded):
            return _NOBODY
        near = _around(look, bone)
        return {who for number, who in numbers if number in near} | (
            sheet.called(group, look).keys()
        )

    return check


def _around(look: Look, bone: bytes) -> bytes:
    """What stands around a piece wherever it is met, as a skeleton has it."""
    reach = _WINDOW_OF_CODE if look.is_code else _WINDOW
    text = look.skeleton
    return b" ".join(text[max(0, at - reach) : at + reach] for at in _all(bone, text))


def _may_be_numbered(own: Own, numbers: Set[bytes]) -> bool:
    house = own.house
    if house.names or house.whole or house.flat or not house.number:
        return True
    return house.number.encode() in numbers


def _places(own: Own) -> set[bytes]:
    """What stands wherever a place of the address is named, as a word or the beginning of one: of
    a town its longest word, which may be a possessive."""
    towns = {max(town.split(), key=len).removesuffix("s") for town in own.places.towns}
    named = {max(words_of(fold(town).encode()), key=len, default=b"") for town in towns}
    outward = own.places.outward.lower().encode()
    return {b" " + place for place in named - {b""}} | ({b" %b" % outward} if outward else set())
