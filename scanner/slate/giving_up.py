"""Somebody's part in a run is given up, by whoever does it: their own ledger still says whom their
facts were sent to until then."""

from __future__ import annotations

from datetime import datetime

from scanner.case.store import CaseStore
from scanner.case.store.runs import Run
from scanner.model.slate import EntrantState
from scanner.slate.concluding import Checked, leave

_ENDED = frozenset({EntrantState.DONE, EntrantState.LEFT})


def give_up(store: CaseStore, run: Run, number: int, why: str, at: datetime) -> EntrantState:
    """They are LEFT, unless they have ended already; the state in which they are. `why` must hold
    no private value. Raises CaseError, and LookupError when they take no part."""
    entrant = store.runs.entrant(run.id, number)
    if entrant.state in _ENDED:
        return entrant.state
    checked = _checked(store, run, number, entrant.scan_id)
    if checked is None:
        store.runs.leave(run.id, number, why)
    else:
        leave(store, checked, store.runs.earlier(run.id, number).sendings, why, at)
    return EntrantState.LEFT


def give_up_all(store: CaseStore, run: Run, why: str, at: datetime) -> None:
    """Everybody who has not ended, one after the other."""
    while numbers := store.runs.going(run.id, 100):
        for number in numbers:
            give_up(store, run, number, why, at)


def _checked(store: CaseStore, run: Run, number: int, scan_id: str) -> Checked | None:
    """Their check; None where there is none, or their case or they themselves are gone."""
    if not scan_id:
        return None
    try:
        person, scan = store.slates.person(run.slate_id, number), store.scans.one(scan_id)
    except LookupError:
        return None
    return Checked(run, person, scan, store.scans.record(scan_id))
