"""Postal addresses: whole, or the pieces that lead to a door; never a neighbour's.

The street's name opens a window: the house before it and the places beside it decide what it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.address_fields import address_fields
from scanner.match.foreign_addresses import (
    ForeignAddress,
    address_before_postcode,
    foreign_addresses,
)
from scanner.match.houses import House, Whose
from scanner.match.places import Places, is_joined
from scanner.match.seen import Anchored, Anchors, Entries, Entry, Foreign, Hit, Page, is_bounded
from scanner.model.facts import Use
from scanner.text.normalise import fold
from scanner.text.phrases import is_written_as_name, phrase_pattern
from scanner.text.postcodes import canonical_postcode
from scanner.text.spotted import Spotted
from scanner.text.streets import is_street_word, street_anchors, street_pattern

_MODIFIERS = (
    "old new upper lower little great long short north south east west far near inner outer"
)
_OTHER_STREETS = frozenset(_MODIFIERS.split())
"""Words that make another street of it: "Old Bramble Road"."""
_LONGEST_STREET = 80
_BEFORE_POSTCODE = 90
_NUMBERED_WORDS = re.compile(r"(?<![a-z0-9])(\d{1,4}[a-z]?)[\s,]+((?:[a-z][a-z'\-.]*[\s,]+){1,8})$")
_INWARD = re.compile(r"[ +\-_]?[0-9][abd-hjlnp-uw-z]{2}(?![a-z0-9])")


class _Address:
    """One address, ready to be recognised."""

    def __init__(self, entry: Entry, names: frozenset[str]) -> None:
        fact = entry.fact
        self.entry = entry
        self.entries = Entries([entry])
        self.house = House(fact)
        self.places = Places(fact, names)
        self.street = fact.part("street")
        # Whoever writes of a shopping street does not speak of the office in it.
        self._is_office = fact.use is Use.OFFICE
        pattern = street_pattern(self.street) or phrase_pattern(fact.part("house"))
        self._street = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")
        self._words = frozenset(fold(place) for place in self.places.towns)
        rest = "|".join([*map(phrase_pattern, self.places.towns), "post ?code", "code"])
        self._tail = re.compile(rf"(?:(?:{rest})[\s,:;]*){{0,3}}$")

    def anchors(self) -> tuple[str, ...]:
        if self.street:
            return street_anchors(self.street)
        is_name = self.house.text and not self.house.is_number
        return (self.house.text,) if is_name else ()

    def around(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        """The verifier of its anchors: the street around the literal at [start, end)."""
        window = max(0, start - _LONGEST_STREET), end + _LONGEST_STREET
        for found in self._street.finditer(page.text, *window):
            if found.start() > start:
                return
            if _goes_on(page, found.end()):
                continue
            if found.end() >= end and _is_whole_street(page, *found.span()):
                yield from self._at_street(page, *found.span())

    def _at_street(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        beside = self.places.beside(page, start, end)
        if beside.is_elsewhere:
            return
        if not self.street:
            if beside.is_here:
                yield Hit(self.entries, "full", start, beside.end)
            return
        door = self.house.before(page.text, start)
        if door.whose is Whose.OWN:
            form = "full" if beside.is_here else "house_street"
            yield Hit(self.entries, form, door.start, beside.end if beside.is_here else end)
        elif not is_written_as_name(self.street, page.source(start, end)):
            return
        elif door.whose is Whose.NONE and beside.is_here and not self._is_office:
            yield Hit(self.entries, "street_town", start, beside.end_of_town)
        elif door.whose is Whose.NONE:
            yield Hit(self.entries, "street", start, end)

    def at_postcode(self, page: Page, spotted: Spotted) -> Hit:
        """Its own postcode at `spotted`: with the house, alone, or as part of another's address."""
        offset = max(0, spotted.start - _BEFORE_POSTCODE)
        tail = self._tail.search(page.text[offset : spotted.start])
        if tail is not None and self.house.text:
            door = self.house.before(page.text, offset + tail.start())
            if door.whose is Whose.OWN:
                return Hit(self.entries, "house_postcode", door.start, spotted.end)
        # A neighbour's postcode tells no more of this person than the district.
        form = "district" if self._is_of_neighbour(page, spotted.start) else "postcode"
        return Hit(self.entries, form, spotted.start, spotted.end)

    def names_street(self, page: Page, start: int, end: int) -> bool:
        """Whether its street stands within [start, end)."""
        return bool(self.street) and self._street.search(page.text, start, end) is not None

    def is_public_at(self, page: Page, house: ForeignAddress) -> bool:
        """Whether `house` is this one, public by choice, written otherwise than it was given."""
        fact = self.entry.fact
        if not fact.is_public or not self.names_street(page, *house.street):
            return False
        own = fold(f"{fact.part('flat')} {fact.part('house')}")
        return house.number in re.findall(r"\d+[a-z]?", own)

    def _is_of_neighbour(self, page: Page, start: int) -> bool:
        offset = max(0, start - _BEFORE_POSTCODE)
        found = _NUMBERED_WORDS.search(page.text[offset:start])
        if found is None or not is_joined(page.text, offset + found.end(1), start):
            return False
        words = found[2].replace(",", " ").split()
        if not any(is_street_word(word.strip(".")) for word in words):
            return False
        own = self._street.match(found[2]) is not None and bool(self.street)
        return not own or (self.house.is_number and found[1] != self.house.text)


