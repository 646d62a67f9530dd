"""The weighting of attribution: what speaks for and against a sighting being this person's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scanner.model.facts import NAME_KINDS
from scanner.model.finding import Attribution
from scanner.rulebook.detector import FORMS
from scanner.rulebook.header import Header, Part, Text

_NAMES = frozenset({"rare", "ordinary", "common"})
_AGAINST = frozenset({"birth_date", "birth_month", "birth_year", "age", "postcode", "middle_name"})
_SUPPORTS = frozenset({"town", "birth_month", "birth_year", "age", "middle_name"})
_SUMS = (Attribution.CONFIRMED, Attribution.PROBABLE, Attribution.POSSIBLE)

FormKey = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
"""Kind and form of a fact: `address.full`."""


class Points(Part):
    """Powers of ten by which something changes the odds, and why so much."""

    points: float
    why: Text


class Shares(Part):
    """How much of a name's points counts, by where it stands (0–1)."""

    beside: float = Field(1.0, ge=0, le=1, description="It is the nearest name, or in one record.")
    crossed: float = Field(ge=0, le=1, description="On the same line; another name is nearer.")
    near: float = Field(ge=0, le=1, description="Within two sentences; another name is nearer.")
    page: float = Field(ge=0, le=1, description="Elsewhere on the page.")


class AttributionCase(Part):
    """What stands together, and whose it must come out as."""

    name: Literal["rare", "ordinary", "common", "none"]
    where: Literal["beside", "crossed", "near", "page"] = "beside"
    written: str = Field("full", description="The form of the name.")
    seen: tuple[FormKey, ...] = Field(
        (), description="The fact in question first; none of them: the name itself is in question."
    )
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    expect: Attribution


class AttributionWeighting(Header):
    """Adds up, from the odds of a random adult, to a verdict."""

    kind: Literal["weighting"]
    weighs: Literal["attribution"]
    start: float = Field(le=0, description="Points before anything is known.")
    names: dict[Literal["rare", "ordinary", "common"], Points]
    written: dict[str, Points] = Field(
        description="By form of the name: added when it is not simply written in full."
    )
    shares: Shares
    facts: dict[FormKey, Points]
    others_facts: float = Field(
        ge=0, le=1, description="How much of a fact counts that stands nearer to another name."
    )
    supports: dict[str, Points]
    against: dict[str, Points]
    from_points: dict[Attribution, float] = Field(
        description="The least sum of confirmed, probable and possible; below, other_person."
    )
    examples: tuple[AttributionCase, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> AttributionWeighting:
        forms = {f"{kind.value}.{form}" for kind, known in FORMS.items() for form in known}
        names = frozenset().union(*(FORMS[kind] for kind in NAME_KINDS))
        for what, given, known in (
            ("facts", set(self.facts), forms),
            ("written", set(self.written), names),
            ("names", set(self.names), _NAMES),
            ("supports", set(self.supports), _SUPPORTS),
            ("against", set(self.against), _AGAINST),
        ):
            if unknown := given - known:
                raise ValueError(f"{what}: unknown {', '.join(sorted(unknown))}")
        for what, rows, needed in (
            ("names", set(self.names), _NAMES),
            ("supports", set(self.supports), _SUPPORTS),
            ("against", set(self.against), _AGAINST),
        ):
            if missing := needed - rows:
                raise ValueError(f"{what}: lacks {', '.join(sorted(missing))}")
        if any(row.points > 0 for row in self.against.values()):
            raise ValueError("against: points are at most 0")
        order = [self.from_points[verdict] for verdict in _SUMS if verdict in self.from_points]
        if set(self.from_points) != set(_SUMS) or order != sorted(order, reverse=True):
            raise ValueError("from_points needs confirmed, probable and possible, falling")
        return self
