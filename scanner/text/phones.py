"""Telephone numbers in the forms that people write them.

One pass finds stretches with digits enough for a number; only these are read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from scanner.text.normalise import Normalised
from scanner.text.phone_words import find_spoken
from scanner.text.spotted import Spotted

_GAP = r"[ .\-/()\[\]_,·•*~]{0,4}+"
_RUN = re.compile(rf"[0-9](?:{_GAP}[0-9oil]){{8,}}+")
"""Nine digits at least, with letters that are drawn like digits."""
_ALIKE = str.maketrans("oil", "011")
_FIGURES = frozenset("0123456789oil")
_FEWEST_REAL_DIGITS = 5
"""So that hardly any words made of those three letters are read as a number."""
_MARK_BEFORE = re.compile(r"(?:\+|\(\+|\[\+|\+ ?\()\)? ?$")
_LABEL_BEFORE = re.compile(r"(?<![a-z])(?:t|m|tel|mob|mobile|phone|fax|call|text|ring|on|no)$")
_GROUPED_WITHOUT_ZERO = re.compile(r"7\d{3} ?\d{6}|7\d{3}([ .\-])\d{3}\1\d{3}")
_RUN_BEFORE = re.compile(r"(?:\d{3,}[ .\-]\(?|\d[.:])$")
_RUN_AFTER = re.compile(r"[ .\-](?!0)\d{3,}|\d|[:_]\d")
_GROUPED = re.compile(r"0[127]\d{2,4} \d{3}|\+44 ?\d{2,5} \d|\(0[12]\d{2,3}\) ?\d{3}")
_WORD_RUN_ON = re.compile(r"[A-Z](?:[a-z]{2}|-)|[a-z]{3}")
"""A word that begins right after a number: "07700 900123Email", "01632 960155jane@…"."""
_HOUSE_AFTER = re.compile(r" \d{3,4}[a-z]?,? [a-z]")
"""The number of a house and, if it is written with a capital, its street."""
_EXTENSION = re.compile(r"x ?\d{1,6}(?!\w)|ext")
_USUAL_NATIONAL = re.compile(
    r"\(?0(?:[127]\d{3} ?\d|[1237]\d{2,4}|[89]\d{2})\)?(?:[ .\-]{0,3}\d{3,8}){1,3}|\(?02\d\)?"
    r"(?:[ .\-]{0,3}\d{4}){2}|0\d{4}(?:[ .\-]?\d\d){3}"
)
_LONGEST_BEFORE = 24
_SHORTEST_FOREIGN = 7
_LONGEST_E164 = 15
"""Digits with the country's code: E.164, 6.2.1."""
TAIL = 7
"""Digits at the end of a number that tell it from most others."""


def find_phones(page: Normalised) -> Iterator[Spotted]:
    """Numbers in folded text as E.164; form `national`, `international` or `obfuscated` (letters
    for digits, digits in words).

    A number never stands inside a longer run of digits, unless a line break or another whole
    number parts them. What may end in several places is given with each of its ends.
    """
    ended = -1
    for found in _RUN.finditer(page.text):
        run = _run(page, *found.span())
        at = 0
        while at < len(run.digits) - _SHORTEST_FOREIGN:
            numbers = _read(run, at, ended)
            yield from numbers
            if numbers:
                ended = numbers[0].end
                while at < len(run.places) and run.places[at] < ended:
                    at += 1
            else:
                at += 1
    yield from find_spoken(page)


