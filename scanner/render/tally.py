"""Checks counted together, so that a report of thousands of questions can still be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.model.assessment import Check
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Purpose

MANY_CHECKS = 300
"""Beyond it the report counts checks by source; the JSON has every one."""
MANY_REQUESTS = 600
"""Beyond it the report counts requests by site only."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Questions of one source that ended alike; of pages each stands alone."""

    checks: tuple[Check, ...]

    @property
    def first(self) -> Check:
        return self.checks[0]

    @property
    def look_yourself(self) -> str:
        return self.first.look_yourself

    @property
    def shown(self) -> tuple[Check, ...]:
        return self.checks[:_SHOWN]

    @property
    def others(self) -> int:
        return len(self.checks) - len(self.shown)


@dataclass(frozen=True, slots=True)
class SourceTally:
    """All that one source was asked, and how it ended."""

    title: str
    sites: tuple[str, ...]
    outcomes: tuple[tuple[OutcomeKind, int], ...]
    """Without control questions."""
    controls: int

    @property
    def questions(self) -> int:
        return sum(number for _, number in self.outcomes)


def unanswered(checks: Iterable[Check]) -> tuple[tuple[OutcomeKind, tuple[Unanswered, ...]], ...]:
    """Checks that gave no answer, by outcome and, of sources, by how they ended."""
    groups: dict[OutcomeKind, dict[tuple[str, ...], list[Check]]] = {k: {} for k in OutcomeKind}
    for check in checks:
        if check.purpose is not Purpose.CONTROL and check.outcome not in CHECKED:
            unit = check.source_id if check.purpose is Purpose.SOURCE else check.probe_id
            key = (unit, check.site, check.detail, check.look_yourself)
            groups[check.outcome].setdefault(key, []).append(check)
    return tuple(
        (kind, tuple(Unanswered(tuple(alike)) for alike in group.values()))
        for kind, group in groups.items()
        if group
    )


def by_source(checks: Iterable[Check]) -> tuple[SourceTally, ...]:
    """One entry per source, in the order of their first question."""
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault(check.source_id, []).append(check)
    return tuple(_tally(group) for group in groups.values())


def _tally(checks: list[Check]) -> SourceTally:
    asked = Counter(check.outcome for check in checks if check.purpose is not Purpose.CONTROL)
    return SourceTally(
        title=checks[0].title,
        sites=tuple(dict.fromkeys(check.site for check in checks)),
        outcomes=tuple((kind, asked[kind]) for kind in OutcomeKind if asked[kind]),
        controls=sum(check.purpose is Purpose.CONTROL for check in checks),
    )
