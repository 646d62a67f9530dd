"""The half with a network: plan, fetch, read, outcome, as long as an answer asks for more."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from scanner.assess import Witnesses, may_alarm
from scanner.fetch import FetchEvent
from scanner.gather.asking import PageRenderer, ProbeFetcher
from scanner.gather.following import Following
from scanner.gather.reading import Reading
from scanner.gather.shells import Shells
from scanner.gather.shown import half_read_is_doubt, seen_is_found
from scanner.judge import Judge, Judged, may_be_judged
from scanner.match import FactIndex
from scanner.model.answer import Answer, Ending, Gathered
from scanner.model.before import Before
from scanner.model.capture import Capture, Failure, Sending, Skipped, SkipReason
from scanner.model.document import Document, Query
from scanner.model.events import (
    Event,
    OutcomeRevised,
    PlanMade,
    ProbeDone,
    ProbePlanned,
    ProbeStarted,
    RequestSent,
)
from scanner.model.finding import Attribution, Finding
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose
from scanner.model.sighting import Matched
from scanner.model.subject import Subject
from scanner.outcome import (
    Controls,
    Glance,
    Noes,
    believed,
    decide,
    decide_step,
    disbelieved,
    is_worth_doubting,
    settle,
    unsettled,
    with_fields,
)
from scanner.plan import (
    KNOWN_BY,
    capture_without_key,
    control_key,
    control_probe,
    known_probe,
    sendable,
    sending_without_key,
)
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceRule

_HERS = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})
_OWN = frozenset({Purpose.SOURCE, Purpose.STEP})


class Gathering:
    """Goes round plan, fetch, read and outcome as long as an answer asks for more."""

    def __init__(
        self,
        subject: Subject,
        book: RuleBook,
        plan: Plan,
        fetcher: ProbeFetcher,
        key: bytes,
        now: Callable[[], datetime],
        randomness: random.Random,
        renderer: PageRenderer | None,
        keeps_content: bool,
        began_at: datetime | None = None,
        before: Before | None = None,
        reading: Reading | None = None,
        controls_by_source: bool = True,
    ) -> None:
        """`began_at`: when the run began that this one goes on with. `reading`: how answers are
        read and searched. `controls_by_source`: whether a control's words depend on what it serves,
        so that one serves many people; in older checks they depended on the question."""
        self._shells = Shells(renderer)
        self._keeps_content = keeps_content
        self._witnesses = Witnesses(before or Before())
        self._book = book
        self._plan = plan
        self._fetcher = fetcher
        self._now = now
        self._began_at = began_at
        self._seed = randomness.getrandbits(64)
        self._reading = reading or Reading()
        self._index = FactIndex([subject], book.detectors)
        self._controls_by_source = controls_by_source
        self._court = Judge(subject, book, key)
        self._glance = Glance(book.obstacles)
        self._controls = Controls()
        self._noes = Noes()
        self._source_of: dict[str, Hashable] = {}
        """By probe: what counts as one source; of those that are asked by handle."""
        self._asked_for: dict[str, Hashable] = {}
        """By probe that asks for a handle that surely exists: the source that is doubted."""
        self._queries: dict[str, tuple[Query, ...]] = {}
        self._probes: dict[str, Probe] = {}
        self._answers: dict[str, Answer] = {}
        self._sendings: list[Sending] = []
        self._matched: dict[str, Matched] = {}
        """What was seen on pages that are not concluded yet, by probe id."""
        self._telling: set[str] = set()
        """Probes whose answers show something private that says more than who the person is."""
        self._following = Following(subject, book, plan)
        self._stopped = False

    def run(self) -> Generator[Event, None, Gathered]:
        started = self._began_at or self._now()
        yield PlanMade(self._plan)
        for probe in self._plan.probes:
            yield self._add(probe)
        yield from self._hear(self._fetcher.results())
        while self._shells:
            yield from self._hear(self._shells.open_some(self._stopped))
            yield from self._hear(self._fetcher.results())
        for probe_ids, control in self._controls.rest():
            yield from self._settle(probe_ids, control)
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

    def judged(self) -> Judged:
        """What the answers come to, once all are in."""
        return self._court.judged()

    def _hear(self, events: Iterable[FetchEvent]) -> Iterator[Event]:
        for item in events:
            if isinstance(item, RequestSent):
                sending = sending_without_key(item.sending, self._probes[item.sending.probe_id])
                self._sendings.append(sending)
                yield RequestSent(sending)
            elif isinstance(item, ProbeStarted):
                yield item
            else:
                probe = self._probes[item.probe_id]
                if isinstance(item, Capture):
                    item = capture_without_key(item, probe)
                yield from self._answered(probe, item)

    def _ending(self) -> Ending:
        if not self._stopped:
            return Ending.COMPLETE
        if self._fetcher.proxy_problem:
            return Ending.PROXY_FAILED
        ran_out = self._fetcher.ran_out or self._shells.ran_out
        return Ending.TIME_LIMIT if ran_out else Ending.INTERRUPTED

    def _add(self, probe: Probe) -> ProbePlanned:
        self._probes[probe.id] = probe
        rule = self._book.sources[probe.source_id]
        is_first = probe.purpose in _OWN and probe.step == 0 and probe.page == 1
        is_record = is_first and rule.results is Results.RECORD
        if is_record and (key := control_key(probe, rule)):
            self._source_of[probe.id] = key
            self._noes.add(key)
        self._following.note(probe)
        self._fetcher.add(sendable(probe))
        return ProbePlanned(probe)

    def _answered(self, probe: Probe, answer: Capture | Skipped) -> Iterator[Event]:
        rule = self._book.sources[probe.source_id]
        self._stopped = self._stopped or _was_stopped(answer)
        told = self._meaning(probe, answer, rule)
        if not self._stopped and self._shells.takes(told):
            return
        told = self._shells.better_of(told, rule)
        outcome = told.outcome
        yield ProbeDone(probe, told.answer, outcome)
        told = told if self._keeps_content else _without_content(told)
        self._answers[probe.id] = told
        if probe.step < len(rule.steps) and not self._stopped:
            following = self._following.step_after(told, rule)
            if isinstance(following, Probe):
                yield self._go_on(probe, following)
                return
            if following is not None:
                yield self._revise(probe.id, lambda _: following)
                told, outcome = self._answers[probe.id], following
        if probe.id in self._asked_for:
            self._conclude(told)
            yield from self._known(self._asked_for[probe.id], outcome)
        elif probe.purpose is Purpose.CONTROL:
            self._conclude(told)
            yield from self._control(self._controls.note(told), probe, rule)
        elif outcome.control_wanted and (key := control_key(probe, rule)):
            self._controls.wait(key, probe.id)
            yield from self._control(key, probe, rule)
        else:
            seen = self._conclude(told)
            yield from self._learn(probe, outcome)
            yield from self._follow(told, seen)

    def _go_on(self, probe: Probe, following: Probe) -> ProbePlanned:
        """The next step of a chain, which from now on stands for all of it."""
        self._conclude(self._answers[probe.id])
        if probe.id in self._asked_for:
            self._asked_for[following.id] = self._asked_for[probe.id]
        elif probe.purpose is Purpose.CONTROL:
            self._controls.goes_on(probe.id, following.id)
        elif probe.id in self._source_of:
            self._source_of[following.id] = self._source_of.pop(probe.id)
        return self._add(following)

    def _meaning(self, probe: Probe, answer: Capture | Skipped, rule: SourceRule) -> Answer:
        document = None
        # Of anything but a person's own record, an error page may show facts as well.
        is_step = probe.step < len(rule.steps)
        is_record = rule.results is Results.RECORD and not is_step
        outcome = self._glance.outcome(probe, answer, rule) if is_record else None
        if outcome is None:
            document = self._document(answer, rule)
            judge_by = decide_step if is_step else decide
            outcome = judge_by(probe, answer, document, rule, self._book.obstacles)
            if document is not None and not is_step:
                document, outcome = with_fields(document, rule, outcome)
                if rule.results in (Results.PAGE, Results.LISTING):
                    outcome = self._read(probe, answer, document, rule, outcome)
        return Answer(probe, answer, outcome, document)

    def _document(self, answer: Capture | Skipped, rule: SourceRule) -> Document | None:
        if isinstance(answer, Skipped) or not answer.hops:
            return None
        if answer.failure is not None and rule.results is not Results.PAGE:
            # Of a page, what came may show something; a record that broke off is none.
            return None
        if rule.id not in self._queries:
            self._queries[rule.id] = self._book.queries_for(rule)
        return self._reading.document(answer, self._queries[rule.id])

    def _control(self, key: Hashable, probe: Probe, rule: SourceRule) -> Iterator[Event]:
        """Settles the finds that a control has an answer for, or asks one for those that wait."""
        if served := self._controls.served(key):
            yield from self._settle(*served)
        elif self._controls.is_due(key) and not self._stopped:
            is_again = probe.purpose is Purpose.CONTROL
            asked = self._probes[probe.parent_id] if is_again else probe
            number = self._controls.asked(key) + 1
            # So that the order in which answers come changes no control.
            of = repr(key) if self._controls_by_source else asked.id
            randomness = random.Random(f"{self._seed}/{of}/{number}")  # noqa: S311
            control = control_probe(asked, rule, randomness, number)
            if control is not None:
                self._controls.asks(key, control.id)
                yield self._add(control)

    def _read(
        self,
        probe: Probe,
        answer: Capture | Skipped,
        document: Document,
        rule: SourceRule,
        outcome: Outcome,
    ) -> Outcome:
        """The outcome in the light of what the page shows."""
        matched = self._matched[probe.id] = self._reading.matched(document, self._index)
        if rule.results is Results.PAGE:
            outcome = seen_is_found(outcome, matched, answer)
        return half_read_is_doubt(outcome, document, matched)

    def _settle(self, probe_ids: Iterable[str], control: Answer | None) -> Iterator[Event]:
        """The finds in the light of their source's control; without one they stay in doubt."""
        for probe_id in probe_ids:
            asked = self._answers[probe_id]
            outcome = _settled(asked, control)
            told = replace(
                asked,
                outcome=outcome,
                control_asked=control is not None,
                control_id=control.probe.id if control else "",
            )
            seen = self._conclude(told)
            yield OutcomeRevised(asked.probe, outcome)
            yield from self._learn(asked.probe, outcome)
            yield from self._follow(told, seen)

    def _learn(self, probe: Probe, outcome: Outcome) -> Iterator[Event]:
        """What a settled answer says of its source: that it can say yes, or that it never did."""
        key = self._source_of.get(probe.id)
        if key is None:
            return
        has_said_no = self._noes.note(key, outcome)
        for probe_id in self._noes.believed(key):
            yield self._revise(probe_id, believed)
        rule = self._book.sources[probe.source_id]
        is_doubtful = has_said_no and is_worth_doubting(self._answers[probe.id], rule)
        if is_doubtful and not self._stopped and (known := known_probe(probe, rule)):
            self._asked_for[known.id] = key
            yield self._add(known)

    def _known(self, key: Hashable, outcome: Outcome) -> Iterator[Event]:
        """The answer about a handle that surely exists."""
        for probe_id in self._noes.answered(key, outcome):
            yield self._revise(probe_id, disbelieved)
        for probe_id in self._noes.believed(key):
            yield self._revise(probe_id, believed)

    def _revise(self, probe_id: str, revised: Callable[[Outcome], Outcome]) -> OutcomeRevised:
        answer = self._answers[probe_id]
        outcome = revised(answer.outcome)
        self._answers[probe_id] = replace(answer, outcome=outcome)
        return OutcomeRevised(answer.probe, outcome)

    def _conclude(self, told: Answer) -> Matched | None:
        """Judges a settled answer, and says what was seen on it.

        Its text is kept only where somebody will look at it again: ten thousand fill the memory.
        """
        seen = self._matched.pop(told.probe.id, None)
        is_needed = False
        if told.document and may_be_judged(told, self._book.sources[told.probe.source_id]):
            seen = seen or self._reading.matched(told.document, self._index)
            findings = self._court.weigh(told, seen)
            if any(_is_private(finding) for finding in findings):
                self._telling.add(told.probe.id)
            is_needed = (
                self._keeps_content
                or any(may_alarm(finding) for finding in findings)
                or self._witnesses.needs(told)
            )
        self._answers[told.probe.id] = told if is_needed else replace(told, document=None)
        return seen

    def _follow(self, told: Answer, seen: Matched | None) -> Iterator[Event]:
        """Asks for what a settled answer leads to."""
        if self._stopped or told.outcome.kind is not OutcomeKind.FOUND:
            return
        rule = self._book.sources[told.probe.source_id]
        if seen is None and rule.leads and rule.leads.of_matches and told.document:
            seen = self._reading.matched(told.document, self._index)
        for probe in self._following.after(told, rule, seen):
            yield self._add(probe)
        if told.probe.id in self._telling:
            for probe in self._following.archived(told, rule):
                yield self._add(probe)


def _is_private(finding: Finding) -> bool:
    is_hers = finding.attribution in _HERS
    return is_hers and not finding.public_by_choice and finding.kind not in KNOWN_BY


def _without_content(told: Answer) -> Answer:
    if isinstance(told.answer, Skipped):
        return told
    return replace(told, answer=told.answer.without_content())


def _settled(asked: Answer, control: Answer | None) -> Outcome:
    if control is None or asked.document is None:
        return unsettled(asked.outcome)
    return settle(
        asked.outcome,
        asked.document,
        control.outcome,
        control.document,
        asked.probe,
        control.probe,
    )


def _was_stopped(answer: Capture | Skipped) -> bool:
    if isinstance(answer, Skipped):
        return answer.reason in (SkipReason.STOPPED, SkipReason.PROXY)
    return answer.failure in (Failure.STOPPED, Failure.PROXY)
