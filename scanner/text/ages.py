"""Ages as pages give them, and the birthdays that fit an age on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_LEAST, _MOST = 16, 105
"""Younger than any candidate, such figures are children's ages, or none; older, hardly ages."""
_AGED = re.compile(
    r"age(?:d|s)?(?: is| of|\)|)[ :=\-]{0,4}(?P<age>\d\d)(?![\d%+]|[/.,:]\d| ?- ?\d)"
)
_OLD = (
    re.compile(r"year(?:s?[ \-]old(?![a-z])|s? of age(?![a-z]))"),
    re.compile(r"yrs?[ \-]old(?![a-z])"),
    re.compile(r"y/o(?![a-z])"),
    re.compile(r"oed(?![a-z])"),
)
"""A pattern of one beginning is quick."""
_FIGURES_BEFORE = re.compile(r"(?<![\d.,/:£$€\-])(?P<age>\d\d)[ \-]?(?:mlwydd )?$")
_AFTER_NAME = tuple(
    re.compile(sign + r"(?P<age>\d\d)(?![\w%/:\-+£$€])") for sign in (", ", r"\(", ",(?! )")
)
_GOES_ON = re.compile(
    r"\)|;|$|\.(?: |$)| (?:who|and|of|from|was|is|has|said|told|an?|years)\b"
    r"|,(?! ?(?:\d|(?!of |from )(?:[a-z'\-]+ ){1,3}(?:road|rd|street|st|lane|avenue|ave|close"
    r"|drive|terrace|way|crescent|court|place|grove|gardens|hill|park|square|walk|view|green)\b))"
)
"""After an age, but not after the number of a house."""
_UNDER = re.compile(r"(?:under|over|from|to|until|average|minimum|maximum|the|old|new|any) $")
_GRACE = 7
"""Days between an interview and the day on which it was published. A judgement."""


def find_ages(page: Normalised) -> Iterator[Spotted]:
    """Ages in folded text, as figures; form `said` (aged 47, 47 years old) with the words that say
    so, or `after_name` (Jane Marlow, 47, of …), the figures alone. In order within each form."""
    text = page.text
    for found in _AGED.finditer(text):
        if found.start() and text[found.start() - 1].isalnum():
            continue
        if not _UNDER.search(text, max(0, found.start() - 9), found.start()):
            yield from _spotted(found, found.span(), "said")
    for pattern in _OLD:
        for word in pattern.finditer(text):
            before = _FIGURES_BEFORE.search(text, max(0, word.start() - 12), word.start())
            if before is not None:
                yield from _spotted(before, (before.start(), word.end()), "said")
    for pattern in _AFTER_NAME:
        for found in pattern.finditer(text):
            end = found.end()
            ends = _GOES_ON.match(text, end) or page.has_break(end, min(end + 1, len(text)))
            if ends and _is_after_name(page, found.start()):
                yield from _spotted(found, found.span("age"), "after_name")


def _spotted(found: re.Match[str], span: tuple[int, int], form: str) -> Iterator[Spotted]:
    if _LEAST <= int(found["age"]) <= _MOST:
        yield Spotted(*span, found["age"], form)


def _is_after_name(page: Normalised, at: int) -> bool:
    """Whether a word with a capital ends before the comma or bracket at `at`."""
    text = page.text
    end = at - 1 if text[at - 1 : at] == " " else at
    start = end
    while start > max(0, end - 32) and (text[start - 1].isalpha() or text[start - 1] in "'-"):
        start -= 1
    return start < end and page.slice(start, start + 1).isupper()


def birthdays_of(age: int, day: date) -> tuple[date, date]:
    """The first and the last day on which somebody of that age may have been born, if the age was
    told on `day` or up to a week before."""
    latest = _years_before(day, age)
    earliest = date.fromordinal(_years_before(day, age + 1).toordinal() + 1 - _GRACE)
    return earliest, latest


def _years_before(day: date, years: int) -> date:
    """The same day some years before; of 29 February, 28 where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