class Addresses(Anchored):
    """All addresses looked for, and other people's."""

    def __init__(self, entries: Iterable[Entry], names: Iterable[str]) -> None:
        words = frozenset(word for name in names for word in fold(name).split())
        self._addresses = [_Address(entry, words) for entry in entries]
        self._units: dict[str, list[_Address]] = defaultdict(list)
        self._districts: dict[str, list[Entry]] = defaultdict(list)
        for address in self._addresses:
            postcode = address.places.postcode
            if " " in postcode:
                self._units[postcode].append(address)
            if postcode:
                self._districts[postcode.split()[0].lower()].append(address.entry)
        super().__init__(self._anchors())

    def _anchors(self) -> Anchors:
        for address in self._addresses:
            for literal in address.anchors():
                yield literal, address.around
        for district, entries in self._districts.items():
            for entry in entries:
                yield district, _District(entry)

    def find(self, page: Page) -> Iterator[Hit]:
        """Own postcodes."""
        for spotted in page.postcodes:
            for address in self._units.get(canonical_postcode(spotted.value), ()):
                yield address.at_postcode(page, spotted)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        """What belongs to others: postcodes, and houses with their streets.

        Houses and streets of the subjects may be among it: who knows all sightings of the page
        leaves them out.
        """
        before = 0
        for spotted in page.postcodes:
            known = canonical_postcode(spotted.value) in self._units
            if spotted.usual and not known:
                yield Foreign(spotted.start, spotted.end, "postcode")
                if house := address_before_postcode(page, spotted, before):
                    yield from self._of_others(page, house)
            before = spotted.end
        for house in foreign_addresses(page):
            yield from self._of_others(page, house)
        for fields in address_fields(page):
            if not any(self._is_own_street(page, *stretch) for stretch in fields.streets):
                for stretch in fields.houses:
                    yield Foreign(*stretch, "house")
                for stretch in fields.streets:
                    yield Foreign(*stretch)

    def _of_others(self, page: Page, house: ForeignAddress) -> Iterator[Foreign]:
        """Not what somebody wants to be public, if only its number and street stand there."""
        if not any(address.is_public_at(page, house) for address in self._addresses):
            yield Foreign(house.start, house.end)

    def _is_own_street(self, page: Page, start: int, end: int) -> bool:
        return any(address.names_street(page, start, end) for address in self._addresses)


class _District:
    """An outward code where no full postcode stands."""

    def __init__(self, entry: Entry) -> None:
        self._entries = Entries([entry])

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        if is_bounded(page.text, start, end) and not _INWARD.match(page.text, end):
            yield Hit(self._entries, "district", start, end)


_QUARTER = re.compile(r" (?:north|south|east|west)(?![a-z0-9])")


def _goes_on(page: Page, end: int) -> bool:
    """Whether the street's name goes on in the same line: Bramble Road North is another street."""
    return _QUARTER.match(page.text, end) is not None and not page.folded.has_break(end, end + 1)


def _is_whole_street(page: Page, start: int, end: int) -> bool:
    """Not a piece of a longer street name: "Old Bramble Road", "Bramble Road-Side"."""
    text = page.text
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
        return not page.source(start, end).istitle()
    before = text[max(0, start - 12) : start].split(" ")
    return len(before) < 2 or before[-1] != "" or before[-2] not in _OTHER_STREETS
