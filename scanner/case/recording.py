"""A check written into its case as it goes, so that it can be gone on with when it is cut off, and
so that the next one knows what it found."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from scanner.assess.history import known_after
from scanner.case.consents import require_not_withdrawn
from scanner.case.entries import earlier_of, entry_of
from scanner.case.store import (
    CaseStore,
    EntryKind,
    RecordKind,
    ScanRecord,
    ScanState,
    StoredScan,
    Verb,
)
from scanner.gather import Earlier, News
from scanner.model.answer import Ending, Gathered
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.capture import Capture, Sending, Skipped
from scanner.plan import plan_without_keys

_OPEN = (ScanState.RUNNING, ScanState.STOPPED)
_LOOK_EVERY_S = 1.0
"""How often a check that runs looks whether the consent still stands."""


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """What is kept of an answer beside its findings: no content, but the hash to know it by."""

    probe_id: str
    source_id: str
    url: str = field(repr=False)
    fetched_at: datetime | None
    """None when nothing was asked."""
    status: int
    bytes: int
    sha256: str
    outcome: str
    why_not: str = ""
    """Why there is no answer, or not all of it; empty when there is."""


@dataclass(frozen=True, slots=True)
class Captured:
    """All answers of one check. Kind CAPTURE of the case's records."""

    scan_id: str
    pages: tuple[CapturedPage, ...]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All requests of one check, also of one that was given up. Kind LEDGER of the records."""

    scan_id: str
    sendings: tuple[Sending, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A check that was cut off or stopped, and how far it had come."""

    scan: StoredScan
    record: ScanRecord
    answered: int
    """Questions with an answer, planned or not."""
    planned: int
    left: int
    """Planned questions without one."""


def unfinished_of(store: CaseStore, case_id: str) -> Unfinished | None:
    """The newest check of a case, if it can be gone on with. The case's lock must be held: else
    it may only be under way."""
    scans = store.scans.of(case_id)
    if not scans or scans[-1].state not in _OPEN:
        return None
    scan = scans[-1]
    record = store.scans.record(scan.id)
    answered = {probe_id for _, probe_id in store.scans.places(scan.id, EntryKind.ANSWER)}
    planned = {probe.id for probe in record.plan.probes}
    return Unfinished(scan, record, len(answered), len(planned), len(planned - answered))


class Recording:
    """One check under way in its case. It is the `Journal` of its gathering."""

    def __init__(self, store: CaseStore, scan: StoredScan, record: ScanRecord) -> None:
        self._store = store
        self._next = store.scans.length(scan.id)
        self.scan = scan
        self.record = record
        self.earlier: Earlier = earlier_of(store.scans, scan.id)
        """What it had come to when it was cut off; nothing for a new one."""
        self.gathered: Gathered | None = None
        """What it came to, once asking is over."""
        self._looked_at = float("-inf")

    @property
    def before(self) -> Before:
        return self.record.before

    @property
    def identity_key(self) -> bytes:
        return self._store.database.key

    def randomness(self) -> random.Random:
        """The same for all runs of the check, so that each asks the same controls."""
        return random.Random(self.record.seed)  # noqa: S311 - decides nothing that must be secret

    def keep(self, news: Sequence[News]) -> None:
        """Write down what came; on disk when this returns.

        Raises CaseError, and ConsentError when the person's consent was withdrawn meanwhile.
        """
        self._require_consent()
        entries = [entry_of(item) for item in news]
        self._store.scans.write(self.scan.id, self._next, *entries)
        self._next += len(entries)

    def _require_consent(self) -> None:
        if time.monotonic() - self._looked_at >= _LOOK_EVERY_S:
            require_not_withdrawn(self._store, self.record.subject)
            self._looked_at = time.monotonic()

    def end(self, assessment: Assessment, who: str) -> None:
        """What it came to. One that was stopped can still be gone on with, and keeps its journal.

        Each step may be the last before a crash: then the check is still open, and what is written
        here is written again.
        """
        gathered = self.gathered
        assert gathered is not None
        store, scan, at = self._store, self.scan, gathered.ended_at
        is_stopped = gathered.ending is not Ending.COMPLETE
        store.lives.write(scan.case_id, scan.id, at, known_after(self.before, assessment))
        keep_of_check(store, scan, RecordKind.CAPTURE, at, captured_of(scan.id, gathered))
        keep_of_check(store, scan, RecordKind.LEDGER, at, Disclosed(scan.id, gathered.sendings))
        forgets = not is_stopped and not self.record.keeps_content
        state = ScanState.STOPPED if is_stopped else ScanState.ENDED
        store.scans.turn_to(scan.id, state, at, assessment, forgets)
        how = "stopped" if is_stopped else "ended"
        what = f"check {scan.number} {how}: {len(assessment.findings)} findings"
        store.audit.tell(at, Verb.COLLECTED, who, what, scan.case_id)


