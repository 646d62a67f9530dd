"""A home's place on the earth: any coordinates on a page that lie near enough to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Foreign, Hit, Page, Recogniser
from scanner.rulebook.detector import FactDetector
from scanner.text.coordinates import Point, find_points

_METRES_IN_A_DEGREE = 111_000
_NARROWEST = 0.3
"""Of a degree of longitude against one of latitude, at 72 degrees north: further north than any
home that this is for."""

_Cell = tuple[int, int]


class Coordinates(Recogniser):
    """Recognises addresses whose place is known, on a grid: other places cost one look-up each."""

    def __init__(self, entries: Iterable[Entry], within_metres: float) -> None:
        self._within = within_metres
        self._tall = within_metres / _METRES_IN_A_DEGREE
        self._wide = self._tall / _NARROWEST
        self._cells: dict[_Cell, list[tuple[Point, Entry]]] = defaultdict(list)
        for entry in entries:
            if (point := _place_of(entry)) is not None:
                self._cells[self._cell(point)].append((point, entry))

    def __bool__(self) -> bool:
        return bool(self._cells)

    def literals(self) -> Iterable[str]:
        return ()

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterable[Hit]:
        return ()

    def find(self, page: Page) -> Iterator[Hit]:
        for found in find_points(page.text):
            if near := list(self._near(found.point)):
                yield Hit(Entries(near), "gps", found.start, found.end)

    def _near(self, point: Point) -> Iterator[Entry]:
        row, column = self._cell(point)
        for cell in ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for home, entry in self._cells.get(cell, ()):
                if home.metres_to(point) <= self._within:
                    yield entry

    def _cell(self, point: Point) -> _Cell:
        return math.floor(point.latitude / self._tall), math.floor(point.longitude / self._wide)


class Together(Recogniser):
    """Two recognisers of one kind of fact, as one."""

    def __init__(self, first: Recogniser, second: Recogniser) -> None:
        self._both = (first, second)
        self._literals = tuple(frozenset(each.literals()) for each in self._both)

    def literals(self) -> Iterable[str]:
        return frozenset().union(*self._literals)

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        for each, literals in zip(self._both, self._literals, strict=True):
            if literal in literals:
                yield from each.at(page, literal, start, end)

    def find(self, page: Page) -> Iterator[Hit]:
        for each in self._both:
            yield from each.find(page)

    def more(self, page: Page) -> Iterator[Hit]:
        for each in self._both:
            yield from each.more(page)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        for each in self._both:
            yield from each.foreign(page)


def with_coordinates(
    addresses: Recogniser, entries: Iterable[Entry], detector: FactDetector | None
) -> Recogniser:
    """`addresses`, and the places of those addresses whose place was given, if the detector's rule
    lets coordinates count."""
    form = detector.forms.get("gps") if detector else None
    if form is None or not form.within_metres:
        return addresses
    coordinates = Coordinates(entries, form.within_metres)
    return Together(addresses, coordinates) if coordinates else addresses


def _place_of(entry: Entry) -> Point | None:
    latitude, longitude = entry.fact.part("latitude"), entry.fact.part("longitude")
    return Point(float(latitude), float(longitude)) if latitude and longitude else None
