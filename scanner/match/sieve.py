"""Tells at a glance which texts can hold nothing that leads to any of thousands of people.

It serves where nearly every text holds nothing (the archive of a crawl): one automaton looks for
one telling piece of each fact, and only where one stands is a little more of the text read. It
never turns away a text with a telling sighting (a number, an address of e-mail, a plate, a user
name as such, a whole postal address), nor one on which another fact stands beside the person's name
in any form; what is many people's without a name (a street, a year) it does not stop at. A test
holds it against reading everything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import ahocorasick_rs

from scanner.match.address_tables import Own, Street, Tables
from scanner.match.handles import user_of
from scanner.match.phrases import Phrases
from scanner.match.plates import Plates
from scanner.match.seen import Entry
from scanner.match.sieve_births import BIRTH_MARKS, BIRTH_WORDS, BirthDays
from scanner.match.sieve_emails import EmailSieve
from scanner.match.sieve_names import Named
from scanner.match.sieve_phones import SPOKEN_SIGNS, PhoneSieve
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.normalise import fold
from scanner.text.streets import street_literals

Check = Callable[["Text", int, int], bool]
"""Whether more than the literal stands where it was met, at [start, end) of a text."""

_PHRASES = (FactKind.EMPLOYER, FactKind.SCHOOL, FactKind.CUSTOM)
_WINDOW, _WINDOW_OF_CODE = 200, 400
"""Bytes beside a street in which its house and town stand, in whatever order, if they do at all."""
_HOUSE = re.compile(rb"\d{1,4}")
_BEFORE_HANDLE = re.compile(
    rb"(?:[@/=:|\-(#~+]|%40|%2f|%3d|(?:[a-z] |^)(?:handle|name|id|is|account) |"
    rb"(?:twitter|x|insta|instagram|ig|facebook|fb|threads|tok|tt|tube|yt|snap|snapchat|sc|reddit"
    rb"|bluesky|bsky|mastodon|linkedin|hub|github|twitch|discord|telegram|skype|steam|psn|xbox"
    rb"|strava|pinterest|kik|nick|nickname|user|username|tag|gamertag|handle) ) ?$"
)
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_MARKS = re.compile(rb"[^a-z0-9]+")


class Text:
    """One folded text (UTF-8), as `folded_bytes` makes it, and what was found out about it."""

    __slots__ = ("all", "folded", "is_code", "named", "written")

    def __init__(self, folded: bytes, is_code: bool = False) -> None:
        self.folded = folded
        self.is_code = is_code
        """It is the source of a page with all its markup, so that a value may stand in it in
        pieces, and most of its figures are nobody's number."""
        self.all: tuple[Text, ...] = (self,)
        """All texts of the page, this one included: a name may stand in any of them."""
        self.written: bytes | None = None
        """As it was before it was folded, if the case of its letters says something."""
        self.named: dict[Collection[str], bool] = {}
        """Of groups of people, whether any may be named on the page."""

    def has_name(self, literal: bytes) -> bool:
        """Whether a family name stands there as it does where only initials or a title are beside
        it: with a capital, or with a stop or another sign before it or behind the initial."""
        if self.written is None or not (literal.isascii() and literal.isalpha()):
            return True
        lower = self.written.lower()
        at = lower.find(literal)
        while at >= 0:
            before = self.written[max(0, at - 4) : at].rstrip()[-1:]
            after = self.written[at + len(literal) : at + len(literal) + 9]
            is_small = self.written[at : at + 1].islower()
            if not is_small or not before.isalnum() or b"." in after or b"," in after:
                return True
            at = lower.find(literal, at + 1)
        return False


