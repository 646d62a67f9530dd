"""The forms of an employer's or a school's name, for masking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.facts import Fact
from scanner.text.normalise import fold
from scanner.text.phrases import needed_words, phrase_pattern, word_pattern, words_of
from scanner.text.sought import Mask, Seek, named

_ARTICLES = frozenset({"the", "y", "yr"})
_LEGAL_FORMS = frozenset(
    {"ltd", "limited", "llp", "plc", "cic", "cio", "inc", "llc", "company", "co", "cyf"}
)
_CHURCH_FORMS = r"(?:c[^a-z0-9]{0,2}of[^a-z0-9]{0,2}e|ce|church[^a-z0-9]of[^a-z0-9]england)"
_CHURCH = re.compile(rf"(?<![a-z0-9]){_CHURCH_FORMS}(?![a-z0-9])")
_WORDS_ALIKE = {"saint": "(?:st|saint)", "st": "(?:st|saint)"}
_GAP = r"[^a-z0-9]{1,3}(?:and[^a-z0-9]{1,2})?"


def organisation_seekers(fact: Fact, mask: Mask) -> Iterator[Seek]:
    """What finds the name in full, and without its article and legal form, with "&" for "and"."""
    given = fact.value.reveal()
    yield named(given, phrase_pattern(given), needed_words(given), mask)
    written = _without_frame(given)
    words = words_of(_CHURCH.sub(" cofe ", fold(written)))
    kept = [word for word in words if word != "and"]
    if kept:
        pattern = _GAP.join(_form(word) for word in kept)
        needs = [piece for word in kept if _form(word) == word for piece in word.split("'")]
        yield named(written, pattern, needs, mask)


def _form(word: str) -> str:
    return _CHURCH_FORMS if word == "cofe" else _WORDS_ALIKE.get(word, word_pattern(word))


def _without_frame(given: str) -> str:
    """The name without its article and what the law calls such a body; never nothing."""
    words = given.split()
    while len(words) > 1 and fold(words[-1]).strip(".,()") in _LEGAL_FORMS:
        words.pop()
    if len(words) > 1 and fold(words[0]) in _ARTICLES:
        words.pop(0)
    if len(words) > 1 and words[-1] in ("&", "and", "+"):
        words.pop()
    return " ".join(words).rstrip(",")
