"""Postal addresses of the United Kingdom: any part of one, free-form or already in parts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.model.facts import Secret
from scanner.model.masks import DOT, mask_part
from scanner.profile.reading import Doubt, Reading, Unreadable, masked_parts, single
from scanner.profile.streets import (
    COUNTIES,
    COUNTRIES,
    DIRECTIONS,
    HOUSE_ENDINGS,
    HOUSE_WORDS,
    street_strength,
)
from scanner.text.coordinates import parse_point

BESIDE = ("location",)
"""Where the address lies on the earth, beside the address itself."""
PARTS = ("flat", "house", "street", "locality", "town", "county", "postcode")

_OUTWARD = r"(?:[A-Z]{1,2}\d[A-Z\d]?|GIR|BFPO)"
_POSTCODE = re.compile(rf"\b({_OUTWARD}) ?(\d[A-Z]{{2}})\b", re.IGNORECASE)
_DISTRICT = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)$", re.IGNORECASE)
_NEARLY_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? [A-Z\d]{1,4}", re.IGNORECASE)
"""A postcode with a slip in it: a letter missing, O for 0."""
_NUMBER = r"\d+[a-z]?(?: ?[-–/&] ?\d+[a-z]?)?"
_NUMBERED = re.compile(rf"(?:no\.?|number)? ?({_NUMBER})(?: +(.+))?", re.IGNORECASE)
_FLAT = re.compile(
    r"((?:flat|apartment|apt\.?|unit|room|suite|studio|floor|maisonette) [\w/-]{1,6}"
    r"|(?:basement|ground floor|first floor|second floor|top floor|garden) flat)\b ?(.*)",
    re.IGNORECASE,
)


def read_address(given: Mapping[str, str]) -> Reading:
    """An address in one line, put together from its parts.

    Parts: flat, house (number or name), street, locality, town, county, postcode, as far as given;
    beside them `location`, which becomes the parts latitude and longitude.
    """
    if "value" in given:
        pieces = split_address(single(given))
    else:
        pieces = {name: given.get(name, "") for name in PARTS}
        pieces["postcode"] = _spaced(pieces["postcode"])
    if not any(pieces.values()):
        raise Unreadable(
            "is empty.", "Write any part of the address: a street, a postcode, a town."
        )
    place = _place(given["location"]) if "location" in given else ()
    return Reading(
        Secret(_line(pieces), _line({name: mask_part(name, t) for name, t in pieces.items()})),
        (*masked_parts(pieces), *place),
        doubts=_doubts(pieces),
    )


def _place(text: str) -> tuple[tuple[str, Secret], ...]:
    """Latitude and longitude, each under a mask of one decimal (eleven kilometres)."""
    point = parse_point(text)
    if point is None:
        raise Unreadable(
            "is no place.",
            'Write latitude and longitude with at least three decimals: "50.2047, -0.6183".',
            "location",
        )
    return tuple(
        (name, Secret(f"{degrees:.6f}", f"{degrees:.1f}{DOT}"))
        for name, degrees in (("latitude", point.latitude), ("longitude", point.longitude))
    )


def split_address(text: str) -> dict[str, str]:
    """The parts of an address as people write it, each empty when not recognised.

    Commas part it; without them the street's last word (Road, Lane) does.
    """
    rest, postcode = _take_postcode(text)
    pieces = [piece for part in rest.split(",") if (piece := part.strip(" .;"))]
    pieces = [piece for piece in pieces if piece.lower() not in COUNTRIES]
    found = dict.fromkeys(PARTS, "")
    found["postcode"] = postcode
    if pieces and not postcode and _NEARLY_POSTCODE.fullmatch(pieces[-1]):
        found["postcode"] = pieces.pop().upper()
    if len(pieces) > 1 and _is_county(pieces[-1]):
        found["county"] = pieces.pop()
    if pieces and (flat := _FLAT.fullmatch(pieces[0])):
        found["flat"] = flat[1]
        pieces[:1] = [flat[2].strip()] if flat[2].strip() else []
    place = _street_place(pieces)
    if place is None:
        _fill_without_street(found, pieces)
    else:
        _fill_around_street(found, pieces, place)
    if found["flat"] and not found["house"]:
        found["house"], found["flat"] = found["flat"], ""
    return found


def _take_postcode(text: str) -> tuple[str, str]:
    """The text without its postcode, and the postcode (or the district that the text ends in)."""
    units = list(_POSTCODE.finditer(text))
    if units:
        last = units[-1]
        return text[: last.start()] + text[last.end() :], f"{last[1]} {last[2]}".upper()
    stripped = text.rstrip(" ,.")
    if found := _DISTRICT.search(stripped):
        before = stripped[: found.start()].rstrip()
        # "Flat B2" and "Unit A1" end like a district and are none.
        if not re.search(r"\b(?:flat|unit|apartment|apt|room|suite)\.?$", before, re.IGNORECASE):
            return before, found[1].upper()
    return text, ""


def _street_place(pieces: list[str]) -> int | None:
    """Which piece names the street: the most street-like one, the first among equals; but the
    second after one that rather names a house: "Ivy Bank, Tanner's Row"."""
    strengths = [_piece_strength(piece) for piece in pieces]
    best = max(strengths, default=0)
    if not best:
        return None
    is_house = pieces[0].split()[-1].lower() in HOUSE_ENDINGS and len(pieces) > _FEWEST_WITH_HOUSE
    is_between = is_house and strengths[:2] == [_WEAK, _WEAK] and best == _WEAK
    return 1 if is_between else strengths.index(best)


_WEAK = 2
"""Strength of a piece without a number that ends in what also ends the names of houses."""
_FEWEST_WITH_HOUSE = 2
"""Pieces: of fewer, a second weak one is the village ("Ivy Bank, Hadley Green")."""


def _piece_strength(piece: str) -> int:
    numbered = _NUMBERED.fullmatch(piece)
    words = (numbered[2] or "") if numbered else piece
    cut = _street_end(words.split())
    strength = street_strength(words.split()[cut - 1]) if cut else 0
    if numbered and numbered[2]:
        return 2 * strength + 1
    return 2 * strength if strength > 1 or (strength and len(words.split()) > 1) else 0


def _street_end(words: list[str]) -> int:
    """How many leading words make the street's name; 0 when no word of them is a street's."""
    for index in range(len(words) - 1, -1, -1):
        if street_strength(words[index]) and (index > 0 or len(words) == 1):
            end = index + 1
            return end + (end < len(words) and words[end].lower() in DIRECTIONS)
    return 0


def _fill_around_street(found: dict[str, str], pieces: list[str], place: int) -> None:
    numbered = _NUMBERED.fullmatch(pieces[place])
    words = ((numbered[2] or "") if numbered else pieces[place]).split()
    cut = _street_end(words) or len(words)
    found["street"] = " ".join(words[:cut])
    after = [" ".join(words[cut:])] if words[cut:] else []
    _fill_places(found, after + pieces[place + 1 :])
    before = pieces[:place]
    if numbered:
        found["house"] = numbered[1]
    elif before:
        last = before.pop()
        alone = _NUMBERED.fullmatch(last)
        found["house"] = alone[1] if alone and not alone[2] else last
    found["flat"] = ", ".join(filter(None, [found["flat"], *before]))


def _fill_without_street(found: dict[str, str], pieces: list[str]) -> None:
    if not pieces:
        return
    alone = _NUMBERED.fullmatch(pieces[0])
    if alone and alone[2]:
        # A numbered street whose name has no street word: "14 Broadmead, Wexcombe".
        _fill_around_street(found, pieces, 0)
    elif alone or _begins_with_house(pieces):
        found["house"] = alone[1] if alone else pieces[0]
        _fill_places(found, pieces[1:])
    else:
        _fill_places(found, pieces)


def _begins_with_house(pieces: list[str]) -> bool:
    """Whether the first of some places is a house: by its last word, or since a village and its
    post town follow it ("Woodlands, Lower Slade, Wexcombe"), which need no third name before."""
    return pieces[0].split()[-1].lower() in HOUSE_WORDS or len(pieces) > _FEWEST_WITH_HOUSE


def _fill_places(found: dict[str, str], places: list[str]) -> None:
    if places:
        found["locality"] = ", ".join(places[:-1])
        found["town"] = places[-1]


def _is_county(piece: str) -> bool:
    low = piece.lower()
    return low in COUNTIES or (low.endswith("shire") and len(low) > 6)


def _spaced(postcode: str) -> str:
    found = _POSTCODE.fullmatch(postcode.replace(" ", ""))
    return f"{found[1]} {found[2]}".upper() if found else postcode.upper()


def _line(pieces: Mapping[str, str]) -> str:
    """In the order of an envelope; house and street stand together without a comma after a number.

    Masked pieces are put together by the same hand, so that mask and value have one shape.
    """
    house, street = pieces["house"], pieces["street"]
    is_name = " " in house
    front = f"{house}{', ' if is_name else ' '}{street}" if house and street else house + street
    rest = (pieces[name] for name in PARTS[3:])
    return ", ".join(filter(None, [pieces["flat"], front, *rest]))


def _doubts(pieces: Mapping[str, str]) -> tuple[Doubt, ...]:
    postcode = pieces["postcode"]
    if not any(text for name, text in pieces.items() if name not in ("flat", "house")):
        return (Doubt("is a house alone.", "Add the street or the postcode, if you can."),)
    if postcode and not (_POSTCODE.fullmatch(postcode) or _DISTRICT.fullmatch(postcode)):
        return (Doubt("is no usual postcode.", 'Write it as "WX4 7QT" or "WX4".', "postcode"),)
    return ()
