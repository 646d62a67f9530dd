"""The report's outline: an assessment grouped and ordered for a reader, before any wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from scanner.model.assessment import AssessedFinding, Assessment, Check, LedgerLine, Shot
from scanner.model.bands import Standing
from scanner.model.facts import Fact
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
from scanner.render.tasks import TODAY, Exposure, Task, TaskGrouping, distinct

__all__ = ["TODAY", "Outline", "outline"]


@dataclass(frozen=True, slots=True)
class Meant:
    """Something that is public by choice, with the pages on which it was met."""

    title: str
    reason: str
    findings: tuple[AssessedFinding, ...]


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
    unsure: int
    by_law: int
    by_choice: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that the templates need beside the assessment itself."""

    tasks: tuple[Task, ...]
    """Everything to do, in the plan's order."""
    loose: tuple[Exposure, ...]
    """Risks that nothing in the plan closes."""
    loose_by_law: tuple[Exposure, ...]
    unsure: tuple[Exposure, ...]
    by_choice: tuple[Meant, ...]
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

    bodies: Mapping[str, str]
    """The fingerprint of the answer that a probe got, by probe id."""

    shots: Mapping[str, tuple[Shot, ...]]
    """Pictures and prints of the page that a probe got, by probe id."""

    def shots_of(self, probe_id: str) -> tuple[Shot, ...]:
        return self.shots.get(probe_id, ())

    def body_of(self, probe_id: str) -> str:
        return self.bodies.get(probe_id, "")

    @property
    def today(self) -> tuple[Task, ...]:
        return self.tasks[:TODAY]

    @property
    def at_source(self) -> tuple[Task, ...]:
        """Tasks that close what should not be public."""
        return tuple(task for task in self.tasks if not task.is_by_law)

    @property
    def by_law(self) -> tuple[Task, ...]:
        """Tasks about what the law makes public, and nothing else."""
        return tuple(task for task in self.tasks if task.is_by_law)

    @property
    def minutes(self) -> int:
        """Of everything to do."""
        return sum(task.action.minutes for task in self.tasks)

    @property
    def unanswered_count(self) -> int:
        return sum(len(item.checks) for _, group in self.unanswered for item in group)

    @property
    def unchecked_count(self) -> int:
        kept_back = sum(len(sources) for _, sources in self.left_out)
        return self.unanswered_count + kept_back + len(self.deselected)


def outline(assessment: Assessment) -> Outline:
    """Group an assessment for a reader."""
    grouping = TaskGrouping(assessment)
    by_choice = _meant(assessment.of_standing(Standing.PUBLIC_BY_CHOICE))
    facts = {fact.id: fact for fact in assessment.person.facts}
    is_long = len(assessment.checks) > MANY_CHECKS
    return Outline(
        tasks=grouping.tasks,
        loose=grouping.loose(Standing.RISK, "exposure"),
        loose_by_law=grouping.loose(Standing.PUBLIC_BY_LAW, "by-law"),
        unsure=grouping.loose(Standing.UNSURE, "unsure"),
        by_choice=by_choice,
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
        counts=_counts(assessment, by_choice),
        unchanged={
            check.probe_id: check.unchanged_since
            for check in assessment.checks
            if check.unchanged_since and check.unchanged_since < assessment.started_at
        },
        bodies={check.probe_id: check.body_sha256 for check in assessment.checks},
        shots=_by_probe(assessment.shots),
        waivers=tuple(
            check
            for check in assessment.checks
            if check.robots_waiver and check.purpose is not Purpose.CONTROL
        ),
    )


def _counts(assessment: Assessment, by_choice: Iterable[Meant]) -> Counts:
    tally = Counter(item.standing for item in assessment.findings)
    return Counts(
        risk=tally[Standing.RISK],
        unsure=tally[Standing.UNSURE],
        by_law=tally[Standing.PUBLIC_BY_LAW],
        by_choice=sum(len(item.findings) for item in by_choice),
    )


def _meant(findings: Iterable[AssessedFinding]) -> tuple[Meant, ...]:
    groups: dict[tuple[str, str], list[AssessedFinding]] = {}
    for item in findings:
        groups.setdefault((item.title, item.finding.public_by_choice), []).append(item)
    return tuple(Meant(*key, distinct(group)) for key, group in groups.items())


def _by_probe(shots: Iterable[Shot]) -> dict[str, tuple[Shot, ...]]:
    groups: dict[str, list[Shot]] = {}
    for shot in shots:
        groups.setdefault(shot.probe_id, []).append(shot)
    return {key: tuple(group) for key, group in groups.items()}


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
