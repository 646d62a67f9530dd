"""Findings grouped by what to do about them: a card for each thing to do, in the plan's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.model.assessment import (
    Action,
    AssessedFinding,
    Assessment,
    Combination,
    RemedyText,
    SeenByHand,
)
from scanner.model.bands import Band, Standing
from scanner.model.facts import Secret
from scanner.model.finding import Quote

TODAY = 3
"""How many things to do today a report names."""
TOLD_IN_FULL = 400
"""Places of a report that are told with their excerpt and certainty; the others take a line each,
so that thousands can still be opened and searched."""
_FULL_OF_ONE = 25
"""The same for one exposure."""
_TO_CLOSE = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
_BREAKDOWNS = 4
"""How many ways in which places of one exposure were weighed are told."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Places whose score was made in the same way."""

    example: AssessedFinding
    places: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """The same thing exposed in one or more places that have the same remedy."""

    anchor: str
    title: str
    values: tuple[Secret, ...]
    findings: tuple[AssessedFinding, ...]
    """Worst first."""
    in_full: int
    """How many of them are told in full; the others by a line."""
    reasons: tuple[str, ...]
    """Why it matters; usually one sentence."""
    combinations: tuple[Combination, ...]
    remedy: RemedyText | None
    steps_at: str
    """Anchor of what prints the remedy's steps: its own, or another's."""

    @property
    def band(self) -> Band:
        return self.findings[0].band

    @property
    def prints_steps(self) -> bool:
        return self.steps_at == self.anchor

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.finding.site for item in self.findings))

    @property
    def told(self) -> tuple[AssessedFinding, ...]:
        return self.findings[: self.in_full]

    @property
    def rows(self) -> tuple[AssessedFinding, ...]:
        return self.findings[self.in_full :]

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """The ways in which its places were weighed, worst first."""
        alike: dict[tuple[str, Band], list[AssessedFinding]] = {}
        for item in self.findings:
            alike.setdefault((item.vector, item.band), []).append(item)
        return tuple(Weighed(items[0], len(items)) for items in alike.values())[:_BREAKDOWNS]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, everything that it closes, and how."""

    anchor: str
    """The same in every report in which the thing is to be done."""
    number: int
    """Its place in the plan, from 1."""
    action: Action
    remedy: RemedyText | None
    exposures: tuple[Exposure, ...]
    seen: tuple[SeenByHand, ...]
    """What the person saw for themself that it closes."""

    @property
    def is_for_today(self) -> bool:
        return self.number <= TODAY

    @property
    def finding_ids(self) -> tuple[str, ...]:
        return tuple(item.finding.id for each in self.exposures for item in each.findings)

    @property
    def places(self) -> int:
        return sum(len(item.findings) for item in self.exposures)

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(site for item in self.exposures for site in item.sites))

    @property
    def is_by_law(self) -> bool:
        """Nothing that it closes is more than what the law makes public."""
        standings = {item.standing for each in self.exposures for item in each.findings}
        return standings == {Standing.PUBLIC_BY_LAW}


class TaskGrouping:
    """Gathers an assessment's findings into tasks, and those without one into exposures."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._values = {fact.id: fact.value for fact in assessment.person.facts}
        self._remedies = {remedy.id: remedy for remedy in assessment.remedies}
        self._steps_at = {a.remedy_id: anchor_of(a.remedy_id) for a in assessment.actions}
        self._left_in_full = TOLD_IN_FULL
        self._taken: set[str] = set()
        closed = self._closed()
        self.tasks = tuple(
            self._task(number, action, closed.get(number, []))
            for number, action in enumerate(assessment.actions, start=1)
        )

    def loose(self, standing: Standing, prefix: str) -> tuple[Exposure, ...]:
        """Exposures of one standing that no task closes, in the order of their worst finding."""
        rest = [
            item
            for item in self._assessment.of_standing(standing)
            if item.finding.id not in self._taken
        ]
        return tuple(self._exposures(rest, prefix))

    def _closed(self) -> dict[int, list[AssessedFinding]]:
        """By number of the task, what it closes, worst first: what the plan names, and whatever
        else has the same remedy."""
        actions = tuple(enumerate(self._assessment.actions, start=1))
        by_id = {key: number for number, action in actions for key in action.finding_ids}
        by_remedy = {action.remedy_id: number for number, action in actions}
        closed: dict[int, list[AssessedFinding]] = {}
        for item in self._assessment.findings:
            if item.standing in _TO_CLOSE:
                number = by_id.get(item.finding.id) or by_remedy.get(item.remedy_id)
                if number:
                    closed.setdefault(number, []).append(item)
                    self._taken.add(item.finding.id)
        return closed

    def _task(self, number: int, action: Action, closed: list[AssessedFinding]) -> Task:
        anchor = anchor_of(action.remedy_id)
        seen = frozenset(action.seen_ids)
        return Task(
            anchor=anchor,
            number=number,
            action=action,
            remedy=self._remedies.get(action.remedy_id),
            exposures=tuple(self._exposures(closed, anchor)),
            seen=tuple(item for item in self._assessment.seen if item.source_id in seen),
        )

    def _exposures(self, items: Iterable[AssessedFinding], prefix: str) -> Iterator[Exposure]:
        groups: dict[tuple[str, str, Standing], list[AssessedFinding]] = {}
        for item in items:
            groups.setdefault((item.title, item.remedy_id, item.standing), []).append(item)
        for number, findings in enumerate(groups.values(), start=1):
            yield self._exposure(f"{prefix}-{number}", findings)

    def _exposure(self, anchor: str, findings: list[AssessedFinding]) -> Exposure:
        first = findings[0]
        remedy = self._remedies.get(first.remedy_id)
        if remedy is not None:
            self._steps_at.setdefault(remedy.id, anchor)
        fact_ids = dict.fromkeys(key for item in findings for key in item.finding.fact_ids)
        named = {key for item in findings for key in item.combination_ids}
        places = distinct(findings)
        in_full = min(len(places), _FULL_OF_ONE, self._left_in_full)
        self._left_in_full -= in_full
        return Exposure(
            anchor=anchor,
            title=first.title,
            values=tuple(
                dict.fromkeys(self._values[key] for key in fact_ids if key in self._values)
            ),
            findings=places,
            in_full=in_full,
            reasons=tuple(dict.fromkeys(item.why for item in findings)),
            combinations=tuple(c for c in self._assessment.combinations if c.rule_id in named),
            remedy=remedy,
            steps_at=self._steps_at.get(first.remedy_id, ""),
        )


def anchor_of(remedy_id: str) -> str:
    """Where the card of a remedy stands: `do-rem-press-publisher`."""
    return "do-" + remedy_id.replace(".", "-")


def distinct(findings: Iterable[AssessedFinding]) -> tuple[AssessedFinding, ...]:
    """Without a second finding on the same words of the same page (a user name given twice)."""
    seen: dict[tuple[Quote, Quote], AssessedFinding] = {}
    for item in findings:
        seen.setdefault((item.finding.url, item.finding.quote), item)
    return tuple(seen.values())
