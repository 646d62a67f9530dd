"""The mosaic rule's own examples: what the rule test runner asks."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from scanner.assess.mosaic.graph import KnownFact, Met, Unit, graph_of
from scanner.assess.mosaic.removals import fewest_removals
from scanner.model.facts import FactKind
from scanner.rulebook.mosaic import MosaicCase, MosaicWeighting

_NAME = "name"


def case_leads(rule: MosaicWeighting, case: MosaicCase) -> tuple[tuple[str, ...], int]:
    """The targets that the findings of the case reach, in the rule's order, and the fewest removals
    that break what can be broken. Raises ValueError for an unreadable finding."""
    labels: dict[str, str] = {}
    met = [_met(number, text, labels) for number, text in enumerate(case.findings, 1)]
    ids = {key for item in met for key in (*item.fact_ids, *item.beside)}
    facts = {key: KnownFact(_kind(key), labels.get(key, "")) for key in sorted(ids)}
    graph = graph_of(rule, met, facts)
    reached = {goal.target for goal in graph.goals}
    return tuple(t for t in rule.targets if t in reached), len(fewest_removals(graph).units)


def _kind(fact_id: str) -> FactKind:
    kind = fact_id.split("-")[0]
    if kind not in set(FactKind):
        raise ValueError(f"{fact_id!r} is no fact; write a kind, such as handle or address-2")
    return FactKind(kind)


def _met(number: int, text: str, labels: dict[str, str]) -> Met:
    what, at, rest = text.partition(" @ ")
    exposure, of, fact_id = what.strip().partition(" of ")
    words = shlex.split(rest)
    if not (at and of and words):
        raise ValueError(f"{text!r}: write it as fact.home_street of address @ a.example/page")
    page, marks = words[0], iter(words[1:])
    beside, source_id, form, stays, choice = set(), "", "", False, False
    for mark in marks:
        if mark == "named":
            beside.add(_NAME)
        elif mark == "beside":
            beside.add(_argument(text, mark, marks))
        elif mark == "form":
            form = _argument(text, mark, marks)
        elif mark == "labelled":
            labels[fact_id.strip()] = _argument(text, mark, marks)
        elif mark.startswith("src."):
            source_id = mark
        elif mark in ("law", "choice"):
            stays, choice = True, mark == "choice"
        else:
            raise ValueError(f"{text!r}: {mark!r} is no mark of a finding")
    site = page.split("/")[0]
    return Met(
        finding_id=f"{number:03}",
        exposure=exposure,
        form=form,
        source_id=source_id,
        fact_ids=(fact_id.strip(),),
        page=page,
        beside=frozenset(beside),
        unit=None if stays else Unit(site, "rem", 0),
        by_choice=choice,
    )


def _argument(text: str, mark: str, marks: Iterator[str]) -> str:
    word = next(marks, "")
    if not word:
        raise ValueError(f"{text!r}: {mark!r} lacks its word")
    return word
