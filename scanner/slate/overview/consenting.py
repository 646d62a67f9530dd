"""Until when a person's consent runs, read from the profile that came with it."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime

from scanner.model.slate import Person, PersonState

_LINE = re.compile(r"^valid_until[ \t]*=[ \t]*(\d{4}-\d{2}-\d{2})[ \t]*$", re.MULTILINE)
_LONG_STRINGS = ('"""', "'''")


def consent_until(person: Person) -> date | None:
    """Its last day; None for who has given none that stands, or whose profile cannot be read.

    Reading a profile whole takes as long as all else that an overview does, so where only one line
    can say that day, and no text runs over lines, that line alone is read.
    """
    if person.state is not PersonState.CONSENTED or not person.profile:
        return None
    lines = _LINE.findall(person.profile)
    try:
        if len(lines) == 1 and not any(mark in person.profile for mark in _LONG_STRINGS):
            return date.fromisoformat(lines[0])
        consent = tomllib.loads(person.profile).get("consent", {})
    except (ValueError, RecursionError):
        return None
    last = consent.get("valid_until") if isinstance(consent, dict) else None
    if isinstance(last, datetime):
        return last.date()
    return last if isinstance(last, date) else None
