"""Points in time as reports show them: UTC, with the clock on the British wall beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def day(moment: date) -> str:
    """`20 November 2026`. A point in time counts as the day it was in London."""
    if isinstance(moment, datetime):
        moment = in_london(moment)
    return f"{moment.day} {moment:%B %Y}"


def clock(moment: datetime) -> str:
    """`14:02:11`, in UTC."""
    return f"{moment.astimezone(UTC):%H:%M:%S}"


def utc(moment: datetime) -> str:
    """`20 November 2026, 14:02:11 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M:%S} UTC"


def london(moment: datetime) -> str:
    """`20 November 2026, 14:02 GMT`; in summer `BST`."""
    moment = in_london(moment)
    return f"{moment.day} {moment:%B %Y, %H:%M %Z}"


def in_london(moment: datetime) -> datetime:
    """The moment on the British clock; in UTC, and labelled so, on a machine without a time zone
    database."""
    try:
        return moment.astimezone(ZoneInfo("Europe/London"))
    except ZoneInfoNotFoundError:
        return moment.astimezone(UTC)
