"""The wall clock, as it is handed to what needs one."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment. A function by name, so that it can be handed to another process, too."""
    return datetime.now(UTC)
