"""Rules that are written as JSON, which is YAML too: read as such where both mean the same.

Anything that strict YAML would refuse, or read otherwise, is left to it.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

LONGEST = 20_000
"""Characters; a longer text is read as YAML, which counts its values."""
DEEPEST = 30
_COMMENTS = re.compile(r"(?:[ ]*(?:#[^\r\n\x85\u2028\u2029]*)?\n)*")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Halves of a character, which YAML does not take for one."""


class NotJson(Exception):
    """A text that is no JSON, or whose meaning as YAML would be another."""


def parse_json(text: str) -> Any:
    """The object in `text`, behind any comments. Raises NotJson."""
    if len(text) > LONGEST:
        raise NotJson
    start = _COMMENTS.match(text)
    begin = start.end() if start else 0
    if not text.startswith("{", begin):
        raise NotJson
    try:
        value = _DECODER.decode(text[begin:])
    except (ValueError, RecursionError):
        raise NotJson from None
    if not _is_shallow(value) or _SURROGATE.search(text):
        raise NotJson
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) < len(pairs):
        raise ValueError("a key stands twice")
    return given


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_constant=_no_constant,
    parse_int=lambda digits: int(digits) if len(digits) < 20 else digits,
    parse_float=lambda digits: float(digits) if _DECIMAL.fullmatch(digits) else digits,
)


def _is_shallow(value: Any) -> bool:
    """Whether objects and lists are nested no deeper than in a rule that is YAML."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return True
    return False
