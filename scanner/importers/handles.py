"""Which handles a site can have: patterns of the lists in RE2's syntax, and controls that fit."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from scanner.importers.site import Remark, Unusable
from scanner.rulebook.pattern import LONGEST, fits, is_pattern

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_CONTROLS = (
    (_LETTERS + _DIGITS, 12),
    (_LETTERS, 12),
    (_LETTERS + _DIGITS, 16),
    (_LETTERS, 16),
    (_LETTERS, 24),
    (_DIGITS, 12),
    (_DIGITS[1:] + "1", 12),
    (_DIGITS, 16),
    (_LETTERS.upper(), 12),
    (_LETTERS[:16] + "_" * 8, 16),
    (_LETTERS[:16] + "." * 8, 16),
    (_LETTERS[:16] + "-" * 8, 16),
)
"""Alphabets and lengths of names that cannot exist, the usual one first."""
_TRIED = 50
"""Words of each kind that must all fit."""

HOST_LABEL = "[A-Za-z0-9_-]{1,63}"
"""What a handle must be to stand in a host name (a dot in it would ask another host)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The fields of a rule that say which handles a site can have."""

    pattern: str = ""
    length: int = 12
    alphabet: str = ""
    """Empty: the rule language's own."""


def names_of(pattern: str, in_host: bool) -> tuple[Names, list[Remark]]:
    """What follows from a list's pattern. Raises Unusable where no name that cannot exist would be
    taken by the site: then nothing could be believed of it."""
    remarks: list[Remark] = []
    whole = ""
    if pattern:
        whole = linear(pattern)
        if not whole:
            remarks.append(
                Remark("regexCheck", "it cannot be expressed: every handle is asked for")
            )
        elif "(?=" in pattern or "(?!" in pattern or "(?<" in pattern:
            what = "its look-around is left out: some handles more are asked for"
            remarks.append(Remark("regexCheck", what))
    if not whole and in_host:
        whole = HOST_LABEL
    if not whole:
        return Names(), remarks
    generator = random.Random(whole)  # noqa: S311 (samples, no secret)
    for alphabet, length in _CONTROLS:
        words = (_word(generator, alphabet, length) for _ in range(_TRIED))
        if all(fits(whole, word) for word in words):
            usual = (alphabet, length) == _CONTROLS[0]
            return Names(whole, length, "" if usual else alphabet), remarks
    raise Unusable(
        "regexCheck", "no random name of twelve characters fits, so no yes could be controlled"
    )


def linear(pattern: str) -> str:
    """A pattern that Python searches for, as one of RE2 that the whole handle must fit; look-around
    is left out, which lets more handles through, never fewer. Empty when it cannot be done."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return ""
    spelt = _spelt(pattern)
    anchored = spelt.startswith("^") and spelt.endswith("$") and not spelt.endswith("\\$")
    whole = anchored and "|" not in spelt
    spelt = spelt[1:-1] if whole else f"(?s:.*)(?:{spelt})(?s:.*)"
    return spelt if spelt and len(spelt) <= LONGEST and is_pattern(spelt) else ""


def _word(generator: random.Random, alphabet: str, length: int) -> str:
    letters = "".join(char for char in alphabet if char.isalpha()) or alphabet
    middle = generator.choices(alphabet, k=length - 2)
    return "".join((generator.choice(letters), *middle, generator.choice(letters)))


_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_LOOKS = re.compile(r"\(\?(?:[=!]|<[=!])")
_NONE_OF = re.compile(r"\(\(\?!(\\?[^\w\\()\[\]])\)\.\)")
"""`((?!x).)`, a common way to write `[^x]`."""
_UP_TO = re.compile(r"\{,(\d+)\}")


def _spelt(pattern: str) -> str:
    """The same in RE2's spelling, without look-around."""
    pattern = _NONE_OF.sub(r"[^\1]", pattern)
    pattern = _UNICODE.sub(lambda found: rf"\x{{{found[1] or found[2]}}}", pattern)
    pieces: list[str] = []
    in_class = False
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            pieces.append(_escape(pattern[at : at + 2], in_class))
            at += 2
            continue
        if not in_class and (look := _LOOKS.match(pattern, at)):
            at = _end_of_group(pattern, look.end())
            continue
        if not in_class and (bound := _UP_TO.match(pattern, at)):
            pieces.append(f"{{0,{bound[1]}}}")
            at = bound.end()
            continue
        is_first = in_class and pattern[at - 1] in "[^" and pattern[at] == "]"
        if pattern[at] == "[" and in_class:
            pieces.append("\\")
        elif pattern[at] == "[":
            in_class = True
        elif pattern[at] == "]" and not is_first:
            in_class = False
        elif pattern[at] == "-" and in_class and _is_plain_hyphen(pattern, at):
            pieces.append("\\")
        pieces.append(pattern[at])
        at += 1
    return "".join(pieces)


def _is_plain_hyphen(pattern: str, at: int) -> bool:
    """Whether a hyphen in a class stands for itself after a range (`0-9-_`) or a group (`\\w-`)."""
    before = pattern[:at]
    return bool(re.search(r"(?:[^\[\\]-[^\]]|\\[wds])$", before))


def _escape(escape: str, in_class: bool) -> str:
    """Python's `\\w` takes letters of all scripts, RE2's only those of English."""
    if escape == r"\w":
        return r"\pL\pN_" if in_class else r"[\pL\pN_]"
    return r"\z" if escape == r"\Z" else escape


def _end_of_group(pattern: str, at: int) -> int:
    """Behind the bracket that closes the group whose content begins here."""
    depth, in_class = 1, False
    while at < len(pattern) and depth:
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        at += 1
    return at
