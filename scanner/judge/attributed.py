"""Whose is each sighting of a page: one judgement, for findings and for whoever asks of a file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from scanner.domains import host_of_url, same_site
from scanner.judge.attribution import (
    Verdict,
    comparable_kinds,
    is_hint,
    key_of,
    reasons_for,
)
from scanner.judge.clues import Clue, find_clues
from scanner.judge.mentions import Mention, Mentions
from scanner.judge.records import Record, Seen, record_of, seen_as_by, stretch_around
from scanner.judge.weighing import SETTLING, Case, NameSeen, name_points, weigh
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.finding import Attribution
from scanner.model.outcome import Region
from scanner.model.sighting import Matched, Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.text.name_frequency import Commonness, commonness

_OUTWEIGHING_CLUES = frozenset({"birth_month", "middle_name"})
_OUTWEIGHING = SETTLING | {
    "birth_date.month_year",
    "household_member.full",
    "household_member.with_middle",
    "household_member.last_first",
}
"""What outweighs another address in the entry: a director's is often their company's, a family's
may be an old one."""

_SAME_CARD = 160
"""Code points between a name and the postcode of its address at most: a role and three lines of an
address. A judgement; what stands further off is as often the foot of the page."""

_END = re.compile(r"[a-z0-9]{3}[.!?][\"”’)]*\n")
"""The end of a sentence and of its paragraph: lines of addresses end without a full stop."""

_SURE = 0.5
"""Confidence from which on a sighting counts as evidence for another."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A sighting, and whether it is the subject's."""

    sighting: Sighting
    attribution: Attribution
    reasons: tuple[str, ...]
    """In plain words, without any value of the page."""


