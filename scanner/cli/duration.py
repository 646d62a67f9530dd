"""How long something may take, as a person writes it: `90s`, `5m`, `1h30m`."""

from __future__ import annotations

import re

import typer

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0}
_PART = r"(?:\d+(?:\.\d+)?)"
_DURATION = re.compile(rf"(?:({_PART})h)?(?:({_PART})m(?:in)?)?(?:({_PART})s?)?")


def seconds_of(text: str) -> float:
    """Seconds of a duration; a bare number is seconds. Raises typer.BadParameter."""
    found = _DURATION.fullmatch(text.strip().lower().replace(" ", ""))
    parts = found.groups() if found else ()
    seconds = sum(
        float(number) * unit for number, unit in zip(parts, _UNITS.values(), strict=False) if number
    )
    if not seconds:
        raise typer.BadParameter("Write a time such as 90s, 5m or 1h30m.")
    return seconds


SHORTEST_PATIENCE_S = 1.0
LONGEST_PATIENCE_S = 300.0
"""Bounds of a time-out: below a second honest sites fail, and beyond some minutes nobody waits."""


def patience(text: str) -> float:
    """Seconds of a time-out, within its bounds. Raises typer.BadParameter."""
    seconds = seconds_of(text)
    if not SHORTEST_PATIENCE_S <= seconds <= LONGEST_PATIENCE_S:
        raise typer.BadParameter("Write a time from 1s to 5m.")
    return seconds
