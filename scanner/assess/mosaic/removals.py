"""The fewest removals that break every chain which can be broken: a smallest hitting set.

There may be millions of chains, so they are not listed. A chain breaks when all findings that give
one of its nodes are removed or no longer found, so it is enough to say which nodes to *close*:

- of a closed node, no removable finding is within reach any more. What stays may be, found by what
  stays alone;
- a closed node is *dead* when nothing that stays gives it. A chain through it is broken;
- a way of which every node can be had from what stays cannot be broken. All its nodes are closed,
  so that nothing else adds to it.

What has to be removed follows from the closed nodes, and every set of removals that breaks all
chains closes such nodes. There are few nodes (pieces and links of one person's facts) however many
findings there are, so the best choice of them is found exactly, by branch and bound. No general
solver is asked: what is left of the problem after this has a dozen choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_

from scanner.assess.mosaic.graph import LINK, Entry, Goal, Graph, Node

MOST_LINKS = 10
"""Facts that lead to further pages (user names, numbers) of which every choice is tried."""
MOST_STEPS = 50_000
"""Steps of the search, over all choices of links."""

Mask = int
"""A set of units: bit n stands for the graph's unit n."""


@dataclass(frozen=True, slots=True)
class Removals:
    """Which units to remove."""

    units: tuple[int, ...]
    exact: bool
    """Whether no smaller set breaks as much, and none of its size takes less time."""
    at_least: int
    """How many units it surely takes."""


def fewest_removals(graph: Graph) -> Removals:
    """The same for the same graph, whatever machine it is on."""
    return _Search(graph).best()


class _Search:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._sure = _had_from_what_stays(graph)
        self._cost = _Cost(graph)
        self._groups = {node: _grouped(entries) for node, entries in graph.entries.items()}
        self._steps = MOST_STEPS
        self._best: Mask = 0
        self._best_cost: tuple[int, int] | None = None

    def best(self) -> Removals:
        links = sorted(fact_id for name, fact_id in self._graph.entries if name == LINK)
        choices = _subsets(links) if len(links) <= MOST_LINKS else _some_subsets(links)
        for closed in choices:
            self._try(frozenset(closed))
        exact = len(links) <= MOST_LINKS and self._steps > 0
        units = tuple(n for n in range(len(self._graph.units)) if self._best >> n & 1)
        return Removals(units, exact, len(units) if exact else self._at_least())

    def _try(self, links: frozenset[str]) -> None:
        """The best that can be done when exactly these links are closed."""
        dead = frozenset(key for key in links if (LINK, key) not in self._sure)
        masks: dict[Node, Mask | None] = {}

        def closing(node: Node) -> Mask | None:
            """What must be removed to close the node; None when that takes other links."""
            if node not in masks:
                masks[node] = self._closing(node, links, dead)
            return masks[node]

        base: Mask = 0
        for key in sorted(links):
            mask = closing((LINK, key))
            if mask is None:
                return
            base |= mask
        options: list[tuple[Mask, ...]] = []
        for goal in self._graph.goals:
            given = tuple(dict.fromkeys(self._options(goal, closing_of=map(closing, goal.needs))))
            if not given:
                return
            options.append(given)
        for given in options:
            if len(given) == 1:
                base |= given[0]
        open_goals = sorted({given for given in options if len(given) > 1})
        self._branch(base, open_goals)

    def _closing(self, node: Node, links: frozenset[str], dead: frozenset[str]) -> Mask | None:
        needed: Mask = 0
        for keys, group in self._groups[node].items():
            if group.stays and not keys <= links:
                return None
            if not keys or not keys <= dead:
                needed |= group.removable
        return needed

    def _options(self, goal: Goal, closing_of: Iterable[Mask | None]) -> Iterator[Mask]:
        """What may be removed to break the goal: one node that can die, or, where none can, the
        removable part of all."""
        masks = list(closing_of)
        mortal = [n for n, node in enumerate(goal.needs) if node not in self._sure]
        if mortal:
            yield from (mask for n in mortal if (mask := masks[n]) is not None)
        elif None not in masks:
            yield reduce(or_, (mask for mask in masks if mask is not None))

    def _branch(self, taken: Mask, goals: Sequence[tuple[Mask, ...]]) -> None:
        """Depth first; the option that adds least comes first."""
        if self._steps <= 0 and self._best_cost is not None:
            return
        self._steps -= 1
        cost = self._cost.of(taken)
        if self._best_cost is not None and cost >= self._best_cost:
            return
        left = [given for given in goals if not any(mask & ~taken == 0 for mask in given)]
        if not left:
            self._best, self._best_cost = taken, cost
            return
        # The goal of which even the cheapest option costs most says soonest that it is in vain.
        dearest = max(left, key=lambda given: min((m & ~taken).bit_count() for m in given))
        for mask in sorted(dearest, key=lambda m: (self._cost.of(m & ~taken), m)):
            self._branch(taken | mask, left)

    def _at_least(self) -> int:
        """Holds whatever links are closed: what is found from the start goes only by removal."""
        least = [0]
        for goal in self._graph.goals:
            mortal = [self._groups[node] for node in goal.needs if node not in self._sure]
            direct = (groups.get(frozenset()) for groups in mortal)
            least.append(min((g.removable.bit_count() if g else 0 for g in direct), default=0))
        return max(1 if self._best else 0, *least)


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings of a node that are found by the same keys."""

    removable: Mask
    stays: bool
    """Whether one of them cannot be removed."""


def _grouped(entries: Sequence[Entry]) -> dict[frozenset[str], _Group]:
    groups: dict[frozenset[str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.keys, []).append(entry)
    return {
        keys: _Group(_mask(e.unit for e in group if not e.stays), any(e.stays for e in group))
        for keys, group in groups.items()
    }


def _mask(units: Iterable[int]) -> Mask:
    """Through a set of bytes: adding bits to a long number one by one would be slow."""
    given = sorted(set(units))
    bits = bytearray(given[-1] // 8 + 1 if given else 0)
    for unit in given:
        bits[unit // 8] |= 1 << unit % 8
    return int.from_bytes(bits, "little")


class _Cost:
    """Number of units first, then the minutes that they take."""

    def __init__(self, graph: Graph) -> None:
        by_minutes: dict[int, Mask] = {}
        for number, unit in enumerate(graph.units):
            by_minutes[unit.minutes] = by_minutes.get(unit.minutes, 0) | 1 << number
        self._by_minutes = tuple(by_minutes.items())

    def of(self, mask: Mask) -> tuple[int, int]:
        minutes = sum(each * (mask & units).bit_count() for each, units in self._by_minutes)
        return mask.bit_count(), minutes


def _had_from_what_stays(graph: Graph) -> frozenset[Node]:
    """Nodes that no removal can take away."""
    staying: Mapping[Node, list[frozenset[str]]] = {
        node: [entry.keys for entry in entries if entry.stays]
        for node, entries in graph.entries.items()
    }
    had: set[Node] = set()
    while True:
        more = {
            node
            for node, ways in staying.items()
            if node not in had
            and any(not keys or any((LINK, key) in had for key in keys) for keys in ways)
        }
        if not more:
            return frozenset(had)
        had |= more


def _subsets(links: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(links) + 1):
        yield from combinations(links, size)


def _some_subsets(links: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Where there are too many: none, all (which can always be closed), and all but one."""
    yield tuple(links)
    yield ()
    yield from ((link,) for link in links)
    yield from (tuple(other for other in links if other != link) for link in links)
