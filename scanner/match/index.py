"""The facts of all subjects of a run, compiled once, and matched against documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import ahocorasick_rs

from scanner.match.addresses import Addresses
from scanner.match.birth_dates import BirthDates
from scanner.match.company import in_company
from scanner.match.coordinates import with_coordinates
from scanner.match.emails import Emails
from scanner.match.handles import Handles
from scanner.match.hosts import Hosts
from scanner.match.names import Names
from scanner.match.phones import Phones
from scanner.match.phrases import Phrases
from scanner.match.plates import Plates
from scanner.match.seen import Entry, Hit, Page, Recogniser
from scanner.match.taken import Taken
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.sighting import Matched, Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.known import shown_name_words

_KindHit = tuple[FactKind, Hit]
_Owner = tuple[FactKind, Callable[[Page, str, int, int], Iterable[Hit]], bool]
"""Whose literal it is, what recognises it, and whether it is nothing right after a letter."""
_MAKERS: dict[FactKind, Callable[[list[Entry]], Recogniser]] = {
    FactKind.NAME: Names,
    FactKind.ALIAS: Names,
    FactKind.FORMER_NAME: Names,
    FactKind.HOUSEHOLD_MEMBER: Names,
    FactKind.VEHICLE: Plates,
    FactKind.EMPLOYER: Phrases,
    FactKind.SCHOOL: Phrases,
    FactKind.CUSTOM: Phrases,
    FactKind.DOMAIN: Hosts,
    FactKind.PHONE: Phones,
    FactKind.EMAIL: Emails,
    FactKind.BIRTH_DATE: BirthDates,
}
"""What recognises the facts of a kind. Handles and addresses are told apart from names, and so need
more than their own entries."""


class FactIndex:
    """What to look for, of one subject or of thousands.

    Literals of all facts stand in one automaton and values in tables, so that the cost of a page
    depends on the page and its hits, not on the number of subjects. Holds private values: its
    `repr` shows none. It cannot be pickled: build one per process.
    """

    def __init__(
        self, subjects: Sequence[Subject], detectors: Mapping[FactKind, FactDetector]
    ) -> None:
        self._detectors = dict(detectors)
        entries: dict[FactKind, list[Entry]] = defaultdict(list)
        for subject in subjects:
            for fact in subject.facts:
                if fact.kind in detectors:
                    entries[fact.kind].append(Entry(subject.id, fact))
        self._recognisers = _recognisers(subjects, entries, self._detectors)
        owners: dict[str, list[_Owner]] = defaultdict(list)
        for kind, recogniser in self._recognisers.items():
            owner = (kind, recogniser.at, recogniser.begins_words)
            for literal in recogniser.literals():
                owners[literal].append(owner)
        self._literals = [
            (literal, those, literal[0].isalnum() and all(begins for _, _, begins in those))
            for literal, those in owners.items()
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None

    @property
    def literals(self) -> tuple[str, ...]:
        """What its automaton looks for."""
        return tuple(literal for literal, _, _ in self._literals)

    def match(self, document: Document) -> Matched:
        """Every sighting of a fact in a form that its detector declares, and other people's values.

        Both in the order of the page. Of sightings of one fact, one inside another, the surer is
        kept, else the longer. Others' values are only looked for on pages with a sighting.
        """
        return self.match_page(Page(document))

    def match_page(self, page: Page) -> Matched:
        """The same of a page that several indexes are held against, one after the other."""
        hits, there = self._seen(page)
        sightings = _strongest(self._sightings(page, hits, there))
        if not sightings:
            return Matched()
        return Matched(sightings, tuple(self._strangers(page, Taken(hits))))

    def strangers(self, document: Document) -> tuple[Stranger, ...]:
        """Values of others on a page, also where none of the subjects' is."""
        page = Page(document)
        return tuple(self._strangers(page, Taken(self._seen(page)[0])))

    def __repr__(self) -> str:
        return f"FactIndex({len(self._literals)} literals)"

    def _hits(self, page: Page) -> Iterator[_KindHit]:
        text = page.text
        found = (
            self._automaton.find_matches_as_indexes(text, overlapping=True)
            if self._automaton
            else ()
        )
        for number, start, end in found:
            literal, owners, begins_word = self._literals[number]
            if begins_word and start and text[start - 1].isalnum():
                continue
            for kind, at, _ in owners:
                for hit in at(page, literal, start, end):
                    yield kind, hit
        for kind, recogniser in self._recognisers.items():
            for hit in recogniser.find(page):
                yield kind, hit

    def _more_hits(self, page: Page) -> Iterator[_KindHit]:
        for kind, recogniser in self._recognisers.items():
            for hit in recogniser.more(page):
                yield kind, hit

    def _seen(self, page: Page) -> tuple[list[_KindHit], set[str]]:
        """All hits, and who is on the page: in a form that stands alone, or in two pieces that
        stand together. Only then it is worth looking for what is many people's."""
        hits = list(filter(self._is_declared, self._hits(page)))
        there = in_company(pair for pair in hits if not self._stands_alone(pair))
        for pair in filter(self._stands_alone, hits):
            there.update(pair[1].entries.by_subject)
        if there:
            hits.extend(filter(self._is_declared, self._more_hits(page)))
        return hits, there

    def _is_declared(self, hit: _KindHit) -> bool:
        return hit[1].form in self._detectors[hit[0]].forms

    def _stands_alone(self, hit: _KindHit) -> bool:
        return self._detectors[hit[0]].forms[hit[1].form].alone

    def _sightings(self, page: Page, hits: list[_KindHit], there: set[str]) -> Iterator[Sighting]:
        for pair in hits:
            entries = pair[1].entries
            for entry in entries if self._stands_alone(pair) else entries.of(there):
                yield self._sighting(page, pair[1], entry)

    def _sighting(self, page: Page, hit: Hit, entry: Entry) -> Sighting:
        fact = entry.fact
        detector = self._detectors[fact.kind]
        start, end = page.folded.span(hit.start, hit.end)
        return Sighting(
            subject_id=entry.subject_id,
            fact_id=fact.id,
            kind=fact.kind,
            form=hit.form,
            detector_id=detector.id,
            probe_id=page.document.probe_id,
            start=start,
            end=end,
            place=page.place_at(start),
            confidence=detector.forms[hit.form].confidence,
            text=page.document.text[start:end],
        )

    def _strangers(self, page: Page, taken: Taken) -> Iterator[Stranger]:
        """Values of others, without those that overlap a person's own."""
        foreign = [
            (kind, item)
            for kind, recogniser in self._recognisers.items()
            if self._detectors[kind].question
            for item in recogniser.foreign(page)
        ]
        for kind, item in sorted(foreign, key=lambda pair: (pair[1].start, pair[0], pair[1].end)):
            if taken.overlaps(kind, item):
                continue
            start, end = page.folded.span(item.start, item.end)
            yield Stranger(
                kind,
                self._detectors[kind].id,
                page.document.probe_id,
                start,
                end,
                page.document.text[start:end],
                item.part,
            )


