"""Full dates as people write them in the United Kingdom, and the words that tell of a birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_PATTERNS = (
    re.compile(r"(?<![\d./-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d/-])"),
    re.compile(
        r"(?<![\d./-])(?P<d>\d{1,2})(?P<sep>[./-]) ?(?P<m>\d{1,2})(?P=sep) ?"
        r"(?P<y>\d{4}|\d{2})(?![\d/-])"
    ),
    re.compile(
        r"(?<![\d./-])(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?"
        + _MONTH.format("m")
        + r",?[ -](?P<y>\d{4}|'\d{2})(?!\d)"
    ),
    re.compile(
        r"(?<![a-z])"
        + _MONTH.format("m")
        + r" (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)"
    ),
)
_BIRTH_BEFORE = re.compile(
    r"(?:\bborn\b|\bd\.? ?o\.? ?b\b|\bdate of birth\b|\bbirth ?_?-?da(?:te|y)\b|\bbirth\b|\bb\.)"
    r"[^.;!?\d]{0,30}$|(?:\bd\. ?o\. ?b\.?|\bb\.) {0,2}$"
)
_BIRTH_AFTER = re.compile(r"[ ,:;()\-]{0,4}(?:is |was )?(?:\(?born\b|birth|dob\b|d\.o\.b|my birth)")
_NEAR = 48
_CENTURY_PIVOT = 10
"""Two-digit years from here on belong to the 1900s: nobody who may stand was born later."""


def find_dates(page: Normalised) -> Iterator[Spotted]:
    """Full dates in folded text as ISO dates, day before month; impossible ones are left out."""
    for pattern in _PATTERNS:
        for candidate in pattern.finditer(page.text):
            if value := _iso(candidate):
                yield Spotted(*candidate.span(), value)


def _iso(candidate: re.Match[str]) -> str:
    month, year = candidate["m"], candidate["y"].strip("'")
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    whole = int(year) if len(year) == 4 else _whole_year(int(year))
    try:
        return date(whole, number, int(candidate["d"])).isoformat()
    except ValueError:
        return ""


def _whole_year(short: int) -> int:
    return (1900 if short >= _CENTURY_PIVOT else 2000) + short


def has_birth_words(text: str, start: int, end: int) -> bool:
    """Whether words of birth stand right before or after [start, end) of folded text."""
    before = text[max(0, start - _NEAR) : start]
    after = text[end : end + _NEAR]
    return _BIRTH_BEFORE.search(before) is not None or _BIRTH_AFTER.match(after) is not None
