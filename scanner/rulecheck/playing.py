"""An example's answers, played through a source's steps, its own request and its further pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scanner.domains import site_of_url
from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.facts import Secret
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome import decide, decide_step, following_of, has_more, kept_of
from scanner.plan import page_probe, step_probe
from scanner.plan.request import build_request, purpose_of
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.example import RecordedAnswer, SourceExample
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import render
from scanner.rulecheck.capturing import capture_of
from scanner.rulecheck.further import why_no_further

EXAMPLE_KEY = "example-key"
"""What stands for a service's key where an example is filled in."""


@dataclass(slots=True)
class Played:
    """What came of an example."""

    outcome: Outcome
    """Of the source's own request, or of the step that ended the chain."""
    further: list[Outcome] = field(default_factory=list)
    """Of the further pages."""
    kept: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    """Why it could not be played to its end."""

    @property
    def regions(self) -> int:
        return sum(len(outcome.regions) for outcome in (self.outcome, *self.further))

    @property
    def leads(self) -> tuple[str, ...]:
        named = (lead for o in (self.outcome, *self.further) for lead in o.leads)
        return tuple(dict.fromkeys(lead.url for lead in named))


def first_probe(rule: SourceRule, example: SourceExample) -> Probe:
    """The first request of the chain. Raises TemplateError when the variables do not fill it in."""
    values = {name.value: text for name, text in example.variables.items()}
    if rule.variants:
        values["search"] = render(rule.variants[example.variant - 1].search, values)
    request = build_request(rule, values, secret=EXAMPLE_KEY, step=0)
    host = urlsplit(request.url).hostname or ""
    return Probe(
        id="example-1",
        source_id=rule.id,
        request=request,
        host=host,
        site=site_of_url(request.url),
        purpose=purpose_of(rule, 0),
        variables=tuple((name, Secret(text, "•")) for name, text in values.items()),
        forwards_to=rule.requests[0].forwards_to,
        key=Secret(EXAMPLE_KEY, "•"),
    )


def play(book: RuleBook, rule: SourceRule, example: SourceExample) -> Played:
    """The example from its first answer to its last."""
    probe, kept = first_probe(rule, example), dict[str, str]()
    for number, answer in enumerate(example.steps):
        told = answered(book, rule, probe, answer)
        if told.outcome.kind is not OutcomeKind.FOUND:
            is_last = number == len(example.steps) - 1
            problem = "" if is_last else f"step {number + 1} ended it as {told.outcome.kind}"
            return Played(told.outcome, kept=kept, problem=problem)
        values = kept_of(rule.steps[number], told.capture, told.document) or ()
        kept |= {name: value.reveal() for name, value in values}
        probe = step_probe(probe, rule, values)
    if probe.step < len(rule.steps):
        told = answered(book, rule, probe, example)
        asked = f"step {probe.step + 1} has no answer"
        return Played(told.outcome, kept=kept, problem=asked)
    told = answered(book, rule, probe, example)
    played = Played(told.outcome, kept=kept)
    for answer in example.pages:
        more = has_more(rule, told.outcome)
        named = following_of(rule, told.capture, told.document)
        following = page_probe(probe, rule, named) if more else None
        if following is None:
            played.problem = why_no_further(probe, rule, told.outcome, more, named)
            break
        probe = following
        told = answered(book, rule, probe, answer)
        played.further.append(told.outcome)
    return played


def chain_probes(
    book: RuleBook, rule: SourceRule, example: SourceExample
) -> Iterator[tuple[str, Probe]]:
    """Each request of the chain, as this example leads to it, and what it is called."""
    probe = first_probe(rule, example)
    for number, answer in enumerate(example.steps, start=1):
        yield f"step {number}, ", probe
        told = answered(book, rule, probe, answer)
        values = kept_of(rule.steps[probe.step], told.capture, told.document)
        if told.outcome.kind is not OutcomeKind.FOUND or values is None:
            return
        probe = step_probe(probe, rule, values)
    if probe.step == len(rule.steps):
        yield "", probe


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, read and decided."""

    capture: Capture
    document: Document
    outcome: Outcome


def answered(book: RuleBook, rule: SourceRule, probe: Probe, answer: RecordedAnswer) -> Told:
    """What a recorded answer to a probe means."""
    capture = capture_of(
        probe.id,
        probe.request.url,
        answer.body,
        answer.status,
        answer.headers,
        answer.final_url,
    )
    document = read(capture, book.queries_for(rule))
    judge_by = decide_step if probe.step < len(rule.steps) else decide
    return Told(capture, document, judge_by(probe, capture, document, rule, book.obstacles))