def _recognisers(
    subjects: Sequence[Subject],
    entries: Mapping[FactKind, list[Entry]],
    detectors: Mapping[FactKind, FactDetector],
) -> dict[FactKind, Recogniser]:
    """One for each kind that a detector speaks of; kinds that nobody gave, too, for they are
    strangers' all the same."""
    made = {kind: make(entries.get(kind, [])) for kind, make in _MAKERS.items()}
    names_of = {subject.id: shown_name_words(subject.facts) for subject in subjects}
    made[FactKind.HANDLE] = Handles(entries.get(FactKind.HANDLE, []), names_of)
    names = [fact.value.reveal() for s in subjects for fact in s.of_kind(*NAME_KINDS)]
    homes = entries.get(FactKind.ADDRESS, [])
    made[FactKind.ADDRESS] = with_coordinates(
        Addresses(homes, names), homes, detectors.get(FactKind.ADDRESS)
    )
    return {kind: recogniser for kind, recogniser in made.items() if kind in detectors}


def _strongest(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Without those that lie wholly inside a stronger sighting of the same fact.

    One sweep over the page: only sightings that have not ended yet can hold the next one.
    """
    kept: list[Sighting] = []
    open_by_fact: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sorted(sightings, key=lambda s: (s.start, -s.end, -s.confidence, s.form)):
        key = (sighting.subject_id, sighting.fact_id)
        still_open = [o for o in open_by_fact[key] if o.end > sighting.start]
        if not any(o.end >= sighting.end and _rank(o) >= _rank(sighting) for o in still_open):
            kept.append(sighting)
            still_open.append(sighting)
        open_by_fact[key] = still_open
    return tuple(sorted(kept, key=lambda s: (s.start, s.end, s.subject_id, s.fact_id)))


def _rank(sighting: Sighting) -> tuple[float, int]:
    """The surer, else the longer sighting is the stronger."""
    return sighting.confidence, sighting.end - sighting.start
