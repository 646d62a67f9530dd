"""The addresses looked for, in tables: by street, by house and by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scanner.match.houses import House
from scanner.match.places import Around, Places
from scanner.match.seen import Entries, Entry
from scanner.model.facts import Use
from scanner.text.phrases import is_written_as_name
from scanner.text.streets import street_words

_FEW = 8
"""So many towns that it is cheaper to look for each than to read all the words."""


class Own:
    """One address that is looked for."""

    __slots__ = ("entries", "entry", "house", "is_office", "places", "street")

    def __init__(self, entry: Entry) -> None:
        fact = entry.fact
        self.entry = entry
        self.entries = Entries([entry])
        self.house = House(fact)
        self.places = Places(fact)
        self.street = street_words(fact.part("street"))
        # Whoever writes of a shopping street does not speak of the office in it.
        self.is_office = fact.use is Use.OFFICE

    def __repr__(self) -> str:
        return "Own(…)"


class Group:
    """Addresses that share a street, or the name of a house: who of them is meant is told by the
    places that stand beside."""

    __slots__ = ("_by_postcode", "_by_town", "_towns", "entries", "owns", "unplaced")

    def __init__(self) -> None:
        self.owns: list[Own] = []
        self.entries = Entries()
        self._by_town: dict[str, list[Own]] = defaultdict(list)
        self._towns: dict[str, list[str]] = defaultdict(list)
        """Towns by their first words."""
        self._by_postcode: dict[str, list[Own]] = defaultdict(list)
        self.unplaced = Entries()
        """Of whom no place was given, so that none speaks against them."""

    def add(self, own: Own) -> None:
        self.owns.append(own)
        self.entries.add(own.entry)
        for town in own.places.towns:
            if town not in self._by_town:
                self._towns[town.split(" ")[0]].append(town)
            self._by_town[town].append(own)
        if own.places.is_unit:
            self._by_postcode[own.places.postcode].append(own)
        if not own.places.are_given:
            self.unplaced.add(own.entry)

    def placed(self, around: Around) -> Iterator[Own]:
        """Those of whom a place stands beside: to be asked one by one."""
        if len(self._towns) <= _FEW and not around.may_name(self._towns):
            return
        seen: set[int] = set()
        for own in self._candidates(around):
            if id(own) not in seen:
                seen.add(id(own))
                yield own

    def _candidates(self, around: Around) -> Iterator[Own]:
        if around.postcode is not None:
            yield from self._by_postcode.get(around.postcode.value, ())
        else:
            for postcode in around.postcodes_before:
                yield from self._by_postcode.get(postcode, ())
        for words in (around.words_after, around.words_near):
            for word in words.split():
                for town in self._towns.get(word, ()):
                    if f" {town} " in words:
                        yield from self._by_town[town]


class Street:
    """Everybody in the streets of one name."""

    __slots__ = ("_by_number", "is_common_noun", "nameless", "names", "offices", "residents")

    def __init__(self, given: str) -> None:
        self.is_common_noun = not is_written_as_name(given, given.lower())
        self.residents, self.nameless, self.offices = Group(), Group(), Group()
        self.names: dict[str, list[Own]] = defaultdict(list)
        self._by_number: dict[str, list[Own]] = defaultdict(list)

    def add(self, own: Own) -> None:
        (self.offices if own.is_office else self.residents).add(own)
        if not own.house.is_given and not own.is_office:
            self.nameless.add(own)
        for name in own.house.names:
            self.names[name].append(own)
        for key in own.house.keys:
            self._by_number[key].append(own)

    def numbered(self, keys: Iterator[str]) -> Iterator[Own]:
        """Those whose house is found by one of the keys."""
        for key in keys:
            yield from self._by_number.get(key, ())

    def named(self, names: tuple[str, ...]) -> Iterator[Own]:
        for name in names:
            yield from self.names.get(name, ())


class Tables:
    """All addresses looked for."""

    def __init__(self, owns: list[Own]) -> None:
        self.streets: dict[tuple[str, ...], Street] = {}
        self.units: dict[str, list[Own]] = defaultdict(list)
        self.unit_entries: dict[str, Entries] = {}
        self.districts: dict[str, Entries] = {}
        self.names: dict[str, Group] = {}
        for own in owns:
            self._add(own)

    def _add(self, own: Own) -> None:
        if own.street:
            street = self.streets.get(own.street)
            if street is None:
                street = self.streets[own.street] = Street(own.entry.fact.part("street"))
            street.add(own)
        for name in own.house.names:
            self.names.setdefault(name, Group()).add(own)
        if own.places.is_unit:
            self.units[own.places.postcode].append(own)
            self.unit_entries.setdefault(own.places.postcode, Entries()).add(own.entry)
        if outward := own.places.outward:
            self.districts.setdefault(outward.lower(), Entries()).add(own.entry)
