"""Tells most texts of a crawl apart by one pass over their letters and figures alone.

What a text is written with between its letters (spaces, dots, dashes, brackets, signs) is left out,
letters that are drawn like figures are taken for them, and one automaton looks for the rarest piece
of each fact in what is left: a telephone number, a plate or a postcode is one literal there,
however it is grouped. Where a piece is met that is many people's, the person's name must stand on
the page as well. What it lets through, `Sieve` looks at; what it does not, holds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import ahocorasick_rs

from scanner.match.address_tables import Own, Tables
from scanner.match.handles import user_of
from scanner.match.hosts import Hosts
from scanner.match.local_phones import local_digits
from scanner.match.phrases import Phrases
from scanner.match.seen import Entry
from scanner.match.sieve_births import BirthDays
from scanner.match.sieve_emails import EmailSieve
from scanner.match.sieve_looks import Families, Look, Sheet, skeleton
from scanner.match.sieve_names import Named
from scanner.match.sieve_places import at_house, at_postcode, at_street, street_pieces
from scanner.match.sieve_said import (
    BORN,
    birth_words_of,
    born_signs,
    dates_in,
    is_marked,
    may_be_said,
    said_signs,
)
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.normalise import fold, folded_bytes
from scanner.text.phones import national_digits, phone_digits

Check = Callable[[Sheet, Look, int, int], bool]
"""Whether more than the literal stands where it was met, at [start, end) of a skeleton."""
_Pairs = Iterator[tuple[bytes, Check]]
_PHRASES = (FactKind.EMPLOYER, FactKind.SCHOOL, FactKind.CUSTOM)
_SHORTEST = 3
"""Letters and figures of a literal; of less, every text is looked at."""
_FEW = 64
"""Literals that are quicker looked for without those that overlap."""


class Glance:
    """The rarest pieces of all subjects' facts. Holds private values: its `repr` shows none. It
    cannot be pickled: build one for each process."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        detectors: Mapping[FactKind, FactDetector],
        named: Named,
    ) -> None:
        by_kind: dict[FactKind, list[Entry]] = defaultdict(list)
        for subject in subjects:
            for fact in subject.facts:
                if fact.kind in detectors:
                    by_kind[fact.kind].append(Entry(subject.id, fact))
        checks: dict[bytes, list[Check]] = defaultdict(list)
        for literal, check in (
            *_phones(by_kind[FactKind.PHONE]),
            *_addresses(by_kind[FactKind.ADDRESS]),
            *_emails(by_kind[FactKind.EMAIL]),
            *_certain(user_of(entry.fact) for entry in by_kind[FactKind.HANDLE]),
            *_certain(fold(entry.fact.value.reveal()) for entry in by_kind[FactKind.VEHICLE]),
            *_certain(Hosts(by_kind[FactKind.DOMAIN]).literals()),
            *_births(by_kind[FactKind.BIRTH_DATE]),
            *_phrases([entry for kind in _PHRASES for entry in by_kind[kind]]),
            *_by_name(subjects, named),
        ):
            checks[literal].append(check)
        self._families = Families(named)
        # What has hardly a letter or figure of the Latin script is not told at a glance.
        self._is_blind = any(len(literal) < _SHORTEST for literal in checks)
        self._checks = list(checks.values())
        self._count = len(checks)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            list(checks) or [b"\0"], implementation=ahocorasick_rs.Implementation.DFA
        )

    def may_hold(self, *looks: Look) -> bool:
        """Whether anything that leads to anybody may stand on a page, given as its texts."""
        if self._is_blind:
            return True
        sheet = Sheet(looks, self._families)
        return any(self._stops_at(sheet, look) for look in looks)

    def _stops_at(self, sheet: Sheet, look: Look) -> bool:
        find = self._automaton.find_matches_as_indexes
        if self._count <= _FEW and not find(look.skeleton):
            return False
        checks = self._checks
        for number, start, end in find(look.skeleton, overlapping=True):
            for check in checks[number]:
                if check(sheet, look, start, end):
                    return True
        return False

    def __repr__(self) -> str:
        return f"Glance({self._count} literals)"


