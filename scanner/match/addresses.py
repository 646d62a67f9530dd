"""Postal addresses: whole, or the pieces that lead to a door; never a neighbour's.

A street's name is looked for; the house before or after it and the places beside it decide what it
is, and whose.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.address_fields import address_fields, house_of_object, is_of_another_field
from scanner.match.address_postcodes import at_postcode
from scanner.match.address_tables import Group, Own, Street, Tables
from scanner.match.door_ages import may_be_age
from scanner.match.doors import NO_DOOR, OTHER_HOUSES, Door, door_after, door_before, flat_after
from scanner.match.foreign_addresses import (
    ForeignAddress,
    address_before_postcode,
    foreign_addresses,
)
from scanner.match.houses import Whose
from scanner.match.places import Around
from scanner.match.seen import Entry, Foreign, Hit, Page, Recogniser
from scanner.match.street_names import Found, StreetNames
from scanner.text.normalise import fold
from scanner.text.streets import street_words

_INWARD = re.compile(r"[ +\-_]?[0-9][abd-hjlnp-uw-z]{2}(?![a-z0-9])")
_WORD_BEFORE = re.compile(r"(?<![a-z0-9])([a-z]+) $")
_FORMS = {Whose.OWN: "house_street", Whose.BUILDING: "building"}


class Addresses(Recogniser):
    """All addresses looked for, and other people's."""

    def __init__(self, entries: Iterable[Entry], names: Iterable[str]) -> None:
        self._names = frozenset(word for name in names for word in fold(name).split())
        self._tables = Tables([Own(entry) for entry in entries])
        self._streets = StreetNames(self._tables.streets)
        self._house_literals: dict[str, list[str]] = defaultdict(list)
        for name in self._tables.names:
            for joint in " -+_" if " " in name else " ":
                self._house_literals[name.replace(" ", joint)].append(name)

    def literals(self) -> Iterable[str]:
        yield from dict.fromkeys(
            (*self._streets.literals(), *self._house_literals, *self._tables.districts)
        )

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        if start and text[start - 1].isalnum():
            return
        if (found := self._streets.at(page, literal, start)) is not None:
            yield from self._at_street(page, found)
        if text[end : end + 1].isalnum():
            return
        if literal in self._house_literals:
            for name in self._house_literals[literal]:
                yield from self._at_house(page, name, start, end)
        entries = self._tables.districts.get(literal)
        if entries is not None and not _INWARD.match(text, end):
            yield Hit(entries, "district", start, end)

    def find(self, page: Page) -> Iterator[Hit]:
        """Own postcodes."""
        before = 0
        for spotted in page.postcodes if self._tables.units else ():
            if spotted.value in self._tables.units:
                owns = self._tables.units[spotted.value]
                yield from at_postcode(page, spotted, before, owns)
            before = spotted.end

    def _at_street(self, page: Page, found: Found) -> Iterator[Hit]:
        street: Street = self._tables.streets[found.words]
        around = Around(page, found.start, found.end, self._names)
        door = self._door(page, found, street)
        if door.is_there:
            yield from self._at_door(street, door, found, around)
            is_bare = may_be_age(page, door, found.start)
            group = street.residents if is_bare else street.nameless
            yield from self._at_bare_street(page, group, found, around)
        elif (house := house_of_object(page, found.start)) is not None:
            yield from self._in_object(street, house, found, around)
        elif not found.is_part_of_name:
            yield from self._at_bare_street(page, street.residents, found, around)
            yield from self._at_bare_street(page, street.offices, found, around)

    def _door(self, page: Page, found: Found, street: Street) -> Door:
        """The door of a street, before or after it, with a flat that stands behind."""
        door = door_before(page, found.start, street.names, self._names)
        flat, end = flat_after(page.text, found.end)
        if door.is_there and is_of_another_field(page, door.start, found.start):
            door = NO_DOOR
        if not door.is_there:
            after = door_after(page.text, found.end)
            if not after.is_there:
                return NO_DOOR
            return Door(found.start, after.numbers, end=after.end)
        if flat and not door.flat:
            return Door(door.start, door.numbers, door.whole, flat, door.names, door.is_named, end)
        return door

    def _at_door(self, street: Street, door: Door, found: Found, around: Around) -> Iterator[Hit]:
        if door.end > found.end:
            around = Around(around.page, door.start, door.end, self._names)
        for own in _of_door(street, door):
            whose = own.house.whose(door)
            if whose is Whose.OTHER:
                continue
            beside = around.beside(own.places)
            if beside.is_elsewhere:
                continue
            form = _FORMS[whose]
            if whose is Whose.OWN and beside.is_here:
                form = "full"
            yield Hit(own.entries, form, door.start, beside.end)

    def _in_object(
        self, street: Street, house: tuple[Door, int, int], found: Found, around: Around
    ) -> Iterator[Hit]:
        """House and street are two fields of one object, in whichever order."""
        door, first, last = house
        start, end = min(found.start, first), max(found.end, last)
        around = Around(around.page, start, end, self._names)
        for own in _of_door(street, door):
            whose = own.house.whose(door)
            beside = around.beside(own.places)
            inside = Around(around.page, found.start, found.end, self._names).beside(own.places)
            if whose is Whose.OTHER or beside.is_elsewhere or inside.is_elsewhere:
                continue
            is_here = beside.is_here or inside.is_here
            form = "full" if whose is Whose.OWN and is_here else _FORMS[whose]
            yield Hit(own.entries, form, start, max(end, beside.end, inside.end))

    def _at_bare_street(
        self, page: Page, group: Group, found: Found, around: Around
    ) -> Iterator[Hit]:
        """A street without a house, for all who live in a street of that name."""
        if not group.owns:
            return
        if not self._is_name(page, self._tables.streets[found.words], found):
            return
        for own in group.placed(around):
            beside = around.beside(own.places)
            if not beside.is_here or beside.is_elsewhere:
                continue
            form = "street" if own.is_office else "street_town"
            yield Hit(own.entries, form, found.start, beside.end_of_town)
        if around.other[0] or around.postcode is not None:
            yield Hit(group.unplaced, "street", found.start, found.end)
        else:
            yield Hit(group.entries, "street", found.start, found.end)

    def _is_name(self, page: Page, street: Street, found: Found) -> bool:
        """Not the shops of a high street: written as a name is."""
        return not street.is_common_noun or page.source(found.start, found.start + 1).isupper()

    def _at_house(self, page: Page, name: str, start: int, end: int) -> Iterator[Hit]:
        """The name of a house, with a place of its own beside it."""
        group = self._tables.names[name]
        around = Around(page, start, end, self._names)
        for own in group.placed(around):
            beside = around.beside(own.places)
            is_here = beside.is_here and not beside.is_elsewhere and beside.end > end
            if is_here and _is_house_alone(page, own, start, end):
                yield Hit(own.entries, "full", start, beside.end)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        """What belongs to others: postcodes, and houses with their streets.

        Houses and streets of the subjects may be among it: who knows all sightings of the page
        leaves them out.
        """
        before = 0
        for spotted in page.postcodes:
            if spotted.usual and spotted.value not in self._tables.units:
                yield Foreign(spotted.start, spotted.end, "postcode")
                if house := address_before_postcode(page, spotted, before):
                    yield from self._of_others(page, house)
            before = spotted.end
        for house in foreign_addresses(page):
            yield from self._of_others(page, house)
        for fields in address_fields(page):
            if not any(self._own_street(page, *stretch) for stretch in fields.streets):
                for stretch in fields.houses:
                    yield Foreign(*stretch, "house")
                for stretch in fields.streets:
                    yield Foreign(*stretch)

    def _of_others(self, page: Page, house: ForeignAddress) -> Iterator[Foreign]:
        """Not what somebody wants to be public, if only its number and street stand there."""
        street = self._own_street(page, *house.street)
        if street is None or not _is_public_at(street, house.number):
            yield Foreign(house.start, house.end)

    def _own_street(self, page: Page, start: int, end: int) -> Street | None:
        """The street of somebody that stands within [start, end)."""
        words = street_words(page.text[start:end])
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                if street := self._tables.streets.get(words[first:last]):
                    return street
        return None


