"""Whether somebody may be named in a text: what `Names` needs at the least, without reading on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from scanner.match.name_tables import Family
from scanner.match.names import ALONE, LEFT, RIGHT, Names, may_be
from scanner.match.seen import Entry
from scanner.model.facts import FactKind
from scanner.model.subject import Subject

if TYPE_CHECKING:
    from scanner.match.sieve import Text

_PIECE = re.compile(r"[^\W_]+")
_IN_CODE = 4
"""How much farther apart two names stand where keys and quotes stand between them."""


_WORDS = re.compile(rb"[^\x00-\x2f\x3a-\x60\x7b-\x7f]+")
_LONGEST, _SHORT = 40, 4
_ALONE = frozenset(word.encode() for word in ALONE)
_Spelling = tuple[bytes, Sequence[Family], tuple[bytes, ...]]
"""A family name as it is written, whose it is, and the given names that they go by."""


class Called(IntEnum):
    """How a person may be called on a page."""

    NOT = 0
    SHORT = 1
    """By initials or a title."""
    WHOLE = 2
    """By a given name, or a name of one piece."""


class Named:
    """The names of all subjects. What is needed of a person is made when they are first asked for:
    of thousands, few ever are."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._subjects = {subject.id: subject for subject in subjects}
        self._tables: dict[str, tuple[_Spelling, ...]] = {}

    def any_of(self, people: Collection[str], text: Text) -> bool:
        """Whether any of these people may be named on the page of a text."""
        key = people if isinstance(people, frozenset) else frozenset(people)
        if key not in text.named:
            text.named[key] = any(
                self._is_named(person, each) for person in key for each in text.all
            )
        return text.named[key]

    def people(self) -> Iterable[str]:
        """Everybody, by their ids."""
        return self._subjects

    def literals(self, person: str) -> tuple[str, ...]:
        """Of which one stands wherever the person is named."""
        return tuple(literal.decode() for literal, _, _ in self._of(person))

    def called(self, person: str, text: Text) -> Called:
        """How a person may be called on the page of a text, at the most."""
        return max(self._called_in(person, each) for each in text.all)

    def _is_named(self, person: str, text: Text) -> bool:
        return any(self._called_in(person, each) is not Called.NOT for each in text.all)

    def _called_in(self, person: str, text: Text) -> Called:
        folded, best = text.folded, Called.NOT
        farther = _IN_CODE if text.is_code else 1
        for literal, families, firsts in self._of(person):
            at = folded.find(literal)
            while at >= 0:
                end = at + len(literal)
                if _is_word(folded, at, end):
                    if not families:
                        return Called.WHOLE
                    if _may_be_near(folded, at, end, firsts, farther):
                        best = max(best, _near(folded, at, end, families, farther))
                    if best is Called.WHOLE:
                        return best
                at = folded.find(literal, at + 1)
            if best is Called.SHORT and not text.has_name(literal):
                best = Called.NOT
        return best

    def _of(self, person: str) -> tuple[_Spelling, ...]:
        if person not in self._tables:
            subject = self._subjects[person]
            facts = subject.of_kind(FactKind.NAME, FactKind.ALIAS)
            names = Names([Entry(person, fact) for fact in facts])
            self._tables[person] = tuple(
                _spelling(names, spelling) for spelling in names.spellings()
            )
        return self._tables[person]


def _spelling(names: Names, spelling: str) -> _Spelling:
    families = names.families(spelling)
    firsts = {first.encode() for family in families for first in family.firsts if len(first) > 1}
    return spelling.encode(), families, tuple(firsts)


def _is_word(folded: bytes, at: int, end: int) -> bool:
    after = folded[end : end + 1]
    before_is_word = at > 0 and folded[at - 1 : at].isalnum()
    return not before_is_word and (not after.isalnum() or after == b"s")


def _may_be_near(folded: bytes, at: int, end: int, firsts: Sequence[bytes], farther: int) -> bool:
    """The same as `_near`, told in a fraction of the time, but for some that are not."""
    left = folded[max(0, at - 4 * farther * LEFT) : at]
    right = folded[end : end + 4 * farther * RIGHT]
    if any(first in left or first in right for first in firsts):
        return True
    before, after = _WORDS.findall(left[-_LONGEST:])[-1:], _WORDS.findall(right[:_LONGEST])[:1]
    return any(len(word) <= _SHORT or word in _ALONE for word in (*before, *after))


def _near(folded: bytes, at: int, end: int, families: Sequence[Family], farther: int) -> Called:
    """Whether a given name, or an initial or a title, stands beside a family name."""
    most_left, most_right = farther * LEFT, farther * RIGHT
    # In bytes as many as code points at the least.
    left = folded[max(0, at - 4 * most_left) : at].decode("utf-8", "replace")[-most_left:]
    right = folded[end : end + 4 * most_right].decode("utf-8", "replace")[:most_right]
    words = _PIECE.findall(left), _PIECE.findall(right)
    those = [family for family in families if may_be(family, *words)]
    whole = {word for side in words for word in side if len(word) > 1}
    if any(not whole.isdisjoint(family.firsts) for family in those):
        return Called.WHOLE
    return Called.SHORT if those else Called.NOT
