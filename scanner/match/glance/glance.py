"""Tells who may stand on a page by one pass over its letters and figures alone.

It serves where nearly every text holds nothing (the archive of a crawl). What a text is written
with between its letters (spaces, dots, dashes, brackets, signs) is left out, letters that are drawn
like figures are taken for them, and one automaton looks for the rarest piece of each fact in what
is left: a telephone number, a plate or a postcode is one literal there, however it is grouped.
Where a piece is met that is many people's, more of a person must stand on the page: the name, or
the house and the town. It never turns away who is on a page by a telling sighting (a number, an
address of e-mail, a plate, a user name as such, a whole postal address), nor who is there by
another fact beside the name in any form. A test holds it against reading everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import itemgetter

import ahocorasick_rs

from scanner.match.address_tables import Own, Tables
from scanner.match.glance.births import Births
from scanner.match.glance.checks import PlaceCheck, Sign, WholeCheck, shown, theirs, with_name
from scanner.match.glance.emails import EmailSigns
from scanner.match.glance.handles import AtHandle
from scanner.match.glance.looks import Look, skeleton
from scanner.match.glance.names import Named
from scanner.match.glance.places import AtStreet, at_house, at_postcode, street_pieces
from scanner.match.glance.said import Said, said_signs
from scanner.match.glance.sheet import Sheet
from scanner.match.handles import user_of
from scanner.match.hosts import Hosts
from scanner.match.local_phones import local_digits
from scanner.match.phrases import Phrases
from scanner.match.seen import Entry
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.normalise import fold
from scanner.text.phones import national_digits, phone_digits

_PHRASES = (FactKind.EMPLOYER, FactKind.SCHOOL, FactKind.CUSTOM)
_SHORTEST = 3
"""Letters and figures of a literal; less stands in every text."""
_MOST_CHECKS, _LONG = 64, 1 << 18
"""So many checks of a text of so many letters and figures, a gazetteer's, cost more than to match
it with everybody at once."""
_FEW = 64
"""Literals that are quicker looked for without those that overlap."""


class Glance:
    """The rarest pieces of all subjects' facts. Holds private values: its `repr` shows none. It
    cannot be pickled: build one for each process."""

    def __init__(
        self, subjects: Sequence[Subject], detectors: Mapping[FactKind, FactDetector]
    ) -> None:
        self._named = Named(subjects)
        self._everybody = frozenset(subject.id for subject in subjects)
        by_kind: dict[FactKind, list[Entry]] = defaultdict(list)
        for subject in subjects:
            for fact in subject.facts:
                if fact.kind in detectors:
                    by_kind[fact.kind].append(Entry(subject.id, fact))
        wholes: dict[bytes, list[WholeCheck]] = defaultdict(list)
        places: dict[bytes, list[PlaceCheck]] = defaultdict(list)
        for sign in _signs(subjects, by_kind, self._named):
            if sign.whole is not None:
                wholes[sign.literal].append(sign.whole)
            if sign.place is not None:
                places[sign.literal].append(sign.place)
        # What has hardly a letter or figure of the Latin script is not told at a glance.
        untold = [literal for literal in wholes if len(literal) < _SHORTEST]
        self._always = [check for literal in untold for check in wholes.pop(literal)]
        """What is asked of every text."""
        literals = list({**wholes, **places})
        self._wholes = [wholes.get(literal, ()) for literal in literals]
        self._places = {
            number: places[literal] for number, literal in enumerate(literals) if literal in places
        }
        self._count = len(literals)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            literals or [b"\0"], implementation=ahocorasick_rs.Implementation.DFA
        )

    def candidates(self, *looks: Look) -> Set[str]:
        """Ids of the subjects of whom something may stand on a page, given as its texts: what is
        shown before the source."""
        sheet = Sheet(looks, self._named)
        found: set[str] = set()
        met: Mapping[int, int] = {}
        for look in looks:
            hits = self._hits(look.skeleton)
            if not hits and not self._always:
                continue
            counts = Counter(map(itemgetter(0), hits))
            checks = dict.fromkeys(self._always)
            for number, count in counts.items():
                # Of the source only what is not shown as well.
                if count > met.get(number, 0):
                    checks.update(dict.fromkeys(self._wholes[number]))
            if len(checks) > _MOST_CHECKS and len(look.skeleton) > _LONG:
                return self._everybody
            for check in checks:
                found |= check(sheet, look)
            if not self._places.keys().isdisjoint(counts):
                for number, start, end in hits:
                    for at_place in self._places.get(number, ()):
                        found |= at_place(sheet, look, start, end)
            met = counts
        return found

    def _hits(self, text: bytes) -> Sequence[tuple[int, int, int]]:
        find = self._automaton.find_matches_as_indexes
        if self._count <= _FEW and not find(text):
            return ()
        return find(text, overlapping=True)

    def __repr__(self) -> str:
        return f"Glance({self._count} literals)"


def _signs(
    subjects: Sequence[Subject], by_kind: Mapping[FactKind, list[Entry]], named: Named
) -> Iterator[Sign]:
    yield from _phones(by_kind.get(FactKind.PHONE, []), named)
    yield from _addresses(by_kind.get(FactKind.ADDRESS, []), named)
    yield from EmailSigns(by_kind.get(FactKind.EMAIL, [])).signs()
    yield from _handles(by_kind.get(FactKind.HANDLE, []), named)
    yield from _certain(_bones_of(by_kind.get(FactKind.VEHICLE, [])))
    yield from _certain(_hosts_of(by_kind.get(FactKind.DOMAIN, [])))
    yield from _births(by_kind.get(FactKind.BIRTH_DATE, []))
    yield from _phrases([entry for kind in _PHRASES for entry in by_kind.get(kind, [])], named)
    yield from _by_name(subjects, named)


def _bone(text: str) -> bytes:
    return skeleton(fold(text).encode())


def _certain(owned: Iterable[tuple[bytes, str]]) -> Iterator[Sign]:
    people: dict[bytes, set[str]] = defaultdict(set)
    for bone, person in owned:
        people[bone].add(person)
    for bone, those in people.items():
        yield Sign(bone, whole=theirs(those))


def _bones_of(entries: Iterable[Entry]) -> Iterator[tuple[bytes, str]]:
    return ((_bone(entry.fact.value.reveal()), entry.subject_id) for entry in entries)


def _hosts_of(entries: Iterable[Entry]) -> Iterator[tuple[bytes, str]]:
    for entry in entries:
        for host in Hosts([entry]).literals():
            yield _bone(host), entry.subject_id


def _phones(entries: Sequence[Entry], named: Named) -> Iterator[Sign]:
    pieces: dict[bytes, set[str]] = defaultdict(set)
    """Figures of which more is needed: the person's name."""
    firsts: set[str] = set()
    whole: list[tuple[bytes, str]] = []
    for entry in entries:
        value = entry.fact.value.reveal()
        if not value.startswith("+"):
            for digits in (value, phone_digits(value)):
                pieces[_bone(digits)].add(entry.subject_id)
            continue
        figures = national_digits(value)
        firsts.add(figures[0])
        whole.append((figures.encode(), entry.subject_id))
        if local := local_digits(value):
            pieces[_bone(local)].add(entry.subject_id)
    yield from _certain(whole)
    for piece, people in pieces.items():
        yield Sign(piece, whole=shown(with_name(people, named)))
    said = Said(entries)
    for sign in said_signs(firsts):
        yield Sign(sign, place=said)


