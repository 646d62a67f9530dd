"""The hours in which sites are asked: every night from one time of day to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

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
        if self.is_open(moment):
            return moment
        local = moment.astimezone()
        start = local.replace(
            hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0
        )
        return start if start > local else start + timedelta(days=1)

    def opens_next(self, moment: datetime) -> datetime:
        """When the next night begins, also while one lasts."""
        since = _minutes(moment.astimezone().time()) - _minutes(self.start)
        if self.is_open(moment):
            moment += self.length - timedelta(minutes=since % (24 * 60))
        return self.opens_at(moment)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


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
