"""The turns of a person in a run: all of their check but the asking.

A turn replays the person's check over the answers that the store has. Where some are missing it
leaves them as questions; where none is, the check has come to its end. It keeps nothing anywhere
but in the store and may be taken by any process, twice, or be killed at any point: whatever comes
next is the same.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from scanner import __version__
from scanner.case.store import ScanRecord, ScanState, StoredScan
from scanner.case.store.locking import CaseBusy, locked
from scanner.case.store.runs import Run
from scanner.errors import CaseError, ConsentError, NetcurtainError, PlanError
from scanner.faults import fault_of
from scanner.gather import Collecting, Earlier
from scanner.model.answer import Gathered
from scanner.model.clock import utc_now
from scanner.model.events import AssessmentMade, GatheringDone, ProbePlanned
from scanner.model.plan import Plan
from scanner.model.slate import Entrant, EntrantState, Person
from scanner.plan import placeholder_keys, plan_with_keys
from scanner.rulebook.book import RuleBook
from scanner.run import check
from scanner.slate.concluding import Checked, conclude
from scanner.slate.entering import begun, entered, require_still
from scanner.slate.giving_up import give_up
from scanner.slate.memory import Memory, Waiting
from scanner.slate.setting import Place, Setting, opened

_MEMORY = Memory()
"""Of this process."""
_ENDED = frozenset({EntrantState.DONE, EntrantState.LEFT})


@dataclass(frozen=True, slots=True)
class Turned:
    """How far somebody has come by a turn."""

    state: EntrantState
    open: int = 0
    """Questions that now wait for an answer."""
    is_busy: bool = False
    """Their case is in other hands, such as a check of their own: nothing was done. To be tried
    later, not at once."""


def take_turn(setting: Setting, run_id: str, number: int, is_over: bool = False) -> Turned:
    """The next turn of a person of a run.

    Who may not be checked is LEFT with the reason, and so is one over whom netcurtain itself
    breaks: neither stops the run. `is_over`: no more is asked, and the check ends with the answers
    there are.

    Raises CaseError when the store cannot be read or written, PlanError when the run was begun with
    other rules or by another version, RuleError and PassphraseError as `opened` does. None of them
    says anything of the person; the turn can be taken again.
    """
    place = opened(setting)
    run = place.store.runs.one(run_id)
    if not is_over:
        _require_same(place, run)
    turn = _Turn(place, run, number, is_over)
    try:
        return turn.take()
    except CaseBusy:
        return Turned(EntrantState.DUE, is_busy=True)
    except CaseError:
        raise
    except NetcurtainError as error:
        return turn.leave(str(error))
    except Exception as error:
        return turn.leave(f"something broke inside netcurtain ({fault_of(error)})")


class _Turn:
    """One turn, from the person's state in the store to the next one."""

    def __init__(self, place: Place, run: Run, number: int, is_over: bool) -> None:
        self._place = place
        self._store = place.store
        self._run = run
        self._number = number
        self._is_over = is_over
        self._now = utc_now()

    def take(self) -> Turned:
        """Raises NetcurtainError when the person may not be checked, CaseBusy."""
        entrant = self._entrant()
        if not self._is_theirs(entrant):
            return Turned(entrant.state, entrant.open)
        person = self._person()
        who = None
        if entrant.scan_id:
            case_id = self._scan(entrant).case_id
        else:
            who = entered(self._store, self._run.slate_id, person, self._now.date())
            case_id = who.case_id
        with locked(self._store.database.engine, case_id):
            # What was read before the case was ours may have changed since.
            entrant = self._entrant()
            if not self._is_theirs(entrant):
                return Turned(entrant.state, entrant.open)
            if who is not None and not entrant.scan_id:
                begun(self._place, self._run, person, who, self._now)
                entrant = self._entrant()
            return self._go_on(entrant, person)

    def leave(self, why: str) -> Turned:
        """Gives somebody up. Who has ended already stays as they are."""
        _MEMORY.take(self._entrant().scan_id)
        return Turned(give_up(self._store, self._run, self._number, why, self._now))

    def _go_on(self, entrant: Entrant, person: Person) -> Turned:
        """Raises NetcurtainError when their check may not be gone on with."""
        scan = self._scan(entrant)
        waiting = _MEMORY.take(scan.id)
        record = waiting.record if waiting else self._store.scans.record(scan.id)
        require_still(self._store, person, record, self._now.date())
        if scan.state is not ScanState.RUNNING:
            raise PlanError("A check of their own was begun in the place of this one.")
        if not record.plan.probes:
            raise PlanError("There is nothing to ask with these facts and sources.")
        if waiting is None:
            waiting = self._replayed(record)
        else:
            waiting.fetcher.go_on(self._earlier(), self._is_over)
        turned = self._listen(Checked(self._run, person, scan, record), waiting)
        if turned.state is EntrantState.ASKING:
            _MEMORY.keep(scan.id, waiting)
        return turned

    def _listen(self, checked: Checked, waiting: Waiting) -> Turned:
        """Hears the check until it waits for answers, or has come to its end."""
        fetcher = waiting.fetcher
        gathered: Gathered | None = None
        for event in waiting.events:
            if isinstance(event, ProbePlanned):
                waiting.planned[event.probe.id] = event.probe
            elif isinstance(event, GatheringDone):
                gathered = event.gathered
            elif isinstance(event, AssessmentMade):
                assert gathered is not None
                conclude(self._store, checked, gathered, event.assessment)
            elif fetcher.open:
                asked = [waiting.planned[probe_id] for probe_id in fetcher.open]
                number_open = self._store.runs.ask(self._run.id, self._number, asked)
                if number_open:
                    return Turned(EntrantState.ASKING, number_open)
                # Others had asked all of it.
                fetcher.go_on(self._earlier())
        return Turned(EntrantState.DONE)

    def _replayed(self, record: ScanRecord) -> Waiting:
        """The check from its beginning, over the answers there are."""
        book, fetcher = self._place.book, Collecting(self._earlier(), self._is_over)
        plan = _known_to(book, record.plan) if self._is_over else record.plan
        events = check(
            record.subject,
            book,
            plan_with_keys(plan, book, placeholder_keys(book)),
            fetcher,
            self._store.database.key,
            now=utc_now,
            randomness=random.Random(record.seed),  # noqa: S311 - chooses control handles
            keeps_content=False,
            began_at=record.started_at,
            before=record.before,
            reading=_MEMORY.reading,
        )
        return Waiting(record, events, fetcher, {})

    def _is_theirs(self, entrant: Entrant) -> bool:
        """Whether there is a turn to take."""
        if self._is_over:
            return entrant.state not in _ENDED
        return entrant.state is EntrantState.DUE

    def _entrant(self) -> Entrant:
        return self._store.runs.entrant(self._run.id, self._number)

    def _person(self) -> Person:
        try:
            return self._store.slates.person(self._run.slate_id, self._number)
        except LookupError:
            raise ConsentError("They were taken off the slate.") from None

    def _scan(self, entrant: Entrant) -> StoredScan:
        try:
            return self._store.scans.one(entrant.scan_id)
        except LookupError:
            raise ConsentError("Their case was deleted while the run was under way.") from None

    def _earlier(self) -> Earlier:
        return self._store.runs.earlier(self._run.id, self._number)


def _require_same(place: Place, run: Run) -> None:
    """Raises PlanError when answers from before may not fit questions of now."""
    record = run.record
    if record.tool_version != __version__:
        raise PlanError(
            f"The run was begun with netcurtain {record.tool_version}: begin a new one."
        )
    if record.rules_digest != place.book.digest:
        raise PlanError("The rules have changed since the run was begun: begin a new one.")


def _known_to(book: RuleBook, plan: Plan) -> Plan:
    """The same without sources that the rules have no longer: nobody could read their answers."""
    return replace(
        plan,
        probes=tuple(each for each in plan.probes if each.source_id in book.sources),
        left_out=tuple(each for each in plan.left_out if each.source_id in book.sources),
        manual=tuple(each for each in plan.manual if each.source_id in book.sources),
        disclosures=tuple(each for each in plan.disclosures if each.source_id in book.sources),
    )
