"""What a sweep found, put into the people's cases: the next check asks these pages again, and says
of each whether it is there still, gone, or cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from scanner.assess.scoring import score_finding
from scanner.case.store import CaseStore, Verb
from scanner.case.store.locking import locked
from scanner.domains import site_of_url
from scanner.judge.identity import finding_id
from scanner.model.bands import Standing
from scanner.model.finding import Attribution
from scanner.model.history import Known, Turn
from scanner.model.subject import Subject
from scanner.offline import Weighed
from scanner.rulebook.book import RuleBook
from scanner.sweep.progress import Lead
from scanner.text.identities import fact_identity

_WAIT_S = 5.0
"""How long a check that holds the case is waited for: a slate's turns hold one for a second."""


def note_finds(
    store: CaseStore,
    subject: Subject,
    book: RuleBook,
    leads: Iterable[Lead],
    at: datetime,
    who: str,
) -> int:
    """Puts a person's finds on record; how many were not known before. Twice is as good as once.

    Raises CaseBusy while a check holds the case.
    """
    found = tuple(_known_of(leads, subject, book, store.database.key, at))
    if not found:
        return 0
    case_id = store.cases.id_of(subject.id)
    with locked(store.database.engine, case_id, _WAIT_S), store.database.together():
        store.cases.enrol(subject, at)
        new = store.lives.note(case_id, found)
        what = f"web archives searched: {len(found)} findings, {new} new"
        store.audit.tell(at, Verb.COLLECTED, who, what, case_id)
    return new


def find_ids(lead: Lead, subject: Subject, key: bytes) -> dict[str, Weighed]:
    """What of a page is private, under the ids that a check of the live page gives it."""
    return {
        finding_id(key, subject.id, subject.fact(finding.fact_ids[0]), finding.url.clear): item
        for item in lead.newest.weighed
        if not (finding := item.finding).public_by_choice
    }


def _known_of(
    leads: Iterable[Lead], subject: Subject, book: RuleBook, key: bytes, at: datetime
) -> Iterator[Known]:
    for lead in leads:
        for identity, item in sorted(find_ids(lead, subject, key).items()):
            yield _known(identity, item, lead, subject, book, at)


def _known(
    identity: str, item: Weighed, lead: Lead, subject: Subject, book: RuleBook, at: datetime
) -> Known:
    finding = item.finding
    score = score_finding(book, finding, book.sources.get(finding.source_id), subject)
    is_unsure = finding.attribution is Attribution.POSSIBLE
    return Known(
        finding_id=identity,
        probe_id="",
        source_id=finding.source_id,
        exposure=finding.exposure,
        fact_ids=finding.fact_ids,
        title=item.title,
        standing=Standing.UNSURE if is_unsure else Standing.RISK,
        band=item.band,
        harm=next((each.value for each in score.factors if each.letter == "H"), 0.0),
        site=site_of_url(finding.url.clear),
        url=finding.url,
        address=finding.url.clear,
        content="",
        turn=Turn.UNSEEN,
        first_seen_at=lead.newest.seen_at,
        last_seen_at=lead.newest.seen_at,
        score=item.score,
        facts=tuple(fact_identity(subject.fact(fact_id)) for fact_id in finding.fact_ids),
        archived_at=lead.newest.seen_at,
        noted_at=at,
    )
