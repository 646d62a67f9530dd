"""Addresses in data: a house and a street that are two fields of one object."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.match.doors import Door, canonical_name, door_before
from scanner.match.seen import Page
from scanner.model.document import Document, Place, Segment
from scanner.text.normalise import fold
from scanner.text.phrases import words_of
from scanner.text.streets import is_street_word

_DATA = frozenset({Place.RECORD, Place.STRUCTURED})
_HOUSES = """
premises premise house housenumber houseno hseno housename housenameornumber housenamenumber
housenoname number streetnumber streetno building buildingno propertyno doorno
buildingnumber buildingname propertynumber door doornumber paon saon
"""
_HOUSE_KEYS = frozenset(_HOUSES.split())
_NUMBER_KEYS = frozenset({"number", "building", "door"})
"""Keys of many other things: believed only with a number that a house may have."""
_STREETS = """
street streetname streetaddress road thoroughfare thoroughfarename address address1 addressline
addressline1 addressline2 line1 line2
"""
_STREET_KEYS = frozenset(_STREETS.split())
_OTHER_KEYS = re.compile(
    r"(?:age|ageguide|agegroup|id|count|total|year|position|pos|rank|ref|plot|plotno|votes|score|price)"
)
"""Fields whose numbers are no house's, though a street may follow."""
_HOUSE_NUMBER = re.compile(r"(?:(?:flat|unit|no)\.? ?)?\d{1,4}[a-z]?(?: ?[\-/&,] ?\d{1,4}[a-z]?)?")
_LONGEST = 80
"""Code points; longer fields are prose."""
_MOST_FIELDS = 12

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AddressFields:
    """Stretches of the folded text: what one object says of a house and of its street."""

    houses: tuple[Stretch, ...]
    streets: tuple[Stretch, ...]


def address_fields(page: Page) -> Iterator[AddressFields]:
    """Houses and streets that one object of a service's answer, or of a page's data, holds."""
    for fields in _objects(page.document).values():
        houses = tuple(_stretch(page, f) for f in fields if _is_house(page.document, f))
        streets = tuple(_stretch(page, f) for f in fields if _is_street(page.document, f))
        if houses and streets:
            yield AddressFields(houses, streets)


def house_of_object(page: Page, street: int) -> tuple[Door, int, int] | None:
    """The house that another field of the same object says, for a street that begins at `street`
    of the folded text, and where that field begins and ends. None where there is none, or where the
    street is in no object."""
    offset = page.folded.span(street, street + 1)[0]
    here = page.segment_at(offset)
    if here is None or here.place not in _DATA:
        return None
    owner = here.path.rpartition(".")[0]
    for segment in _neighbours(page, offset):
        is_beside = segment.place in _DATA and segment.path.rpartition(".")[0] == owner
        if is_beside and _is_house(page.document, segment):
            start, end = _stretch(page, segment)
            name = canonical_name(page.text[start:end])
            door = door_before(page, end, {name})
            return (door, start, end) if door.is_there else None
    return None


def is_of_another_field(page: Page, door: int, street: int) -> bool:
    """Whether in data a number that begins at `door`, before a street at `street`, is the value of
    something else: a count, an age, a field of another object."""
    at = page.folded.span(street, street + 1)[0]
    here, there = page.segment_at(at), page.segment_at(page.folded.span(door, door + 1)[0])
    if here is None or there is None or here.place not in _DATA or here.path == there.path:
        return False
    if there.path.rpartition(".")[0] != here.path.rpartition(".")[0]:
        return _key(there) not in _HOUSE_KEYS
    return _OTHER_KEYS.fullmatch(_key(there)) is not None


def _neighbours(page: Page, offset: int) -> Iterator[Segment]:
    """The segments around a source offset, as many as an object of an address may have."""
    segments = page.document.segments
    at = bisect_right(segments, offset, key=lambda segment: segment.start) - 1
    yield from segments[max(0, at - _MOST_FIELDS) : at + _MOST_FIELDS]


def _stretch(page: Page, segment: Segment) -> Stretch:
    return page.folded.position(segment.start), page.folded.position(segment.end)


def _objects(document: Document) -> dict[str, list[Segment]]:
    """The short fields of each object, by the object's path."""
    objects: dict[str, list[Segment]] = defaultdict(list)
    for segment in document.map.within(_DATA):
        if 0 < segment.end - segment.start <= _LONGEST:
            objects[segment.path.rpartition(".")[0]].append(segment)
    return objects


def _key(segment: Segment) -> str:
    name = segment.path.rpartition(".")[2].partition("[")[0]
    return "".join(char for char in name.lower() if char.isalnum())


def _text(document: Document, segment: Segment) -> str:
    return fold(document.text[segment.start : segment.end])


def _is_house(document: Document, segment: Segment) -> bool:
    key = _key(segment)
    if key not in _HOUSE_KEYS:
        return False
    text = _text(document, segment)
    return _HOUSE_NUMBER.fullmatch(text) is not None or (text != "" and key not in _NUMBER_KEYS)


def _is_street(document: Document, segment: Segment) -> bool:
    if _key(segment) not in _STREET_KEYS:
        return False
    words = words_of(_text(document, segment))
    return any(is_street_word(word) for word in words[1:])
