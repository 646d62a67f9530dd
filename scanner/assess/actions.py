"""The shortest list of fixes, most pressing first; its first three are what to do today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from scanner.assess.deadlines import NOW, Schedule
from scanner.assess.order import in_order, prerequisites
from scanner.model.assessment import Action, AssessedFinding, SeenByHand
from scanner.model.bands import Band, Standing
from scanner.model.timetable import Due
from scanner.rulebook.remedy import RemedyRule

_TO_FIX = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
_BANDS = tuple(Band)

Weighed = AssessedFinding | SeenByHand
"""What a remedy can be for."""


def actions_of(
    findings: Sequence[Weighed],
    rules: Mapping[str, RemedyRule],
    emergency_ids: AbstractSet[str],
    schedule: Schedule | None = None,
    breaking: AbstractSet[str] = frozenset(),
) -> tuple[Action, ...]:
    """One action per remedy with all the findings that it closes.

    Emergencies come first, and are put off to no day; then the remedies of `breaking`, which
    together break every chain that leads to the door; then all others. Of each of these, each band
    by the last useful day that is still ahead; of one day, what is critical by least minutes, the
    rest by score per minute. Within that, what must have worked first comes first. Without a poll
    ahead no day is counted with.

    `rules`: all remedies, since one that is not needed here may stand between two that are.
    """
    grouped: dict[str, list[Weighed]] = {}
    for item in findings:
        if _is_to_fix(item) and item.remedy_id in rules:
            grouped.setdefault(item.remedy_id, []).append(item)
    first = prerequisites(grouped, rules)
    due = (schedule or Schedule()).of({key: rules[key] for key in grouped}, first)
    due |= {key: NOW for key, items in grouped.items() if _presses(items, emergency_ids)}
    ordered = in_order(
        list(grouped),
        first,
        urgency=lambda key: _urgency(grouped[key], emergency_ids, key in breaking),
        rank=lambda key: (due[key].next_day or date.max, *_effort(rules[key], grouped[key])),
    )
    return tuple(
        _action(rules[key], grouped[key], due[key], tuple(k for k in ordered if k in first[key]))
        for key in ordered
    )


def _urgency(
    items: Sequence[Weighed], emergency_ids: AbstractSet[str], breaks_chains: bool
) -> tuple[bool, bool, int]:
    return not _presses(items, emergency_ids), not breaks_chains, _worst(items)


def _presses(items: Sequence[Weighed], emergency_ids: AbstractSet[str]) -> bool:
    return any(key in emergency_ids for key in _finding_ids(items))


def _is_to_fix(item: Weighed) -> bool:
    """What the person saw themself is theirs, also where nothing says what it was."""
    return item.standing in _TO_FIX or isinstance(item, SeenByHand)


def _finding_ids(items: Sequence[Weighed]) -> tuple[str, ...]:
    return tuple(sorted(item.finding.id for item in items if isinstance(item, AssessedFinding)))


def _worst(items: Sequence[Weighed]) -> int:
    return min(item.band.rank for item in items)


def _effort(rule: RemedyRule, items: Sequence[Weighed]) -> tuple[float, int, str]:
    score = max(item.score for item in items)
    by_minutes = _BANDS[_worst(items)] is Band.CRITICAL
    effort = float(rule.minutes) if by_minutes else -score / max(rule.minutes, 1)
    return effort, -score, rule.id


def _action(rule: RemedyRule, items: Sequence[Weighed], due: Due, after: tuple[str, ...]) -> Action:
    return Action(
        remedy_id=rule.id,
        title=rule.title,
        why=_why(items),
        first_step=rule.steps[0].do,
        link=rule.steps[0].link or "",
        minutes=rule.minutes,
        band=_BANDS[_worst(items)],
        finding_ids=_finding_ids(items),
        due=due,
        after=after,
        seen_ids=tuple(item.source_id for item in items if isinstance(item, SeenByHand)),
    )


_SITES_NAMED = 3


def _why(items: Sequence[Weighed]) -> str:
    """What it closes and where, the worst first: "Closes: your home address on a.example"."""
    found = [item for item in items if isinstance(item, AssessedFinding)]
    seen = [item.source_title for item in items if isinstance(item, SeenByHand)]
    closed = [_found_words(found)] if found else []
    if seen:
        more = f" and {len(seen) - _SITES_NAMED} more places" if len(seen) > _SITES_NAMED else ""
        closed.append(f"what you saw yourself at {', '.join(seen[:_SITES_NAMED])}{more}")
    return f"Closes: {'; '.join(closed)}."


def _found_words(found: Sequence[AssessedFinding]) -> str:
    counts = Counter(_lower_first(item.title) for item in found)
    parts = [
        title if count == 1 else f"{title} ({count} places)" for title, count in counts.items()
    ]
    sites = list(dict.fromkeys(item.finding.site for item in found))
    named = ", ".join(sites[:_SITES_NAMED])
    more = f" and {len(sites) - _SITES_NAMED} more sites" if len(sites) > _SITES_NAMED else ""
    return f"{', '.join(parts)} on {named}{more}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
