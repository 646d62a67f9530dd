"""The wall clock, as it is handed to what needs one, and how its times are written down."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """`2026-11-20T14:02:11.250Z`, the form of every time in JSON and in evidence."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def utc_now() -> datetime:
    """This moment. A function by name, so that it can be handed to another process, too."""
    return datetime.now(UTC)
