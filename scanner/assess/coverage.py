"""Coverage: how much of what applies to this person was really looked at."""

from __future__ import annotations

from collections import Counter

from scanner.model.answer import Gathered
from scanner.model.assessment import Coverage
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import NotRunReason, Probe, Purpose
from scanner.rulebook.weighting import CoverageWeighting

_COUNTED = frozenset({Purpose.SOURCE, Purpose.PAGE})
"""Controls ask about nobody, and leads are known only because a counted check answered."""


def coverage_of(gathered: Gathered, subject_id: str, rule: CoverageWeighting) -> Coverage:
    """Answered (found or absent) of all that applies.

    Every page counts, and every source counts once, however many questions it was asked: an index
    that is asked about each page would otherwise outweigh all else. A source counts as answered
    only if all its questions were.

    Unanswered are: blocked, stale, failed, planned and not run, and sources left out although they
    apply. What the user deselected does not apply.
    """
    outcomes = {item.probe.id: item.outcome.kind for item in gathered.answers}
    asked = (*gathered.plan.probes, *(item.probe for item in gathered.answers))
    units: dict[str, set[OutcomeKind]] = {}
    for probe in asked:
        if _counts(probe, subject_id):
            unit = probe.id if probe.purpose is Purpose.PAGE else probe.source_id
            kind = outcomes.get(probe.id, OutcomeKind.NOT_RUN)
            units.setdefault(unit, set()).add(kind)
    kinds = Counter(_together(outcomes_of_unit) for outcomes_of_unit in units.values())
    kinds[OutcomeKind.NOT_RUN] += sum(
        item.applicable and item.reason is not NotRunReason.DESELECTED
        for item in gathered.plan.left_out
    )
    return Coverage(
        answered=sum(kinds[kind] for kind in CHECKED),
        applicable=sum(kinds.values()),
        floor=rule.floor,
        by_outcome=tuple((kind, kinds[kind]) for kind in OutcomeKind),
        manual_open=len(gathered.plan.manual),
    )


_UNANSWERED_FIRST = sorted(OutcomeKind, key=lambda kind: kind in CHECKED)


def _together(kinds: set[OutcomeKind]) -> OutcomeKind:
    """One outcome for a source: any unanswered question leaves it unanswered."""
    return min(kinds, key=_UNANSWERED_FIRST.index)


def _counts(probe: Probe, subject_id: str) -> bool:
    return probe.purpose in _COUNTED and concerns(probe, subject_id)


def concerns(probe: Probe, subject_id: str) -> bool:
    """Whether the probe's answer is about that person."""
    return not probe.subject_ids or subject_id in probe.subject_ids


def is_enough(rule: CoverageWeighting, answered: int, applicable: int) -> bool:
    """Whether so many answers allow a headline without a warning."""
    return Coverage(answered, applicable, rule.floor, (), 0).is_enough
