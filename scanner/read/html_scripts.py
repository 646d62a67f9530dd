"""What inline scripts hold for a reader of the source: data, and strings with contact details.

No script is run. Every step is bounded, since a script is as hostile as the page around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from html import unescape
from typing import Any
from urllib.parse import unquote

import ahocorasick_rs

from scanner.read.html_assembled import SIGNS_OF_AT, assembled

MAX_DATA = 512_000
"""Code points of a script in which data is looked for."""
MAX_CODE = 64_000
"""Code points of a script whose strings are looked at."""
MAX_LEAVES = 20_000
"""Values taken from a page's data; a shop's state may hold more."""
_ATTEMPTS = 5
_MAX_DEPTH = 60
_MAX_STEP = 60

_ASSIGNED = re.compile(r"[=(]\s{0,20}(?=\{\s{0,20}\"|\[\s{0,20}[\[{\"])")
_JOINT = re.compile(r"'\s{0,20}\+\s{0,20}'|\"\s{0,20}\+\s{0,20}\"|`\s{0,20}\+\s{0,20}`")
# Possessive: what did not end as a string is not tried again with fewer characters.
_QUOTED = re.compile(
    r"'((?:[^'\\\n]|\\.){5,300}+)'|\"((?:[^\"\\\n]|\\.){5,300}+)\"|`((?:[^`\\]|\\.){5,300}+)`"
)
_CODES = re.compile(r"fromCharCode\(([\d,\s]{9,2000})\)")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_TELLING = re.compile(r"@|(?:\d[ ().\-]{0,3}){5}\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_SIGNS = {
    "at": SIGNS_OF_AT,
    "call": ("mail", "Mail", "atob", "base64", "znvygb:", "ot13"),
    "codes": ("fromCharCode(",),
    "phone": (
        *("tel:", "phone", "Phone", "mobile", "Mobile", "ontact", "hatsapp"),
        *(f"{quote}{begins}" for quote in "'\"" for begins in ("07", "01", "02", "+4")),
    ),
}
"""What stands in code whose strings may be worth a look, by what they may hold."""
_SIGNS_OF_DATA = ('":', '" :')
_OF_STRINGS = frozenset({"at", "call", "codes"})
_MEANINGS = [meaning for meaning, signs in _SIGNS.items() for _ in signs]
_AUTOMATON = ahocorasick_rs.AhoCorasick([sign for signs in _SIGNS.values() for sign in signs])
_PHONES = tuple(
    # One for each first character, which is then found as fast as any text.
    re.compile(first + r"(?:44|)[ (]{0,2}[1-9](?:[ .\-()]{0,3}\d){7,9}(?!\d)")
    for first in ("0", r"\+")
)
_POSTCODE = re.compile(r" \d[A-Z]{2}(?![A-Za-z0-9])")
_PHONES_IN_BYTES = tuple(re.compile(each.pattern.encode()) for each in _PHONES)
_POSTCODE_IN_BYTES = re.compile(_POSTCODE.pattern.encode())
_QUICK = {
    **{sign: meaning for meaning, signs in _SIGNS.items() for sign in signs if len(sign) > 1},
    **dict.fromkeys(_SIGNS_OF_DATA, "data"),
}
_QUICK_MEANINGS = list(_QUICK.values())
_QUICK_AUTOMATON = ahocorasick_rs.BytesAhoCorasick(
    [sign.encode() for sign in _QUICK],
    matchkind=ahocorasick_rs.MatchKind.LeftmostFirst,  # many times as fast as any other
)
_MARKUP = re.compile(r"[<>\"'=]|mailto:|tel:")
_LONG_NUMBER = 1_000_000

_DECODER = json.JSONDecoder()


def may_be_read(code: bytes) -> bool:
    """Whether data or a string may be read from a script, told without reading it."""
    found = {_QUICK_MEANINGS[n] for n, _, _ in _QUICK_AUTOMATON.find_matches_as_indexes(code)}
    if b"@" in code or not found.isdisjoint(("data", *_OF_STRINGS)):
        return True
    has_phone = "phone" in found and any(each.search(code) for each in _PHONES_IN_BYTES)
    return has_phone or _POSTCODE_IN_BYTES.search(code) is not None


def assigned_data(code: str) -> Iterator[Any]:
    """JSON values that inline code assigns to something or passes on, a few per script."""
    if not _has_data(code):
        return
    at = 0
    for _ in range(_ATTEMPTS):
        begun = _ASSIGNED.search(code, at)
        if begun is None:
            return
        at = begun.end()
        try:
            value, at = _DECODER.raw_decode(code, at)
        except (ValueError, RecursionError):
            continue
        yield value


def literals(code: str) -> Iterator[str]:
    """Strings of inline code that look like a contact detail or a postcode, joined and in clear."""
    if len(code) > MAX_CODE:
        return
    signs = _signs(code)
    if "at" in signs or "call" in signs:
        for text in assembled(code, "at" in signs):
            if _TELLING.search(text := _in_clear(text)):
                yield _plain(text)
    if not ("at" in signs or "codes" in signs or _has_number(code, signs)):
        return
    for said in _CODES.finditer(code):
        text = "".join(map(_character, said.group(1).split(",")))
        if _TELLING.search(text):
            yield _plain(text)
    joined = _JOINT.sub("", code)
    if not _TELLING.search(joined) and "\\" not in joined and "%" not in joined:
        return
    for quoted in _QUOTED.finditer(joined):
        text = quoted.group(1) or quoted.group(2) or quoted.group(3)
        if _TELLING.search(text := _in_clear(text)):
            yield _plain(text)


def _has_data(code: str) -> bool:
    return len(code) <= MAX_DATA and any(sign in code for sign in _SIGNS_OF_DATA)


def _signs(code: str) -> frozenset[str]:
    # One pass for all signs: all code of all pages comes by here, and most of it is only code.
    found = _AUTOMATON.find_matches_as_indexes(code, overlapping=True)
    return frozenset(_MEANINGS[number] for number, _, _ in found)


def _has_number(code: str, signs: Set[str]) -> bool:
    """Whether a telephone number or a postcode stands there."""
    has_phone = "phone" in signs and any(each.search(code) for each in _PHONES)
    return has_phone or _POSTCODE.search(code) is not None


def _in_clear(text: str) -> str:
    """A string of code without its escapes."""
    if "\\" in text:
        text = _ESCAPED.sub(_unescaped, text)
    if "%" in text:
        text = unquote(text)
    return unescape(text) if "&" in text else text


def leaves(value: Any, root: str) -> Iterator[tuple[str, str]]:
    """Strings and telling numbers of a page's data in order, each with its path.

    Flags, counts and the like are left out, and so is what lies deeper than any record does.
    """
    stack: list[tuple[str, Iterator[tuple[Any, Any]]]] = [("", iter([(root, value)]))]
    left = MAX_LEAVES
    while stack and left:
        path, children = stack[-1]
        for key, child in children:
            if isinstance(child, str):
                if len(child) > 2:
                    left -= 1
                    yield child, _step(path, key)
            elif isinstance(child, (dict, list)):
                if child and len(stack) < _MAX_DEPTH:
                    stack.append((_step(path, key), _children(child)))
                    break
            elif isinstance(child, float) or (
                type(child) is int and _LONG_NUMBER <= child < 10**20
            ):
                left -= 1
                yield repr(child), _step(path, key)
            if not left:
                return
        else:
            stack.pop()


def _children(value: dict[str, Any] | list[Any]) -> Iterator[tuple[Any, Any]]:
    return iter(value.items()) if isinstance(value, dict) else enumerate(value)


def _step(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key[:_MAX_STEP]}" if path else key[:_MAX_STEP]


def _character(code: str) -> str:
    number = code.strip()
    return chr(int(number)) if number and len(number) < 6 else ""


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1) or match.group(2)
    if code:
        return chr(int(code, 16))
    return {"n": " ", "t": " ", "r": " "}.get(match.group(3), match.group(3))


def _plain(text: str) -> str:
    """The words of a string that may be a piece of markup."""
    return _MARKUP.sub(" ", text)
