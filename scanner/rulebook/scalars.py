"""What a single word of YAML means: a text, a number, true, false or nothing."""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
_NUMERIC = frozenset("+-0123456789")
_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "~": None,
    "": None,
}

Scalar = str | int | float | bool | None


class LeadingZero(ValueError):
    """A number that YAML would read as octal."""


def meaning(text: str, is_quoted: bool) -> Scalar:
    """The value of `text`. Raises LeadingZero."""
    if is_quoted:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _LEADING_ZERO.fullmatch(text):
        raise LeadingZero
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 20 else text
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
