"""Coverage: how much of what applies to this person was really looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scanner.assess import manual
from scanner.assess.raising_coverage import Gaps, steps
from scanner.model.answer import Gathered
from scanner.model.coverage import Coverage, GroupCoverage
from scanner.model.outcome import CHECKED, Outcome, OutcomeKind
from scanner.model.plan import LeftOut, ManualCheck, NotRunReason, Probe, Purpose
from scanner.rulebook.weighting import CoverageWeighting

_COUNTED = frozenset({Purpose.SOURCE, Purpose.PAGE, Purpose.STEP})
"""Controls ask about nobody, and other pages are known only because a check answered."""
_OPENED = frozenset({Purpose.LEAD, Purpose.REVISIT})


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
    units, sources = _units(gathered, subject_id)
    together = {unit: _together(outcomes) for unit, outcomes in units.items()}
    kinds = Counter(together.values())
    answered = {category_of.get(unit, "") for unit, kind in together.items() if kind in CHECKED}
    kept_back = [
        item
        for item in gathered.plan.left_out
        if _waits(item) and category_of.get(item.source_id, item.source_id) not in answered
    ]
    kinds[OutcomeKind.NOT_RUN] += len(
        {category_of.get(item.source_id, item.source_id) for item in kept_back}
    )
    by_hand = manual.current(gathered.plan.manual, gathered.ended_at.date(), rule.manual_days)
    kinds += manual.answered(by_hand)
    gaps = Gaps(
        answered=sum(kinds[kind] for kind in CHECKED),
        applicable=sum(kinds.values()),
        floor=rule.floor,
        units={unit: units[unit] for unit, kind in together.items() if kind not in CHECKED},
        sources=sources,
        kept_back=kept_back,
        category_of=category_of,
        by_hand=[check for check in by_hand if check.is_open],
    )
    return Coverage(
        answered=gaps.answered,
        applicable=gaps.applicable,
        floor=rule.floor,
        by_outcome=tuple((kind, kinds[kind]) for kind in OutcomeKind),
        manual_open=len(gaps.by_hand),
        raise_by=steps(gaps),
        groups=_groups(gathered, together, category_of, by_hand),
    )


def _waits(item: LeftOut) -> bool:
    """Whether it is only for want of the person's yes, or of a key, that a source is not asked."""
    return item.applicable and item.reason is not NotRunReason.DESELECTED


_PAGES = "page"
"""The group of pages, which belong to no source of the catalogue."""


def _groups(
    gathered: Gathered,
    together: Mapping[str, OutcomeKind],
    category_of: Mapping[str, str],
    by_hand: Sequence[ManualCheck],
) -> tuple[GroupCoverage, ...]:
    """The same by group. A check that the person made by hand counts as asked."""
    units = [(category_of.get(unit, _PAGES), kind in CHECKED) for unit, kind in together.items()]
    looked = {check.source_id: check.category for check in by_hand if not check.is_open}
    units += [(category, True) for category in looked.values()]
    asked = Counter(category for category, _ in units)
    answered = Counter(category for category, is_answered in units if is_answered)
    kept = {item.source_id for item in gathered.plan.left_out if _waits(item)}
    waiting = Counter(category_of.get(source_id, "") for source_id in kept)
    still_open = {check.source_id: check.category for check in by_hand if check.is_open}
    by_person = Counter(still_open.values())
    return tuple(
        GroupCoverage(name, answered[name], asked[name], waiting[name], by_person[name])
        for name in sorted({*asked, *waiting, *by_person})
    )


def _units(gathered: Gathered, subject_id: str) -> tuple[dict[str, list[Outcome]], dict[str, str]]:
    """What counts once, with how its questions came out, and the source of each that is one."""
    outcomes = {item.probe.id: item.outcome for item in gathered.answers}
    asked = {
        probe.id: probe
        for probe in (*gathered.plan.probes, *(item.probe for item in gathered.answers))
    }
    gone_on = {probe.parent_id for probe in asked.values() if probe.step > 0}
    units: dict[str, list[Outcome]] = {}
    sources: dict[str, str] = {}
    for probe in asked.values():
        if not _counts(probe, subject_id) or probe.id in gone_on:
            continue
        outcome = outcomes.get(probe.id) or Outcome(probe.id, OutcomeKind.NOT_RUN, "stopped", "")
        if probe.purpose is Purpose.STEP and outcome.kind is OutcomeKind.FOUND:
            # Stopped on the way to the question itself.
            outcome = replace(outcome, kind=OutcomeKind.NOT_RUN)
        unit = probe.id
        if probe.purpose is not Purpose.PAGE:
            unit = sources[probe.source_id] = probe.source_id
        units.setdefault(unit, []).append(outcome)
    return units, sources


def open_leads(gathered: Gathered, subject_id: str) -> int:
    """Pages named by a search, or by an earlier check, that were not read. They count in no share,
    since nobody knows how many there would be, but they may hold what was looked for."""
    return sum(
        item.probe.purpose in _OPENED
        and item.outcome.kind not in CHECKED
        and concerns(item.probe, subject_id)
        for item in gathered.answers
    )


_UNANSWERED_FIRST = sorted(OutcomeKind, key=lambda kind: kind in CHECKED)


def _together(outcomes: Iterable[Outcome]) -> OutcomeKind:
    """One outcome for a source: any unanswered question leaves it unanswered."""
    return min((outcome.kind for outcome in outcomes), key=_UNANSWERED_FIRST.index)


def _counts(probe: Probe, subject_id: str) -> bool:
    return probe.purpose in _COUNTED and concerns(probe, subject_id)


def concerns(probe: Probe, subject_id: str) -> bool:
    """Whether the probe's answer is about that person."""
    return not probe.subject_ids or subject_id in probe.subject_ids


def is_enough(rule: CoverageWeighting, answered: int, applicable: int) -> bool:
    """Whether so many answers allow a headline without a warning."""
    return Coverage(answered, applicable, rule.floor, (), 0).is_enough
