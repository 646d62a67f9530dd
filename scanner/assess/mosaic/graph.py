"""What gives what, and what leads there: findings as a graph of facts and pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple

from scanner.model.facts import FactKind
from scanner.rulebook.mosaic import MosaicPiece, MosaicWay, MosaicWeighting

LINK = "@"
"""Stands for the name of a piece in the node of a fact that leads to other pages."""

Node = tuple[str, str]
"""What can be known: name of a piece, or `LINK`, and id of the fact. The id is empty for a piece
that may be of any fact, since no target is about facts of its kind."""

_Given = tuple[Node, frozenset[str]]
"""What a finding gives, and the keys that cannot lead to it: a page that tells a user name is not
found by that name, unless for what else it tells."""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """What the graph needs of a fact of the person."""

    kind: FactKind
    label: str = ""
    is_public: bool = False


class Unit(NamedTuple):
    """What one remedy at one site closes: what a person can remove at one go. (A tuple, as `Entry`
    is: there are thousands, and they are made and compared all the time.)"""

    site: str
    remedy_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Met:
    """What the graph needs of a finding."""

    finding_id: str
    exposure: str
    form: str
    source_id: str
    fact_ids: tuple[str, ...]
    page: str
    """What identifies the document."""
    beside: frozenset[str]
    """Ids of the person's other facts that are known to stand there, or of the site itself."""
    unit: Unit | None
    """None when nobody can remove it."""
    by_choice: bool = False


class Entry(NamedTuple):
    """A finding that gives a node."""

    finding_id: str
    unit: int
    """Its number among the graph's units; -1 when it stays."""
    keys: frozenset[str]
    """Ids of the facts by which its page is found. Empty: it is found from the start."""

    @property
    def is_direct(self) -> bool:
        return not self.keys

    @property
    def stays(self) -> bool:
        return self.unit < 0


@dataclass(frozen=True, slots=True)
class Goal:
    """A way to a target with the facts that it is about: all `needs` together reach it."""

    target: str
    fact_id: str
    way: MosaicWay
    needs: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """All that can be put together. Every entry can be reached, every goal be achieved."""

    units: tuple[Unit, ...]
    """In order of site and remedy."""
    entries: Mapping[Node, tuple[Entry, ...]]
    """Of every node that a goal needs, or that leads to such a one; by id of the finding."""
    goals: tuple[Goal, ...]
    """In the order of the rule's targets and ways."""


def graph_of(rule: MosaicWeighting, met: Iterable[Met], facts: Mapping[str, KnownFact]) -> Graph:
    """The graph of some findings; the same in whatever order they come."""
    items = sorted(met, key=lambda item: item.finding_id)
    units = tuple(sorted({item.unit for item in items if item.unit}))
    numbers = {unit: number for number, unit in enumerate(units)}
    known, linking = _starting(rule, facts), _linking(rule, facts)
    found: dict[Node, dict[str, Entry]] = {}
    shown = _shown_by_page(items)
    gives = _Gives(rule, facts, linking - known)

    @cache
    def found_by(there: frozenset[str]) -> frozenset[str] | None:
        """The keys of a page that shows these facts; none of them where it is found at once."""
        return frozenset() if there & known else there & linking or None

    for item in items:
        keys = found_by(shown[item.page])
        if keys is None:
            continue  # no way from the name to this page is known
        number = numbers[item.unit] if item.unit else -1
        for node, taught in gives.nodes(item):
            if keys and keys <= taught:
                continue
            entries = found.setdefault(node, {})
            entry = Entry(item.finding_id, number, keys - taught)
            if twice := entries.get(item.finding_id):
                entry = _either(twice, entry)
            entries[item.finding_id] = entry
    reached = _reached({node: tuple(entries.values()) for node, entries in found.items()})
    kinds = {fact_id: fact.kind for fact_id, fact in facts.items()}
    goals = tuple(_goals(rule, reached, kinds))
    needed = _needed(goals, reached)
    return Graph(units, {node: reached[node] for node in reached if node in needed}, goals)


def _either(one: Entry, other: Entry) -> Entry:
    """The same finding, met on two pages of one address."""
    is_direct = one.is_direct or other.is_direct
    return one._replace(keys=frozenset() if is_direct else one.keys | other.keys)


def _starting(rule: MosaicWeighting, facts: Mapping[str, KnownFact]) -> frozenset[str]:
    return frozenset(
        fact_id
        for fact_id, fact in facts.items()
        if fact.kind in rule.starts or (fact.is_public and fact.kind in rule.links)
    )


