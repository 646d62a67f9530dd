"""Every way from the public name to a target, as links of which each has its alternatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner.assess.mosaic.graph import LINK, Entry, Goal, Graph, Node


@dataclass(frozen=True, slots=True)
class Route:
    """One chain: for each node that it needs, how that is reached."""

    goal: Goal
    behind: tuple[tuple[Node, str], ...]
    """Nodes in the order in which a stranger needs them, with the id of the fact by which their
    pages are found; empty for those found from the start."""


def routes(graph: Graph) -> Iterator[Route]:
    """All of them, goal by goal; lazily, for there may be very many."""
    for goal in graph.goals:
        for chosen in _choices(graph, list(goal.needs), {}):
            yield Route(goal, _in_order(goal, chosen))


def entries_of(graph: Graph, node: Node, behind: str) -> tuple[Entry, ...]:
    """The findings that give the node in that way: any one of them is enough."""
    return tuple(
        entry
        for entry in graph.entries[node]
        if (behind in entry.keys if behind else entry.is_direct)
    )


def _choices(
    graph: Graph, open_nodes: list[Node], chosen: Mapping[Node, str]
) -> Iterator[Mapping[Node, str]]:
    """Each way to reach all the open nodes: a choice, for each, of the key that leads to it. What
    leads to a key is an open node in its turn."""
    if not open_nodes:
        yield chosen
        return
    node, *others = open_nodes
    if node in chosen:
        yield from _choices(graph, others, chosen)
        return
    entries = graph.entries[node]
    if any(entry.is_direct for entry in entries):
        yield from _choices(graph, others, {**chosen, node: ""})
    for key in sorted({key for entry in entries for key in entry.keys}):
        picked = {**chosen, node: key}
        if not _goes_round(picked, node):
            yield from _choices(graph, [(LINK, key), *others], picked)


def _goes_round(chosen: Mapping[Node, str], node: Node) -> bool:
    """Whether following what leads to what comes back to the node."""
    at = (LINK, chosen[node])
    while chosen.get(at):
        if at == node:
            return True
        at = (LINK, chosen[at])
    return at == node


def _in_order(goal: Goal, chosen: Mapping[Node, str]) -> tuple[tuple[Node, str], ...]:
    """What tells a key stands before what is found by it."""
    order: dict[Node, str] = {}

    def place(node: Node) -> None:
        if key := chosen[node]:
            place((LINK, key))
        order.setdefault(node, key)

    for node in goal.needs:
        place(node)
    return tuple(order.items())
