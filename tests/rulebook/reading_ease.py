"""How hard a text is to read: sentences, words, syllables and the school grade that follows."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.?!])[\")”’]*\s+")
_CLAUSE = re.compile(r"(?<=[.?!:;])[\")”’]*\s+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(" ".join(text.split())) if part]


def words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub("it", text))


def syllables(word: str) -> int:
    """Groups of vowels, without the endings that are not spoken (one for a number)."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    is_silent = (
        (re.search(r"(?<![aeiouy])e$", letters) and not re.search(r"[^aeiouy]le$", letters))
        or re.search(r"[^aeiouytd]ed$", letters)
        or (re.search(r"[^aeiouyscxzg]es$", letters) and not re.search(r"[^aeiouy]les$", letters))
    )
    return max(groups - bool(is_silent), 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level; 4 to 6 is what children of nine to eleven read.

    Source of the figures: Kincaid, Fishburne, Rogers and Chissom (1975). A colon or a semicolon
    ends a sentence here, since it gives the reader the same rest.
    """
    found = words(text)
    clauses = [part for part in _CLAUSE.split(" ".join(text.split())) if words(part)]
    per_clause = len(found) / max(len(clauses), 1)
    per_word = sum(map(syllables, found)) / max(len(found), 1)
    return 0.39 * per_clause + 11.8 * per_word - 15.59
