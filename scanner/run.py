"""The street as one stream of events: gather (network and clock), then assess (pure)."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from scanner import __version__
from scanner.assess import assess
from scanner.fetch import Fetcher
from scanner.judge import judge
from scanner.match import FactIndex
from scanner.model.answer import Answer, Ending, Gathered
from scanner.model.assessment import Assessment
from scanner.model.capture import Capture, Failure, Sending, Skipped, SkipReason
from scanner.model.document import Document, Query
from scanner.model.events import (
    AssessmentMade,
    Event,
    FindingMade,
    GatheringDone,
    Interrupted,
    OutcomeRevised,
    PlanMade,
    ProbeDone,
    ProbePlanned,
    ProbeStarted,
    RequestSent,
)
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose
from scanner.model.sighting import Matched
from scanner.model.subject import Subject
from scanner.outcome import decide, half_read, settle
from scanner.plan import control_probe, lead_probes
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceRule

_ECHOED = NAME_KINDS | {FactKind.HANDLE, FactKind.DOMAIN}


def check(
    subject: Subject,
    book: RuleBook,
    plan: Plan,
    fetcher: Fetcher,
    key: bytes,
    now: Callable[[], datetime],
    randomness: random.Random,
) -> Iterator[Event]:
    """One whole check. Ends with AssessmentMade, also when the fetcher was stopped half way."""
    gathering = _Gathering(subject, book, plan, fetcher, now, randomness)
    gathered = yield from gathering.run()
    if gathered.partial:
        yield Interrupted(gathered.ending)
    yield GatheringDone(gathered)
    assessment = yield from assess_gathered(subject, book, gathered, key, gathering.matched)
    yield AssessmentMade(assessment)


def assess_gathered(
    subject: Subject,
    book: RuleBook,
    gathered: Gathered,
    key: bytes,
    known: Mapping[str, Matched] | None = None,
) -> Generator[Event, None, Assessment]:
    """Match, judge and weigh what was gathered. No network, clock or randomness.

    `known`: what is matched already, by probe id, under the same subject and rules.
    """
    index = FactIndex([subject], book.detectors)
    matched = dict(known or {})
    for answer in gathered.answers:
        if answer.document is not None and answer.probe.id not in matched:
            matched[answer.probe.id] = index.match(answer.document)
    judged = judge(subject, book, gathered.answers, matched, key)
    for finding in judged.findings:
        yield FindingMade(finding)
    return assess(subject, book, gathered, judged.findings, judged.questions, __version__)


class _Gathering:
    """Goes round plan, fetch, read and outcome as long as an answer asks for more."""

    def __init__(
        self,
        subject: Subject,
        book: RuleBook,
        plan: Plan,
        fetcher: Fetcher,
        now: Callable[[], datetime],
        randomness: random.Random,
    ) -> None:
        self._book = book
        self._plan = plan
        self._fetcher = fetcher
        self._now = now
        self._randomness = randomness
        self._index = FactIndex([subject], book.detectors)
        self._probes: dict[str, Probe] = {}
        self._answers: dict[str, Answer] = {}
        self._sendings: list[Sending] = []
        self.matched: dict[str, Matched] = {}
        """What was seen on pages while gathering, by probe id."""
        self._leads_left = plan.lead_budget
        self._stopped = False

    def run(self) -> Generator[Event, None, Gathered]:
        started = self._now()
        yield PlanMade(self._plan)
        for probe in self._plan.probes:
            yield self._add(probe)
        for item in self._fetcher.results():
            if isinstance(item, RequestSent):
                self._sendings.append(item.sending)
                yield item
            elif isinstance(item, ProbeStarted):
                yield item
            else:
                yield from self._answered(self._probes[item.probe_id], item)
        answers = tuple(self._answers[probe_id] for probe_id in self._probes)
        return Gathered(
            self._plan,
            answers,
            tuple(self._sendings),
            started,
            self._now(),
            self._stopped,
            self._ending(),
        )

    def _ending(self) -> Ending:
        if not self._stopped:
            return Ending.COMPLETE
        return Ending.TIME_LIMIT if self._fetcher.ran_out else Ending.INTERRUPTED

    def _add(self, probe: Probe) -> ProbePlanned:
        self._probes[probe.id] = probe
        self._fetcher.add(probe)
        return ProbePlanned(probe)

    def _answered(self, probe: Probe, answer: Capture | Skipped) -> Iterator[Event]:
        rule = self._book.sources[probe.source_id]
        self._stopped = self._stopped or _was_stopped(answer)
        document = _document(answer, self._book.queries_for(rule))
        outcome = decide(probe, answer, document, rule, self._book.obstacles)
        if document is not None and rule.results in (Results.PAGE, Results.LISTING):
            outcome = self._read(probe, answer, document, rule, outcome)
        self._answers[probe.id] = Answer(probe, answer, outcome, document)
        yield ProbeDone(probe, answer, outcome)
        if probe.purpose is Purpose.CONTROL:
            yield from self._settle(self._answers[probe.parent_id], self._answers[probe.id])
        elif outcome.control_wanted and (control := control_probe(probe, rule, self._randomness)):
            yield self._add(control)
        else:
            yield from self._follow(probe, outcome)

    def _read(
        self,
        probe: Probe,
        answer: Capture | Skipped,
        document: Document,
        rule: SourceRule,
        outcome: Outcome,
    ) -> Outcome:
        """The outcome in the light of what the page shows."""
        matched = self.matched[probe.id] = self._index.match(document)
        if rule.results is Results.PAGE:
            outcome = _seen_is_found(outcome, matched, answer)
        return _half_read_is_doubt(outcome, document, matched)

    def _settle(self, asked: Answer, control: Answer) -> Iterator[Event]:
        assert asked.document is not None
        outcome = settle(
            asked.outcome,
            asked.document,
            control.outcome,
            control.document,
            asked.probe,
            control.probe,
        )
        self._answers[asked.probe.id] = replace(asked, outcome=outcome, control_asked=True)
        yield OutcomeRevised(asked.probe, outcome)
        yield from self._follow(asked.probe, outcome)

    def _follow(self, probe: Probe, outcome: Outcome) -> Iterator[Event]:
        """Opens the pages that a settled answer names."""
        if outcome.kind is not OutcomeKind.FOUND or not outcome.leads or self._stopped:
            return
        already = {known.request.url for known in self._probes.values()}
        for lead in lead_probes(probe, outcome.leads, self._book, already, self._leads_left):
            self._leads_left -= 1
            yield self._add(lead)


def _half_read_is_doubt(outcome: Outcome, document: Document, matched: Matched) -> Outcome:
    """Of a page that was read only in part, silence is no answer; what it shows, it shows."""
    if outcome.kind is not OutcomeKind.FOUND or not document.partly_read:
        return outcome
    if any(s.kind not in NAME_KINDS and s.confidence >= 0.5 for s in matched.sightings):
        return outcome
    return half_read(outcome)


def _was_stopped(answer: Capture | Skipped) -> bool:
    if isinstance(answer, Skipped):
        return answer.reason is SkipReason.STOPPED
    return answer.failure is Failure.STOPPED


def _document(answer: Capture | Skipped, queries: tuple[Query, ...]) -> Document | None:
    if isinstance(answer, Skipped) or not answer.hops:
        return None
    return read(answer, queries)


def _seen_is_found(outcome: Outcome, matched: Matched, answer: Capture | Skipped) -> Outcome:
    """A page that shows one of the person's facts was read, and needs no control.

    Whatever its status says: an error page that shows an address shows it. A wall stays a wall,
    though what it shows is judged, too. Only a page's silence has to be proved. A name, a handle or
    a domain does not count: a challenge may repeat the address that was asked for.
    """
    if outcome.kind is OutcomeKind.BLOCKED or not isinstance(answer, Capture):
        return outcome
    told = (s for s in matched.sightings if s.kind not in _ECHOED)
    if not any(sighting.confidence >= 0.5 for sighting in told):
        return outcome
    return replace(
        outcome,
        kind=OutcomeKind.FOUND,
        reason="facts_seen",
        control_wanted=False,
        detail="The page was read.",
    )
