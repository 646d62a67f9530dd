"""The report's outline: an assessment grouped and ordered for a reader, before any wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from scanner.model.assessment import (
    Action,
    AssessedFinding,
    Assessment,
    Band,
    Check,
    Combination,
    LedgerLine,
    RemedyText,
    Standing,
)
from scanner.model.facts import Fact, Secret
from scanner.model.finding import Quote
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import LeftOut, NotRunReason, Purpose, Sent
from scanner.render.tally import (
    MANY_CHECKS,
    MANY_REQUESTS,
    SourceTally,
    Unanswered,
    by_source,
    unanswered,
)

TODAY = 3
"""How many things to do today a report names."""


PRESSING = frozenset({Band.CRITICAL, Band.HIGH})
"""Bands that are shown unfolded."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """The same thing exposed in one or more places that have the same remedy."""

    anchor: str
    title: str
    values: tuple[Secret, ...]
    findings: tuple[AssessedFinding, ...]
    """Worst first."""
    reasons: tuple[str, ...]
    """Why it matters; usually one sentence."""
    combinations: tuple[Combination, ...]
    remedy: RemedyText | None
    steps_at: str
    """Anchor of the exposure that prints the remedy's steps: its own, or an earlier one's."""
    is_for_today: bool
    """Its remedy is one of the things to do today."""

    @property
    def band(self) -> Band:
        return self.findings[0].band

    @property
    def is_pressing(self) -> bool:
        return self.band in PRESSING

    @property
    def prints_steps(self) -> bool:
        return self.steps_at == self.anchor

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.finding.site for item in self.findings))


@dataclass(frozen=True, slots=True)
class Topic:
    """The same thing exposed, whatever its remedies: what is true of all of it is said once."""

    anchor: str
    exposures: tuple[Exposure, ...]
    """Worst first; all have the same title."""

    @property
    def title(self) -> str:
        return self.exposures[0].title

    @property
    def band(self) -> Band:
        return self.exposures[0].band

    @property
    def values(self) -> tuple[Secret, ...]:
        return tuple(dict.fromkeys(value for item in self.exposures for value in item.values))

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason for item in self.exposures for reason in item.reasons))

    @property
    def places(self) -> int:
        return sum(len(item.findings) for item in self.exposures)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """Those that hold for every exposure of it."""
        first, *rest = (item.combinations for item in self.exposures)
        return tuple(item for item in first if all(item in others for others in rest))

    def only_at(self, exposure: Exposure) -> tuple[Combination, ...]:
        """Combinations of one exposure that the topic has not told already."""
        return tuple(item for item in exposure.combinations if item not in self.combinations)


@dataclass(frozen=True, slots=True)
class Meant:
    """Something that is public by choice, with the pages on which it was met."""

    title: str
    reason: str
    findings: tuple[AssessedFinding, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, and where the report describes it."""

    action: Action
    anchor: str
    """Empty when nothing in the report belongs to it."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One stretch of the coverage bar, in per cent of its length."""

    name: str
    """`answered` or `open`."""
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Told:
    """What one third party was told, all its requests together."""

    site: str
    controllers: tuple[str, ...]
    requests: int
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings stand in each part, as the headline counts them."""

    risk: int
    lesser: int
    unsure: int
    by_law: int
    by_choice: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that the templates need beside the assessment itself."""

    pressing: tuple[Topic, ...]
    """Critical and high risks."""
    lesser: tuple[Exposure, ...]
    """The other risks."""
    by_law: tuple[Exposure, ...]
    unsure: tuple[Exposure, ...]
    by_choice: tuple[Meant, ...]
    today: tuple[Todo, ...]
    later: tuple[Todo, ...]
    unanswered: tuple[tuple[OutcomeKind, tuple[Unanswered, ...]], ...]
    """Checks that gave no answer, by outcome; control questions are left out."""
    tallies: tuple[SourceTally, ...]
    """Instead of a line for every check, where there are too many of them."""
    tells_requests: bool
    """Whether every request is listed: not where there are too many."""
    left_out: tuple[tuple[NotRunReason, tuple[LeftOut, ...]], ...]
    deselected: tuple[LeftOut, ...]
    """What the user left out of this check: neither unanswered nor beside the point."""
    nothing_to_ask: tuple[LeftOut, ...]
    bar: tuple[Slice, ...]
    told: tuple[Told, ...]
    limits: tuple[tuple[Fact | None, str], ...]
    """What the scan cannot confirm, with the fact that it is about."""

    counts: Counts
    unchanged: Mapping[str, datetime]
    """Since when a page has not changed, by probe id, where an earlier check's copy stands."""
    waivers: tuple[Check, ...]
    """Checks of the person's own pages that passed over robots.txt."""

    @property
    def unanswered_count(self) -> int:
        return sum(len(item.checks) for _, group in self.unanswered for item in group)

    @property
    def unchecked_count(self) -> int:
        kept_back = sum(len(sources) for _, sources in self.left_out)
        return self.unanswered_count + kept_back + len(self.deselected)


