"""Days that a text writes out, in Welsh: the names of months are the Unicode CLDR's (Babel)."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})(, \d\d:\d\d(?::\d\d)? [A-Z]+)?")


def with_welsh_dates(text: str) -> str | None:
    """A text that is a written date, with or without a time; None for any other."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, month, year, time = found.groups()
    return f"{day} {_welsh_months()[_MONTHS.index(month) + 1]} {year}{time or ''}"


@lru_cache(maxsize=1)
def _welsh_months() -> dict[int, str]:
    from babel.dates import get_month_names

    return {int(number): str(name) for number, name in get_month_names("wide", locale="cy").items()}
