"""Ages that stand before a street as the number of a house does."""

from __future__ import annotations

import re

from scanner.match.doors import Door
from scanner.match.seen import Page

_YOUNGEST, _OLDEST = 16, 110
_AGE_LABEL = re.compile(r"(?<![a-z])age(?:d|s)?(?![a-z])")


def may_be_age(page: Page, door: Door, street: int) -> bool:
    """Whether the number on the line or in the cell before a street may be a person's age: in lists
    of courts and of people finders, "37 | Bramble Road"."""
    if door.flat or door.names or door.is_named or door.end >= 0 or len(door.numbers) > 1:
        return False
    digits, letter = door.numbers[0] if door.numbers else (door.whole.partition("-")[0], "")
    is_age = not letter and digits.isdigit() and _YOUNGEST <= int(digits) <= _OLDEST
    return is_age and page.folded.has_break(door.start, street) and page.mentions(_AGE_LABEL)