def outline(assessment: Assessment) -> Outline:
    """Group an assessment for a reader."""
    grouping = _Grouping(assessment)
    risks = grouping.exposures(Standing.RISK)
    lesser = tuple(item for item in risks if not item.is_pressing)
    by_choice = _meant(assessment.of_standing(Standing.PUBLIC_BY_CHOICE))
    by_law = grouping.exposures(Standing.PUBLIC_BY_LAW)
    todos = tuple(Todo(a, grouping.anchor_of(a)) for a in assessment.actions)
    facts = {fact.id: fact for fact in assessment.person.facts}
    is_long = len(assessment.checks) > MANY_CHECKS
    return Outline(
        pressing=_topics(item for item in risks if item.is_pressing),
        lesser=lesser,
        by_law=by_law,
        unsure=grouping.exposures(Standing.UNSURE),
        by_choice=by_choice,
        today=todos[:TODAY],
        later=todos[TODAY:],
        unanswered=unanswered(assessment.checks),
        tallies=by_source(assessment.checks) if is_long else (),
        tells_requests=len(assessment.ledger) <= MANY_REQUESTS,
        left_out=_by_reason(assessment.left_out),
        deselected=tuple(i for i in assessment.left_out if _is_deselected(i)),
        nothing_to_ask=tuple(
            i for i in assessment.left_out if not (i.applicable or _is_deselected(i))
        ),
        bar=_bar(assessment),
        told=_told(assessment.ledger),
        limits=tuple((facts.get(item.fact_id), item.detail) for item in assessment.limitations),
        counts=_counts(assessment, lesser, by_choice),
        unchanged={
            check.probe_id: check.unchanged_since
            for check in assessment.checks
            if check.unchanged_since and check.unchanged_since < assessment.started_at
        },
        waivers=tuple(
            check
            for check in assessment.checks
            if check.robots_waiver and check.purpose is not Purpose.CONTROL
        ),
    )


def _counts(
    assessment: Assessment, lesser: Iterable[Exposure], by_choice: Iterable[Meant]
) -> Counts:
    tally = Counter(item.standing for item in assessment.findings)
    return Counts(
        risk=tally[Standing.RISK],
        lesser=sum(len(item.findings) for item in lesser),
        unsure=tally[Standing.UNSURE],
        by_law=tally[Standing.PUBLIC_BY_LAW],
        by_choice=sum(len(item.findings) for item in by_choice),
    )


