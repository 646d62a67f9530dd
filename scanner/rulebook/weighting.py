"""Weighting rules: every number of the score, and the combinations worse than their parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from scanner.model.bands import Band
from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, Part, RuleId, Text
from scanner.rulebook.mosaic import MosaicWeighting
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting


class Row(Part):
    """One weight with its reason."""

    value: float = Field(ge=0)
    title: str = Field("", description="Harm rows: what is exposed, as the report says it.")
    why: Text


class ScoreExample(Part):
    """Rows of the four factor tables, and the score and band that must come of them."""

    harm: ExposureId
    ease: str
    corroboration: str
    persistence: str
    score: int = Field(ge=0, le=100)
    band: Band


class FactorWeighting(Header):
    """A table of one factor: harm 0–10, the others 0–1."""

    kind: Literal["weighting"]
    weighs: Literal["harm", "ease", "corroboration", "persistence"]
    rows: dict[str, Row]
    examples: tuple[ScoreExample, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _bounded(self) -> FactorWeighting:
        top = 10 if self.weighs == "harm" else 1
        if over := [name for name, row in self.rows.items() if row.value > top]:
            raise ValueError(f"{', '.join(over)}: a {self.weighs} value is at most {top}")
        if self.weighs == "harm" and (bare := [n for n, row in self.rows.items() if not row.title]):
            raise ValueError(f"{', '.join(bare)}: a harm row needs title")
        return self


class BandWeighting(Header):
    """The lowest score of each band."""

    kind: Literal["weighting"]
    weighs: Literal["bands"]
    from_score: dict[Band, Annotated[int, Field(ge=0, le=100)]]
    examples: tuple[ScoreExample, ...] = Field(min_length=1)


class CoverageExample(Part):
    answered: int
    applicable: int
    enough: StrictBool


class CoverageWeighting(Header):
    """Below which share of answered checks no reassuring headline is given."""

    kind: Literal["weighting"]
    weighs: Literal["coverage"]
    floor: float = Field(ge=0, le=1)
    manual_days: int = Field(
        183, ge=1, description="For how many days the answer to a check by hand counts."
    )
    examples: tuple[CoverageExample, ...] = Field(min_length=2)


class Member(Part):
    """One part of a combination."""

    any_of: tuple[ExposureId, ...] = Field((), description="The finding exposes one of these.")
    sources: tuple[RuleId, ...] = Field((), description="… and comes from one of these sources.")
    page_title: tuple[str, ...] = Field((), description="… and its page's title contains one.")
    named: StrictBool = Field(
        False, description="… and the person's name stands in the same record."
    )
    sites_at_least: int = Field(1, ge=1, description="… on at least so many independent sites.")


class CombinationCase(Part):
    """Findings, each `exposure @ page`, and whether the combination must be seen."""

    findings: tuple[str, ...] = Field(
        description='Such as "fact.home_address @ a.example named src.page.given".'
    )
    expect: StrictBool


class CombinationWeighting(Header):
    kind: Literal["weighting"]
    weighs: Literal["combination"]
    members: tuple[Member, ...] = Field(min_length=1)
    scope: Literal["page", "subject"]
    floor: Band | None = None
    bands_up: int = Field(0, ge=0, le=2)
    signal: StrictBool = Field(False, description="Also needs a signal on the same page.")
    say: Text
    examples: tuple[CombinationCase, ...]

    @model_validator(mode="after")
    def _whole(self) -> CombinationWeighting:
        if (self.floor is None) == (self.bands_up == 0):
            raise ValueError("needs exactly one of floor and bands_up")
        if {example.expect for example in self.examples} != {True, False}:
            raise ValueError("examples need findings that combine and findings that do not")
        return self


WeightingRule = (
    FactorWeighting
    | SpreadWeighting
    | SituationWeighting
    | BandWeighting
    | CoverageWeighting
    | CombinationWeighting
    | MosaicWeighting
    | AttributionWeighting
)
