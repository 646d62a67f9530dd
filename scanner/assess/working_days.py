"""Counting days as election law does: without weekends and holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from scanner.rulebook.timetable import DayLeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.rulebook.source import Nation

_SUBDIVISIONS = {"E": "ENG", "W": "WLS", "S": "SCT", "NI": "NIR"}
_SATURDAY = 5
_DAY = timedelta(days=1)


class WorkingDays:
    """Which days count. Holidays are those that were known when the library was made; a day of
    thanksgiving or mourning that is appointed later cannot be among them."""

    def __init__(self, leaves_out: Collection[DayLeftOut], nations: Collection[Nation]) -> None:
        """`nations` says whose bank holidays are left out, where `leaves_out` names those."""
        self._leaves_out = frozenset(leaves_out)
        banks = DayLeftOut.BANK_HOLIDAYS in self._leaves_out
        self._nations = tuple(sorted(set(nations))) if banks else ()

    def counts(self, day: date) -> bool:
        if day.weekday() >= _SATURDAY or any(day in _banks(n, day.year) for n in self._nations):
            return False
        return not any(day == _named(item, day.year) for item in self._leaves_out)

    def before(self, day: date, number: int) -> date:
        """The day from which, without itself, so many days that count lead up to `day`.

        0 gives `day` itself. The result always counts.
        """
        found = day
        left = number
        while left:
            found -= _DAY
            left -= self.counts(found)
        return found

    def on_or_after(self, day: date) -> date:
        """`day`, or the next that counts."""
        while not self.counts(day):
            day += _DAY
        return day


def _named(item: DayLeftOut, year: int) -> date | None:
    match item:
        case DayLeftOut.CHRISTMAS_EVE:
            return date(year, 12, 24)
        case DayLeftOut.CHRISTMAS_DAY:
            return date(year, 12, 25)
        case DayLeftOut.GOOD_FRIDAY:
            return _easter(year) - 2 * _DAY
        case DayLeftOut.EASTER_MONDAY:
            return _easter(year) + _DAY
    return None


@cache
def _easter(year: int) -> date:
    from dateutil.easter import easter

    return easter(year)


@cache
def _banks(nation: Nation, year: int) -> Mapping[date, str]:
    # The library takes a quarter of a second to load, which a check without a poll need not wait.
    from holidays import country_holidays

    return dict(country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))
