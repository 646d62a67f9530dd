"""A postcode that is somebody's own: with their house, alone, or within a neighbour's address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.match.address_tables import Own
from scanner.match.doors import HOUSE_WORDS, Door, canonical_name, door_after, door_before
from scanner.match.houses import Whose
from scanner.match.places import is_county, is_joined
from scanner.match.seen import Hit, Page
from scanner.match.towns import place_word
from scanner.text.spotted import Spotted
from scanner.text.streets import STREET_TOKEN, canonical_words, is_street_word

_BEFORE_POSTCODE = 110
_MOST_PLACES = 5
_LABELS = frozenset(
    {"postcode", "post code", "code", "post", "zip", "postal code", "town", "city", "county"}
    | {"locality", "area", "posttown", "post town"}
)
_MARKS = " ,;:|/()+_-.=\"'"
_NUMBERED = re.compile(
    r"(?<![a-z0-9£$€])(?P<digits>\d{1,4})(?P<letter>[a-z]?)[\s,\-+_]+"
    r"(?P<words>(?:[a-z][a-z'.]*[\s,\-+_]+){1,9})$"
)
_NEXT_LABEL = re.compile(
    r"[ ,;:|(.\-]{1,3}(?:house|door|building|property|premises?|number|no\b)[a-z ]{0,16}[ :|=\-.]"
)


def at_postcode(page: Page, spotted: Spotted, before: int, owns: Iterable[Own]) -> Iterator[Hit]:
    """What a postcode tells of those whose own it is. What stands behind `before` is of the
    postcode before it."""
    low = max(before, spotted.start - _BEFORE_POSTCODE)
    for own in owns:
        yield _hit(page, spotted, low, own)


def _hit(page: Page, spotted: Spotted, low: int, own: Own) -> Hit:
    stands_first = not page.text[low : spotted.start].strip(_MARKS)
    if not stands_first and (whole := _with_door(page, spotted, low, own)):
        return whole
    if _NEXT_LABEL.match(page.text, spotted.end):
        after = door_after(page.text, spotted.end)
        if after.is_there and own.house.whose(after) is Whose.OWN:
            return Hit(own.entries, "house_postcode", spotted.start, after.end)
    if end := _house_after(page.text, spotted.end, own):
        return Hit(own.entries, "house_postcode", spotted.start, end)
    # A neighbour's postcode tells no more of this person than the district.
    is_other = not stands_first and _is_of_neighbour(page, low, spotted.start, own)
    return Hit(own.entries, "district" if is_other else "postcode", spotted.start, spotted.end)


def _with_door(page: Page, spotted: Spotted, low: int, own: Own) -> Hit | None:
    """The postcode with the own house before it, or with house and most of the street's name."""
    at = _before_places(page.text, low, spotted.start, own)
    door = _inside(door_before(page, at, own.house.names), low)
    if door.is_there and (whole := _whole(own, door, spotted, "house_postcode")):
        return whole
    stem = _before_stem(page.text, low, at, own)
    if stem < at:
        door = _inside(door_before(page, stem, own.house.names), low)
        if door.is_there and (whole := _whole(own, door, spotted, "full")):
            return whole
    return None


def _house_after(text: str, start: int, own: Own) -> int:
    """Where the person's own house ends, by name or with its street, after a postcode that stands
    first: "WX4 7QT, Wexcombe, Rose Cottage"; 0 where it does not follow."""
    if not own.house.names:
        return 0
    at = start
    for _ in range(_MOST_PLACES):
        at += len(text[at : at + 4]) - len(text[at : at + 4].lstrip(_MARKS))
        for name in own.house.names:
            first = at + 4 if text.startswith("the ", at) else at
            if text.startswith(name, first) and not text[first + len(name) :][:1].isalnum():
                return first + len(name)
        town = next(filter(None, (_town_at(text, at, town) for town in own.places.towns)), None)
        if town is None:
            return 0
        at = town.end()
    return 0


def _town_at(text: str, at: int, town: str) -> re.Match[str] | None:
    return re.compile("[^a-z0-9]".join(f"{word}(?:'?s)?" for word in town.split())).match(text, at)


def _inside(door: Door, low: int) -> Door:
    return door if door.start >= low else Door(-1)


def _whole(own: Own, door: Door, spotted: Spotted, form: str) -> Hit | None:
    if own.house.whose(door) is not Whose.OWN:
        return None
    return Hit(own.entries, form, door.start, spotted.end)


def _before_places(text: str, low: int, end: int, own: Own) -> int:
    """Where the person's own places, counties and names of fields begin that end at `end`."""
    at = end
    for _ in range(_MOST_PLACES):
        edge = low + len(text[low:at].rstrip(_MARKS))
        words = list(STREET_TOKEN.finditer(text, max(low, edge - 40), edge))[-4:]
        if not words or words[-1].end() != edge:
            return at
        for index, first in enumerate(words):
            run = " ".join(place_word(word.group()) for word in words[index:])
            if run in own.places.towns or run in _LABELS or is_county(run):
                at = first.start()
                break
        else:
            return at
    return at


def _before_stem(text: str, low: int, at: int, own: Own) -> int:
    """Where the street begins of which all but the last word ends at `at`: "14 Bramble, WX4"."""
    stem = own.street[:-1] if len(own.street) > 1 and is_street_word(own.street[-1]) else ()
    edge = low + len(text[low:at].rstrip(_MARKS))
    words = list(STREET_TOKEN.finditer(text, max(low, edge - 60), edge))[-len(stem) :]
    if not stem or len(words) < len(stem) or words[-1].end() != edge:
        return at
    found = canonical_words([word.group() for word in words])
    return words[0].start() if found == stem else at


def _is_of_neighbour(page: Page, low: int, end: int, own: Own) -> bool:
    """Whether the postcode ends an address with another door than the person's own."""
    house = own.house
    if not house.is_given:
        return False
    window = page.text[low:end]
    words = list(STREET_TOKEN.finditer(window))
    at = _last_street(words, own.street)
    if at is not None and is_joined(window, words[at].end(), end - low):
        door = _inside(door_before(page, low + words[at].start(), house.names), low)
        return door.is_there and house.whose(door) is Whose.OTHER
    found = _NUMBERED.search(window)
    if found is not None and is_joined(window, found.start("words") - 1, end - low):
        street = re.split(r"[\s,\-+_]+", found["words"])
        if any(is_street_word(word.strip(".")) for word in street):
            return True
    return _names_other_house(page, low, end, own)


def _last_street(words: list[re.Match[str]], street: tuple[str, ...]) -> int | None:
    """The index of the word at which the street's name last begins."""
    size = len(street)
    for at in range(len(words) - size, -1, -1) if size else ():
        if canonical_words([word.group() for word in words[at : at + size]]) == street:
            return at
    return None


def _names_other_house(page: Page, low: int, end: int, own: Own) -> bool:
    """Whether a piece of the written address names another building."""
    at = low
    for piece in re.split(r"[,|\n]", page.source(low, end) if end > low else ""):
        at += len(piece) + 1
        words = piece.split()
        if not words or len(words) > 4 or words[-1].lower() not in HOUSE_WORDS:
            continue
        if words[-1][:1].isupper() and canonical_name(piece) not in own.house.names:
            return is_joined(page.text, min(at, end), end)
    return False
