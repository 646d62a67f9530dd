"""The mosaic of an assessment: from weighed findings to chains in words and what to remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice

from scanner.assess.mosaic.chains import Route, entries_of, routes
from scanner.assess.mosaic.graph import LINK, Graph, KnownFact, Met, Node, Unit, graph_of
from scanner.assess.mosaic.removals import fewest_removals
from scanner.domains import same_site
from scanner.model.assessment import AssessedFinding
from scanner.model.bands import Standing
from scanner.model.facts import Fact, FactKind
from scanner.model.mosaic import (
    Mosaic,
    MosaicChain,
    MosaicLink,
    MosaicRemoval,
    MosaicTarget,
)
from scanner.rulebook.mosaic import MosaicWeighting
from scanner.rulebook.remedy import RemedyRule

MOST_LISTED = 40
"""Chains that are told one by one: nobody reads more, and the removals break the others too."""
MOST_COUNTED = 1000

_IN_PLAY = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW, Standing.PUBLIC_BY_CHOICE})
"""What is only possibly the person's is a question, and no link of a chain."""

_SITES = frozenset({FactKind.DOMAIN})

_TELLS = {
    FactKind.HANDLE: "A user name that leads to other pages of yours",
    FactKind.EMAIL: "An e-mail address that leads to other pages of yours",
    FactKind.PHONE: "A number that leads to other pages of yours",
    FactKind.FORMER_NAME: "A former name that leads to other pages of yours",
    FactKind.HOUSEHOLD_MEMBER: "Somebody you live with, whose pages say more",
}


def mosaic_of(
    rule: MosaicWeighting | None,
    findings: Sequence[AssessedFinding],
    facts: Iterable[Fact],
    remedies: Mapping[str, RemedyRule],
) -> Mosaic | None:
    """None when nothing leads anywhere, or when the rules do not say what does."""
    if rule is None:
        return None
    own = {fact.id: fact for fact in facts}
    weighed = {item.finding.id: item for item in findings if item.standing in _IN_PLAY}
    known = {key: KnownFact(fact.kind, fact.label, fact.is_public) for key, fact in own.items()}
    domains = {key: fact.value.reveal() for key, fact in own.items() if fact.kind in _SITES}

    @cache
    def whose(site: str) -> frozenset[str]:
        """The person's own domains at a site: few sites have many findings."""
        return frozenset(key for key, domain in domains.items() if same_site(site, domain))

    graph = graph_of(
        rule, (_met(item, whose(item.finding.site), remedies) for item in weighed.values()), known
    )
    return _Weaver(rule, graph, own, weighed, remedies).mosaic() if graph.goals else None


def _met(
    item: AssessedFinding, own_sites: frozenset[str], remedies: Mapping[str, RemedyRule]
) -> Met:
    finding = item.finding
    remedy = remedies.get(item.remedy_id) if item.standing is Standing.RISK else None
    return Met(
        finding_id=finding.id,
        exposure=finding.exposure,
        form=finding.form,
        source_id=finding.source_id,
        fact_ids=finding.fact_ids,
        page=finding.probe_id,
        beside=own_sites.union(finding.facts_beside),
        unit=Unit(finding.site, remedy.id, remedy.minutes) if remedy else None,
        by_choice=item.standing is Standing.PUBLIC_BY_CHOICE,
    )


class _Weaver:
    def __init__(
        self,
        rule: MosaicWeighting,
        graph: Graph,
        facts: Mapping[str, Fact],
        weighed: Mapping[str, AssessedFinding],
        remedies: Mapping[str, RemedyRule],
    ) -> None:
        self._rule = rule
        self._graph = graph
        self._facts = facts
        self._weighed = weighed
        self._remedies = remedies
        self._targets: dict[str, MosaicTarget] = {}
        self._links: dict[str, MosaicLink] = {}

    def mosaic(self) -> Mosaic:
        """Chains in order of target, then of length."""
        found = list(islice(routes(self._graph), MOST_COUNTED))
        order = {name: number for number, name in enumerate(self._rule.targets)}
        found.sort(key=lambda r: (order[r.goal.target], r.goal.fact_id, len(r.behind)))
        chains = tuple(self._chain(route) for route in found[:MOST_LISTED])
        fewest = fewest_removals(self._graph)
        return Mosaic(
            rule_id=self._rule.id,
            targets=tuple(self._targets.values()),
            links=tuple(self._links.values()),
            chains=chains,
            more_chains=len(found) - len(chains),
            removals=self._removals(fewest.units),
            exact=fewest.exact,
            at_least=fewest.at_least,
        )

    def _chain(self, route: Route) -> MosaicChain:
        links = [self._link(node, behind) for node, behind in route.behind]
        unbreakable = all(link.staying_ids for link in links)
        staying = (self._weighed[key] for link in links for key in link.staying_ids)
        left = {item.remedy_id for item in staying if item.remedy_id in self._remedies}
        return MosaicChain(
            target_id=self._target(route).id,
            link_ids=tuple(link.id for link in links),
            why=route.goal.way.why,
            unbreakable=unbreakable,
            remedy_ids=tuple(sorted(left)) if unbreakable else (),
        )

    def _target(self, route: Route) -> MosaicTarget:
        goal = route.goal
        key = f"{goal.target}:{goal.fact_id}"
        title = self._rule.targets[goal.target].title
        return self._targets.setdefault(key, MosaicTarget(key, title, goal.fact_id))

    def _link(self, node: Node, behind: str) -> MosaicLink:
        name, fact_id = node
        key = ":".join(part for part in ("link" if name == LINK else name, fact_id, behind) if part)
        if key not in self._links:
            entries = entries_of(self._graph, node, behind)
            self._links[key] = MosaicLink(
                id=key,
                title=self._title(node),
                fact_id=fact_id,
                behind=behind,
                finding_ids=tuple(entry.finding_id for entry in entries),
                staying_ids=tuple(entry.finding_id for entry in entries if entry.stays),
            )
        return self._links[key]

    def _title(self, node: Node) -> str:
        name, fact_id = node
        if name != LINK:
            return self._rule.pieces[name].title
        return _TELLS.get(self._facts[fact_id].kind, "A detail that leads to other pages")

    def _removals(self, units: Iterable[int]) -> tuple[MosaicRemoval, ...]:
        """In the order of sites and remedies."""
        closed: dict[int, set[str]] = {number: set() for number in units}
        for entries in self._graph.entries.values():
            for entry in entries:
                if entry.unit in closed:
                    closed[entry.unit].add(entry.finding_id)
        return tuple(self._removal(self._graph.units[n], ids) for n, ids in closed.items())

    def _removal(self, unit: Unit, finding_ids: Iterable[str]) -> MosaicRemoval:
        remedy = self._remedies[unit.remedy_id]
        return MosaicRemoval(
            remedy_id=remedy.id,
            title=remedy.title,
            site=unit.site,
            minutes=unit.minutes,
            finding_ids=tuple(sorted(finding_ids)),
        )
