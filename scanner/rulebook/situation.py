"""Weightings that raise a score: how many places say the same, and the person's situation."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scanner.model.situation import Circumstance
from scanner.model.subject import Role
from scanner.rulebook.header import Header, Part, Text

MOST = 1.5
"""No table may raise a score by more than half."""


class SpreadStep(Part):
    """From so many independent sites on, the score is multiplied by `value`."""

    sites: int = Field(ge=1)
    value: float = Field(ge=1, le=MOST)
    why: Text


class SpreadExample(Part):
    sites: int = Field(ge=1)
    value: float


class SpreadWeighting(Header):
    """How much more an exposure counts when several sites say at least as much."""

    kind: Literal["weighting"]
    weighs: Literal["spread"]
    steps: tuple[SpreadStep, ...] = Field(min_length=1, description="The first is for one site.")
    examples: tuple[SpreadExample, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _rising(self) -> SpreadWeighting:
        if self.steps[0].sites != 1:
            raise ValueError("steps: the first is for one site")
        for less, more in pairwise(self.steps):
            if more.sites <= less.sites or more.value < less.value:
                raise ValueError("steps: numbers of sites rise, and values never fall")
        return self

    def step(self, sites: int) -> SpreadStep:
        """The row for so many sites (at least one)."""
        return next(step for step in reversed(self.steps) if sites >= step.sites)


class RoleRow(Part):
    """What the score is multiplied by for a person of that role."""

    value: float = Field(gt=0, le=MOST)
    why: Text


class Added(Part):
    """What is added to the multiplier of the role."""

    value: float = Field(ge=0, le=MOST - 1)
    why: Text


class PollStep(Added):
    """For a poll that is at most so many weeks away."""

    weeks: int = Field(ge=0)


class SituationExample(Part):
    role: Role = Role.CANDIDATE
    weeks: int | None = Field(None, description="Whole weeks to the poll; none given: unknown.")
    told: tuple[Circumstance, ...] = ()
    value: float


class SituationWeighting(Header):
    """How much more, or less, an exposure counts for this person at this time."""

    kind: Literal["weighting"]
    weighs: Literal["situation"]
    roles: dict[Role, RoleRow]
    poll: tuple[PollStep, ...] = Field(min_length=1, description="The nearest first.")
    circumstances: dict[Circumstance, Added]
    most: Annotated[float, Field(ge=0, le=MOST - 1)] = Field(
        description="What poll and circumstances add together, at most."
    )
    examples: tuple[SituationExample, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> SituationWeighting:
        for what, given, needed in (
            ("roles", set(self.roles), set(Role)),
            ("circumstances", set(self.circumstances), set(Circumstance)),
        ):
            if missing := needed - given:
                raise ValueError(f"{what}: lacks {', '.join(sorted(missing))}")
        for near, far in pairwise(self.poll):
            if far.weeks <= near.weeks or far.value > near.value:
                raise ValueError("poll: weeks rise, and values never rise with them")
        return self

    def poll_step(self, weeks: int | None) -> PollStep | None:
        """The row for a poll in so many whole weeks; None when it is over, far off or unknown."""
        if weeks is None or weeks < 0:
            return None
        return next((step for step in self.poll if weeks <= step.weeks), None)

    def value(
        self, role: Role, weeks: int | None, told: frozenset[Circumstance] = frozenset()
    ) -> Decimal:
        """The multiplier: that of the role, and on it what is added, up to `most`."""
        step = self.poll_step(weeks)
        added = Decimal(str(step.value)) if step else Decimal(0)
        added += sum((Decimal(str(self.circumstances[item].value)) for item in told), Decimal(0))
        return Decimal(str(self.roles[role].value)) * (1 + min(added, Decimal(str(self.most))))
