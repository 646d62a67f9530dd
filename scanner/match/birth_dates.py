"""Dates of birth: whole ones, parts of them where the context says birth, and ages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import ahocorasick_rs

from scanner.match.seen import Entries, Entry, Foreign, Hit, Page, Recogniser
from scanner.model.document import Place
from scanner.text.ages import birthdays_of, find_ages
from scanner.text.births import find_partial_births, has_birth_words
from scanner.text.dates import find_dates
from scanner.text.published import publication_date
from scanner.text.spotted import Spotted

_EARLIEST_BIRTH = "1900"
"""Nobody alive was born before; such dates stand on pages about ancestors."""
_DATA = frozenset((Place.STRUCTURED, Place.RECORD, Place.META, Place.ATTRIBUTE, Place.HIDDEN))
_KEY = re.compile(r"birth|bday|(?<![a-z])d\.?o\.?b(?![a-z])|born(?![a-z])", re.IGNORECASE)
_TOLD: tuple[str, ...] = (
    "birth",
    "born",
    "bday",
    "b-day",
    "dob",
    "d.o.b",
    "d o b",
    "d/o/b",
    "d. o. b",
    "ganwyd",
)
_TOLD += ("ganed", "geni", "blwydd", "b. ", "b.1", "b.2", "b.3", "b.0", "(b ", "b: ", " b ")
_TELLING = ahocorasick_rs.AhoCorasick(_TOLD)
"""Of these one stands wherever a text tells of a birth."""
_HEADING = re.compile(
    r"\s*(?:date of birth|birth ?date|d\.?o\.?b\.?|born|birthday)\b.{0,14}", re.IGNORECASE
)
_TABLE = re.compile(r"(.*/table)(?:/|\[|$)")
_LONGEST_PART = 12
"""Code points of a field that may hold a year, or a year and a month."""
_FARTHEST_HEADING = 600
"""Cells of a table above a date among which its heading is looked for."""


class BirthDates(Recogniser):
    """Whole dates; sure only beside words of birth, or under such a key, label or heading."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, Entries] = defaultdict(Entries)
        self._parts: dict[str, Entries] = defaultdict(Entries)
        """Months, years and birthdays of those who gave a whole date, and of those who gave one."""
        self._only_parts: dict[str, tuple[Entries, str]] = {}
        """Of those who gave a part only, to be met in a whole date."""
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        value, fact = entry.fact.value.reveal(), entry.fact
        year, month, day = (fact.part(name) for name in ("year", "month", "day"))
        if year and month and day:
            self._whole[value].add(entry)
        else:
            form = "month_year" if year and month else "year" if year else "day_month"
            self._only_parts.setdefault(value, (Entries(), form))[0].add(entry)
        if year and month:
            self._parts[f"{year}-{month}"].add(entry)
        if year:
            self._parts[year].add(entry)
        if month and day:
            self._parts[f"--{month}-{day}"].add(entry)

    def find(self, page: Page) -> Iterator[Hit]:
        """Whole dates where the context says birth."""
        if not self._parts or not _may_tell_of_birth(page):
            return
        for spotted in page.all(find_dates):
            yield from (hit for hit in self._at_date(page, spotted) if hit.form != "bare")

    def more(self, page: Page) -> Iterator[Hit]:
        """Whole dates without that, parts of them, and ages."""
        if not self._parts:
            return
        is_told = _may_tell_of_birth(page)
        for spotted in page.all(find_dates):
            if not is_told and spotted.value in self._whole and spotted.usual:
                yield Hit(self._whole[spotted.value], "bare", spotted.start, spotted.end)
            elif is_told:
                yield from (hit for hit in self._at_date(page, spotted) if hit.form == "bare")
        for spotted in page.all(find_partial_births) if is_told else ():
            if known := self._parts.get(spotted.value):
                yield Hit(known, spotted.form, spotted.start, spotted.end)
        yield from self._in_data(page)
        yield from self._at_ages(page)

    def _at_ages(self, page: Page) -> Iterator[Hit]:
        """Ages, on pages that say when they were published."""
        ages = page.all(find_ages) if self._whole else ()
        published = publication_date(page.document) if ages else None
        if published is None:
            return
        born: dict[str, list[Entries]] = {}
        for age in ages:
            if age.value not in born:
                born[age.value] = list(self._born(*birthdays_of(int(age.value), published)))
            for entries in born[age.value]:
                yield Hit(entries, "age", age.start, age.end)

    def _born(self, first: date, last: date) -> Iterator[Entries]:
        """Who was born from `first` to `last`: by whole months, and by days at both ends, so that
        it costs the same for one person and for thousands."""
        day = first
        while day <= last:
            month_after = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
            is_whole = day.day == 1 and month_after - timedelta(days=1) <= last
            value = day.isoformat()
            known = self._parts.get(value[:7]) if is_whole else self._whole.get(value)
            if known is not None:
                yield known
            day = month_after if is_whole else day + timedelta(days=1)

    def _at_date(self, page: Page, spotted: Spotted) -> Iterator[Hit]:
        value = spotted.value
        if known := self._whole.get(value):
            if _is_birth(page, spotted) or _is_under_heading(page, spotted.start):
                yield Hit(known, "full", spotted.start, spotted.end)
            elif spotted.usual:
                yield Hit(known, "bare", spotted.start, spotted.end)
        if not self._only_parts:
            return
        for part in (value[:7], value[:4], f"--{value[5:]}"):
            if (found := self._only_parts.get(part)) and _is_birth(page, spotted):
                yield Hit(*found, spotted.start, spotted.end)

    def _in_data(self, page: Page) -> Iterator[Hit]:
        """A year, or a year and month, under a key of birth in data."""
        for first, last in page.segments.spans(_DATA):
            if not 4 <= last - first <= _LONGEST_PART:
                continue
            text = page.document.text[first:last].strip()
            if len(text) not in (4, 7) or not (known := self._parts.get(text)):
                continue
            segment = page.segment_at(first)
            if segment is None or not _KEY.search(segment.path.rsplit("/", 1)[-1]):
                continue
            start = page.folded.position(first)
            yield Hit(known, "month_year" if len(text) == 7 else "year", start, start + len(text))

    def foreign(self, page: Page) -> Iterator[Foreign]:
        for spotted in page.all(find_dates):
            value = spotted.value
            if value in self._whole or value < _EARLIEST_BIRTH:
                continue
            if any(p in self._only_parts for p in (value[:7], value[:4], f"--{value[5:]}")):
                continue
            if _is_birth(page, spotted):
                yield Foreign(spotted.start, spotted.end)


def _may_tell_of_birth(page: Page) -> bool:
    """Whether words or a key of birth stand anywhere: hardly a page has any."""
    return bool(_TELLING.find_matches_as_indexes(page.text)) or page.segments.mention(_KEY)


def _is_birth(page: Page, spotted: Spotted) -> bool:
    return has_birth_words(page.folded, spotted.start, spotted.end) or _has_birth_key(
        page, spotted.start
    )


def _has_birth_key(page: Page, start: int) -> bool:
    segment = page.segment_at(page.folded.origin(start)[0])
    if segment is None or segment.place not in _DATA:
        return False
    return _KEY.search(segment.path) is not None


def _is_under_heading(page: Page, start: int) -> bool:
    """Whether a cell above, in the same table, is headed as a date of birth."""
    document, offset = page.document, page.folded.origin(start)[0]
    segments = page.segments
    index = segments.index_at(offset)
    table = _TABLE.match(segments[index].path) if index >= 0 else None
    if table is None:
        return False
    for at in range(index - 1, max(-1, index - _FARTHEST_HEADING), -1):
        segment = segments[at]
        if not segment.path.startswith(table[1]):
            return False
        if _HEADING.fullmatch(document.text[segment.start : segment.end]):
            return True
    return False
