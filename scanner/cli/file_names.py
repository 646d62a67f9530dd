"""What of a file's name may be shown, however many people are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from scanner.model.facts import Fact, FactKind
from scanner.model.subject import Subject
from scanner.render.veil import printable
from scanner.text.normalise import fold
from scanner.text.percent import decode_percent
from scanner.text.quoting import mask_known

_DIGITS_TOLD = 5
_SHORTEST_WORD = 3
_SHOWN = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN})
_WORD = re.compile(r"[a-z0-9]+")


class NameVeil:
    """Masks the private facts of everybody looked for in short texts.

    Looking for every fact of ten thousand people in each name would take longer than reading the
    files. So only the facts of which a telling piece is in the name are looked for.
    """

    def __init__(self, subjects: Iterable[Subject], reveal: bool) -> None:
        self._reveal = reveal
        self._telling = [
            (piece, fact)
            for subject in subjects
            for fact in subject.facts
            if not fact.is_public and fact.kind not in _SHOWN
            for piece in _telling_pieces(fact)
        ]
        # A fact that is public by choice stays readable, where a private one says the same, too.
        self._public = tuple(f for s in subjects for f in s.facts if f.is_public)
        self._shown = lru_cache(maxsize=4096)(self._veiled)

    def __call__(self, name: str) -> str:
        """The name for the terminal: masked, and without what could steer it."""
        return self._shown(name)

    def _veiled(self, name: str) -> str:
        if self._reveal:
            return printable(name)
        squashed = "".join(_WORD.findall(fold(decode_percent(name).text)))
        near = dict.fromkeys(fact for piece, fact in self._telling if piece in squashed)
        if not near:
            return printable(name)
        return printable(mask_known(name, (*near, *self._public)).shown())


def _telling_pieces(fact: Fact) -> tuple[str, ...]:
    """Pieces of which one must be in a text that holds the fact, or a part of it."""
    if fact.kind is FactKind.PHONE:
        return ("".join(_words(fact.value.reveal()))[-_DIGITS_TOLD:],)
    if fact.kind is FactKind.ADDRESS and fact.parts:
        # The last word of a street is everybody's, and may be shortened.
        street = _words(fact.part("street"))
        words = [*_words(fact.part("house")), *(street[:-1] or street)]
        postcode = "".join(_words(fact.part("postcode")))
        long = [word for word in words if len(word) >= _SHORTEST_WORD]
        return tuple(dict.fromkeys(piece for piece in (*(long or words), postcode) if piece))
    words = [
        *_words(fact.value.reveal()),
        *(w for _, part in fact.parts for w in _words(part.reveal())),
    ]
    long = [word for word in words if len(word) >= _SHORTEST_WORD]
    return tuple(dict.fromkeys(long or words))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
