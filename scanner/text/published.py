"""On which day a page says that it was published."""

from __future__ import annotations

import re
from datetime import date

from scanner.model.document import Document, Place
from scanner.text.dates import MONTH, find_dates, iso, month_number
from scanner.text.normalise import normalise

_DATA = frozenset({Place.META, Place.STRUCTURED, Place.ATTRIBUTE, Place.METADATA})
_SAID = re.compile(
    r"published_?(?:time|date)?$|date_?published|dc\.date|dcterms\.(?:date|issued|created)"
    r"|date_?created|pub_?date|\[date\]|publish(?:ed)?_?(?:date|time|on)|/time(?:@datetime)?$"
    r"|og:updated_time|modified_time|date_?modified",
    re.IGNORECASE,
)
_RANKS = (
    re.compile(r"publi|pub_?date", re.IGNORECASE),
    re.compile(r"created|issued|date\b|\[date\]", re.IGNORECASE),
    re.compile(r"/time", re.IGNORECASE),
)
"""What is believed first. A page's `time` elements may be those of an event."""
_LONGEST = 60
"""Code points of a value that holds a date."""
_MOST_VALUES = 4000
"""Values of a page's data that are looked at."""
_WORDS = re.compile(
    r"(?:published|posted|issued|updated|last[ \-]modified|date(?! of)|uploaded|written|submitted"
    r"|sent|report(?:ed)? (?:on|of)|press release|news)\b[^\d\n]{0,30}"
    r"(?:\d{1,2}[:.]\d\d[^\d\n]{0,12})?$"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?)"
_LINE_BEFORE = re.compile(rf"(?:by [a-z .'\-]{{2,40}}[ ,|•·\-]{{1,3}})?(?:{_WEEKDAY}[ ,]{{1,2}})?")
_LINE_AFTER = re.compile(
    r"[ ,|•·\-]{0,3}(?:(?:at )?\d{1,2}[:.]\d\d(?: ?[ap]m)?(?:(?: gmt| bst))?)?"
    r"(?:[ ,|•·\-]{1,3}(?:by )?[a-z .'\-]{2,40})?"
)
_HEAD = 6000
"""Code points of a page's beginning in which the date in its head is looked for."""
_YEARS = range(1995, 2100)
_IN_ADDRESS = re.compile(
    rf"/(20\d\d)[/\-](\d\d|{MONTH})[/\-](\d\d)(?!\d)|/(20\d\d)(\d\d)(\d\d)(?=[/\-_])"
)


def publication_date(document: Document) -> date | None:
    """The day that the page's data, its address or its text give; None where nothing does.

    Data come before text, since a text has other dates too.
    """
    told = _in_data(document) or _in_address(document.url.lower())
    return told or _in_text(document.text[:_HEAD])


def _in_data(document: Document) -> date | None:
    best: tuple[int, date] | None = None
    looked_at = 0
    for segment in document.map.within(_DATA):
        looked_at += 1
        if looked_at > _MOST_VALUES:
            break
        if not _SAID.search(segment.path):
            continue
        rank = next((n for n, sign in enumerate(_RANKS) if sign.search(segment.path)), len(_RANKS))
        if best is not None and rank >= best[0]:
            continue
        shown = document.text[segment.start : min(segment.end, segment.start + _LONGEST)]
        if day := _first_date(shown):
            best = rank, day
            if not rank:
                break
    return best[1] if best else None


def _in_address(url: str) -> date | None:
    """ "…/news/2026/03/04/candidate-named"."""
    found = _IN_ADDRESS.search(url)
    if found is None:
        return None
    if found[1]:
        month = int(found[2]) if found[2].isdigit() else month_number(found[2])
        return _plausible(iso(int(found[1]), month, int(found[3])))
    return _plausible(iso(int(found[4]), int(found[5]), int(found[6])))


def _in_text(text: str) -> date | None:
    """After words that say so, or on a line of its own in the page's head."""
    page = normalise(text)
    alone: date | None = None
    for spotted in find_dates(page):
        if not spotted.usual or not (day := _plausible(spotted.value)):
            continue
        if _WORDS.search(page.text, max(0, spotted.start - 60), spotted.start):
            return day
        if alone is None and _is_line(text, *page.span(spotted.start, spotted.end)):
            alone = day
    return alone


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether nothing but a weekday, a time and who wrote it stands on the date's line."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start].lower(), text[end : last if last >= 0 else len(text)].lower()
    return (
        _LINE_BEFORE.fullmatch(before.strip() + " " if before.strip() else "") is not None
        and _LINE_AFTER.fullmatch(after.strip()) is not None
    )


def _first_date(text: str) -> date | None:
    days = (_plausible(spotted.value) for spotted in find_dates(normalise(text)))
    return next((day for day in days if day), None)


def _plausible(value: str) -> date | None:
    """An ISO date, if pages of the Web may have been published on it."""
    day = date.fromisoformat(value) if value else None
    return day if day and day.year in _YEARS else None
