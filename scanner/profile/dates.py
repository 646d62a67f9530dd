"""Dates of birth: whole or in part, day before month as written in the United Kingdom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from scanner.model.facts import FactKind, Secret
from scanner.model.masks import mask_value
from scanner.profile.reading import Doubt, Reading, Unreadable, single

PARTS = ("year", "month", "day")

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MEND = "Write year, month and day, such as 1979-03-14, or a part of it, such as 1979."
_WORD = r"(?P<word>[a-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})[./-]{_YEAR}",
        rf"{_DAY}(?: of)? {_WORD},? {_YEAR}",
        rf"{_WORD} {_DAY},? {_YEAR}",
        rf"{_YEAR}-(?P<month>\d{{1,2}})",
        rf"{_WORD},? {_YEAR}",
        rf"{_DAY}(?: of)? {_WORD}",
        _YEAR,
    )
)
_DAY_FIRST = 1
"""Place of the pattern that could also be read month first."""


def read_birth_date(given: Mapping[str, str]) -> Reading:
    """An ISO date as canonical value; a part of one as ISO 8601 writes it (1979-03, --03-14)."""
    doubts: tuple[Doubt, ...] = ()
    if "value" in given:
        pieces, may_be_month_first = _match(single(given))
        if may_be_month_first:
            doubts = (
                Doubt("was read with the day before the month.", "Write it as 1979-03-14 instead."),
            )
    else:
        pieces = {name: given[name] for name in PARTS if given.get(name)}
    numbers = _numbers(pieces)
    texts = {name: f"{number:0{4 if name == 'year' else 2}}" for name, number in numbers.items()}
    value = "-".join(texts.get(name, "-") for name in PARTS if name in texts or name == "year")
    parts = tuple(
        (name, Secret(text, text if name == "year" else mask_value(FactKind.BIRTH_DATE, text)))
        for name, text in texts.items()
    )
    if set(texts) == set(PARTS) or set(texts) != {"month", "day"}:
        value = value.removeprefix("--")
    return Reading(Secret(value, mask_value(FactKind.BIRTH_DATE, value)), parts, doubts=doubts)


def _match(text: str) -> tuple[dict[str, str], bool]:
    for place, pattern in enumerate(_WRITTEN):
        if found := pattern.fullmatch(text):
            pieces = {name: piece for name, piece in found.groupdict().items() if piece}
            if word := pieces.pop("word", ""):
                pieces["month"] = _month_number(word)
            unsure = place == _DAY_FIRST and int(pieces["day"]) <= 12
            return pieces, unsure and pieces["day"] != pieces["month"]
    if re.search(r"[./ -]\d{2}$", text):
        raise Unreadable("has a year of two digits.", _MEND)
    raise Unreadable("is not a date.", _MEND)


def _month_number(word: str) -> str:
    for number, month in enumerate(_MONTHS, start=1):
        if month == word.lower() or word.lower() in (month[:3], month[:4]):
            return str(number)
    raise Unreadable("names no month.", _MEND)


def _numbers(pieces: Mapping[str, str]) -> dict[str, int]:
    """Year, month and day, as far as given, in this order. Raises Unreadable for no real date."""
    if not pieces or set(pieces) in ({"day"}, {"year", "day"}):
        raise Unreadable("is no date.", _MEND)
    if not all(text.isascii() and text.isdigit() for text in pieces.values()):
        raise Unreadable("has a part that is no number.", _MEND)
    numbers = {name: int(pieces[name]) for name in PARTS if name in pieces}
    real = True
    try:  # 2000 stands for a year not given: it was a leap year.
        date(numbers.get("year", 2000), numbers.get("month", 1), numbers.get("day", 1))
    except (ValueError, OverflowError):
        real = False
    if not real:
        raise Unreadable("is a date that the calendar does not have.", _MEND)
    return numbers
