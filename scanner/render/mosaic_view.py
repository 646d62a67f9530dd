"""The mosaic grouped for a reader: chains with the places of their links, and what becomes of
each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scanner.model.assessment import AssessedFinding, Assessment, RemedyText
from scanner.model.bands import Standing
from scanner.model.facts import Secret
from scanner.model.mosaic import Mosaic, MosaicChain, MosaicLink, MosaicRemoval, MosaicTarget
from scanner.render.mosaic_map import MOST_SITES, Drawing, LinkRow, draw
from scanner.render.own_words import OwnWords

MOST_PLACES = 8
"""Places of a link that are named in the list."""
MOST_REMOVALS = 20
"""Removals that are named; the rest stand where the report says what to do."""


class Fate(StrEnum):
    """What becomes of a place."""

    REMOVE = "remove"
    BY_LAW = "by_law"
    BY_CHOICE = "by_choice"
    STAYS = "stays"
    LEFT = "left"
    """Removing it is not needed: another link is cut."""


_STAYING = frozenset({Fate.BY_LAW, Fate.BY_CHOICE, Fate.STAYS})

FATES: Mapping[Fate, OwnWords] = {
    Fate.REMOVE: OwnWords("remove this"),
    Fate.BY_LAW: OwnWords("stays, the law makes it public"),
    Fate.BY_CHOICE: OwnWords("stays, you made it public"),
    Fate.STAYS: OwnWords("stays, nobody can be asked to remove it"),
    Fate.LEFT: OwnWords("can wait"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One site that gives a link."""

    site: str
    fate: Fate
    pages: int

    @property
    def say(self) -> OwnWords:
        return FATES[self.fate]


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its places: what goes first, then what stays."""

    link: MosaicLink
    places: tuple[Place, ...]
    value: Secret | None
    behind: Secret | None
    """The user name, address or number by which its pages are found."""
    is_cut: bool
    """Nothing of it is left once the removals are done."""

    @property
    def named(self) -> tuple[Place, ...]:
        return self.places[:MOST_PLACES]

    @property
    def more(self) -> int:
        return len(self.places) - len(self.named)


@dataclass(frozen=True, slots=True)
class ChainView:
    chain: MosaicChain
    links: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class TargetView:
    """Everything that leads to one target."""

    anchor: str
    target: MosaicTarget
    value: Secret | None
    chains: tuple[ChainView, ...]
    still: tuple[RemedyText, ...]
    """What can still be done about chains that cannot be broken."""
    drawing: Drawing

    @property
    def unbreakable(self) -> int:
        return sum(item.chain.unbreakable for item in self.chains)


@dataclass(frozen=True, slots=True)
class RemovalView:
    removal: MosaicRemoval
    anchor: str
    """Where the report has the steps; empty when nowhere."""


@dataclass(frozen=True, slots=True)
class MosaicView:
    mosaic: Mosaic
    targets: tuple[TargetView, ...]
    removals: tuple[RemovalView, ...]
    """In the order of the plan."""

    @property
    def first_removals(self) -> tuple[RemovalView, ...]:
        return self.removals[:MOST_REMOVALS]

    @property
    def more_removals(self) -> int:
        return len(self.removals) - len(self.first_removals)

    @property
    def unbreakable(self) -> int:
        return sum(item.unbreakable for item in self.targets)


def mosaic_view(assessment: Assessment, anchors: Mapping[str, str]) -> MosaicView | None:
    """The assessment's mosaic for a reader; None when it has none.

    `anchors`: where the report has the steps of a remedy, by its id.
    """
    if assessment.mosaic is None:
        return None
    grouping = _Grouping(assessment, assessment.mosaic)
    turn = {action.remedy_id: number for number, action in enumerate(assessment.actions)}
    return MosaicView(
        mosaic=assessment.mosaic,
        targets=tuple(
            grouping.target(number, target)
            for number, target in enumerate(assessment.mosaic.targets, start=1)
        ),
        removals=tuple(
            RemovalView(item, anchors.get(item.remedy_id, ""))
            for item in sorted(
                assessment.mosaic.removals,
                key=lambda item: (turn.get(item.remedy_id, len(turn)), item.site),
            )
        ),
    )


class _Grouping:
    def __init__(self, assessment: Assessment, mosaic: Mosaic) -> None:
        self._assessment = assessment
        self._mosaic = mosaic
        self._found = {item.finding.id: item for item in assessment.findings}
        self._values = {fact.id: fact.value for fact in assessment.person.facts}
        self._gone = {key for item in mosaic.removals for key in item.finding_ids}
        self._links = {link.id: self._link(link) for link in mosaic.links}

    def target(self, number: int, target: MosaicTarget) -> TargetView:
        chains = tuple(
            ChainView(chain, tuple(self._links[key] for key in chain.link_ids))
            for chain in self._mosaic.chains
            if chain.target_id == target.id
        )
        return TargetView(
            anchor=f"mosaic-{number}",
            target=target,
            value=self._values.get(target.fact_id),
            chains=chains,
            still=self._still(item.chain for item in chains),
            drawing=draw(target.title, [[_row(link) for link in c.links] for c in chains]),
        )

    def _still(self, chains: Iterable[MosaicChain]) -> tuple[RemedyText, ...]:
        ids = dict.fromkeys(key for chain in chains for key in chain.remedy_ids)
        found = (self._assessment.remedy(key) for key in ids)
        return tuple(remedy for remedy in found if remedy)

    def _link(self, link: MosaicLink) -> LinkView:
        items = [self._found[key] for key in link.finding_ids if key in self._found]
        staying = frozenset(link.staying_ids)
        return LinkView(
            link=link,
            places=self._places(items, staying),
            value=self._values.get(link.fact_id),
            behind=self._values.get(link.behind),
            is_cut=all(key in self._gone for key in link.finding_ids),
        )

    def _places(
        self, items: Iterable[AssessedFinding], staying: frozenset[str]
    ) -> tuple[Place, ...]:
        counts: dict[tuple[str, Fate], int] = {}
        for item in items:
            key = item.finding.site, self._fate(item, staying)
            counts[key] = counts.get(key, 0) + 1
        order = list(Fate)
        return tuple(
            Place(site, fate, number)
            for (site, fate), number in sorted(
                counts.items(), key=lambda pair: (order.index(pair[0][1]), pair[0][0])
            )
        )

    def _fate(self, item: AssessedFinding, staying: frozenset[str]) -> Fate:
        if item.finding.id in self._gone:
            return Fate.REMOVE
        if item.finding.id not in staying:
            return Fate.LEFT
        if item.standing is Standing.PUBLIC_BY_LAW:
            return Fate.BY_LAW
        return Fate.BY_CHOICE if item.standing is Standing.PUBLIC_BY_CHOICE else Fate.STAYS


def _row(view: LinkView) -> LinkRow:
    """What stays comes early enough to be drawn: it is why a line goes on."""
    staying = [place for place in view.places if place.fate in _STAYING]
    others = [place for place in view.places if place.fate not in _STAYING]
    drawn = [*others[: MOST_SITES - 1], *staying[:1], *others[MOST_SITES - 1 :], *staying[1:]]
    sites = tuple((place.site, place.fate.value) for place in drawn)
    return LinkRow(view.link.id, view.link.title, sites, view.is_cut)
