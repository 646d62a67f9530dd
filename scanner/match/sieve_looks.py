"""A page's texts as letters and figures alone, and what has been found out about the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import ahocorasick_rs

from scanner.match.sieve import Text
from scanner.match.sieve_names import Called, Named
from scanner.text.normalise import fold, folded_bytes

_ALIKE = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZoil", b"abcdefgh1jk1mn0pqrstuvwxyz011")
_LEFT_OUT = bytes(byte for byte in range(256) if byte > 127 or not chr(byte).isalnum())
_ASCII = bytes(range(128))


def skeleton(text: bytes) -> bytes:
    """The letters and figures of a text in UTF-8, folded, with those that are drawn alike as one:
    "O77OO-9OO123" and "(07700) 900 123" are the same."""
    return _respelled(text).translate(_ALIKE, _LEFT_OUT)


def _respelled(text: bytes) -> bytes:
    """With plain letters and figures in place of those that fold to them. Other signs stay."""
    if not text.isascii():
        odd = text.translate(None, _ASCII)
        for char in set(odd.decode("utf-8", "ignore")):
            # What has no letter or figure in it is left out in any case.
            if plain := _PLAIN.get(char) if char in _PLAIN else _plain(char):
                text = text.replace(char.encode(), plain)
    return text


_PLAIN: dict[str, bytes] = {}
"""Of each character that was met what letters and figures it folds to."""


def _plain(char: str) -> bytes:
    found = "".join(each for each in fold(char) if each.isascii() and each.isalnum()).encode()
    _PLAIN[char] = found
    return found


class Look:
    """One text of a page."""

    __slots__ = ("is_code", "is_plain", "joined", "skeleton", "text")

    def __init__(
        self, text: bytes, is_code: bool = False, joined: Callable[[], bytes] | None = None
    ) -> None:
        """`text`: in UTF-8, escapes undone. `is_code`: with all its markup and scripts. `joined`:
        makes the same without the gaps that markup left."""
        self.joined = joined
        self.text = text
        self.is_code = is_code
        respelled = _respelled(text)
        self.is_plain = respelled == text
        """Each letter is written as such, so that its case is the writer's."""
        self.skeleton = respelled.translate(_ALIKE, _LEFT_OUT)


class Families:
    """The family names of all subjects. What finds them is made when it is first needed."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self._automaton: ahocorasick_rs.BytesAhoCorasick | None = None
        self._numbers: dict[str, list[int]] = {}
        self._groups: dict[frozenset[str], dict[int, list[str]]] = {}
        self._always: set[int] = set()

    def present(self, looks: Iterable[Look]) -> set[int]:
        """The numbers of the family names that may stand on a page."""
        find = (self._automaton or self._make()).find_matches_as_indexes
        found = set(self._always)
        for look in looks:
            found.update(number for number, _, _ in find(look.skeleton, overlapping=True))
        return found

    def bearers(self, people: Set[str]) -> dict[int, list[str]]:
        """These people by the numbers of their family names."""
        if people not in self._groups:
            groups: dict[int, list[str]] = defaultdict(list)
            for person in people:
                for number in self._numbers[person]:
                    groups[number].append(person)
            self._groups[frozenset(people)] = groups
        return self._groups[people]  # type: ignore[index]

    def _make(self) -> ahocorasick_rs.BytesAhoCorasick:
        numbers: dict[bytes, int] = {}
        for person in self.named.people():
            bones = {skeleton(literal.encode()) for literal in self.named.literals(person)}
            self._numbers[person] = [numbers.setdefault(bone, len(numbers)) for bone in bones]
        if b"" in numbers:
            # Such a name has no letter of the Latin script.
            self._always = {numbers[b""]}
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [bone or b"\0" for bone in numbers] or [b"\0"],
            implementation=ahocorasick_rs.Implementation.DFA,
        )
        return self._automaton


class Sheet:
    """A page at a glance: what is found out about it is found out once."""

    __slots__ = ("_families", "_groups", "_looks", "_names", "_once", "_present", "_texts")

    def __init__(self, looks: Sequence[Look], families: Families) -> None:
        self._looks = looks
        self._families = families
        self._texts: dict[int, Text] = {}
        self._once: dict[tuple[object, int], bool] = {}
        self._names: dict[str, Called] = {}
        self._groups: dict[tuple[frozenset[str], Called], bool] = {}
        self._present: set[int] | None = None

    def text_of(self, look: Look) -> Text:
        """The text as it is folded, made when it is first needed."""
        if not self._texts:
            for each in self._looks:
                text = Text(folded_bytes(each.text), each.is_code)
                text.written = each.text if each.is_plain else None
                self._texts[id(each)] = text
            joined = (each.joined() for each in self._looks if each.joined is not None)
            texts = (*self._texts.values(), *(Text(folded_bytes(each)) for each in joined))
            for text in texts:
                text.all, text.named = texts, texts[0].named
        return self._texts[id(look)]

    def once(self, key: object, look: Look, check: Callable[[], bool]) -> bool:
        """A check of a whole text, made at the first of its signs only."""
        known = self._once.get((key, id(look)))
        if known is None:
            known = self._once[key, id(look)] = check()
        return known

    def names_any(self, people: frozenset[str], least: Called = Called.SHORT) -> bool:
        """Whether any of these people may be named on the page, so well at the least."""
        key = people, least
        known = self._groups.get(key)
        if known is None:
            known = self._groups[key] = any(
                self._called(person) >= least for person in self._there(people)
            )
        return known

    def names_near(self, people: frozenset[str], near: Look) -> bool:
        """The same, their family name in a stretch of it."""
        found = self._families.present((near,))
        bearers = self._families.bearers(people)
        return any(
            self._called(person) for number in bearers.keys() & found for person in bearers[number]
        )

    def _there(self, people: frozenset[str]) -> Iterator[str]:
        """Those of these people whose family name may stand on the page."""
        if self._families_there():
            bearers = self._families.bearers(people)
            for number in bearers.keys() & self._families_there():
                yield from bearers[number]

    def _families_there(self) -> set[int]:
        if self._present is None:
            self._present = self._families.present(self._looks)
        return self._present

    def _called(self, person: str) -> Called:
        known = self._names.get(person)
        if known is None:
            text = self.text_of(self._looks[0])
            known = self._names[person] = self._families.named.called(person, text)
        return known
