"""Who may be named in a text: what `Names` needs at the least, told word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from scanner.match.glance.looks import Look, words_of
from scanner.match.names import ALONE, Names
from scanner.match.seen import Entry
from scanner.model.facts import FactKind
from scanner.model.subject import Subject

_LEFT, _RIGHT = 72, 48
"""Bytes beside a family name in which one of its bearers' given names must stand: more than
`Names` looks at, since here a word is cut off at neither end."""
_WORDS_LEFT = 6
"""Words before a family name among which the given name is: "Jane, Tom and Mary Ann Marlow"."""
_SHORT, _MOST_INITIALS = 3, 3
_ALONE = frozenset(word.encode() for word in ALONE)
_PASSED = _ALONE | {b"s", b"first", b"given", b"fore", b"christian", b"names"}
_LABEL = b"name"
"""Words between a family name and the given name behind it, and how those of keys end."""


class Called(IntEnum):
    """How a person may be called on a page."""

    NOT = 0
    SHORT = 1
    """By initials or a title."""
    WHOLE = 2
    """By a given name, or a name of one piece."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A family name as it is written, or a name of one piece, and whose it is."""

    person: str
    literal: bytes
    """With one space before each word. Empty for one of another script, which words don't tell."""
    words: tuple[bytes, ...]
    """Of which one stands in a text wherever the literal does as such: its first word, or that
    with the s behind it."""
    firsts: frozenset[bytes]
    initials: frozenset[bytes]
    is_whole: bool
    """A name of one piece, or with a given name of another script."""


class Named:
    """The names of all subjects. What is needed of a person is made when they are first asked for:
    of thousands, few ever are."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._subjects = {subject.id: subject for subject in subjects}
        self._known: dict[str, tuple[Spelling, ...]] = {}
        self._groups: dict[frozenset[str], Group] = {}

    def group(self, people: Collection[str]) -> Group:
        """These people, to be looked for again and again."""
        key = frozenset(people)
        if key not in self._groups:
            self._groups[key] = Group(self, key)
        return self._groups[key]

    def literals(self, person: str) -> Iterator[bytes]:
        """Of which one stands wherever the person is named, in words."""
        return (each.literal for each in self.spellings(person))

    def spellings(self, person: str) -> tuple[Spelling, ...]:
        """The ways in which their family names are written."""
        if person not in self._known:
            facts = self._subjects[person].of_kind(FactKind.NAME, FactKind.ALIAS)
            names = Names([Entry(person, fact) for fact in facts])
            self._known[person] = tuple(
                _spelling(person, names, spelling) for spelling in names.spellings()
            )
        return self._known[person]

    def among(self, people: Collection[str], texts: Iterable[Words]) -> set[str]:
        """Those of a few people who may be named in any of the texts."""
        return {
            person
            for text in texts
            for person in people
            for each in self.spellings(person)
            if not text.vocabulary.isdisjoint(each.words) and text.called(each)
        }


class Group:
    """People who share something, such as a street."""

    def __init__(self, named: Named, people: frozenset[str]) -> None:
        self._named = named
        self.people = people

    def called(self, texts: Iterable[Words]) -> dict[str, Called]:
        """How those of them are called who may be named in any of the texts."""
        found: dict[str, Called] = {}
        for text in texts:
            for word in self._words & text.vocabulary:
                for spelling in self._bearers[word]:
                    known = found.get(spelling.person, Called.NOT)
                    if known is not Called.WHOLE and (called := text.called(spelling)):
                        found[spelling.person] = max(called, known)
        return found

    @cached_property
    def _words(self) -> frozenset[bytes]:
        return frozenset(self._bearers)

    @cached_property
    def _bearers(self) -> dict[bytes, list[Spelling]]:
        """By words of which one stands in the vocabulary wherever they are named."""
        bearers: dict[bytes, list[Spelling]] = defaultdict(list)
        for person in self.people:
            for spelling in self._named.spellings(person):
                for word in spelling.words:
                    bearers[word].append(spelling)
        return bearers


class Words:
    """A text as words, in which names are looked for."""

    __slots__ = ("is_code", "look", "vocabulary", "words")

    def __init__(self, look: Look, text: bytes | None = None) -> None:
        """`text`: a part of it, if not all."""
        words = words_of(look.plain if text is None else text)
        self.vocabulary = set(words)
        """All words, and the empty one, which stands everywhere."""
        self.vocabulary.add(b"")
        self.words = b" %b " % b" ".join(words)
        """In small letters, each with one space before and behind it."""
        self.is_code = look.is_code
        self.look = look

    def called(self, spelling: Spelling) -> Called:
        """How this person may be called there by this name."""
        best = Called.NOT
        words, literal = self.words, spelling.literal
        at = words.find(literal)
        while at >= 0:
            end = at + len(literal)
            if _ends(words, end):
                if spelling.is_whole or not literal:
                    return Called.WHOLE
                best = max(best, self._beside(at, end, spelling))
                if best is Called.WHOLE:
                    return best
            at = words.find(literal, at + 1)
        is_told = best is not Called.SHORT or self._may_be_name(literal)
        return best if is_told else Called.NOT

    def _beside(self, at: int, end: int, spelling: Spelling) -> Called:
        left = self.words[max(0, at - _LEFT) : at].split()[-_WORDS_LEFT:]
        right = self.words[end : end + _RIGHT].split()
        firsts, initials = spelling.firsts, spelling.initials
        if not firsts.isdisjoint(left):
            return Called.WHOLE
        for word in right:
            if word in firsts:
                return Called.WHOLE
            if word not in _PASSED and not word.endswith(_LABEL):
                break
        near = (*left[-1:], *right[:1])
        is_short = any(w in _ALONE or (len(w) <= _SHORT and w[:1] in initials) for w in near)
        is_short = is_short or not initials.isdisjoint(left[-_MOST_INITIALS:])
        return Called.SHORT if is_short else Called.NOT

    def _may_be_name(self, literal: bytes) -> bool:
        """Whether a family name stands there as it does where only initials or a title are beside
        it: with a capital, or with another sign than a space before it."""
        name = literal[1:]
        if not self.look.is_written or not name.isalpha():
            return True
        plain = self.look.plain
        if plain.count(name) < plain.lower().count(name):
            return True
        return re.search(rb"[^\s\w]" + name, plain) is not None


def _ends(words: bytes, end: int) -> bool:
    """Whether a word ends there, or but for an s."""
    return words[end : end + 1] == b" " or words[end : end + 2] == b"s "


def _spelling(person: str, names: Names, spelling: str) -> Spelling:
    families = names.families(spelling)
    words = words_of(spelling.encode())
    literal = b"".join(b" " + word for word in words)
    first = words[0] if words else b""
    firsts = {_longest(f) for family in families for f in family.firsts if len(f) > 1}
    return Spelling(
        person,
        literal,
        (first, first + b"s") if first else (b"",),
        frozenset(firsts),
        frozenset(each.encode() for family in families for each in family.initials),
        not families or b"" in firsts,
    )


def _longest(name: str) -> bytes:
    return max(words_of(name.encode()), key=len, default=b"")