class _Grouping:
    """Gathers findings into exposures; remembers which exposure prints which remedy's steps."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._facts = {fact.id: fact for fact in assessment.person.facts}
        self._steps_at: dict[str, str] = {}
        self._anchors: dict[str, str] = {}
        self._today = {action.remedy_id for action in assessment.actions[:TODAY]}
        self._count = 0

    def exposures(self, standing: Standing) -> tuple[Exposure, ...]:
        """Exposures of one standing in the order of their worst finding."""
        groups: dict[tuple[str, str], list[AssessedFinding]] = {}
        for item in self._assessment.of_standing(standing):
            groups.setdefault((item.title, item.remedy_id), []).append(item)
        return tuple(self._exposure(findings) for findings in groups.values())

    def anchor_of(self, action: Action) -> str:
        if action.remedy_id in self._steps_at:
            return self._steps_at[action.remedy_id]
        found = (self._anchors[i] for i in action.finding_ids if i in self._anchors)
        return next(found, "manual" if action.seen_ids else "")

    def _exposure(self, findings: list[AssessedFinding]) -> Exposure:
        self._count += 1
        anchor = f"exposure-{self._count}"
        for item in findings:
            self._anchors[item.finding.id] = anchor
        first = findings[0]
        remedy = self._assessment.remedy(first.remedy_id)
        if remedy is not None:
            self._steps_at.setdefault(remedy.id, anchor)
        fact_ids = dict.fromkeys(key for item in findings for key in item.finding.fact_ids)
        named = {key for item in findings for key in item.combination_ids}
        return Exposure(
            anchor=anchor,
            title=first.title,
            values=tuple(
                dict.fromkeys(self._facts[key].value for key in fact_ids if key in self._facts)
            ),
            findings=_distinct(findings),
            reasons=tuple(dict.fromkeys(item.why for item in findings)),
            combinations=tuple(c for c in self._assessment.combinations if c.rule_id in named),
            remedy=remedy,
            steps_at=self._steps_at.get(first.remedy_id, ""),
            is_for_today=first.remedy_id in self._today,
        )


def _topics(exposures: Iterable[Exposure]) -> tuple[Topic, ...]:
    groups: dict[str, list[Exposure]] = {}
    for item in exposures:
        groups.setdefault(item.title, []).append(item)
    return tuple(
        Topic(f"topic-{number}", tuple(group))
        for number, group in enumerate(groups.values(), start=1)
    )


def _distinct(findings: Iterable[AssessedFinding]) -> tuple[AssessedFinding, ...]:
    """Without a second finding on the same words of the same page (a user name given twice)."""
    seen: dict[tuple[Quote, Quote], AssessedFinding] = {}
    for item in findings:
        seen.setdefault((item.finding.url, item.finding.quote), item)
    return tuple(seen.values())


def _meant(findings: Iterable[AssessedFinding]) -> tuple[Meant, ...]:
    groups: dict[tuple[str, str], list[AssessedFinding]] = {}
    for item in findings:
        groups.setdefault((item.title, item.finding.public_by_choice), []).append(item)
    return tuple(Meant(*key, _distinct(group)) for key, group in groups.items())


def _is_deselected(item: LeftOut) -> bool:
    return item.reason is NotRunReason.DESELECTED


def _by_reason(left_out: Iterable[LeftOut]) -> tuple[tuple[NotRunReason, tuple[LeftOut, ...]], ...]:
    groups: dict[NotRunReason, list[LeftOut]] = {}
    for item in left_out:
        if item.applicable and not _is_deselected(item):
            groups.setdefault(item.reason, []).append(item)
    return tuple((reason, tuple(group)) for reason, group in groups.items())


def _bar(assessment: Assessment) -> tuple[Slice, ...]:
    answered = round(min(assessment.coverage.share, 1.0) * 100, 2)
    return (Slice("answered", 0.0, answered), Slice("open", answered, round(100 - answered, 2)))


def _told(ledger: Iterable[LedgerLine]) -> tuple[Told, ...]:
    """By site, those that were told something first, then by number of requests."""
    sent: dict[str, dict[Sent, None]] = {}
    controllers: dict[str, dict[str, None]] = {}
    requests: Counter[str] = Counter()
    for line in ledger:
        requests[line.site] += 1
        sent.setdefault(line.site, {}).update(dict.fromkeys(line.sent))
        controllers.setdefault(line.site, {}).update({line.controller: None})
    told = [
        Told(site, tuple(c for c in controllers[site] if c), number, tuple(sent[site]))
        for site, number in requests.items()
    ]
    return tuple(sorted(told, key=lambda item: (not item.sent, -item.requests, item.site)))
