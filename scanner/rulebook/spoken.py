"""Wording that rules look for in plain text: whole words, whatever case and white space.

A phrase may hold slots: `{them}`, `{they}` and `{their}` stand for pronouns and for the person's
own names, `{her}` and `{whose}` for the same without "you" and "your", which many pages say to
every reader, and `{name}` for the names alone. Searched with RE2, so the time grows with the text
and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

_MOST_MEMORY = 1 << 24
_LEVEL = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)
"""One code point each, so that offsets stay as they are."""
_SLOT = re.compile(r"\{(\w*)\}")
_TITLES = ("mr", "mrs", "ms", "miss", "cllr", "councillor")
_PEOPLE = ("this woman", "that woman", "this man", "that man")
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "them": ("her", "him", "them", "you", *_PEOPLE),
    "they": ("she", "he", "they", "you", *_PEOPLE),
    "their": ("her", "his", "their", "your", *(f"{one}'s" for one in _PEOPLE)),
    "her": ("her", "him", *_PEOPLE),
    "whose": ("her", "his", *(f"{one}'s" for one in _PEOPLE)),
    "name": (),
}
_POSSESSIVE = frozenset({"their", "whose"})
SLOTS = frozenset(_PRONOUNS)
_NEVER = r"[^\x00-\x{10FFFF}]"
"""Matches nothing: the slot of somebody without a name."""


def unknown_slots(phrase: str) -> list[str]:
    """Slots of a phrase that mean nothing."""
    return [name for name in _SLOT.findall(phrase) if name not in SLOTS]


def names_for(full_name: str) -> tuple[str, ...]:
    """What others may call somebody of that name: the whole, its first and last word, titles."""
    words = full_name.split()
    if not words:
        return ()
    titled = [f"{title} {words[-1]}" for title in _TITLES]
    return tuple(dict.fromkeys([full_name, words[0], words[-1], *titled]))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Phrases, and wording around them with which they mean nothing."""

    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def hits(self, text: str, names: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
        """Where a phrase stands, as code points into `text`, in order.

        `names`: what the person is called, as `names_for` gives it.
        """
        if not self.phrases:
            return ()
        level = text.translate(_LEVEL)
        found = _found(self.phrases, names, level)
        if not found or not self.unless:
            return found
        harmless = _found(self.unless, names, level)
        return tuple(
            hit for hit in found if not any(a < hit[1] and hit[0] < b for a, b in harmless)
        )


def _found(
    phrases: tuple[str, ...], names: tuple[str, ...], text: str
) -> tuple[tuple[int, int], ...]:
    spans = (match.span() for match in _compiled(phrases, names).finditer(text))
    return tuple((start, end) for start, end in spans if _is_whole(text, start, end))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the stretch is not a piece of longer words."""
    before = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    after = end < len(text) and (text[end].isalnum() or text[end] == "_")
    return not before and not after


@lru_cache(maxsize=128)
def _compiled(phrases: tuple[str, ...], names: tuple[str, ...]) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.longest_match = True
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    slots = {
        name: _any_of((*pronouns, *(f"{n}'s" if name in _POSSESSIVE else n for n in names)))
        for name, pronouns in _PRONOUNS.items()
    }
    return re2.compile("|".join(_pattern(phrase, slots) for phrase in phrases), options)


def _pattern(phrase: str, slots: dict[str, str]) -> str:
    return r"\s+".join(_word(word, slots) for word in phrase.translate(_LEVEL).split())


def _word(word: str, slots: dict[str, str]) -> str:
    pieces = _SLOT.split(word)
    return "".join(
        slots[piece] if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )


def _any_of(texts: Iterable[str]) -> str:
    level = (text.translate(_LEVEL) for text in texts)
    written = (r"\s+".join(re.escape(word) for word in text.split()) for text in level)
    return f"(?:{'|'.join(dict.fromkeys(written)) or _NEVER})"
