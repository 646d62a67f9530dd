"""Whether an address may stand where a piece of it was met, told by letters and figures alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ahocorasick_rs

from scanner.match.address_tables import Own
from scanner.match.sieve_looks import Look, skeleton
from scanner.match.sieve_names import Called
from scanner.text.streets import street_literals

if TYPE_CHECKING:
    from scanner.match.sieve_looks import Sheet

_WINDOW, _WINDOW_OF_CODE = 200, 400
"""Letters and figures beside a street among which its house and town stand, if they do at all."""
_Check = Callable[["Sheet", "Look", int, int], bool]


def street_pieces(words: Sequence[str]) -> set[bytes]:
    """Of which one stands wherever the street with these canonical words does."""
    found = {skeleton(literal.encode()) for literal in street_literals(words, are_long=True)}
    return {each for each in found if not any(o != each and each.startswith(o) for o in found)}


def at_street(owns: Sequence[Own]) -> _Check:
    """At a street: the house and a place beside it, or somebody's name on the page."""
    people = frozenset(own.entry.subject_id for own in owns)
    by_place: dict[bytes, list[Own]] = defaultdict(list)
    for own in owns:
        for place in _places(own):
            by_place[place].append(own)
    placed = [
        (tuple({_number(own) for own in those}), frozenset(own.entry.subject_id for own in those))
        for those in by_place.values()
    ]
    unplaced = frozenset(own.entry.subject_id for own in owns if not _places(own))
    automaton: list[ahocorasick_rs.BytesAhoCorasick] = []
    """Of the places; made when the street is first met."""

    def check(sheet: Sheet, look: Look, start: int, end: int) -> bool:
        if not automaton:
            automaton.append(ahocorasick_rs.BytesAhoCorasick([*by_place, b"\0"]))
        near = _around(look, start, end)
        hits = automaton[0].find_matches_as_indexes(near, overlapping=True)
        for place in {place for place, _, _ in hits}:
            numbers, those = placed[place]
            if any(number in near for number in numbers) or sheet.names_any(those):
                return True
        # Of a street that may be another town's the name must be whole, or stand beside it.
        if sheet.names_any(people, Called.WHOLE) or (unplaced and sheet.names_any(unplaced)):
            return True
        if not sheet.names_any(people):
            return False
        return sheet.once((people, near), look, lambda: sheet.names_near(people, Look(near)))

    return check


def at_house(owns: Sequence[Own]) -> _Check:
    """At the name of a house: a place beside it, or somebody's name on the page."""
    people = frozenset(own.entry.subject_id for own in owns)
    places = {place for own in owns for place in _places(own)}

    def check(sheet: Sheet, look: Look, start: int, end: int) -> bool:
        near = _around(look, start, end)
        return any(place in near for place in places) or sheet.names_any(people)

    return check


def at_postcode(postcode: str, owns: Sequence[Own]) -> _Check:
    """At a postcode: a house beside it, or somebody's name on the page."""
    people = frozenset(own.entry.subject_id for own in owns)
    numbers = {_number(own) for own in owns}
    outward, _, inward = postcode.lower().partition(" ")
    written = re.compile(rf"(?<![a-z0-9]){outward}[^a-z0-9]{{0,9}}{inward}(?![a-z0-9])".encode())

    def check(sheet: Sheet, look: Look, start: int, end: int) -> bool:
        if look.is_code and not sheet.once(
            written, look, lambda: written.search(look.text) is not None
        ):
            return False
        near = _around(look, start, end)
        return any(number in near for number in numbers) or sheet.names_any(people)

    return check


def _around(look: Look, start: int, end: int) -> bytes:
    reach = _WINDOW_OF_CODE if look.is_code else _WINDOW
    return look.skeleton[max(0, start - reach) : end + reach]


def _number(own: Own) -> bytes:
    """The figures of a house; nothing, which stands everywhere, where it has more than those."""
    house = own.house
    return b"" if house.names or house.whole or not house.number else house.number.encode()


def _places(own: Own) -> set[bytes]:
    """What stands wherever a place of the address is named: of a town its longest word, which may
    be a possessive."""
    named = {max(town.split(), key=len).removesuffix("s") for town in own.places.towns}
    outward = own.places.outward.lower()
    return {skeleton(each.encode()) for each in (*named, outward) if each}
