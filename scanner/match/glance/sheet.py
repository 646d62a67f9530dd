"""A page at a glance: what is found out about it is found out once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from scanner.match.glance.looks import Look
from scanner.match.glance.names import Called, Group, Named, Words

T = TypeVar("T")


class Sheet:
    """The texts of a page, and who is named in them."""

    __slots__ = ("_called", "_known", "_looks", "_named")

    def __init__(self, looks: Sequence[Look], named: Named) -> None:
        self._looks = looks
        self._named = named
        self._known: dict[tuple[int, int], object] = {}
        self._called: dict[tuple[Group, bool], Mapping[str, Called]] = {}

    def once(self, key: object, look: Look, find: Callable[[Look], T]) -> T:
        """What is found in a whole text, looked for at the first of its signs only. `key`: lives
        as long as the sheet."""
        place = id(key), id(look)
        if place not in self._known:
            self._known[place] = find(look)
        return self._known[place]  # type: ignore[return-value]

    def joined(self, look: Look) -> Look | None:
        """The text without the gaps that markup left within words, if it left any."""
        return self.once(Look.joined, look, Look.joined)

    def called(self, group: Group, look: Look) -> Mapping[str, Called]:
        """How those of a group are called who may be named on the page: in the text itself, and
        beside the source in what is shown as well."""
        key = group, look.is_code
        if key not in self._called:
            self._called[key] = group.called(self._beside(look))
        return self._called[key]

    def shown(self, group: Group) -> Mapping[str, Called]:
        """How those of a group are called who may be named in what is shown."""
        return self.called(group, self._looks[0]) if not self._looks[0].is_code else {}

    def named(self, people: Collection[str], look: Look) -> set[str]:
        """The same of a few people."""
        return self._named.among(people, self._beside(look)) if people else set()

    def words(self, look: Look) -> Sequence[Words]:
        """The words of a text; those without the gaps that markup left within them as well."""
        return self.once(Words, look, self._made_words)

    def _beside(self, look: Look) -> Iterator[Words]:
        for each in self._looks if look.is_code else (look,):
            yield from self.words(each)

    def _made_words(self, look: Look) -> Sequence[Words]:
        joined = self.joined(look)
        return (Words(look),) if joined is None else (Words(look), Words(joined))
