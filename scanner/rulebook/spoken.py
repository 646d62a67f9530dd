"""Wording that rules look for in plain text: whole words, whatever case and white space.

A phrase may hold slots: `{them}`, `{they}` and `{their}` stand for pronouns and for the person's
own names, `{her}` and `{whose}` for the same without "you" and "your", which many pages say to
every reader, and `{name}` for the names alone. `{few}` is up to three words without a stop or
comma, `(this|that)` a choice, and a rule may name lists of words of its own. Searched with RE2, so
the time grows with the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-untyped]

_MOST_MEMORY = 1 << 24
_TOGETHER = 24
"""Phrases in one automaton: beyond some number its states outgrow the memory, and it crawls."""
_LEVEL = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)
"""One code point each, so that offsets stay as they are."""
_SLOT = re.compile(r"\{(\w*)\}")
_PIECE = re.compile(r"(\{\w*\}|[()|]|\s+)")
_CHOICE = re.compile(r"(\([^()]*\))")
_TITLES = ("mr", "mrs", "ms", "miss", "cllr", "councillor")
_SORTS = ("woman", "man", "bitch", "bastard", "cow", "cunt", "scum", "traitor")
_PEOPLE = tuple(f"{which} {sort}" for sort in _SORTS for which in ("this", "that"))
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "them": ("her", "him", "them", "you", *_PEOPLE),
    "they": ("she", "he", "they", "you", *_PEOPLE),
    "their": ("her", "his", "their", "your", *(f"{one}'s" for one in _PEOPLE)),
    "her": ("her", "him", *_PEOPLE),
    "whose": ("her", "his", *(f"{one}'s" for one in _PEOPLE)),
    "name": (),
}
_POSSESSIVE = frozenset({"their", "whose"})
_FEW = "few"
_UP_TO_THREE = r"(?:[^\s.!?,;:]+\s+){0,3}"
SLOTS = frozenset((*_PRONOUNS, _FEW))
_NEVER = r"[^\x00-\x{10FFFF}]"
"""Matches nothing: the slot of somebody without a name."""


Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Lists of words that phrases may name as slots."""


def unknown_slots(phrase: str, words: Collection[str] = ()) -> list[str]:
    """Slots of a phrase that mean nothing. `words`: the names of the rule's own lists."""
    return [name for name in _SLOT.findall(phrase) if name not in SLOTS and name not in words]


def has_whole_choices(phrase: str) -> bool:
    """Whether every bracket has its other half, none stands in another, and `|` in one only."""
    bare = re.sub(r"\([^()]*\)", "", phrase)
    return not set(bare) & set("()|")


def names_for(full_name: str) -> tuple[str, ...]:
    """What others may call somebody of that name: the whole, its first and last word, titles, and
    "that Marlow woman"."""
    words = full_name.split()
    if not words:
        return ()
    titled = [f"{title} {words[-1]}" for title in _TITLES]
    pointed = [f"{which} {words[-1]} {sort}" for sort in _SORTS for which in ("that", "the")]
    return tuple(dict.fromkeys([full_name, words[0], words[-1], *titled, *pointed]))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Phrases, and wording around them with which they mean nothing."""

    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    words: Words = ()

    def hits(self, text: str, names: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
        """Where a phrase stands, as code points into `text`, in order.

        `names`: what the person is called, as `names_for` gives it.
        """
        if not self.phrases:
            return ()
        level = text.translate(_LEVEL)
        found = _found(self.phrases, self.words, names, level)
        if not found or not self.unless:
            return found
        harmless = _found(self.unless, self.words, names, level)
        return tuple(
            hit for hit in found if not any(a < hit[1] and hit[0] < b for a, b in harmless)
        )


def _found(
    phrases: tuple[str, ...], words: Words, names: tuple[str, ...], text: str
) -> tuple[tuple[int, int], ...]:
    """The longest at each place, none inside another, in order."""
    folded = text.casefold()
    likely = (
        tuple(phrase for phrase in part if _may_stand(phrase, words, folded))
        for part in _parts(phrases)
    )
    spans = (
        match.span(1)
        for part in likely
        if part
        for match in _compiled(part, words, names).finditer(text)
    )
    whole = sorted((start, -end) for start, end in spans if _is_whole(text, start, end))
    found: list[tuple[int, int]] = []
    for start, last in whole:
        if not found or -last > found[-1][1]:
            found.append((start, -last))
    return tuple(found)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the stretch is not a piece of longer words."""
    before = start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")
    after = end < len(text) and (text[end].isalnum() or text[end] == "_")
    return not before and not after


def _may_stand(phrase: str, words: Words, folded: str) -> bool:
    """Whether all that is fixed in the phrase stands somewhere in the text. Of most phrases and
    texts it does not, and then nothing has to be made for the names of this one person."""
    return all(any(text in folded for text in texts) for texts in _needed(phrase, words))


@lru_cache(maxsize=4096)
def _needed(phrase: str, words: Words) -> tuple[tuple[str, ...], ...]:
    """For each piece of a phrase that is no pronoun or name: what it may be, folded."""
    listed = dict(words)
    needed: list[tuple[str, ...]] = []
    for piece in _CHOICE.split(phrase.translate(_LEVEL)):
        if piece.startswith("("):
            needed.append(tuple(_longest_fixed(one) for one in piece[1:-1].split("|")))
            continue
        for part in _PIECE.split(piece):
            slot = _SLOT.fullmatch(part)
            if slot is None:
                needed.append((part.strip().casefold(),))
            elif slot[1] in listed:
                needed.append(tuple(_longest_fixed(one) for one in listed[slot[1]]))
    return tuple(texts for texts in needed if all(texts))


def _longest_fixed(text: str) -> str:
    """The longest word of a text that stands in whatever the text matches, folded."""
    pieces = (piece for piece in _PIECE.split(text.translate(_LEVEL)) if not _SLOT.fullmatch(piece))
    return max((piece.strip().casefold() for piece in pieces), key=len, default="")


@lru_cache(maxsize=256)
def _compiled(phrases: tuple[str, ...], words: Words, names: tuple[str, ...]) -> Any:
    slots = {
        name: _any_of((*pronouns, *(f"{n}'s" if name in _POSSESSIVE else n for n in names)))
        for name, pronouns in _PRONOUNS.items()
    }
    slots |= {name: _any_of(listed) for name, listed in words}
    either = "|".join(_pattern(phrase, slots) for phrase in phrases)
    # Without the end, the longest match may be one that goes on into half a word.
    return re2.compile(rf"({either})(?:[^\pL\pN_]|$)", _options())


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.longest_match = True
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    return options


def _parts(phrases: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (phrases[at : at + _TOGETHER] for at in range(0, len(phrases), _TOGETHER))


def _pattern(phrase: str, slots: dict[str, str]) -> str:
    made: list[str] = []
    for piece in _PIECE.split(phrase.translate(_LEVEL)):
        if piece.isspace():
            # What `few` stands for ends with white space, and may be nothing.
            made += [] if made and made[-1] == _UP_TO_THREE else [r"\s+"]
        elif slot := _SLOT.fullmatch(piece):
            made.append(_UP_TO_THREE if slot[1] == _FEW else slots[slot[1]])
        elif piece == "(":
            made.append("(?:")
        else:
            made += [piece if piece in {")", "|"} else re.escape(piece)] if piece else []
    return "".join(made)


def _any_of(texts: Iterable[str]) -> str:
    level = (text.translate(_LEVEL) for text in texts)
    written = (r"\s+".join(re.escape(word) for word in text.split()) for text in level)
    return f"(?:{'|'.join(dict.fromkeys(written)) or _NEVER})"
