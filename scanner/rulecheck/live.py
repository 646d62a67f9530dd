"""A source's signatures, tried on the service itself: with its test handle, which surely exists,
and with one that cannot."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from scanner.domains import site_of_url
from scanner.errors import PlanError
from scanner.fetch import Fetcher
from scanner.model.capture import Capture, Skipped
from scanner.model.document import Document
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.facts import Secret
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.outcome import decide, decide_step, kept_of
from scanner.outcome.conditions import Evidence, any_holds
from scanner.plan import (
    capture_without_key,
    control_probe,
    known_probe,
    sendable,
    step_probe,
)
from scanner.plan.request import build_request, manners_of, purpose_of
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.request import Answers
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import render
from scanner.rulebook.variables import Variable

_INVENTED = (".example", ".test", ".invalid", ".localhost")


class Asking(StrEnum):
    """About whom the service is asked."""

    KNOWN = "known"
    """The test handle: must be found."""
    CONTROL = "control"
    """A name that cannot exist: must not be found."""
    INVENTED = "invented"
    """The invented person of the rule's first example: any answer will do, if it is one."""


@dataclass(frozen=True, slots=True)
class Question:
    asking: Asking
    about: str
    probe: Probe


@dataclass(frozen=True, slots=True)
class Tried:
    """What one question came to."""

    question: Question
    outcome: Outcome
    status: int
    """0 without an answer."""
    held: tuple[str, ...]
    """Names of the signatures that hold: found, absent, blocked."""
    at_step: int
    """Number of the chain's request that was the last, from 1."""

    @property
    def is_answer(self) -> bool:
        return self.outcome.kind not in (OutcomeKind.BLOCKED, OutcomeKind.FAILED)

    def is_as_it_should_be(self, rule: SourceRule) -> bool:
        """Whether the signatures still tell this answer for what it is."""
        match self.question.asking:
            case Asking.KNOWN:
                return self.outcome.kind is OutcomeKind.FOUND
            case Asking.INVENTED:
                return self.outcome.kind in (OutcomeKind.FOUND, OutcomeKind.ABSENT)
        if proves_absence(rule):
            return self.outcome.kind is OutcomeKind.ABSENT
        return self.outcome.kind is not OutcomeKind.FOUND


def proves_absence(rule: SourceRule) -> bool:
    """Whether any of its signatures can."""
    of_steps = (step.answers for step in rule.steps)
    return any(answers and answers.absent for answers in (*of_steps, rule.answers))


def questions(rule: SourceRule, key: str, randomness: random.Random) -> tuple[Question, ...]:
    """What the service is to be asked. Carries no fact of anybody.

    Raises PlanError for a rule that cannot be tried: it asks a host that only a person can name, or
    needs a key that is not there.
    """
    if rule.request is None:
        raise PlanError(f"{rule.id} is looked at by hand: there is nothing to ask.")
    if rule.secret and not key:
        raise PlanError(f"{rule.id} needs a key. {rule.secret_help}")
    base = _base(rule, key)
    control = control_probe(base, rule, randomness)
    asked: list[Question] = []
    if known := known_probe(base, rule):
        asked.append(Question(Asking.KNOWN, rule.known_handle, known))
    if control is not None and rule.control and rule.control.replaces != "path":
        word = dict(control.variables)[rule.control.replaces].reveal()
        asked.append(Question(Asking.CONTROL, word, control))
    if not asked:
        who = ", ".join(value.reveal() for _, value in base.variables)
        asked.append(Question(Asking.INVENTED, who, base))
    for question in asked:
        host = urlsplit(question.probe.request.url).hostname or ""
        if host.endswith(_INVENTED):
            raise PlanError(
                f"{rule.id} asks a host that the person names, and its examples name an invented "
                f"one ({host}): it cannot be tried by itself."
            )
    return tuple(asked)


def try_live(
    book: RuleBook, rule: SourceRule, asked: tuple[Question, ...], fetcher: Fetcher
) -> Iterator[Tried]:
    """Asks one after the other, each to the end of its chain, with all the manners of a check."""
    for question in asked:
        probe = question.probe
        while True:
            answer = _answer(fetcher, probe)
            told, document = _decided(book, rule, probe, answer)
            if told.kind is not OutcomeKind.FOUND or probe.step == len(rule.steps):
                break
            assert isinstance(answer, Capture) and document is not None
            step = rule.steps[probe.step]
            probe = step_probe(probe, rule, kept_of(step, answer, document) or ())
        status = answer.status if isinstance(answer, Capture) else 0
        held = _held(rule, probe, answer, document)
        yield Tried(question, told, status, held, probe.step + 1)


def _base(rule: SourceRule, key: str) -> Probe:
    """The rule's first question, about the invented person of its first example."""
    given = dict(rule.examples[0].variables) if rule.examples else {}
    for variable in rule.needs:
        given.setdefault(variable, "example" if variable is not Variable.HANDLE else "janemarlow")
    values = {variable.value: text for variable, text in given.items()}
    if rule.variants:
        number = rule.examples[0].variant - 1 if rule.examples else 0
        values["search"] = render(rule.variants[number].search, values)
    request = build_request(rule, values, secret=key, step=0)
    host = urlsplit(request.url).hostname or ""
    return Probe(
        id="live-1",
        source_id=rule.id,
        request=request,
        host=host,
        site=site_of_url(request.url),
        purpose=purpose_of(rule, 0),
        manners=manners_of(rule),
        variables=tuple((name, Secret(text, text)) for name, text in values.items()),
        key=Secret(key, "•" if key else ""),
    )


def _answer(fetcher: Fetcher, probe: Probe) -> Capture | Skipped:
    fetcher.add(sendable(probe))
    for event in fetcher.results():
        if isinstance(event, Capture):
            return capture_without_key(event, probe)
        if not isinstance(event, (ProbeStarted, RequestSent)):
            return event
    raise RuntimeError("the fetcher gave no answer")


def _decided(
    book: RuleBook, rule: SourceRule, probe: Probe, answer: Capture | Skipped
) -> tuple[Outcome, Document | None]:
    document = None
    if isinstance(answer, Capture) and answer.hops:
        document = read(answer, book.queries_for(rule))
    # As an ordinary question: a control is judged alike, but would keep nothing for a next step.
    asked = replace(probe, purpose=Purpose.SOURCE)
    judge_by = decide_step if probe.step < len(rule.steps) else decide
    return judge_by(asked, answer, document, rule, book.obstacles), document


def _held(
    rule: SourceRule, probe: Probe, answer: Capture | Skipped, document: Document | None
) -> tuple[str, ...]:
    is_step = probe.step < len(rule.steps)
    answers: Answers | None = rule.steps[probe.step].answers if is_step else rule.answers
    if answers is None or document is None or not isinstance(answer, Capture):
        return ()
    values = {name: value.reveal() for name, value in probe.variables}
    evidence = Evidence(answer, document, values)
    told = (("found", answers.found), ("absent", answers.absent), ("blocked", answers.blocked))
    return tuple(name for name, conditions in told if any_holds(conditions, evidence))
