"""Days that a person types."""

from __future__ import annotations

from datetime import date

from scanner.errors import PlanError
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now


def day_of(text: str, option: str) -> date:
    """The day that was typed, today if nothing was. Raises PlanError for what is none, or is still
    to come."""
    today = utc_now().date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise PlanError(f"{option} takes a day such as {today.isoformat()}.") from None
    if day > today:
        raise PlanError(f"{option} is still to come: {told_day(day)}. Say when it happened.")
    return day
