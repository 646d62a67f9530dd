"""The weighting of the mosaic: which pieces lead together to the door, the school, the car."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from scanner.model.facts import FactKind
from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, Part, RuleId, Text

PieceName = Annotated[str, Field(pattern=r"^[a-z_]+$")]
TargetName = Annotated[str, Field(pattern=r"^[a-z_]+$")]


class MosaicPiece(Part):
    """A piece of the picture: the findings of which each gives it. All given fields must hold."""

    title: Text = Field(description="What it is, as the report says it.")
    exposes: tuple[ExposureId, ...] = Field((), description="The finding exposes one of these.")
    forms: tuple[str, ...] = Field((), description="… in one of these forms.")
    sources: tuple[RuleId, ...] = Field((), description="… and comes from one of these sources.")
    labels: tuple[Text, ...] = Field(
        (), description="… and the person's own word for the fact contains one of these."
    )
    by_choice: StrictBool = Field(
        False, description="Whether it counts where the person made it public, too."
    )

    @model_validator(mode="after")
    def _narrow(self) -> MosaicPiece:
        if not (self.exposes or self.sources):
            raise ValueError("needs exposes or sources, or every finding would be such a piece")
        return self


class MosaicTarget(Part):
    """Where a chain may lead."""

    title: Text = Field(description="As the report says it: Your front door.")
    about: FactKind = Field(
        description="Pieces of this kind of fact must be of one and the same fact: the street of "
        "one home and the postcode of another lead nowhere."
    )


class MosaicWay(Part):
    """Pieces that together lead to a target."""

    to: TargetName
    pieces: tuple[PieceName, ...] = Field(min_length=1)
    why: Text = Field(description="How they do, in plain words.")


class MosaicCase(Part):
    """Findings, where they lead, and how many removals it takes to break every chain."""

    findings: tuple[str, ...] = Field(
        description='Such as "fact.home_street of address @ a.example/page named". After the page: '
        "`named`, `beside handle` (another fact on the page), a source's id, `form street_town`, "
        '`labelled "running route"`, `law` or `choice` (public by law or by choice).'
    )
    reaches: tuple[TargetName, ...]
    removals: int = Field(0, ge=0)


class MosaicWeighting(Header):
    """The pieces, the ways that they open, and what leads a stranger from page to page."""

    kind: Literal["weighting"]
    weighs: Literal["mosaic"]
    starts: tuple[FactKind, ...] = Field(
        description="Kinds of fact that everybody knows of a candidate: where chains begin. What "
        "of `links` the person made public is known as well."
    )
    links: tuple[FactKind, ...] = Field(
        description="Kinds of fact by which a page can be found once another page has told them."
    )
    pieces: dict[PieceName, MosaicPiece] = Field(
        description="A finding is the first piece that it fits."
    )
    targets: dict[TargetName, MosaicTarget] = Field(description="The gravest first.")
    ways: tuple[MosaicWay, ...] = Field(min_length=1)
    examples: tuple[MosaicCase, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole(self) -> MosaicWeighting:
        for way in self.ways:
            if unknown := set(way.pieces) - set(self.pieces):
                raise ValueError(f"ways: unknown piece {', '.join(sorted(unknown))}")
            if way.to not in self.targets:
                raise ValueError(f"ways: unknown target {way.to}")
        if idle := set(self.pieces) - {name for way in self.ways for name in way.pieces}:
            raise ValueError(f"pieces: no way uses {', '.join(sorted(idle))}")
        if lost := set(self.targets) - {way.to for way in self.ways}:
            raise ValueError(f"targets: no way leads to {', '.join(sorted(lost))}")
        if unknown := {name for case in self.examples for name in case.reaches} - set(self.targets):
            raise ValueError(f"examples: unknown target {', '.join(sorted(unknown))}")
        if {bool(example.reaches) for example in self.examples} != {True, False}:
            raise ValueError("examples need findings that lead somewhere and some that do not")
        self._no_way_within_another()
        return self

    def _no_way_within_another(self) -> None:
        """A way that holds all of another is told by that one already."""
        for number, way in enumerate(self.ways):
            for other in self.ways[:number] + self.ways[number + 1 :]:
                if way.to == other.to and set(other.pieces) <= set(way.pieces):
                    more, enough = " + ".join(way.pieces), " + ".join(other.pieces)
                    raise ValueError(f"ways: {more} needs no more than {enough}")
