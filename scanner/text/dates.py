"""Dates as people write them in the United Kingdom, day before month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_MONTHS = (
    ("jan", "january", "ionawr"),
    ("feb", "february", "chwefror"),
    ("mar", "march", "mawrth"),
    ("apr", "april", "ebrill"),
    ("may", "mai"),
    ("jun", "june", "mehefin"),
    ("jul", "july", "gorffennaf"),
    ("aug", "august", "awst"),
    ("sep", "sept", "september", "medi"),
    ("oct", "october", "hydref"),
    ("nov", "november", "tachwedd"),
    ("dec", "december", "rhagfyr"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
"""Of the months, by their English and Welsh names."""
MONTH = "(?:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?![a-z])"
_ORDINAL = r"(?:st|nd|rd|th|eg|ydd|fed|ed|af|ain)"
_DATE = re.compile(
    r"[0-9](?:"
    r"[0-9]{3}(?P<iso>[-/.])(?P<m1>[0-9]{1,2})(?P=iso)(?P<d1>[0-9]{1,2})"
    r"|(?P<compact>[0-9]{7})"
    r"|[0-9]?(?P<sep>[./\-]|(?: / )| )(?P<m2>[0-9]{1,2})(?P=sep)(?P<y2>[0-9]{4}|[0-9]{2})"
    rf"|[0-9]?{_ORDINAL}?(?: day)?[ .\-/,]{{0,2}}(?:of |o )?(?P<m3>{MONTH})[.,]?[ .\-/,]{{0,2}}"
    r"(?P<y3>[0-9]{4}|'? ?[0-9]{2})"
    rf"|[0-9]?{_ORDINAL}?(?:, ?| )(?:of )?(?P<y4>[0-9]{{4}})"
    r")(?![0-9])"
)
_DAY = re.compile(r"[0-9]{1,2}")
_MONTH_BEFORE = re.compile(rf"(?<![a-z])({MONTH})\.?,?[ \-](?:the )?$")
_LONGEST_MONTH = 18
_MORE_FIGURES = re.compile(r"[./\-][0-9]")
_CENTURY_PIVOT = 10
"""Two-digit years from here on belong to the 1900s: nobody who may stand was born later."""


def find_dates(page: Normalised) -> Iterator[Spotted]:
    """Full dates in folded text as ISO dates; impossible ones are left out.

    `usual` is False for what is a date only where one must stand: eight figures in a row, figures
    parted by spaces, figures with the month first that could not be read otherwise (03/14/1979).
    """
    text = page.text
    at = 0
    while found := _DATE.search(text, at):
        spotted = _read(text, found) if _stands_alone(text, found) else None
        if spotted is not None:
            yield spotted
        # What is no date may still hold the beginning of one: "900 123 1955-09-16".
        at = found.end() if spotted else found.start() + 1


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 2) : found.start()]
    if before[-1:].isalnum() or (before[-1:] in ("/", ".", "-") and before[:1].isdigit()):
        return False
    return found["y3"] is not None or _MORE_FIGURES.match(text, found.end()) is None


def _read(text: str, found: re.Match[str]) -> Spotted | None:
    start, end = found.span()
    if found["iso"]:
        value, usual = iso(int(text[start : start + 4]), int(found["m1"]), int(found["d1"])), True
    elif figures := found["compact"]:
        value = iso(int(text[start] + figures[:3]), int(figures[3:5]), int(figures[5:]))
        usual = False
    elif found["y2"]:
        if found["sep"] == " " and len(found["y2"]) == 2:
            return None
        day, month, year = int(_day(found)), int(found["m2"]), whole_year(found["y2"])
        value, usual = iso(year, month, day), found["sep"] != " "
        if not value:
            value, usual = iso(year, day, month), False
    elif found["y3"]:
        value = iso(whole_year(found["y3"]), month_number(found["m3"]), int(_day(found)))
        usual = True
    else:
        offset = max(0, start - _LONGEST_MONTH)
        month_before = _MONTH_BEFORE.search(text[offset:start])
        if month_before is None:
            return None
        start = offset + month_before.start()
        value = iso(int(found["y4"]), month_number(month_before[1]), int(_day(found)))
        usual = True
    return Spotted(start, end, value, usual=usual) if value else None


def _day(found: re.Match[str]) -> str:
    day = _DAY.match(found.group())
    return day.group() if day else ""


def iso(year: int, month: int, day: int) -> str:
    """The ISO date, or an empty string for a day that the calendar does not have."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def month_names(number: int) -> tuple[str, ...]:
    """What the month is called in folded text, in English and Welsh, in full and short."""
    return _MONTHS[number - 1]


def month_number(name: str) -> int:
    """1–12, of an English or Welsh name or its first letters, folded."""
    return _NUMBERS[name]


def whole_year(written: str) -> int:
    """A year of four figures, or of two with or without an apostrophe."""
    figures = written.strip("' ")
    year = int(figures)
    return year if len(figures) == 4 else (1900 if year >= _CENTURY_PIVOT else 2000) + year