class Sieve:
    """What to stop at, of all subjects. Holds private values: its `repr` shows none. It cannot be
    pickled: build one for each process."""

    def __init__(
        self, subjects: Sequence[Subject], detectors: Mapping[FactKind, FactDetector]
    ) -> None:
        self.named = Named(subjects)
        by_kind: dict[FactKind, list[Entry]] = defaultdict(list)
        for subject in subjects:
            for fact in subject.facts:
                if fact.kind in detectors:
                    by_kind[fact.kind].append(Entry(subject.id, fact))
        self._phones = PhoneSieve(by_kind[FactKind.PHONE], self.named)
        owns = [Own(entry) for entry in by_kind[FactKind.ADDRESS]]
        checks: dict[str, list[Check]] = defaultdict(list)
        for literal, check in (
            *_streets(owns, self.named),
            *_postcodes(owns),
            *_emails(EmailSieve(by_kind[FactKind.EMAIL])),
            *_handles(by_kind[FactKind.HANDLE], self.named),
            *_plates(by_kind[FactKind.VEHICLE]),
            *_births(by_kind[FactKind.BIRTH_DATE], self.named),
            *(pair for kind in _PHRASES for pair in _phrases(by_kind[kind], self.named)),
            *_by_name(subjects, self.named),
            *_spoken(self._phones),
        ):
            checks[literal].append(check)
        self._checks = list(checks.values())
        self.literals = tuple(literal.encode() for literal in checks)
        """What its automaton looks for."""
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(
                self.literals, implementation=ahocorasick_rs.Implementation.DFA
            )
            if checks
            else None
        )

    def may_hold(self, *texts: Text) -> bool:
        """Whether anything that leads to anybody may stand on a page, given as its texts."""
        for text in texts:
            text.all, text.named = texts, texts[0].named
        return any(map(self._stops_at, texts))

    def _stops_at(self, text: Text) -> bool:
        if self._phones.may_hold(text):
            return True
        if self._automaton is None:
            return False
        done: set[tuple[int, bytes]] = set()
        for number, start, end in self._automaton.find_matches_as_indexes(
            text.folded, overlapping=True
        ):
            # A page that repeats itself is not read again and again.
            near = text.folded[max(0, start - 24) : end + 24]
            if (number, near) in done:
                continue
            done.add((number, near))
            if any(check(text, start, end) for check in self._checks[number]):
                return True
        return False

    def __repr__(self) -> str:
        return f"Sieve({len(self.literals)} literals)"


_Pairs = Iterator[tuple[str, Check]]


def _begins(text: Text, start: int) -> bool:
    """Whether no letter or digit stands right before."""
    return text.is_code or not start or text.folded[start - 1] not in _WORD


def _streets(owns: Sequence[Own], named: Named) -> _Pairs:
    tables = Tables(list(owns))
    for words, street in tables.streets.items():
        check = _at_street(street, named)
        for literal in street_literals(words):
            yield literal, check
    for name, group in tables.names.items():
        for literal in {name.replace(" ", joint) for joint in " -+_"}:
            yield literal, _at_house(group.owns, named)


def _at_street(street: Street, named: Named) -> Check:
    owns = [*street.residents.owns, *street.offices.owns]
    people = frozenset(own.entry.subject_id for own in owns)

    def check(text: Text, start: int, end: int) -> bool:
        if not _begins(text, start):
            return False
        window = _around(text, start, end)
        keys = {found.decode() for found in _HOUSE.findall(window)}
        keys |= {f"flat {key}" for key in keys}
        numbered = street.numbered(iter(keys))
        those = {id(own): own for own in numbered}
        those |= {id(own): own for own in owns if own.house.names or own.house.whole}
        return any(_is_placed(window, own) for own in those.values()) or named.any_of(people, text)

    return check


def _at_house(owns: Sequence[Own], named: Named) -> Check:
    people = frozenset(own.entry.subject_id for own in owns)

    def check(text: Text, start: int, end: int) -> bool:
        if not _begins(text, start):
            return False
        window = _around(text, start, end)
        return any(_is_placed(window, own) for own in owns) or named.any_of(people, text)

    return check


def _around(text: Text, start: int, end: int) -> bytes:
    reach = _WINDOW_OF_CODE if text.is_code else _WINDOW
    return text.folded[max(0, start - reach) : end + reach]


def _is_placed(window: bytes, own: Own) -> bool:
    """Whether a place of the address may be named near."""
    if own.places.outward and own.places.outward.lower().encode() in window:
        return True
    return any(_named_by(town) in window for town in own.places.towns)


@lru_cache(maxsize=65536)
def _named_by(town: str) -> bytes:
    """What stands wherever a town is named: its longest word, which may be a possessive."""
    return max(town.split(), key=len).removesuffix("s").encode()


