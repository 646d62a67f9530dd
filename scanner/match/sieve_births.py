"""Whose whole date of birth may stand in a text that speaks of a birth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from scanner.match.seen import Entry
from scanner.text.dates import find_dates
from scanner.text.normalise import Normalised

BIRTH_WORDS = (
    *("birth", "born", "bday", "b-day", "dob", "d.o.b", "d o b", "d/o/b", "d. o. b"),
    *("ganwyd", "ganed", "geni"),
)
BIRTH_MARKS = tuple(
    f"{sign}{digit}" for sign in ("b. ", "b.", "b: ", "b ", "b:") for digit in "0123456789"
)
"""Of these, or of the words, one stands wherever a text tells of a birth by its date; a mark stands
at the beginning of a word."""
_LIVING = re.compile(rb"19[2-9]\d|20[01]\d|(?<!\d)'?\d\d(?!\d)")
"""A year in which somebody who lives may have been born, in four figures or two."""


class BirthDays:
    """Who was born on which day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._people: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            year, month, day = (entry.fact.part(name) for name in ("year", "month", "day"))
            if year and month and day:
                self._people[entry.fact.value.reveal()].add(entry.subject_id)

    def __bool__(self) -> bool:
        return bool(self._people)

    def born(self, folded: bytes) -> set[str]:
        """Everybody whose date of birth stands there, whatever it is the date of."""
        if not _LIVING.search(folded):
            return set()
        text = folded.decode("utf-8", "replace")
        page = Normalised(text, text, (0,), (0,), (len(text),), True)
        days = {spotted.value for spotted in find_dates(page)}
        return {person for day in days & self._people.keys() for person in self._people[day]}
