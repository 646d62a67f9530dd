"""Templates that only put values, filtered, between fixed texts: almost all of them.

They mean what Jinja2 would make of them, and need none of its compiling, which for thousands of
rules takes longer than the rest of loading them. Whatever is not as plain is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[a-z_][a-z0-9_]*"
_PLACE = re.compile(
    rf"\{{\{{[ ]+({_NAME})((?:[ ]*\|[ ]*{_NAME})*)[ ]+\}}\}}|\{{\{{[ ]\"(\{{)\"[ ]\}}\}}"
)
_OTHER = re.compile(r"\{[{%#]|[\r\x85\u2028\u2029]|\n\Z")
"""Marks of anything else, and line ends that Jinja2 would change."""
_WORDS = frozenset({"true", "false", "none", "not", "and", "or", "if", "else", "is", "in", "loop"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value and the filters that it goes through, in order."""

    name: str
    filters: tuple[str, ...]


Pieces = tuple[str | Slot, ...]


def pieces_of(source: str) -> Pieces | None:
    """The texts and slots of a template in order; None when it holds anything else."""
    pieces: list[str | Slot] = []
    at = 0
    for place in _PLACE.finditer(source):
        text = source[at : place.start()]
        if _OTHER.search(text) or text.endswith("{"):
            return None
        pieces.append(text)
        at = place.end()
        if place[3]:
            pieces.append(place[3])
            continue
        filters = tuple(part.strip() for part in place[2].split("|") if part.strip())
        if place[1] in _WORDS or _WORDS & set(filters):
            return None
        pieces.append(Slot(place[1], filters))
    if _OTHER.search(source, at):
        return None
    pieces.append(source[at:])
    return tuple(piece for piece in pieces if piece)
