"""How much of what applies to a person was really looked at, and what would raise it."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.outcome import OutcomeKind


@dataclass(frozen=True, slots=True)
class CoverageStep:
    """One thing that the person can do so that more is checked."""

    way: str
    """`again`, `render`, `allow`, `endpoint`, `key` or `by_hand`."""
    do: str
    source_ids: tuple[str, ...]
    """Sources that it is about; pages have none of their own."""
    checks: int
    """How many more would be answered, if all of them are."""
    share: float
    """The share that coverage would have then, by this step alone; rounded to four digits."""


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How much of one group of the catalogue was looked at."""

    category: str
    """Such as `social`; `page` for the pages that the person listed."""
    answered: int
    asked: int
    waiting: int
    """Sources that wait for the person's yes, or for a key."""
    by_hand: int
    """Sources that only the person can look at, and has not."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what applies was really looked at."""

    answered: int
    applicable: int
    floor: float
    by_outcome: tuple[tuple[OutcomeKind, int], ...]
    manual_open: int
    raise_by: tuple[CoverageStep, ...] = ()
    """What would raise it, what adds most first; empty when all was answered."""
    groups: tuple[GroupCoverage, ...] = ()
    """By group of the catalogue, in order of their names."""

    @property
    def share(self) -> float:
        return self.answered / self.applicable if self.applicable else 0.0

    @property
    def is_enough(self) -> bool:
        return self.applicable > 0 and self.share >= self.floor
