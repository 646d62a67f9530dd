"""How long what is kept, and deleting what is older.

| what | how long | why |
|---|---|---|
| answers of sites, page by page, and evidence in the case | 30 days after the check | enough to take up or judge a check again |
| findings, reports, plans, marks, letters | 12 months, or 21 days after the poll if that is later | the campaign, and the time in which an election petition can be presented |
| a case whose consent was withdrawn | 30 days, or as `revoke --keep-days` says | time to ask for a copy |
| a case whose consent ended | with the last of its findings, unless incidents are noted | nothing rests on it |
| the ledger of requests | as the case; after the time of findings without addresses | it proves what was told whom |
| consents, hand-overs, holds, files written, incidents | as the case | they prove what was allowed and done |
| the log of deeds | stays | it names nobody but who did it |

The figures are the program's own judgement, but for the 21 days: a petition against a local election
is presented within 21 days after the day of the election (Representation of the People Act 1983,
section 129), against a parliamentary one within 21 days after the return (section 122). A legal hold
stops all of it.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from scanner.case.consents import keep_until
from scanner.case.emptying import empty_check, shorten_ledger
from scanner.case.evidence import evidence_of_check
from scanner.case.purging import purge
from scanner.case.recording import Disclosed
from scanner.case.store import Case, CaseStore, RecordKind, StoredScan, Verb
from scanner.case.store.emptying import overwrite_freed
from scanner.case.store.locking import locked
from scanner.errors import CaseError
from scanner.model.history import Known

ANSWERS_DAYS = 30
FINDINGS_DAYS = 365
PETITION_DAYS = 21
_WITH_FINDINGS = (RecordKind.MARK, RecordKind.LETTER, RecordKind.CAPTURE)


@dataclass(frozen=True, slots=True)
class Expired:
    """Something whose time is over."""

    case_id: str
    name: str
    """Whose case."""
    what: str
    number: int
    on_hold: bool = False
    """It stays, since there is a legal hold."""
    is_busy: bool = False
    """Another program is at work on the case: its turn is the next time."""


@dataclass(frozen=True, slots=True)
class _Due:
    what: str
    number: int
    deed: Callable[[], None]


def apply_retention(
    store: CaseStore, now: datetime, who: str, dry_run: bool = False
) -> tuple[Expired, ...]:
    """Deletes what is older than its time, in every case; what it deleted, or would delete.

    What a legal hold keeps is told, and stays.
    """
    found: list[Expired] = []
    for case in store.cases.all():
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(store.database.engine, case.id))
            except CaseError:
                found.append(Expired(case.id, case.subject.display_name, "", 0, is_busy=True))
            else:
                found += _of_case(store, case, now, who, dry_run)
    if not dry_run and any(not (item.on_hold or item.is_busy) for item in found):
        overwrite_freed(store.database)
    return tuple(found)


def _of_case(
    store: CaseStore, case: Case, now: datetime, who: str, dry_run: bool
) -> Iterator[Expired]:
    dues = list(_due(store, case, now, who))
    for due in dues:
        yield Expired(case.id, case.subject.display_name, due.what, due.number, case.hold)
        if not dry_run and not case.hold:
            due.deed()
    if dues and not dry_run and not case.hold:
        told = ", ".join(f"{due.number} {due.what}" for due in dues)
        store.audit.tell(now, Verb.ERASED, who, f"by age: {told}", case.id)


def findings_until(case: Case, seen: datetime) -> datetime:
    """How long what was seen then stays."""
    until = seen + timedelta(days=FINDINGS_DAYS)
    poll = case.subject.election.poll_date
    if poll is None:
        return until
    petition = datetime.combine(poll + timedelta(days=PETITION_DAYS), time.max, UTC)
    return max(until, petition)


def _due(store: CaseStore, case: Case, now: datetime, who: str) -> Iterator[_Due]:
    last = keep_until(store, case)
    if last is not None and now.date() > last:
        yield _Due("case, its consent withdrawn", 1, lambda: _purge(store, case, now, who))
        return
    if _has_run_out(store, case, now):
        yield _Due("case, its consent ended", 1, lambda: _purge(store, case, now, who))
        return
    for scan in store.scans.of(case.id):
        yield from _of_check(store, case, scan, now)
    yield from _of_findings(store, case, now)


def _of_check(store: CaseStore, case: Case, scan: StoredScan, now: datetime) -> Iterator[_Due]:
    when = scan.ended_at or scan.started_at
    evidence = evidence_of_check(store, case.id, scan.id)
    if now > when + timedelta(days=ANSWERS_DAYS) and (number := len(evidence.names())):
        yield _Due("files of evidence", number, evidence.remove)
    if now > findings_until(case, when):
        if store.scans.assessment(scan.id) is not None or store.scans.record(scan.id).plan.probes:
            yield _Due("check's report and plan", 1, lambda: empty_check(store, scan, case.subject))
    elif now > when + timedelta(days=ANSWERS_DAYS) and (number := store.scans.length(scan.id)):
        yield _Due("answers of sites", number, lambda: store.scans.forget_answers(scan))


def _of_findings(store: CaseStore, case: Case, now: datetime) -> Iterator[_Due]:
    old = [
        item.finding_id
        for item in store.lives.known(case.id)
        if now > findings_until(case, _lasts_from(item))
    ]
    if old:
        yield _Due("findings", len(old), lambda: store.lives.forget(case.id, old))
    # That of the oldest thing which still stays.
    limit = now - (findings_until(case, now) - now)
    poll = case.subject.election.poll_date
    if poll is not None and now.date() <= poll + timedelta(days=PETITION_DAYS):
        return
    for kind in _WITH_FINDINGS:
        if number := store.records.number(case.id, kind, limit):
            yield _Due(f"records of kind {kind}", number, _remover(store, case.id, kind, limit))
    long = [
        (record_id, ledger)
        for record_id, ledger in store.records.of(case.id, RecordKind.LEDGER, Disclosed)
        if ledger != shorten_ledger(ledger) and all(each.at < limit for each in ledger.sendings)
    ]
    if long:
        yield _Due("ledgers' addresses", len(long), lambda: _shorten(store, long))


def _lasts_from(item: Known) -> datetime:
    """An archive may have seen years ago what was put on record today."""
    return max(item.gone_at or item.last_seen_at, item.noted_at or item.last_seen_at)


def _remover(
    store: CaseStore, case_id: str, kind: RecordKind, limit: datetime
) -> Callable[[], None]:
    def deed() -> None:
        store.records.remove(case_id, kind, limit)

    return deed


def _has_run_out(store: CaseStore, case: Case, now: datetime) -> bool:
    """Whether no consent holds, nothing that was found is in its time, and nobody noted abuse."""
    ended = datetime.combine(case.subject.consent.valid_until, time.max, UTC)
    whens = [scan.ended_at or scan.started_at for scan in store.scans.of(case.id)]
    newest = max([case.created_at, *whens])
    if now <= ended or now <= findings_until(case, newest):
        return False
    return not any(record.kind == RecordKind.INCIDENT for record in store.records.every(case.id))


def _purge(store: CaseStore, case: Case, now: datetime, who: str) -> None:
    purge(store, case, now, who)


def _shorten(store: CaseStore, ledgers: Sequence[tuple[str, Disclosed]]) -> None:
    for record_id, ledger in ledgers:
        store.records.replace(record_id, shorten_ledger(ledger))
