"""Legal holds: while one is on, nothing of a case is deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from scanner.case.store import Case, CaseStore, RecordKind, Verb


@dataclass(frozen=True, slots=True)
class HoldTurn:
    """A hold that was put on or lifted. Kind HOLD of a case's records."""

    on: bool
    at: datetime
    by: str = field(repr=False)
    reason: str = field(repr=False)
    """In the operator's own words."""


def set_hold(store: CaseStore, case: Case, on: bool, reason: str, at: datetime, who: str) -> None:
    """Puts a hold on, or lifts it. The log names the deed; the reason stays with the case."""
    store.records.add(case.id, RecordKind.HOLD, at, HoldTurn(on, at, who, reason))
    store.cases.set_hold(case.id, on)
    store.audit.tell(at, Verb.ALTERED, who, f"legal hold {'on' if on else 'off'}", case.id)
