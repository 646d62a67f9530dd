"""What reading one fact gives: its canonical form, its pieces and what is doubtful about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.model.facts import FactKind, Secret, Use
from scanner.model.masks import mask_part, mask_value

LONGEST_VALUE = 300
"""Characters. Longer than any name or postal address; a longer text is a paste gone wrong."""


class Unreadable(ValueError):
    """A value that cannot be used. Quotes nothing of it."""

    def __init__(self, what: str, mend: str = "", key: str = "") -> None:
        self.what = what
        self.mend = mend
        self.key = key
        """The part that is at fault, when the fact was given in parts."""
        super().__init__(f"{what} {mend}".strip())


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that looks wrong and may yet be right. Quotes nothing of the value."""

    what: str
    mend: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One fact, read."""

    value: Secret
    parts: tuple[tuple[str, Secret], ...] = ()
    use: Use | None = None
    """What the value itself tells of its use (a mobile number); None when it tells nothing."""
    doubts: tuple[Doubt, ...] = field(default=())


def words(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


def tidy(text: str) -> str:
    """`text` in one line, composed (NFC), without control and invisible formatting characters."""
    if text.isascii() and text.isprintable():
        # As nearly all are: thousands of people's facts are read at once.
        return (re.sub(" +", " ", text) if "  " in text else text).strip()
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return re.sub(r" +", " ", visible).strip()


def single(given: Mapping[str, str]) -> str:
    """The whole value of a fact that has no parts. Raises Unreadable when it is not given."""
    text = given.get("value", "")
    if not text:
        raise Unreadable("has no value.", 'Write the fact as value = "…".')
    return text


def masked(kind: FactKind, text: str) -> Secret:
    return Secret(text, mask_value(kind, text))


def masked_parts(pieces: Mapping[str, str]) -> tuple[tuple[str, Secret], ...]:
    """Named pieces, each under the mask of its name; empty ones left out."""
    return tuple(
        (name, Secret(text, mask_part(name, text))) for name, text in pieces.items() if text
    )