def _postcodes(owns: Sequence[Own]) -> _Pairs:
    for own in owns:
        outward, _, inward = own.places.postcode.lower().partition(" ")
        for gap in (" ", "", "+", "-", "_", ".") if inward else ():
            yield f"{outward}{gap}{inward}", lambda text, start, end: _begins(text, start)


def _emails(emails: EmailSieve) -> _Pairs:
    for literal in emails.literals():
        yield literal, lambda text, start, end: emails.is_at(text.folded, start, end, text.is_code)


def _handles(entries: Sequence[Entry], named: Named) -> _Pairs:
    people: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        people[user_of(entry.fact)].add(entry.subject_id)
    people.pop("", None)
    for literal, those in people.items():
        yield literal, _at_handle(frozenset(those), named)


def _at_handle(people: Collection[str], named: Named) -> Check:
    def check(text: Text, start: int, end: int) -> bool:
        after = text.folded[end : end + 1]
        if after == b"_" or (after and after[0] in _WORD):
            return False
        before = text.folded[max(0, start - 32) : start]
        encoded = before[-3:] in (b"%40", b"%2f", b"%3d")
        if before and before[-1] in _WORD and not encoded and not text.is_code:
            return False
        if after == b"." or _BEFORE_HANDLE.search(before):
            return True
        return named.any_of(people, text)

    return check


def _plates(entries: Sequence[Entry]) -> _Pairs:
    skeletons = {_skeleton(fold(entry.fact.value.reveal()).encode()) for entry in entries}
    lengths = sorted({len(skeleton) for skeleton in skeletons})

    def check(text: Text, start: int, end: int) -> bool:
        ahead = _skeleton(text.folded[start : start + 40])
        return _begins(text, start) and any(ahead[:length] in skeletons for length in lengths)

    for literal in Plates(entries).literals():
        yield literal, check


def _skeleton(text: bytes) -> bytes:
    return _MARKS.sub(b"", text).translate(_ALIKE)


_ALIKE = bytes.maketrans(b"oi", b"01")


def _births(entries: Sequence[Entry], named: Named) -> _Pairs:
    days = BirthDays(entries)
    if not days:
        return

    once = _once(lambda text, start, end: named.any_of(days.born(text.folded), text))
    for word in BIRTH_WORDS:
        yield word, once

    def at_mark(text: Text, start: int, end: int) -> bool:
        is_word = not start or text.folded[start - 1] not in _WORD
        return is_word and not text.is_code and once(text, start, end)

    for mark in BIRTH_MARKS:
        yield mark, at_mark


def _phrases(entries: Sequence[Entry], named: Named) -> _Pairs:
    people: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for literal in Phrases([entry]).literals():
            people[literal].add(entry.subject_id)
    for literal, those in people.items():
        yield literal, _beside_name(frozenset(those), named)


def _beside_name(people: Collection[str], named: Named) -> Check:
    return lambda text, start, end: _begins(text, start) and named.any_of(people, text)


def _by_name(subjects: Iterable[Subject], named: Named) -> _Pairs:
    """Of those who gave what has no telling piece of its own (relatives, a former name, a place on
    the map), the name itself."""
    for subject in subjects:
        if any(map(_needs_name, subject.facts)):
            check = _beside_name(frozenset({subject.id}), named)
            for literal in named.literals(subject.id):
                yield literal, check


def _needs_name(fact: Fact) -> bool:
    is_former = fact.kind in NAME_KINDS - {FactKind.NAME, FactKind.ALIAS}
    return is_former or fact.kind is FactKind.HOUSEHOLD_MEMBER or bool(fact.part("latitude"))


def _spoken(phones: PhoneSieve) -> _Pairs:
    if phones:
        for sign in SPOKEN_SIGNS:
            yield sign, _disguised(phones)


def _disguised(phones: PhoneSieve) -> Check:
    return lambda text, start, end: (
        not text.is_code and phones.is_disguised(text.folded, start, end)
    )


def _once(check: Check) -> Check:
    """A check of a whole text, made at the first of its signs only."""
    last: list[Text] = []

    def first(text: Text, start: int, end: int) -> bool:
        if last and last[0] is text:
            return False
        last[:] = [text]
        return check(text, start, end)

    return first
