"""Coverage: how much of what applies to this person was really looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scanner.assess import manual
from scanner.model.answer import Gathered
from scanner.model.assessment import Coverage
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import NotRunReason, Probe, Purpose
from scanner.rulebook.weighting import CoverageWeighting

_COUNTED = frozenset({Purpose.SOURCE, Purpose.PAGE, Purpose.STEP})
"""Controls ask about nobody, and leads are known only because a counted check answered."""


def coverage_of(
    gathered: Gathered,
    subject_id: str,
    rule: CoverageWeighting,
    category_of: Mapping[str, str],
) -> Coverage:
    """Answered (found or absent) of all that applies.

    Every page counts, and every source counts once, however many questions it was asked: an index
    that is asked about each page would otherwise outweigh all else. A source counts as answered
    only if all its questions were.

    Unanswered are: blocked, stale, failed, planned and not run, and each category of sources
    (`category_of` a source's id) of which none answered because all that apply are left out: they
    wait for the person's yes, or for a key. Nobody has the keys of all registers, so where one of a
    kind answered the others stand beside the share, as manual checks do. What the user deselected
    does not apply.
    """
    outcomes = {item.probe.id: item.outcome.kind for item in gathered.answers}
    asked = (*gathered.plan.probes, *(item.probe for item in gathered.answers))
    gone_on = {probe.parent_id for probe in asked if probe.step > 0}
    units: dict[str, set[OutcomeKind]] = {}
    for probe in asked:
        if _counts(probe, subject_id) and probe.id not in gone_on:
            unit = probe.id if probe.purpose is Purpose.PAGE else probe.source_id
            kind = outcomes.get(probe.id, OutcomeKind.NOT_RUN)
            if probe.purpose is Purpose.STEP and kind is OutcomeKind.FOUND:
                kind = OutcomeKind.NOT_RUN  # Stopped on the way to the question itself.
            units.setdefault(unit, set()).add(kind)
    kinds = Counter(_together(outcomes_of_unit) for outcomes_of_unit in units.values())
    answered = {
        category_of.get(unit, "")
        for unit, outcomes_of_unit in units.items()
        if _together(outcomes_of_unit) in CHECKED
    }
    kept_back = {
        category_of.get(item.source_id, item.source_id)
        for item in gathered.plan.left_out
        if item.applicable and item.reason is not NotRunReason.DESELECTED
    }
    kinds[OutcomeKind.NOT_RUN] += len(kept_back - answered)
    by_hand = manual.current(gathered.plan.manual, gathered.ended_at.date(), rule.manual_days)
    kinds += manual.answered(by_hand)
    return Coverage(
        answered=sum(kinds[kind] for kind in CHECKED),
        applicable=sum(kinds.values()),
        floor=rule.floor,
        by_outcome=tuple((kind, kinds[kind]) for kind in OutcomeKind),
        manual_open=sum(check.is_open for check in by_hand),
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
