"""Days as spreadsheets hold them: dates, serial numbers, texts in the order of here or of there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum

from scanner.slate.importing.sheet import Value

SERIAL = "Numbers that a spreadsheet had made of dates were made dates again."
MONTH_FIRST = "Dates were read with the month first, as others of their column can only be read."
CENTURY = "Years of two digits were completed."

_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's count, as it is for all days after February 1900."""
_LAST_SERIAL = 80_000
"""The year 2119."""
_PARTED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_MONTHS = 12
_YOUNGEST, _OLDEST = 16, 100
"""Years of age between which a year of two digits can have one meaning only."""


class Order(Enum):
    """In which order a column writes its days."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    MIXED = "mixed"


class NoDay(ValueError):
    """A cell that holds no day. Quotes nothing of it."""

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(what)


def order_of(values: Iterable[Value]) -> Order:
    """Day first, as here, unless the column has days that can only be read the other way."""
    days = months = 0
    for value in values:
        found = _PARTED.fullmatch(_bare(value)) if isinstance(value, str) else None
        if found:
            days += int(found[1]) > _MONTHS
            months += int(found[2]) > _MONTHS
    if months and days:
        return Order.MIXED
    return Order.MONTH_FIRST if months else Order.DAY_FIRST


def day_text(value: Value, order: Order, today: date, is_birth: bool) -> tuple[str, str]:
    """The day as ISO writes it, or a text that a profile reads, and what was mended. Of a birth a
    year alone will do. Raises NoDay."""
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    text = _bare(value)
    if text.isascii() and text.isdigit():
        return _of_number(int(text[:9]), today, is_birth)
    found = _PARTED.fullmatch(text)
    if not found:
        return text, ""
    return _parted(found, order, today, is_birth)


def _bare(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, float):
        value = int(value)  # a serial with a time of day
    return _TIME.sub("", str(value).strip().lstrip("'"))


def _of_number(number: int, today: date, is_birth: bool) -> tuple[str, str]:
    if is_birth and today.year - 120 <= number <= today.year:
        return str(number), ""
    if 366 < number <= _LAST_SERIAL:
        return (_EPOCH + timedelta(days=number)).isoformat(), SERIAL
    raise NoDay("is a number and no date.", "Write it as 14/03/1979.")


def _parted(found: re.Match[str], order: Order, today: date, is_birth: bool) -> tuple[str, str]:
    first, second, year = int(found[1]), int(found[2]), found[3]
    note = ""
    if len(year) == 2:
        year, note = _whole_year(year, today, is_birth), CENTURY
    day, month = first, second
    if second > _MONTHS or (first <= _MONTHS and order is Order.MONTH_FIRST):
        day, month = second, first
        note = MONTH_FIRST
    elif first <= _MONTHS and first != second and order is Order.MIXED:
        raise NoDay(
            "can be read with the day or the month first, and its column has both.",
            "Write it as 1979-03-14.",
        )
    try:
        return date(int(year), month, day).isoformat(), note
    except ValueError:
        raise NoDay("is a date that the calendar does not have.", "Check it.") from None


def _whole_year(year: str, today: date, is_birth: bool) -> str:
    """The year that two digits can only mean, by the age of whoever may be on such a list."""
    if not is_birth:
        return str(2000 + int(year))
    fitting = [
        whole
        for whole in (1900 + int(year), 2000 + int(year))
        if _YOUNGEST <= today.year - whole <= _OLDEST
    ]
    if len(fitting) != 1:
        raise NoDay("has a year of two digits.", "Write the whole year: 14/03/1979.")
    return str(fitting[0])