def begin(store: CaseStore, case_id: str, record: ScanRecord, who: str) -> Recording:
    """A new check. What an open one before it had asked stays in the ledger."""
    last = unfinished_of(store, case_id)
    if last is not None:
        _leave(store, last, record.started_at, who)
    plain = replace(record, plan=plan_without_keys(record.plan))
    scan = store.scans.begin(case_id, plain)
    store.audit.tell(record.started_at, Verb.COLLECTED, who, f"check {scan.number} begun", case_id)
    return Recording(store, scan, plain)


def go_on(
    store: CaseStore, open_one: Unfinished, record: ScanRecord, at: datetime, who: str
) -> Recording:
    """Takes up a check that was cut off. `record`: what it rests on from now on."""
    plain = replace(record, plan=plan_without_keys(record.plan))
    if plain != open_one.record:
        store.scans.change(open_one.scan.id, plain)
    store.scans.turn_to(open_one.scan.id, ScanState.RUNNING)
    what = f"check {open_one.scan.number} gone on with"
    store.audit.tell(at, Verb.COLLECTED, who, what, open_one.scan.case_id)
    return Recording(store, open_one.scan, plain)


def _leave(store: CaseStore, last: Unfinished, at: datetime, who: str) -> None:
    """A new check is begun in place of an open one. One whose report was written has ended by
    that; of another remains what it told to whom."""
    scan = last.scan
    if scan.state is ScanState.STOPPED:
        store.scans.turn_to(scan.id, ScanState.ENDED, scan.ended_at, forgets=True)
        return
    sendings = earlier_of(store.scans, scan.id).sendings
    keep_of_check(store, scan, RecordKind.LEDGER, at, Disclosed(scan.id, sendings))
    store.scans.turn_to(scan.id, ScanState.GIVEN_UP, at, forgets=True)
    store.audit.tell(at, Verb.COLLECTED, who, f"check {scan.number} given up", scan.case_id)


def keep_of_check(
    store: CaseStore,
    scan: StoredScan,
    kind: RecordKind,
    at: datetime,
    value: Captured | Disclosed,
) -> None:
    """Keeps what there is one of for each check, in place of what was kept of it before."""
    for record_id, there in store.records.of(scan.case_id, kind, type(value)):
        if there.scan_id == scan.id:
            store.records.replace(record_id, value)
            return
    store.records.add(scan.case_id, kind, at, value)


def captured_of(scan_id: str, gathered: Gathered) -> Captured:
    """What is kept of all answers of a check."""
    pages: list[CapturedPage] = []
    for item in gathered.answers:
        answer, probe, outcome = item.answer, item.probe, item.outcome.kind.value
        if isinstance(answer, Skipped):
            page = CapturedPage(
                probe.id, probe.source_id, probe.request.url, None, 0, 0, "", outcome, answer.reason
            )
        else:
            page = _page_of(answer, probe.source_id, probe.request.url, outcome)
        pages.append(page)
    return Captured(scan_id, tuple(pages))


def _page_of(capture: Capture, source_id: str, url: str, outcome: str) -> CapturedPage:
    content = capture.content
    return CapturedPage(
        capture.probe_id,
        source_id,
        capture.final_url or url,
        capture.fetched_at,
        capture.status,
        content.bytes,
        content.sha256,
        outcome,
        capture.failure or "",
    )
