"""Addresses that inline code puts together: joined strings, calls, letters moved, base64.

Nothing is run: strings are followed through a script's assignments, from its beginning to its end
once. Every step is bounded, since a script is as hostile as the page around it.
"""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

_MAX_TOKENS = 20_000
_MAX_VARIABLES = 200
_MAX_LENGTH = 400
"""Code points of a string that is put together."""
_MAX_DEPTH = 6

SIGNS_OF_AT = ("@", "&#64;", "&#x40;", "%40", "\\x40", "\\u0040")
_ANY_AT = "|".join(map(re.escape, SIGNS_OF_AT))
_SEAM = re.compile(rf"(?:{_ANY_AT})(?:['\"`]|\$\{{)|['\"`}}](?:{_ANY_AT})")
"""Where an address is put together, its @ stands at the edge of a string."""
_TOKEN = re.compile(
    r"'(?P<single>(?:[^'\\\n]|\\.){0,400}+)'|\"(?P<double>(?:[^\"\\\n]|\\.){0,400}+)\""
    r"|`(?P<template>(?:[^`\\]|\\.){0,400}+)`"
    r"|(?P<name>[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,4})|(?P<sign>\+=|==|\S)"
)
_KEYWORDS = frozenset({"var", "let", "const", "return", "new"})
_FILLED = re.compile(r"\$\{\s{0,9}([A-Za-z_$][\w$.]{0,60})\s{0,9}\}")
_CALLED = re.compile(
    r"[mM]ail[\w$]{0,30}\(\s{0,9}(['\"])([\w.+\-]{1,64})\1\s{0,9},\s{0,9}(['\"])"
    r"([\w\-]{1,63}(?:\.[\w\-]{1,63}){0,5})\3(?:\s{0,9},\s{0,9}(['\"])([a-zA-Z.]{2,20})\5)?"
)
_BASE64 = re.compile(r"(?:atob|base64_?decode)\(\s{0,9}['\"]([A-Za-z0-9+/]{8,400}={0,2})['\"]")
_QUOTED = re.compile(r"'([^'\n]{6,300}+)'|\"([^\"\n]{6,300}+)\"")
_MAILTO_TURNED = "znvygb:"
"""`mailto:` with every letter moved by thirteen places."""

_Value = str | tuple[str, ...]
_Token = tuple[str, str]
"""Kind (`text`, `template`, `name` or `sign`) and content."""


def assembled(code: str, has_at: bool) -> Iterator[str]:
    """Strings that the code would make of pieces, where an e-mail address may be among them.

    `has_at`: whether one of `SIGNS_OF_AT` stands in it.
    """
    if "ail" in code:
        for call in _CALLED.finditer(code):
            host = f"{call[4]}.{call[6]}" if call[6] and "." not in call[4] else call[4]
            if "." in host:
                yield f"{call[2]}@{host}"
    if "atob" in code or "base64" in code:
        for encoded in _BASE64.finditer(code):
            if text := _decoded(encoded[1]):
                yield text
    if _MAILTO_TURNED in code or "ot13" in code:
        for quoted in _QUOTED.finditer(code):
            if "@" in (text := quoted[1] or quoted[2]):
                yield turned(text)
    if has_at and ("reverse(" in code or _SEAM.search(code)):
        yield from _Reading(code).strings()


def turned(text: str) -> str:
    """Every letter moved by thirteen places."""
    return codecs.encode(text, "rot13")


def _decoded(text: str) -> str:
    try:
        return b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