def _yes(sheet: Sheet, look: Look, start: int, end: int) -> bool:
    return True


def _bone(text: str) -> bytes:
    return skeleton(fold(text).encode())


def _named(people: set[str]) -> Check:
    those = frozenset(people)
    return lambda sheet, look, start, end: sheet.names_any(those)


def _phones(entries: Sequence[Entry]) -> _Pairs:
    pieces: dict[str, set[str]] = defaultdict(set)
    """Figures of which more is needed: the person's name."""
    firsts: set[str] = set()
    for entry in entries:
        value = entry.fact.value.reveal()
        if not value.startswith("+"):
            pieces[value].add(entry.subject_id)
            pieces[phone_digits(value)].add(entry.subject_id)
            continue
        figures = national_digits(value)
        firsts.add(figures[0])
        yield figures.encode(), _yes
        if local := local_digits(value):
            pieces[local].add(entry.subject_id)
    for piece, people in pieces.items():
        if piece:
            yield _bone(piece), _shown(_named(people))
    for sign in said_signs(firsts):
        yield sign, _shown(may_be_said)


def _shown(check: Check) -> Check:
    """The check of a text that a reader sees."""
    return lambda sheet, look, start, end: not look.is_code and check(sheet, look, start, end)


def _addresses(entries: Sequence[Entry]) -> _Pairs:
    tables = Tables([Own(entry) for entry in entries])
    for words, street in tables.streets.items():
        owns = [*street.residents.owns, *street.offices.owns]
        check = at_street(owns)
        for literal in street_pieces(words):
            yield literal, check
    for name, group in tables.names.items():
        yield _bone(name), at_house(group.owns)
    for postcode, owns in tables.units.items():
        yield _bone(postcode), at_postcode(postcode, owns)


def _emails(entries: Sequence[Entry]) -> _Pairs:
    emails = EmailSieve(entries)
    for literal in {_bone(literal) for literal in emails.bones()}:
        yield literal, _yes


def _certain(texts: Iterable[str]) -> _Pairs:
    for literal in {_bone(text) for text in texts if text}:
        yield literal, _yes


def _births(entries: Sequence[Entry]) -> _Pairs:
    days = BirthDays(entries)
    if not days:
        return
    dates_of = dates_in(entries)

    def names_born(sheet: Sheet, look: Look) -> bool:
        people = frozenset(dates_of(look))
        if not people:
            return False
        told = sheet.text_of(look).folded
        if look.is_code:
            # There the word is the date's key, and most figures are nobody's.
            told = b" ".join(told[max(0, at - 80) : at + 400] for at in birth_words_of(told))
        elif look.joined:
            told += b" " + folded_bytes(look.joined())
        return sheet.names_any(frozenset(days.born(told)))

    def check(sheet: Sheet, look: Look, start: int, end: int) -> bool:
        return sheet.once(BORN, look, lambda: names_born(sheet, look))

    words, marks = born_signs(entries)
    for word in words:
        yield word, check
    for mark in marks:
        yield mark, _shown(lambda *at: is_marked(*at[:2]) and check(*at))


def _phrases(entries: Sequence[Entry]) -> _Pairs:
    people: dict[bytes, set[str]] = defaultdict(set)
    for entry in entries:
        for word in Phrases([entry]).literals():
            people[_bone(word)].add(entry.subject_id)
    for bone, those in people.items():
        yield bone, _named(those)


def _by_name(subjects: Sequence[Subject], named: Named) -> _Pairs:
    """Of those who gave what has no telling piece of its own (relatives, a former name, a place on
    the map), the name itself."""
    for subject in subjects:
        if any(map(_needs_name, subject.facts)):
            for spelling in named.literals(subject.id):
                yield _bone(spelling), _named({subject.id})


def _needs_name(fact: Fact) -> bool:
    is_former = fact.kind in NAME_KINDS - {FactKind.NAME, FactKind.ALIAS}
    return is_former or fact.kind is FactKind.HOUSEHOLD_MEMBER or bool(fact.part("latitude"))
