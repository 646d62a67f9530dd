"""When something happened, as a person writes it: `2026-11-20 21:15`, `about yesterday 21:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scanner.errors import PlanError

LONDON = "Europe/London"
_ABOUT = re.compile(r"^(?:about|around|c\.|ca\.?|~)\s*", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(?P<day>today|yesterday|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:(?:\s+at\s+|[T\s]+)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_MEND = "Write it like 2026-11-20 21:15, today 21:15, about yesterday 21:00, or only the day."
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC, and how surely it is known."""

    at: datetime
    zone: str
    is_about: bool
    is_day: bool


def moment_of(text: str, zone: str, now: datetime) -> Moment:
    """What was meant. `zone` is that of the person's clock; an offset in the text goes before it.

    Raises PlanError for what cannot be read, lies ahead, or is no time on that day's clock.
    """
    given = " ".join(text.split())
    bare = _ABOUT.sub("", given)
    found = _WRITTEN.fullmatch(bare)
    if not found:
        raise PlanError(f"When it happened cannot be read. {_MEND}")
    place = _zone(zone)
    try:
        day = _day(found["day"], now.astimezone(place).date())
        hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
        clock = time(hour, minute, second)
    except ValueError:
        raise PlanError(f"There is no such day or time. {_MEND}") from None
    local = datetime.combine(day, clock)
    at = _utc(local, place, found["offset"] or "")
    if found["hour"] and not found["offset"] and bare == given:
        _require_one(local, place)
    if at > now + _CLOCKS_DIFFER:
        raise PlanError("That lies in the future. Write when it happened, by your own clock.")
    return Moment(at, zone, bare != given, found["hour"] is None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PlanError(f"No time zone has that name. Write one such as {LONDON} or UTC.") from None


def _day(text: str, today: date) -> date:
    match text.lower():
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
    if "/" in text:  # As people write it here: the day first.
        day, month, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    return date(*(int(part) for part in text.split("-")))


def _require_one(local: datetime, place: ZoneInfo) -> None:
    """Raises PlanError in the hour that a clock shows twice when it goes back."""
    first, second = (local.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise PlanError(
            "The clocks went back on that day, and showed that time twice. Write it with its "
            f"offset: {first.isoformat(' ', 'minutes')} for the first time, "
            f"{second.isoformat(' ', 'minutes')} for the second."
        )


def _utc(local: datetime, place: ZoneInfo, offset: str) -> datetime:
    if offset:
        shown = "+00:00" if offset.upper() == "Z" else offset
        try:
            return datetime.fromisoformat(f"{local.isoformat()}{shown}").astimezone(UTC)
        except ValueError:
            raise PlanError(f"There is no such time. {_MEND}") from None
    at = local.replace(tzinfo=place).astimezone(UTC)
    if at.astimezone(place).replace(tzinfo=None) != local:
        raise PlanError(
            "That time was left out on that day, when the clocks went forward. Write it with its "
            "offset, such as 2026-03-29 01:30+00:00."
        )
    return at