def _addresses(entries: Sequence[Entry], named: Named) -> Iterator[Sign]:
    tables = Tables([Own(entry) for entry in entries])
    for words, street in tables.streets.items():
        check = AtStreet(words, [*street.residents.owns, *street.offices.owns], named)
        for literal in street_pieces(words):
            yield Sign(literal, whole=check)
    for name, group in tables.names.items():
        yield Sign(_bone(name), whole=at_house(_bone(name), group.owns, named))
    for postcode, owns in tables.units.items():
        yield Sign(_bone(postcode), whole=at_postcode(postcode, owns, named))


def _handles(entries: Sequence[Entry], named: Named) -> Iterator[Sign]:
    people: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        people[user_of(entry.fact)].add(entry.subject_id)
    people.pop("", None)
    for user, those in people.items():
        yield Sign(_bone(user), whole=AtHandle(user, those, named))


def _births(entries: Sequence[Entry]) -> Iterator[Sign]:
    births = Births(entries)
    for word in births.words():
        yield Sign(word, whole=births.at_word)
    for mark in births.marks():
        yield Sign(mark, whole=births.at_mark)


def _phrases(entries: Sequence[Entry], named: Named) -> Iterator[Sign]:
    people: dict[bytes, set[str]] = defaultdict(set)
    for entry in entries:
        for word in Phrases([entry]).literals():
            people[_bone(word)].add(entry.subject_id)
    for bone, those in people.items():
        yield Sign(bone, whole=with_name(those, named))


def _by_name(subjects: Sequence[Subject], named: Named) -> Iterator[Sign]:
    """Of those who gave what has no telling piece of its own (relatives, a former name, a place on
    the map), the name itself."""
    for subject in subjects:
        if any(map(_needs_name, subject.facts)):
            for literal in named.literals(subject.id):
                yield Sign(skeleton(literal), whole=with_name({subject.id}, named))


def _needs_name(fact: Fact) -> bool:
    is_former = fact.kind in NAME_KINDS - {FactKind.NAME, FactKind.ALIAS}
    return is_former or fact.kind is FactKind.HOUSEHOLD_MEMBER or bool(fact.part("latitude"))
