"""Checks by hand: which answers still hold, and what they add to coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scanner.model.manual import Looked
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import ManualCheck

_OUTCOMES = {Looked.SEEN: OutcomeKind.FOUND, Looked.NOT_THERE: OutcomeKind.ABSENT}


def current(checks: Iterable[ManualCheck], day: date, days: int) -> tuple[ManualCheck, ...]:
    """The checks, open again where the answer is more than so many days old on `day`."""
    oldest = day - timedelta(days=days)
    return tuple(
        replace(check, answer=None) if check.answer and check.answer.on < oldest else check
        for check in checks
    )


def answered(checks: Sequence[ManualCheck]) -> Counter[OutcomeKind]:
    """How the answered ones came out, each source once however many links it has."""
    told = {check.source_id: check.answer.looked for check in checks if check.answer}
    return Counter(_OUTCOMES[looked] for looked in told.values() if looked in _OUTCOMES)