def attributed(
    subject: Subject,
    book: RuleBook,
    document: Document,
    matched: Matched,
    regions: Sequence[Region] = (),
    whole: bool = False,
) -> tuple[Attributed, ...]:
    """Every sighting of `subject` in the document with its attribution, in page order.

    Names, forms that make no finding and what turned out to be somebody else's are among them.
    `matched` may hold sightings of other subjects, too. `regions`: stretches that hold one record
    each; `whole`: the document is one record.
    """
    attributor = Attributor(subject, book, document, matched, regions, whole)
    return tuple(
        Attributed(sighting, verdict.attribution, verdict.reasons)
        for sighting in attributor.mine
        for _, verdict in (attributor.judged(sighting),)
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands with a sighting."""

    facts: dict[str, tuple[str, float]]
    """By id of the fact: kind and form, and the share of its points (0–1)."""
    name: NameSeen | None
    supports: tuple[str, ...]
    against: tuple[str, ...]


class Attributor:
    """Says whose the sightings of one document are."""

    def __init__(
        self,
        subject: Subject,
        book: RuleBook,
        document: Document,
        matched: Matched,
        regions: Sequence[Region],
        whole: bool,
    ) -> None:
        self._subject = subject
        self._table = book.attribution
        self._document = document
        self._regions = regions
        self._whole = whole
        self._seen = Seen(seen_as_by(subject.id, matched))
        self.mine = self._seen.sightings
        """The subject's sightings in page order."""
        self.comparable = comparable_kinds(subject)
        self._declared: dict[tuple[int, int], Record] = {}
        self._entries: dict[tuple[int, int], Entry] = {}
        self._commonness = {
            fact.id: commonness(fact.part("given"), fact.part("family"))
            for fact in subject.of_kind(*NAME_KINDS)
        }
        # Where the page was in the end: an own address may lead to somebody else's site.
        host = host_of_url(document.url)
        own = (fact.value.reveal() for fact in subject.of_kind(FactKind.DOMAIN))
        self._is_own_place = any(same_site(host, domain) for domain in own)

    def judged(self, sighting: Sighting) -> tuple[Record, Verdict]:
        """The record in which the sighting stands, and whose it is."""
        record = self._record(sighting)
        hint = is_hint(sighting, self._subject.fact(sighting.fact_id))
        if self._is_own_place and not hint and sighting.kind is not FactKind.BIRTH_DATE:
            return record, Verdict(
                Attribution.CONFIRMED, ("It is on a site that you gave as yours.",)
            )
        case = self._case(sighting, record, hint)
        verdict = weigh(self._table, case)
        return record, Verdict(verdict, reasons_for(sighting, case, verdict))

    def _record(self, sighting: Sighting) -> Record:
        low, high, is_declared = stretch_around(
            sighting.start, sighting.end, self._document, self._regions, self._whole
        )
        if not is_declared:
            return record_of(low, high, False, self._seen)
        if (low, high) not in self._declared:
            self._declared[low, high] = record_of(low, high, True, self._seen)
        return self._declared[low, high]

    def may_be_asked_about(self, stranger: Stranger, name: Sighting) -> bool:
        """Whether a value that was not given reads as belonging to the person of that name: not
        where it stands on a line of somebody else's, nor with a namesake."""
        owner = self._mentions.owner(stranger.start, stranger.end)
        if not self._mentions.are_in_one_entry(stranger.start, name.start):
            return False
        if owner is not None and not owner.is_subject:
            return self._mentions.is_same_line(stranger.start, name.start)
        if stranger.kind in self.comparable:
            return True  # the answer settles whether it is a namesake
        return self.judged(name)[1].attribution is not Attribution.OTHER_PERSON

    @cached_property
    def _mentions(self) -> Mentions:
        names = [(s.start, s.end) for s in self.mine if s.kind in NAME_KINDS]
        around = [(s.start, s.end) for s in self.mine]
        family = [fact.part("family") for fact in self._subject.of_kind(*NAME_KINDS)]
        return Mentions(self._document, names, around, family)

    @cached_property
    def _clues(self) -> tuple[Clue, ...]:
        return find_clues(self._subject, self._document, self.mine)

    @cached_property
    def _clues_at(self) -> list[int]:
        return [clue.start for clue in self._clues]

    @cached_property
    def _best_on_page(self) -> NameSeen | None:
        return self._best(self._name_seen(s, "page") for s in self.mine if s.kind in NAME_KINDS)

    def _case(self, sighting: Sighting, record: Record, hint: bool) -> Case:
        is_name = sighting.kind in NAME_KINDS
        owner = self._mentions.owner(sighting.start, sighting.end)
        entry = self._entry(sighting, record, owner)
        others = {i: told for i, told in entry.facts.items() if i != sighting.fact_id}
        if entry.against:  # what speaks against is not outweighed by what stands in other entries
            others = {i: told for i, told in others.items() if told[1] == 1.0}
        named = (entry.name, self._best_on_page)
        return Case(
            own="" if is_name else key_of(sighting),
            name=self._name_seen(sighting, "beside")
            if is_name
            else self._best(name for name in named if name),
            others=others,
            supports=[row for row in entry.supports if not _repeats(sighting, row)],
            against=entry.against,
            is_hint=hint,
            is_others=not record.is_declared and owner is not None and not owner.is_subject,
        )

    def _entry(self, sighting: Sighting, record: Record, owner: Mention | None) -> Entry:
        """What stands with the sighting; the same for all of a record that a rule declares."""
        if not record.is_declared:
            return self._read_entry(sighting, record, owner)
        place = record.start, record.end
        if place not in self._entries:
            self._entries[place] = self._read_entry(sighting, record, None)
        return self._entries[place]

    def _read_entry(self, sighting: Sighting, record: Record, owner: Mention | None) -> Entry:
        facts = self._facts(record, owner)
        supports, against = self._told(sighting, record, owner)
        beside = {key_of(s) for s in record.sightings if self._share(s, record, owner) == 1.0}
        if beside & _OUTWEIGHING or set(supports) & _OUTWEIGHING_CLUES:
            against = [row for row in against if row != "postcode"]
        if "birth_date.full" in beside:
            against = [row for row in against if not row.startswith("birth_")]
        name = self._best(
            self._name_seen(name, self._where(name, sighting, record, owner))
            for name in record.names
        )
        return Entry(facts, name, tuple(supports), tuple(against))

    def _where(
        self, name: Sighting, sighting: Sighting, record: Record, owner: Mention | None
    ) -> str:
        if record.is_declared:
            return "beside"
        if owner is not None and owner.is_subject:
            is_here = self._mentions.are_in_one_entry(sighting.start, name.start)
            return "beside" if is_here else "near"
        if owner is None:
            return "page"
        is_same = self._mentions.is_same_line(name.start, sighting.start)
        return "crossed" if is_same else "near"

    def _name_seen(self, name: Sighting, where: str) -> NameSeen:
        return NameSeen(self._commonness.get(name.fact_id, Commonness.COMMON), name.form, where)

    def _best(self, names: Iterator[NameSeen]) -> NameSeen | None:
        return max(names, key=lambda name: name_points(self._table, name), default=None)

    def _facts(self, record: Record, owner: Mention | None) -> dict[str, tuple[str, float]]:
        """The person's facts in the record, by id, each in its weightiest form."""
        best: dict[str, tuple[float, str, float]] = {}
        for fact in record.sightings:
            if fact.kind in NAME_KINDS or fact.confidence < _SURE:
                continue
            share = self._share(fact, record, owner)
            key = key_of(fact)
            row = self._table.facts.get(key)
            points = (row.points if row else 0.0) * share
            if fact.fact_id not in best or points > best[fact.fact_id][0]:
                best[fact.fact_id] = (points, key, share)
        return {fact_id: (key, share) for fact_id, (_, key, share) in best.items()}

    def _share(self, other: Sighting, record: Record, owner: Mention | None) -> float:
        """How much of another fact counts: all of it in the same entry, or where no name stands."""
        if record.is_declared:
            return 1.0
        theirs = self._mentions.owner(other.start, other.end)
        if theirs is None or owner is None or theirs is owner:
            return 1.0
        if theirs.is_subject and owner.is_subject:
            is_one = self._mentions.is_same_line(theirs.start, owner.start)
            return 1.0 if is_one else self._table.others_facts
        return self._table.others_facts

    def _told(
        self, sighting: Sighting, record: Record, owner: Mention | None
    ) -> tuple[list[str], list[str]]:
        """Rows of what the entry says for the subject, and of what it says against."""
        supports: list[str] = []
        against: list[str] = []
        for clue in self._clues_in(record):
            if record.is_declared or self._is_in_entry(clue, sighting, owner):
                (supports if clue.agrees else against).append(clue.row)
        for stranger in record.strangers:
            if stranger.kind not in self.comparable or not stranger.is_exact:
                continue
            if record.is_declared or (
                self._is_in_entry(stranger, sighting, owner)
                and not self._is_far(stranger, owner or sighting)
            ):
                row = "birth_date" if stranger.kind is FactKind.BIRTH_DATE else "postcode"
                against.append(row)
        return supports, against

    def _clues_in(self, record: Record) -> tuple[Clue, ...]:
        low = bisect_left(self._clues_at, record.start)
        return self._clues[low : bisect_left(self._clues_at, record.end)]

    def _is_in_entry(
        self, item: Clue | Stranger, sighting: Sighting, owner: Mention | None
    ) -> bool:
        """Whether it stands with the same mention of a name as the sighting."""
        theirs = self._mentions.owner(item.start, item.end)
        if theirs is None or owner is None:
            return self._mentions.are_in_one_entry(item.start, sighting.start)
        return theirs == owner

    def _is_far(self, stranger: Stranger, near: Mention | Sighting) -> bool:
        """Whether an address stands too far from a name to be that person's, or after the end of
        what was said of them: the foot of a page."""
        if stranger.kind is not FactKind.ADDRESS:
            return False
        low, high = near.end, stranger.start
        if self._mentions.is_in_margin(near.start) != self._mentions.is_in_margin(high):
            return True
        if high < low:
            return near.start - stranger.end > _SAME_CARD
        return high - low > _SAME_CARD or bool(_END.search(self._document.text, low, high))


def _repeats(sighting: Sighting, row: str) -> bool:
    """Whether a clue says no more than the sighting does: the town of a street."""
    if sighting.kind is FactKind.ADDRESS:
        return row == "town"
    return sighting.kind is FactKind.BIRTH_DATE and row != "town"
