"""Telephone numbers read out: "oh seven seven double-oh, nine hundred, one two three"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_DIGITS = {"zero": "0", "oh": "0", "o": "0", "nought": "0", "nil": "0"} | {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1
    )
}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_WORD = "|".join(sorted(_DIGITS, key=len, reverse=True))
_GAP = r"[ ,.\-/()]{1,3}+"
_TOKEN = rf"(?:(?:double|triple|treble){_GAP})?(?:{_WORD})(?:{_GAP}hundred)?(?![a-z0-9])|\d{{1,6}}"
_SPOKEN = re.compile(rf"(?:{_TOKEN})(?:{_GAP}(?:{_TOKEN})){{3,30}}+(?![a-z0-9])")
_WHOLE = 11
"""Digits of nearly every number of the United Kingdom, its first 0 included."""
_TOKENS = re.compile(r"[a-z]+|\d+")
_STARTS = (
    re.compile("zero"),
    re.compile("oh(?![a-z])"),
    re.compile("nought"),
    re.compile("o (?:one|two|three|seven|eight|double)"),
)


def find_spoken(page: Normalised) -> Iterator[Spotted]:
    """Numbers of which some digits are words, in folded text; form `obfuscated`."""
    text, done = page.text, 0
    for start in _starts(text):
        if start < done:
            continue
        found = _SPOKEN.match(text, start)
        if found is None:
            continue
        done = found.end()
        digits, end = _figures(text, *found.span())
        if digits[:2] == "00":
            digits = digits.removeprefix("0044")
            digits = digits if digits[:1] == "0" else f"0{digits}"
        if len(digits) in (10, 11) and digits[0] == "0" and digits[1] != "0":
            yield Spotted(start, end, f"+44{digits[1:]}", "obfuscated", usual=False)


def _starts(text: str) -> list[int]:
    """Where a word for zero begins a word of the text."""
    found = [at for sign in _STARTS for at in (match.start() for match in sign.finditer(text))]
    return sorted(at for at in found if at == 0 or not text[at - 1].isalnum())


def _figures(text: str, start: int, end: int) -> tuple[str, int]:
    """The digits of a number read out in [start, end), and where it ends.

    Figures after a whole number in words are of something else: "… six two, 47 Old Road".
    """
    digits, times, after, is_said = "", 1, start, False
    for found in _TOKENS.finditer(text, start, end):
        word = found.group()
        if word.isdigit():
            if is_said and len(digits) == _WHOLE:
                break
            digits += word
        elif word in _TIMES:
            times = _TIMES[word]
            continue
        elif word == "hundred":
            digits += "00"
        else:
            digits += _DIGITS[word] * times
            times = 1
        after, is_said = found.end(), not word.isdigit()
    return digits, after
