"""The hours in which sites are asked: every night from one time of day to another.

All is told by the clocks of this place, also in the nights in which these are changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_WINDOW = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\s*(?:-|–|to)\s*([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Nights:
    """From `start` to `end`, in the time of this place; over midnight where `end` is earlier."""

    start: time
    end: time

    @property
    def length(self) -> timedelta:
        minutes = _minutes(self.end) - _minutes(self.start)
        return timedelta(minutes=minutes % (24 * 60))

    def is_open(self, moment: datetime) -> bool:
        """Whether sites may be asked. `moment`: aware."""
        since = _minutes(moment.astimezone().time()) - _minutes(self.start)
        return timedelta(minutes=since % (24 * 60)) < self.length

    def opens_at(self, moment: datetime) -> datetime:
        """When they may be asked again; now, if they may be now."""
        return moment if self.is_open(moment) else self.opens_next(moment)

    def opens_next(self, moment: datetime) -> datetime:
        """When the next night begins, also while one lasts."""
        day = moment.astimezone().date()
        # The day after next: a day of 23 hours may have no such time.
        starts = (here(day + timedelta(days=days), self.start) for days in range(3))
        return next(start for start in starts if start > moment)

    def began_at(self, moment: datetime) -> datetime:
        """When the night began that lasts, or else the last one."""
        day = moment.astimezone().date()
        starts = (here(day - timedelta(days=days), self.start) for days in range(3))
        return next(start for start in starts if start <= moment)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def night_of(nights: Nights | None, moment: datetime) -> datetime:
    """When the night began in which a moment lies, for which a site's requests are counted: without
    hours of asking the day, from midnight."""
    if nights is not None:
        return nights.began_at(moment)
    return here(moment.astimezone().date(), time())


def here(day: date, at: time) -> datetime:
    """A moment by the clocks of this place. Of a time that comes twice the first one; one that is
    left out is an hour later."""
    return datetime.combine(day, at).astimezone()


def nights_of(text: str) -> Nights:
    """The hours as a person writes them, such as 22:00-06:00. Raises ValueError."""
    found = _WINDOW.fullmatch(text.strip())
    if not found:
        raise ValueError("Write the hours as 22:00-06:00.")
    hour, minute, end_hour, end_minute = map(int, found.groups())
    nights = Nights(time(hour, minute), time(end_hour, end_minute))
    if not nights.length:
        raise ValueError("These hours begin when they end. Leave them out to ask at any time.")
    return nights


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