def may_have_phone(page: Normalised, tails: Container[str]) -> bool:
    """Whether a number whose last `TAIL` digits are among `tails` may stand there, also in words.

    Told in a fraction of the time that reading all numbers takes."""
    text = page.text
    for found in _RUN.finditer(text):
        digits = "".join(
            filter(_FIGURES.__contains__, text[_begin(text, *found.span()) : found.end()])
        )
        digits = digits.translate(_ALIKE)
        for at in range(len(digits) - TAIL + 1):
            if digits[at : at + TAIL] in tails:
                return True
    return any(spotted.value[-TAIL:] in tails for spotted in find_spoken(page))


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of digits with short gaps."""

    page: Normalised
    digits: str
    places: list[int]
    """Offset of each digit."""


def _run(page: Normalised, start: int, end: int) -> _Run:
    text = page.text
    start = _begin(text, start, end)
    written = text[start:end]
    places = [start + at for at, char in enumerate(written) if char in _FIGURES]
    digits = "".join(char for char in written if char in _FIGURES).translate(_ALIKE)
    return _Run(page, digits, places)


def _begin(text: str, start: int, end: int) -> int:
    """Where a run of digits begins, with the letters that are drawn like digits."""
    while start > 0 and text[start - 1] in "oil" and end - start < 40:
        start -= 1
    return start


def _read(run: _Run, at: int, ended: int) -> list[Spotted]:
    """The number that begins with the digit at index `at`, or nothing."""
    text, digits, start = run.page.text, run.digits, run.places[at]
    before = text[max(0, start - 4) : start]
    mark = _MARK_BEFORE.search(before) if "+" in before else None
    if mark is None and (before[-1:].isdigit() or not _may_begin(run, at)):
        return []
    if mark is not None:
        start += mark.start() + mark.group().index("+") - min(4, start)
    elif text[start - 1 : start] == "(":
        start -= 1
    if mark is not None and not digits.startswith("44", at):
        numbers = list(_foreign(run, start, at))
    elif mark is None and digits.startswith("00", at) and not digits.startswith("0044", at):
        zeros_touch = run.places[at + 1] == run.places[at] + 1
        numbers = list(_foreign(run, start, at + 2)) if zeros_touch else []
    else:
        number = _british(run, start, at, mark is not None)
        numbers = [number] if number else []
    return [] if numbers and _joined_before(run.page, start, ended) else numbers


def _may_begin(run: _Run, at: int) -> bool:
    """Whether a number may begin with a digit; spreadsheets drop the zero of a landline, too."""
    first, last = run.digits[at], at + 9
    if first in "12":
        return last < len(run.places) and run.places[last] - run.places[at] == 9
    return first in "047"


def _british(run: _Run, start: int, at: int, has_plus: bool) -> Spotted | None:
    """A number of the United Kingdom; what stands before its digits at index `at` is told."""
    digits, form = run.digits, "international"
    if has_plus or digits.startswith("0044", at):
        own = at + (2 if has_plus else 4)
        own += digits.startswith("0", own)
    elif digits.startswith("44", at):
        own = at + 2
        if (
            digits.startswith("0", own)
            and "(0" in run.page.text[run.places[at] : run.places[own] + 1]
        ):
            own += 1
        if digits[own : own + 1] not in ("1", "2", "3", "7", "8"):
            return None
    else:
        own = at + (digits[at] == "0")
        form = "national"
    if digits.startswith("0", own):
        return None
    for count in (10, 9):
        if own + count > len(digits):
            continue
        end = run.places[own + count - 1] + 1
        if run.page.text[end : end + 1].isdigit():
            continue
        written = run.page.text[start:end]
        if written[0] == "(" and ")" not in written:
            start, written = start + 1, written[1:]
        if _joined_after(run.page, end) or not _is_plausible(written, count):
            continue
        if any(char.isalpha() for char in written):
            form = "obfuscated"
        value = f"+44{digits[own : own + count]}"
        return Spotted(start, end, value, form, _is_usual(written, digits[own:], count))
    return None


def _is_plausible(written: str, count: int) -> bool:
    first = written.lstrip("(")[:1]
    if first == "7":
        return _GROUPED_WITHOUT_ZERO.fullmatch(written) is not None
    if first in "12":
        return count == 10
    if first == "4" and count == 9:
        return False
    return sum(char.isdigit() for char in written) >= _FEWEST_REAL_DIGITS


def _is_usual(written: str, number: str, count: int) -> bool:
    if any(char.isalpha() for char in written) or written[0] in "127":
        return False
    if "+" in written or written.startswith("00"):
        return True
    if count == 9 and number[0] not in "18":
        return False
    return _USUAL_NATIONAL.fullmatch(written) is not None


def _foreign(run: _Run, start: int, at: int) -> Iterator[Spotted]:
    """A number of another country, with each end at which its length is one in use there."""
    code = next((c for c in (1, 2, 3) if _lengths(run.digits[at : at + c])), 0)
    lengths = _lengths(run.digits[at : at + code])
    for count in sorted(lengths, reverse=True):
        last = at + code + count - 1
        if last >= len(run.places) or code + count > _LONGEST_E164:
            continue
        end = run.places[last] + 1
        if not _joined_after(run.page, end):
            value = f"+{run.digits[at : last + 1]}"
            yield Spotted(start, end, value, "international", usual=False)


@lru_cache(maxsize=1024)
def _lengths(code: str) -> frozenset[int]:
    """Lengths of national numbers under a country's calling code; none for what is no such code."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ()) if code[:1] not in ("", "0") else ()
    found: set[int] = set()
    for region in regions:
        data = PhoneMetadata.metadata_for_region(region, None)
        if data is not None and data.general_desc is not None:
            found.update(data.general_desc.possible_length)
    return frozenset(length for length in found if length >= _SHORTEST_FOREIGN)


def _joined_before(page: Normalised, start: int, ended: int) -> bool:
    before = page.text[max(0, start - _LONGEST_BEFORE) : start]
    if before[-1:].isalnum():
        return _LABEL_BEFORE.search(before) is None and not _is_run_into(page, start)
    run = _RUN_BEFORE.search(before)
    return run is not None and start - 2 > ended and not _has_gap(page, start - 1)


def _joined_after(page: Normalised, end: int) -> bool:
    text = page.text
    if text[end : end + 1].isalpha():
        return (
            _EXTENSION.match(text, end) is None
            and _WORD_RUN_ON.match(page.slice(end, end + 3)) is None
        )
    if _RUN_AFTER.match(text, end) is None or _has_gap(page, end):
        return False
    house = _HOUSE_AFTER.match(text, end)
    return house is None or not page.source[page.span(house.end() - 1, house.end())[0]].isupper()


def _is_run_into(page: Normalised, start: int) -> bool:
    """Whether a word runs into a grouped number, as texts do whose parts a page's style sets apart:
    "Jane07700 900123", "WX4 7QT01632 960155"."""
    before = page.text[max(0, start - 3) : start]
    return before[-1:].isalpha() and _GROUPED.match(page.text, start) is not None


def _has_gap(page: Normalised, at: int) -> bool:
    """Whether a line, or a cell of a plain table, ends at the folded character."""
    return page.text[at : at + 1] == " " and not page.slice(at, at + 1).isprintable()


def phone_digits(value: str) -> str:
    """Digits of a number or a piece of one, without trunk prefixes: what two forms share."""
    digits = "".join(char for char in value if char.isdigit())
    if value.strip().startswith("+44") or digits.startswith("0044"):
        digits = digits[4 if digits.startswith("00") else 2 :]
    return digits.removeprefix("0")


def national_digits(value: str) -> str:
    """The digits of an E.164 number without its country's code."""
    code = next((count for count in (1, 2, 3) if _lengths(value[1 : 1 + count])), 0)
    return value[1 + code :]