def _is_house_alone(page: Page, own: Own, start: int, end: int) -> bool:
    """Whether the name of a house is no piece of another name ("Hill Farm Shop"), and no noun."""
    text = page.text
    before = _WORD_BEFORE.search(text, max(0, start - 24), start)
    if before is not None and before[1] in OTHER_HOUSES:
        return False
    titled = page.source(start, start + 1).isupper()
    if text[end : end + 1] != " " or page.folded.has_break(end, end + 1):
        return titled or text[end : end + 1] in (",", "-", "+", "_")
    if not page.source(end + 1, end + 2).isupper():
        return titled
    towns = (town.split(" ")[0] for town in own.places.towns)
    follow = (*towns, *own.street[:1], own.places.outward.lower() or "-")
    return text.startswith(follow, end + 1)


def _of_door(street: Street, door: Door) -> Iterator[Own]:
    """Everybody who may live behind a door of the street, each once."""
    seen: dict[int, Own] = {}
    for own in (*street.numbered(_keys(door)), *street.named(door.names)):
        seen.setdefault(id(own), own)
    yield from seen.values()


def _keys(door: Door) -> Iterator[str]:
    for digits, _ in door.numbers:
        yield digits
    if door.whole:
        yield door.whole
        for piece in door.whole.split("/") if "/" in door.whole else ():
            yield piece.rstrip("abcdefghijklmnopqrstuvwxyz")
        yield door.whole.replace("/", "-")
    if door.flat:
        yield f"flat {door.flat}"
    elif door.numbers:
        yield f"flat {door.numbers[0][0]}"


def _is_public_at(street: Street, number: str) -> bool:
    """Whether the door is one that is public by choice, written otherwise than it was given."""
    return any(
        own.entry.fact.is_public
        and number in (own.house.number + own.house.letter, own.house.flat, own.house.whole)
        for own in (*street.offices.owns, *street.residents.owns)
    )
