"""Geographic coordinates in the forms that pages, maps, cameras and data files write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_EARTH_M = 6_371_008.8
"""Mean radius in metres (IUGG)."""
_REACH = 120
"""Code points between a latitude and its longitude: two fields of one object, with one between."""

_ANY_DECIMAL = re.compile(r"\d\.\d{3}")
_ANY_DEGREES = re.compile(r"\d ?(?:°|o ?\d|deg|d\d)")
"""Without these, which are quickly told, there is nothing to read."""
_DECIMAL = re.compile(
    r"(?<![\d.])(?:(?<![a-z])([nsew])(?=[ +\-\d]) ?)?([+\-]?)(\d{1,3}\.\d{3,17}+)(?!\.?\d)"
    r"(?(1)|(?: ?(?:°|deg(?:rees)?)? ?([nsew])(?![a-z]))?)"
)
"""Three decimals are a hundred metres; with fewer, a number says nothing of a home."""
_SIXTIETHS = re.compile(
    r"(?:(?<![a-z])([nsew]) ?)?(?<!\d)(\d{1,3}) ?(?:°|o(?=[ \d])|deg(?:rees)?|d(?=\d)) ?"
    r"(\d{1,2}(?:\.\d{1,8})?) ?(?:'|m(?=[ \d])|min(?:utes)?)? ?"
    r"(?:(\d{1,2}(?:\.\d{1,8})?) ?(?:\"|''|s(?= ?[nsew])|sec(?:onds)?)? ?)?"
    r"(?(1)|(?:([nsew])(?![a-z]))?)"
)
"""Degrees, minutes and perhaps seconds, with a letter before or after."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth (WGS 84), in degrees; south and west are negative."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)

    def metres_to(self, other: Point) -> float:
        """Distance on a sphere (haversine): good to half a per cent."""
        south, north = math.radians(self.latitude), math.radians(other.latitude)
        up = math.sin((north - south) / 2) ** 2
        along = math.sin(math.radians(other.longitude - self.longitude) / 2) ** 2
        chord = min(1.0, up + math.cos(south) * math.cos(north) * along)
        return 2 * _EARTH_M * math.asin(math.sqrt(chord))


@dataclass(frozen=True, slots=True)
class Located:
    """A stretch of folded text that may be read as a place."""

    start: int
    end: int
    point: Point


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    degrees: float
    axis: str
    """`latitude`, `longitude`, or empty when nothing tells."""


def find_points(text: str) -> Iterator[Located]:
    """Places in folded text, in order of each form.

    Two numbers may be read in two ways (longitude first, as in GeoJSON and KML), and both are
    given: this serves to recognise a place that is known, not to discover any.
    """
    for numbers in (_decimals(text), _sixtieths(text)):
        for first, second in pairwise(numbers):
            if second.start - first.end <= _REACH:
                yield from _pair(first, second)


def parse_point(text: str) -> Point | None:
    """The one place that a text gives, latitude first; None if it gives none."""
    folded = text.lower().replace("−", "-").replace("′", "'").replace("″", '"')
    found = next((place for place in find_points(folded)), None)
    return found.point if found else None


def _pair(first: _Number, second: _Number) -> Iterator[Located]:
    if first.axis != "longitude" and second.axis != "latitude" and abs(first.degrees) <= 90:
        yield Located(first.start, second.end, Point(first.degrees, second.degrees))
    if first.axis != "latitude" and second.axis != "longitude" and abs(second.degrees) <= 90:
        yield Located(first.start, second.end, Point(second.degrees, first.degrees))


def _decimals(text: str) -> Iterator[_Number]:
    if not _ANY_DECIMAL.search(text):
        return
    for found in _DECIMAL.finditer(text):
        degrees = float(found[3])
        letter = found[4] or found[1] or ""
        if degrees <= 180:
            negative = found[2] == "-" or letter in ("s", "w")
            yield _Number(*found.span(), -degrees if negative else degrees, _axis(letter))


def _sixtieths(text: str) -> Iterator[_Number]:
    if not _ANY_DEGREES.search(text):
        return
    for found in _SIXTIETHS.finditer(text):
        letter = found[5] or found[1] or ""
        minutes, seconds = float(found[3]), float(found[4] or 0)
        degrees = int(found[2]) + minutes / 60 + seconds / 3600
        if letter and minutes < 60 and seconds < 60 and degrees <= 180:
            yield _Number(*found.span(), -degrees if letter in "sw" else degrees, _axis(letter))


def _axis(letter: str) -> str:
    return {"n": "latitude", "s": "latitude", "e": "longitude", "w": "longitude"}.get(letter, "")