def _linking(rule: MosaicWeighting, facts: Mapping[str, KnownFact]) -> frozenset[str]:
    return frozenset(fact_id for fact_id, fact in facts.items() if fact.kind in rule.links)


def _shown_by_page(items: Sequence[Met]) -> dict[str, frozenset[str]]:
    """Most pages show the same few facts, so that a set is made once for all of them."""
    joined = cache(frozenset[str].union)
    shown: dict[str, frozenset[str]] = {}
    for item in items:
        there = joined(item.beside, item.fact_ids)
        shown[item.page] = joined(shown.get(item.page, there), there)
    return shown


class _Gives:
    """Says what findings give. There are many findings and few sorts of them, so that each sort is
    looked up in the rule once."""

    def __init__(
        self, rule: MosaicWeighting, facts: Mapping[str, KnownFact], linking: Collection[str]
    ) -> None:
        self._rule = rule
        self._facts = facts
        self._linking = linking
        self._known: dict[tuple[str, str, str, bool, str], tuple[_Given, ...]] = {}

    def nodes(self, item: Met) -> Iterator[_Given]:
        for fact_id in item.fact_ids:
            sort = (item.exposure, item.form, item.source_id, item.by_choice, fact_id)
            if sort not in self._known:
                self._known[sort] = tuple(self._of(item, fact_id))
            yield from self._known[sort]

    def _of(self, item: Met, fact_id: str) -> Iterator[_Given]:
        if fact_id not in self._facts:
            return
        if fact_id in self._linking:
            yield (LINK, fact_id), frozenset({fact_id})
        fact = self._facts[fact_id]
        piece = _piece(self._rule.pieces, item, fact.label)
        if piece:
            ways = (way for way in self._rule.ways if piece in way.pieces)
            about = {self._rule.targets[way.to].about for way in ways}
            yield (piece, fact_id if fact.kind in about else ""), frozenset()


def _piece(pieces: Mapping[str, MosaicPiece], item: Met, label: str) -> str:
    """The first piece that the finding fits; empty for none."""
    word = label.casefold()
    for name, piece in pieces.items():
        if (
            (not piece.exposes or item.exposure in piece.exposes)
            and (not piece.forms or item.form in piece.forms)
            and (not piece.sources or item.source_id in piece.sources)
            and (not piece.labels or any(text.casefold() in word for text in piece.labels))
            and (piece.by_choice or not item.by_choice)
        ):
            return name
    return ""


def _reached(found: Mapping[Node, Sequence[Entry]]) -> dict[Node, tuple[Entry, ...]]:
    """Only what a stranger gets to, and by the keys that they can learn."""
    learnt: set[str] = set()
    while True:
        more = {
            fact_id
            for (name, fact_id), entries in found.items()
            if name == LINK
            and fact_id not in learnt
            and any(entry.is_direct or entry.keys & learnt for entry in entries)
        }
        if not more:
            break
        learnt |= more
    kept = {
        node: tuple(
            entry if entry.keys <= learnt else entry._replace(keys=entry.keys & learnt)
            for entry in entries
            if entry.is_direct or entry.keys & learnt
        )
        for node, entries in sorted(found.items())
    }
    return {node: entries for node, entries in kept.items() if entries}


def _goals(
    rule: MosaicWeighting, reached: Iterable[Node], kinds: Mapping[str, FactKind]
) -> Iterator[Goal]:
    of_piece: dict[str, list[Node]] = {}
    for node in reached:
        of_piece.setdefault(node[0], []).append(node)
    for name, target in rule.targets.items():
        for way in rule.ways:
            if way.to != name:
                continue
            for needs in product(*(of_piece.get(piece, ()) for piece in way.pieces)):
                about = {fact_id for _, fact_id in needs if kinds.get(fact_id) is target.about}
                if len(about) <= 1:
                    yield Goal(name, next(iter(about), ""), way, needs)


def _needed(goals: Iterable[Goal], reached: Mapping[Node, Sequence[Entry]]) -> set[Node]:
    """The nodes of the goals, and the links behind which something of them stands."""
    needed = {node for goal in goals for node in goal.needs}
    ahead = list(needed)
    while ahead:
        keys = {key for entry in reached[ahead.pop()] for key in entry.keys}
        more = {(LINK, key) for key in keys} - needed
        needed |= more
        ahead.extend(more)
    return needed
