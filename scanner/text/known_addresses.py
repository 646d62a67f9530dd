"""The forms of a private address and of its pieces, for masking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.model.facts import Fact, FactKind
from scanner.model.masks import mask_part, mask_value
from scanner.text.coordinates import Point
from scanner.text.normalise import fold
from scanner.text.phrases import phrase_pattern
from scanner.text.postcodes import canonical_postcode
from scanner.text.searched import SearchedText
from scanner.text.sought import AFTER, BEFORE, Seek, Sought, Span, anywhere, named, phrase, whole
from scanner.text.streets import joined_pattern, street_needs, street_pattern, street_words

_PLACES = frozenset({"town", "locality", "county"})
_POINT = frozenset({"latitude", "longitude"})
_NEAR_M = 1000
"""Metres from a home within which coordinates are masked."""
_BESIDE = r"[^a-z0-9]{0,4}(?:(?:in|on|of|street|address|house|number|no)[^a-z0-9]{1,3}){0,2}"
"""What may stand between a house and its street."""
_GAP = r"[^a-z0-9]{0,3}"
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_WORDS += " sixteen seventeen eighteen nineteen twenty"
_PIECE_OF_DOOR = re.compile(r"\d+|[a-z]+")
_NUMBER_WORDS = {str(number): word for number, word in enumerate(_WORDS.split(), 1)}
_FLATS = "flat apartment apt unit room suite studio floor maisonette basement ground first second"
_FLATS += " third top upper lower garden rear front left right no number the"
_OF_A_FLAT = frozenset(_FLATS.split())
"""Words that name no house by themselves."""


def address_seekers(fact: Fact) -> Iterator[Seek]:
    """What finds the street, house and postcode of an address, and coordinates near it."""
    house, street = fact.part("house"), fact.part("street")
    if street:
        pattern, needs = street_pattern(street), street_needs(street)
        yield named(street, pattern, needs, lambda text: mask_part("street", text))
        yield from _beside_street(fact, pattern, needs)
    for name in (_name_in(house), _name_in(fact.part("flat"))):
        if name:
            yield phrase(name, lambda text: mask_part("house", text))
    if postcode := canonical_postcode(fact.part("postcode")):
        halves = postcode.lower().split()
        # Nothing else reads like one, so what it runs into hides nothing: "ScanWX47QTv2".
        yield anywhere(_GAP.join(halves), halves, lambda text: mask_part("postcode", text))
        for door in _doors(fact):
            yield _pair("house", door, "postcode", _GAP.join(halves), halves)
            yield _pair("postcode", _GAP.join(halves), "house", door, halves)
    if fact.part("latitude"):
        yield _near(fact)
    if fact.parts and {name for name, _ in fact.parts} <= _PLACES | _POINT:
        return  # A town by itself is no secret.
    yield phrase(fact.value.reveal(), lambda _: fact.value.mask)


def _name_in(piece: str) -> str:
    """The name of a house or building in a piece of an address: "Flat 2, Harbour Court"."""
    kept = [
        word
        for word in re.split(r"[\s,]+", piece)
        if not any(char.isdigit() for char in word) and len(word) > 1
    ]
    if all(fold(word).strip(".") in _OF_A_FLAT for word in kept):
        return ""
    while fold(kept[0]).strip(".") in _OF_A_FLAT - {"the"}:
        kept.pop(0)
    return " ".join(kept)


def _beside_street(fact: Fact, street: str, needs: tuple[str, ...]) -> Iterator[Seek]:
    """House and flat before or after their street, and the street written as one word, with them
    or without."""
    words = street_words(fact.part("street"))
    is_telling = len("".join(words[:-1])) > 3
    stem = r"[^a-z0-9]{1,3}".join(map(re.escape, words[:-1])) if is_telling else street
    stem_needs = words[:-1] if is_telling else needs
    doors = _doors(fact)
    if len(words) > 1:
        any_door = rf"(?:{'|'.join(doors)})?" if doors else ""
        joined = rf"{any_door}{joined_pattern(fact.part('street'))}{any_door}"
        yield whole(joined, needs, lambda text: mask_value(FactKind.ADDRESS, text))
    for door in doors:
        yield _pair("house", door, "street", street, needs)
        if stem != street:
            yield _pair("house", door, "street", stem, stem_needs)
        yield _pair("street", street, "house", door, needs)


def _doors(fact: Fact) -> list[str]:
    """Patterns of the house, with its flat before it or not, and of the flat alone."""
    house, flat = _door(fact.part("house")), _door(fact.part("flat"))
    if house and flat:
        house = rf"(?:{flat}[^a-z0-9]{{1,4}}(?:no[^a-z0-9]{{1,2}})?)?{house}"
    return [door for door in (house, flat) if door]


def _door(piece: str) -> str:
    """14 A, 14a; 62-64, 62/64, 62 to 64; fourteen."""
    if not any(char.isdigit() for char in piece):
        return phrase_pattern(piece)
    between = r"[^a-z0-9]{0,3}(?:to[^a-z0-9]{1,2})?"
    door = between.join(_PIECE_OF_DOOR.findall(fold(piece)))
    word = _NUMBER_WORDS.get(piece)
    return rf"(?:{door}|{word})" if word else door


def _pair(first: str, one: str, second: str, two: str, needs: Iterable[str]) -> Seek:
    """Two pieces beside each other, each under the mask of its own sort."""
    sought = Sought(rf"{BEFORE}({one})({_BESIDE})({two}){AFTER}", needs)

    def seek(text: SearchedText) -> Iterator[Span]:
        for found in sought.found_in(text.folded):
            before, between, after = (text.written(*found.span(group)) for group in (1, 2, 3))
            yield *found.span(), mask_part(first, before) + between + mask_part(second, after)

    return seek


def _near(fact: Fact) -> Seek:
    """Coordinates that lead to the street, or near it."""
    home = Point(float(fact.part("latitude")), float(fact.part("longitude")))

    def seek(text: SearchedText) -> Iterator[Span]:
        for found in text.points:
            if found.point.metres_to(home) <= _NEAR_M:
                written = text.written(found.start, found.end)
                yield found.start, found.end, mask_part("point", written)

    return seek
