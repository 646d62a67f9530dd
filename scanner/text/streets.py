"""Street names as patterns over folded text, tolerant of the usual short forms."""

from __future__ import annotations

import re

from scanner.text.phrases import JOINT, word_pattern, words_of

_TYPES: tuple[tuple[str, ...], ...] = (
    ("road", "rd"),
    ("street", "st", "str"),
    ("avenue", "ave", "av"),
    ("close", "cl"),
    ("crescent", "cres", "cresc"),
    ("drive", "dr", "drv"),
    ("gardens", "gdns", "gdn"),
    ("lane", "ln", "la"),
    ("place", "pl"),
    ("square", "sq"),
    ("terrace", "terr", "ter"),
    ("court", "ct"),
    ("grove", "gr", "grv"),
    ("park", "pk"),
    ("mount", "mt"),
    ("saint", "st"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
)
_UNSHORTENED = """
alley approach bank bypass causeway chase common cottages croft drove end field fields gate
green heights heol hill ffordd meadow meadows mews orchard paddock parade passage path quay rise row
stryd vale view villas walk way wharf wynd yard
"""
_STREET_WORDS = frozenset(form for forms in _TYPES[:-5] for form in forms)
_STREET_WORDS |= frozenset(_UNSHORTENED.split())
ENDINGS = "|".join(sorted(_STREET_WORDS, key=lambda word: (-len(word), word)))
"""Alternatives of a pattern over folded text: what the names of streets end in."""


def _alternatives(word: str, is_first: bool) -> tuple[str, ...]:
    for forms in _TYPES:
        # "St" begins a saint's name and ends a street's.
        if word in forms and (forms[0] == "saint") is (is_first and word in ("st", "saint")):
            return forms
    return (word,)


def _word_pattern(word: str, is_first: bool) -> str:
    forms = _alternatives(word, is_first)
    if len(forms) == 1:
        return word_pattern(word)
    whole, *short = map(re.escape, forms)
    return rf"(?:{whole}|(?:{'|'.join(sorted(short, key=len, reverse=True))})\b\.?)"


def street_pattern(street: str) -> str:
    """Pattern over folded text that the street's name matches in full and with short forms."""
    words = words_of(street)
    parts = [_word_pattern(word, index == 0 < len(words) - 1) for index, word in enumerate(words)]
    return JOINT.join(parts)


def street_anchors(street: str) -> tuple[str, ...]:
    """Literals of which one stands in every spelling of the street: its longest word without a
    short form, else all forms of its first word. Empty for a street without words.
    """
    words = words_of(street)
    forms = [_alternatives(word, index == 0 < len(words) - 1) for index, word in enumerate(words)]
    plain = [alternatives[0].partition("'")[0] for alternatives in forms if len(alternatives) == 1]
    if plain:
        return (max(plain, key=len),)
    return forms[0] if forms else ()


def is_street_word(word: str) -> bool:
    """Whether the folded `word` is what the names of streets end in, in full or short."""
    return word in _STREET_WORDS
