"""One entry of a list in this project's words, whatever format it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Signature = dict[str, Any]
"""A condition of the rule language, as it is written in a rule."""

FOUND_STATUSES = (200, 201, 202, 203, 204, 205, 206)
REDIRECTS = (301, 302, 303, 307, 308)
MISSING_STATUSES = (400, 404, 410, 422)
"""Statuses that say that what was asked for is not there, or cannot be; any other error says
something of the server, or of the visitor."""


class Unusable(Exception):
    """An entry that cannot become a rule: the field that stands in the way, and why."""

    def __init__(self, field_name: str, reason: str) -> None:
        self.field = field_name
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Remark:
    """A field of a usable entry that has no counterpart in its rule, and what follows from that."""

    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Site:
    """What an entry says, with its addresses and bodies as templates over `handle`."""

    name: str
    """The list's own, letter by letter."""
    url: str
    found: tuple[Signature, ...]
    page_url: str = ""
    """Empty: the same as `url`."""
    absent: tuple[Signature, ...] = ()
    blocked: tuple[Signature, ...] = ()
    follows_redirects: bool = True
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    """One of `json`, `form` and `body`, as in a request of the rule language."""
    home: str = ""
    """The site's own first page."""
    pattern: str = ""
    """Which handles it can have: a regular expression of Python's, searched for in the handle."""
    without: str = ""
    known: str = ""
    category: str = "social"
    sensitive: bool = False
    off: str = ""
    """Why the list itself does not use the entry; empty when it does."""
    remarks: tuple[Remark, ...] = ()


def text_of(entry: Mapping[str, Any], key: str, needed: bool = False) -> str:
    """The text under a key, empty when there is none. Raises Unusable for anything else."""
    value = entry.get(key)
    if value is None or value == "":
        if needed:
            raise Unusable(key, "it is missing")
        return ""
    if not isinstance(value, str):
        raise Unusable(key, "it is not a text")
    return value


def texts_of(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts under a key, of which there may be one, several in a list, or none."""
    value = entry.get(key)
    if value is None:
        return ()
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in given):
        raise Unusable(key, "it is neither a text nor a list of texts")
    return tuple(dict.fromkeys(text for text in given if text))


def numbers_of(entry: Mapping[str, Any], key: str) -> tuple[int, ...]:
    """The numbers under a key, of which there may be one, several in a list, or none."""
    value = entry.get(key)
    if value is None:
        return ()
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in given):
        raise Unusable(key, "it is neither a number nor a list of numbers")
    return tuple(dict.fromkeys(given))


def objects_of(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object under a key; empty when there is none."""
    value = entry.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unusable(key, "it is not an object")
    return value
