"""The facts of all subjects of a run, compiled once, and matched against documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import ahocorasick_rs

from scanner.match.addresses import Addresses
from scanner.match.handles import handle_anchors
from scanner.match.names import name_anchors
from scanner.match.phrases import domain_anchors, phrase_anchors, plate_anchors
from scanner.match.seen import Anchors, Entry, Foreign, Hit, Page, Verifier
from scanner.match.taken import Taken
from scanner.match.values import BirthDates, Emails, Phones
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.sighting import Matched, Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.known import shown_name_words

_ANCHORED: dict[FactKind, Callable[[Entry], Anchors]] = {
    FactKind.NAME: name_anchors,
    FactKind.ALIAS: name_anchors,
    FactKind.FORMER_NAME: name_anchors,
    FactKind.HOUSEHOLD_MEMBER: name_anchors,
    FactKind.VEHICLE: plate_anchors,
    FactKind.EMPLOYER: phrase_anchors,
    FactKind.SCHOOL: phrase_anchors,
    FactKind.CUSTOM: phrase_anchors,
    FactKind.DOMAIN: domain_anchors,
}
Finder = Callable[[Page], Iterable[Hit | Foreign]]


class FactIndex:
    """What to look for, of one subject or of thousands.

    Literals of all facts stand in one automaton, so that the cost of a page hardly grows with the
    number of subjects; verifiers look only at the windows that a literal opened. Holds private
    values: its `repr` shows none. It cannot be pickled: build one per process.
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
        verifiers: dict[str, list[Verifier]] = defaultdict(list)
        for kind, anchors in _ANCHORED.items():
            for entry in entries[kind]:
                for literal, verifier in anchors(entry):
                    verifiers[literal].append(verifier)
        names_of = {subject.id: shown_name_words(subject.facts) for subject in subjects}
        for entry in entries[FactKind.HANDLE]:
            for literal, verifier in handle_anchors(entry, names_of[entry.subject_id]):
                verifiers[literal].append(verifier)
        names = [fact.value.reveal() for s in subjects for fact in s.of_kind(*NAME_KINDS)]
        addresses = Addresses(entries[FactKind.ADDRESS], names)
        for literal, verifier in addresses.anchors():
            verifiers[literal].append(verifier)
        self._verifiers = list(verifiers.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(verifiers)) if verifiers else None
        self._finders: dict[FactKind, Finder] = {
            FactKind.ADDRESS: addresses.find,
            FactKind.PHONE: Phones(entries[FactKind.PHONE]).find,
            FactKind.EMAIL: Emails(entries[FactKind.EMAIL]).find,
            FactKind.BIRTH_DATE: BirthDates(entries[FactKind.BIRTH_DATE]).find,
        }

    def match(self, document: Document) -> Matched:
        """Every sighting of a fact in a form that its detector declares, and other people's values.

        Both in the order of the page. Of sightings of one fact, one inside another, the surer is
        kept, else the longer.
        """
        page = Page(document)
        hits = list(self._anchored(page))
        foreign: list[tuple[FactKind, Foreign]] = []
        for kind, find in self._finders.items():
            if kind not in self._detectors:
                continue
            for item in find(page):
                if isinstance(item, Hit):
                    hits.append(item)
                elif self._detectors[kind].question:
                    foreign.append((kind, item))
        sightings = _strongest(self._sighting(page, hit) for hit in hits if self._declares(hit))
        return Matched(sightings, tuple(self._strangers(page, foreign, Taken(hits))))

    def __repr__(self) -> str:
        return f"FactIndex({len(self._verifiers)} literals)"

    def _anchored(self, page: Page) -> Iterator[Hit]:
        if self._automaton is None:
            return
        found = self._automaton.find_matches_as_indexes(page.text, overlapping=True)
        for literal, start, end in found:
            for verify in self._verifiers[literal]:
                yield from verify(page, start, end)

    def _declares(self, hit: Hit) -> bool:
        return hit.form in self._detectors[hit.entry.fact.kind].forms

    def _sighting(self, page: Page, hit: Hit) -> Sighting:
        fact = hit.entry.fact
        detector = self._detectors[fact.kind]
        start, end = page.folded.span(hit.start, hit.end)
        return Sighting(
            subject_id=hit.entry.subject_id,
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

    def _strangers(
        self,
        page: Page,
        foreign: Iterable[tuple[FactKind, Foreign]],
        taken: Taken,
    ) -> Iterator[Stranger]:
        """Values of others, without those that overlap a person's own."""
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
