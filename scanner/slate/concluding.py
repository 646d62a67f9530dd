"""The end of a person's check in a run: what is kept of it, for whom, all of it in one stroke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanner.assess.history import known_after
from scanner.case.recording import Disclosed, captured_of, keep_of_check
from scanner.case.store import (
    CaseStore,
    RecordKind,
    ScanRecord,
    ScanState,
    StoredScan,
    Verb,
)
from scanner.case.store.runs import Run
from scanner.errors import ConsentError, PlanError
from scanner.language import speaking
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.capture import Sending
from scanner.model.slate import Person, Sharing
from scanner.plan import own_sending
from scanner.slate.consenting import (
    kept_for_next,
    kept_ledger,
    kept_record,
    left_record,
    seal_result,
)
from scanner.slate.consenting.speech import language_of
from scanner.slate.numbers import numbers_of
from scanner.slate.result_files import result_files


@dataclass(frozen=True, slots=True)
class Checked:
    """A person's check in a run."""

    run: Run
    person: Person
    scan: StoredScan
    record: ScanRecord

    @property
    def who(self) -> str:
        """As the log of deeds has it."""
        return f"run {self.run.number} of a slate"


def conclude(
    store: CaseStore, checked: Checked, gathered: Gathered, assessment: Assessment
) -> None:
    """Writes what a check came to: the case's memory, the ledger, the numbers, and the result as
    the person shares it. There is no half of it: whatever is cut off is done again wholly.

    Raises ConsentError, and writes nothing, when the person has left the run meanwhile, and
    PlanError when another check took the place of this one.
    """
    run, person, scan = checked.run, checked.person, checked.scan
    at = gathered.ended_at
    is_shared = person.sharing is Sharing.ALL
    ledger = Disclosed(scan.id, gathered.sendings)
    known = known_after(checked.record.before, assessment)
    numbers = numbers_of(assessment)
    sealed = b""
    if not is_shared:
        with speaking(language_of(person)):
            files = result_files(assessment, run.record.letters)
        sealed = seal_result(person, files)
    kept = assessment if is_shared else kept_for_next(assessment)
    record = None if is_shared else kept_record(checked.record, assessment)
    what = "stopped early" if gathered.partial else "ended"
    told = f"check {scan.number} {what}: {len(assessment.findings)} findings"
    with store.database.together():
        if store.scans.one(scan.id).state is not ScanState.RUNNING:
            # Only where the server forgot that the case was ours.
            raise PlanError("A check of their own was begun in the place of this one.")
        store.lives.write(scan.case_id, scan.id, at, known)
        if is_shared:
            captured = captured_of(scan.id, gathered)
            keep_of_check(store, scan, RecordKind.CAPTURE, at, captured)
        else:
            ledger = kept_ledger(ledger)
        keep_of_check(store, scan, RecordKind.LEDGER, at, ledger)
        # Also one that was stopped early: the answers that it would go on with are the run's.
        store.scans.turn_to(scan.id, ScanState.ENDED, at, kept, forgets=True, record=record)
        store.audit.tell(at, Verb.COLLECTED, checked.who, told, scan.case_id)
        if not store.runs.finish(run.id, person.number, numbers, sealed):
            raise ConsentError("They left the run while their check was being concluded.")


def leave(
    store: CaseStore, checked: Checked, sendings: tuple[Sending, ...], why: str, at: datetime
) -> None:
    """Somebody's check is given up; what was told to whom until then stays in their ledger."""
    run, person, scan = checked.run, checked.person, checked.scan
    probes = {probe.id: probe for probe in checked.record.plan.probes}
    own = (own_sending(s, probes[s.probe_id]) if s.probe_id in probes else s for s in sendings)
    ledger, record = Disclosed(scan.id, tuple(own)), None
    if person.sharing is Sharing.NUMBERS:
        ledger, record = kept_ledger(ledger), left_record(checked.record)
    with store.database.together():
        keep_of_check(store, scan, RecordKind.LEDGER, at, _with_those_there(store, scan, ledger))
        if store.scans.one(scan.id).state is ScanState.RUNNING:
            store.scans.turn_to(scan.id, ScanState.GIVEN_UP, at, forgets=True, record=record)
            store.audit.tell(
                at, Verb.COLLECTED, checked.who, f"check {scan.number} given up", scan.case_id
            )
        store.runs.leave(run.id, person.number, why)


def _with_those_there(store: CaseStore, scan: StoredScan, ledger: Disclosed) -> Disclosed:
    """A check of their own that went on with this one has told its requests already."""
    for _, there in store.records.of(scan.case_id, RecordKind.LEDGER, Disclosed):
        if there.scan_id == scan.id:
            return Disclosed(scan.id, tuple(dict.fromkeys((*there.sendings, *ledger.sendings))))
    return ledger
