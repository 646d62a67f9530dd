"""Checks by hand in the order in which a worried person can take them: a few, then by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model.plan import ManualCheck
from scanner.render.words import CATEGORIES, category

_AT_FIRST = 10
"""As many as fit into one evening."""


@dataclass(frozen=True, slots=True)
class Group:
    """Checks of one group of the catalogue."""

    category: str
    checks: tuple[ManualCheck, ...]

    @property
    def title(self) -> str:
        return category(self.category)

    @property
    def minutes(self) -> int:
        return _minutes(self.checks)


@dataclass(frozen=True, slots=True)
class ByHand:
    """The few that matter most, and the others by group."""

    first: tuple[ManualCheck, ...]
    groups: tuple[Group, ...]

    @property
    def first_minutes(self) -> int:
        return _minutes(self.first)

    @property
    def rest(self) -> int:
        return sum(len(group.checks) for group in self.groups)


def by_hand(checks: Sequence[ManualCheck]) -> ByHand:
    """So few that they need no order are all first."""
    if len(checks) <= _AT_FIRST:
        return ByHand(tuple(checks), ())
    ranked = sorted((c for c in checks if c.look_first), key=lambda check: check.look_first)
    first = tuple(ranked[:_AT_FIRST])
    others = [check for check in checks if check not in first]
    order = list(CATEGORIES)
    found = {check.category for check in others}
    categories = [c for c in order if c in found] + sorted(found - set(order))
    return ByHand(
        first,
        tuple(Group(c, tuple(o for o in others if o.category == c)) for c in categories),
    )


def _minutes(checks: Sequence[ManualCheck]) -> int:
    """A place with several links takes its time once."""
    return sum({check.source_id: check.minutes for check in checks}.values())
