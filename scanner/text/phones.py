"""Telephone numbers in the forms that people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_GAP = r"[ .\-/()]{0,3}"
_CANDIDATE = re.compile(
    rf"(?:(?P<trunk>(?:\+|(?<!\d)00){_GAP}44[ .\-/]{{0,3}}"
    rf"(?:\( ?0 ?\)|0(?=[1-9]))?{_GAP}|(?<!\d)44(?=[1237]\d{{9}}))"
    rf"|(?P<foreign>\+(?!44|{_GAP}44))"
    r"|(?P<national>(?<!\d)\(?0(?!0))"
    r"|(?P<bare>(?<!\d)(?=7\d{9}(?!\d))))"
    rf"(?P<rest>\d(?:{_GAP}\d){{6,13}})"
)
_RUN_BEFORE = re.compile(r"\d{3,}[ .\-]\(?$")
_RUN_AFTER = re.compile(r"[ .\-](?!0)\d{3,}|\d")
_USUAL_NATIONAL = re.compile(
    r"\(?0(?:[127]\d{3} ?\d|[1237]\d{2,4}|[89]\d{2})\)?(?:[ .\-]{0,3}\d{3,8}){1,3}|\(?02\d\)?"
    r"(?:[ .\-]{0,3}\d{4}){2}|0\d{4}(?:[ .\-]?\d\d){3}"
)
_LONGEST_BEFORE = 24


def find_phones(page: Normalised) -> Iterator[Spotted]:
    """Numbers in folded text, left to right, as E.164; form `national` or `international`.

    A number never stands inside a longer run of digits, unless a line break or another whole
    number parts them.
    """
    text = page.text
    at = ended = 0
    while candidate := _CANDIDATE.search(text, at):
        spotted = _read(page, candidate, ended)
        if spotted is None:
            at = candidate.end("rest") if candidate["foreign"] else candidate.start("rest") + 1
        else:
            yield spotted
            at = ended = spotted.end


def _read(page: Normalised, candidate: re.Match[str], ended: int) -> Spotted | None:
    """The number that the candidate begins, or None."""
    start = candidate.start()
    if _joined_before(page, start, ended):
        return None
    if candidate["foreign"]:
        return _foreign(page, candidate)
    for digits in (10, 9):
        end = _end_of(page.text, candidate.start("rest"), digits)
        if end is None or end > candidate.end() or _joined_after(page, end):
            continue
        number = "".join(re.findall(r"\d", page.text[candidate.start("rest") : end]))
        national = candidate["national"] is not None or candidate["bare"] is not None
        written = page.text[start:end]
        if number[0] == "0":
            return None
        return Spotted(
            start,
            end,
            f"+44{number}",
            "national" if national else "international",
            usual=_is_usual(candidate, written, number),
        )
    return None


def _is_usual(candidate: re.Match[str], written: str, number: str) -> bool:
    if candidate["bare"] is not None:
        return False
    if candidate["trunk"] is not None:
        return "+" in written or written.startswith("00")
    if len(number) == 9 and number[0] not in "18":
        return False
    return _USUAL_NATIONAL.fullmatch(written) is not None


def _foreign(page: Normalised, candidate: re.Match[str]) -> Spotted | None:
    """A number of another country, if it is one that could exist."""
    digits = "".join(re.findall(r"\d", candidate["rest"]))
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or _joined_after(page, candidate.end()):
        return None
    return Spotted(candidate.start(), candidate.end(), f"+{digits}", "international", usual=False)


def _end_of(text: str, start: int, digits: int) -> int | None:
    """Offset after the given number of digits, counted from `start`."""
    seen = 0
    for at in range(start, min(len(text), start + 4 * digits)):
        seen += text[at].isdigit()
        if seen == digits:
            return at + 1
    return None


def _joined_before(page: Normalised, start: int, ended: int) -> bool:
    before = page.text[max(0, start - _LONGEST_BEFORE) : start]
    if before[-1:].isalnum():
        return True
    run = _RUN_BEFORE.search(before)
    return run is not None and start - 2 > ended and not page.has_break(start - 1, start)


def _joined_after(page: Normalised, end: int) -> bool:
    text = page.text
    if text[end : end + 1].isalpha():
        return True
    run = _RUN_AFTER.match(text, end)
    return run is not None and not page.has_break(end, end + 1)


def phone_digits(value: str) -> str:
    """Digits of a number or a piece of one, without trunk prefixes: what two forms share."""
    digits = "".join(char for char in value if char.isdigit())
    if value.strip().startswith("+44") or digits.startswith("0044"):
        digits = digits[4 if digits.startswith("00") else 2 :]
    return digits.removeprefix("0")