class _Reading:
    """One reading of a script, with what its variables hold so far."""

    def __init__(self, code: str) -> None:
        self._tokens = [_token(found) for found in islice(_TOKEN.finditer(code), _MAX_TOKENS)]
        self._values: dict[str, _Value] = {}

    def strings(self) -> Iterator[str]:
        """What is made of several pieces and holds an @."""
        at = 0
        while at < len(self._tokens):
            kind, content = self._tokens[at]
            sign = self._sign(at + 1)
            is_set = kind == "name" and sign in ("=", "+=", ":") and content not in _KEYWORDS
            first = at + 2 if is_set else at
            value, after = self._expression(first, 0)
            if value is None:
                at += 1
                continue
            if is_set:
                self._set(content, value, sign == "+=")
            is_made = after - first > 1 or self._tokens[first][0] == "template"
            if is_made and isinstance(value, str) and any(sign in value for sign in SIGNS_OF_AT):
                yield value
            at = after

    def _sign(self, at: int) -> str:
        kind, content = self._tokens[at] if at < len(self._tokens) else ("", "")
        return content if kind == "sign" else ""

    def _set(self, name: str, value: _Value, is_added: bool) -> None:
        before = self._values.get(name, "")
        if is_added and isinstance(before, str) and isinstance(value, str):
            value = (before + value)[:_MAX_LENGTH]
        if name in self._values or len(self._values) < _MAX_VARIABLES:
            self._values[name] = value

    def _expression(self, at: int, depth: int) -> tuple[_Value | None, int]:
        """The value of an expression that begins at a token, and where it ends."""
        value, at = self._term(at, depth)
        while isinstance(value, str) and self._sign(at) == "+":
            more, after = self._term(at + 1, depth)
            if not isinstance(more, str):
                break
            value, at = (value + more)[:_MAX_LENGTH], after
        return value, at

    def _term(self, at: int, depth: int) -> tuple[_Value | None, int]:
        kind, content = self._tokens[at] if at < len(self._tokens) else ("", "")
        value: _Value | None = None
        after = at + 1
        if kind == "text":
            value = content
        elif kind == "template":
            value = _FILLED.sub(self._filled, content)[:_MAX_LENGTH]
        elif kind == "name":
            owner, _, method = content.rpartition(".")
            value = self._values.get(content)
            if value is None and owner in self._values and self._sign(after) == "(":
                return self._methods(*self._called(self._values[owner], method, after))
        elif content == "[":
            value, after = self._array(after)
        elif content == "(" and depth < _MAX_DEPTH:
            value, after = self._expression(after, depth + 1)
            if self._sign(after) != ")":
                return None, at
            after += 1
        return self._methods(value, after) if value is not None else (None, at)

    def _filled(self, found: re.Match[str]) -> str:
        value = self._values.get(found[1])
        return value if isinstance(value, str) else ""

    def _array(self, at: int) -> tuple[_Value | None, int]:
        """Strings and known names between brackets, of which the first stands before `at`."""
        items: list[str] = []
        while at < len(self._tokens):
            kind, content = self._tokens[at]
            item = self._values.get(content) if kind == "name" else content
            if kind not in ("text", "name") or not isinstance(item, str):
                return None, at
            items.append(item)
            if self._sign(at + 1) == "]":
                return tuple(items), at + 2
            if self._sign(at + 1) != ",":
                return None, at
            at += 2
        return None, at

    def _methods(self, value: _Value | None, at: int) -> tuple[_Value | None, int]:
        """What is called on a value, one after the other."""
        while value is not None and self._sign(at) == "." and self._sign(at + 2) == "(":
            value, at = self._called(value, self._tokens[at + 1][1], at + 2)
        return value, at

    def _called(self, value: _Value, method: str, at: int) -> tuple[_Value | None, int]:
        """What a method makes of a value; its arguments begin with the bracket at `at`."""
        given: list[str] = []
        at += 1
        while self._sign(at) != ")":
            argument, at = self._expression(at, _MAX_DEPTH)
            if not isinstance(argument, str):
                return None, at
            given.append(argument)
            at += self._sign(at) == ","
        made: _Value | None = None
        if isinstance(value, tuple):
            if method == "join":
                made = (given[0] if given else ",").join(value)
            elif method == "reverse":
                made = value[::-1]
        elif method == "split":
            made = tuple(value.split(given[0]) if given and given[0] else value)
        elif method == "concat":
            made = value + "".join(given)
        elif method == "replace" and len(given) == 2:
            made = value.replace(given[0], given[1], 1)
        return (made[:_MAX_LENGTH] if made is not None else None), at + 1


def _token(found: re.Match[str]) -> _Token:
    kind = found.lastgroup or "sign"
    return ("text" if kind in ("single", "double") else kind), found[kind]
