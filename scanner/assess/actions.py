"""The shortest list of fixes, most pressing first; its first three are what to do today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from scanner.model.assessment import Action, AssessedFinding, Band, Standing
from scanner.rulebook.remedy import RemedyRule

_TO_FIX = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
_BANDS = tuple(Band)


def actions_of(
    findings: Sequence[AssessedFinding],
    remedies: Mapping[str, RemedyRule],
    emergency_ids: AbstractSet[str],
) -> tuple[Action, ...]:
    """One action per remedy with all the findings that it closes.

    Emergencies come first, then critical by least minutes, then each band by score per minute.
    """
    grouped: dict[str, list[AssessedFinding]] = {}
    for item in findings:
        if item.standing in _TO_FIX and item.remedy_id in remedies:
            grouped.setdefault(item.remedy_id, []).append(item)
    keyed = [
        (_order(remedies[key], items, emergency_ids), _action(remedies[key], items))
        for key, items in grouped.items()
    ]
    return tuple(action for _, action in sorted(keyed, key=lambda pair: pair[0]))


def _order(
    rule: RemedyRule, items: Sequence[AssessedFinding], emergency_ids: AbstractSet[str]
) -> tuple[bool, int, float, int, str]:
    band = min(_BANDS.index(item.band) for item in items)
    score = max(item.score for item in items)
    by_minutes = _BANDS[band] is Band.CRITICAL
    effort = float(rule.minutes) if by_minutes else -score / max(rule.minutes, 1)
    is_emergency = any(item.finding.id in emergency_ids for item in items)
    return (not is_emergency, band, effort, -score, rule.id)


def _action(rule: RemedyRule, items: Sequence[AssessedFinding]) -> Action:
    return Action(
        remedy_id=rule.id,
        title=rule.title,
        why=_why(items),
        first_step=rule.steps[0].do,
        link=rule.steps[0].link or "",
        minutes=rule.minutes,
        band=min((item.band for item in items), key=_BANDS.index),
        finding_ids=tuple(sorted(item.finding.id for item in items)),
    )


_SITES_NAMED = 3


def _why(items: Sequence[AssessedFinding]) -> str:
    """What it closes and where, the worst first: "Closes: your home address on a.example"."""
    counts = Counter(_lower_first(item.title) for item in items)
    parts = [
        title if count == 1 else f"{title} ({count} places)" for title, count in counts.items()
    ]
    sites = list(dict.fromkeys(item.finding.site for item in items))
    named = ", ".join(sites[:_SITES_NAMED])
    more = f" and {len(sites) - _SITES_NAMED} more sites" if len(sites) > _SITES_NAMED else ""
    return f"Closes: {', '.join(parts)} on {named}{more}."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
