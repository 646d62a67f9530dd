"""Whose is each sighting of a page: one judgement, for findings and for whoever asks of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.domains import host_of_url, same_site
from scanner.judge.attribution import Verdict, attribute, comparable_kinds, is_hint
from scanner.judge.records import Record, Seen, record_around
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.finding import Attribution
from scanner.model.outcome import Region
from scanner.model.sighting import Matched, Sighting
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook


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
        self._document = document
        self._regions = regions
        self._whole = whole
        self._seen = Seen(
            Matched(
                tuple(s for s in matched.sightings if s.subject_id == subject.id),
                matched.strangers,
            )
        )
        self.mine = self._seen.sightings
        """The subject's sightings in page order."""
        self.comparable = comparable_kinds(subject)
        self._named = any(s.kind in NAME_KINDS for s in self.mine)
        # Where the page was in the end: an own address may lead to somebody else's site.
        host = host_of_url(document.url)
        own = (fact.value.reveal() for fact in subject.of_kind(FactKind.DOMAIN))
        self._is_own_place = any(same_site(host, domain) for domain in own)

    def judged(self, sighting: Sighting) -> tuple[Record, Verdict]:
        """The record in which the sighting stands, and whose it is."""
        record = record_around(
            sighting.start, sighting.end, self._document, self._regions, self._whole, self._seen
        )
        hint = is_hint(sighting, self._subject.fact(sighting.fact_id))
        if self._is_own_place and not hint and sighting.kind is not FactKind.BIRTH_DATE:
            return record, Verdict(
                Attribution.CONFIRMED, ("It is on a site that you gave as yours.",)
            )
        return record, attribute(sighting, record, self._named, self.comparable, hint)
