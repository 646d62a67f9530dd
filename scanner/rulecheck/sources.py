"""Source rules: each recorded answer must come out as it says, and no wall as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.facts import Secret
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.outcome import decide, settle
from scanner.plan.request import build_request
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceExample, SourceRule
from scanner.rulebook.template import TemplateError
from scanner.rulecheck.capturing import capture_of
from scanner.rulecheck.result import ExampleResult
from scanner.rulecheck.walls import WALLS, Wall


def check_source(book: RuleBook, rule: SourceRule) -> Iterator[ExampleResult]:
    """All examples of an automatic source, then the walls; a manual one has nothing to run."""
    if rule.request is None:
        return
    for example in rule.examples:
        try:
            yield _check_example(book, rule, example)
        except TemplateError as error:
            detail = f"its variables do not fill in the request: {error.message}"
            yield ExampleResult(rule.id, example.name, False, detail)
            return
    asked = rule.examples[0].variables
    for wall in WALLS:
        if not (wall.is_missing_page and rule.results is Results.PAGE):
            yield _check_wall(book, rule, wall, {name.value: text for name, text in asked.items()})


def _check_example(book: RuleBook, rule: SourceRule, example: SourceExample) -> ExampleResult:
    probe = _probe(rule, {name.value: text for name, text in example.variables.items()})
    capture = capture_of(
        probe.id,
        probe.request.url,
        example.body,
        example.status,
        example.headers,
        example.final_url,
    )
    outcome, _ = _decide(book, rule, probe, capture)
    wrong = []
    if outcome.kind is not example.expect:
        wrong.append(f"expected {example.expect}, came out as {outcome.kind} ({outcome.reason})")
    if example.regions is not None and len(outcome.regions) != example.regions:
        wrong.append(f"expected {example.regions} records, saw {len(outcome.regions)}")
    leads = tuple(lead.url for lead in outcome.leads)
    if example.leads is not None and leads != example.leads:
        wrong.append(f"expected the pages {_listed(example.leads)}, saw {_listed(leads)}")
    return ExampleResult(rule.id, example.name, not wrong, "; ".join(wrong))


def _check_wall(
    book: RuleBook, rule: SourceRule, wall: Wall, values: Mapping[str, str]
) -> ExampleResult:
    probe = _probe(rule, values)
    body = wall.body.replace("{words}", escape(" ".join(values.values())))
    capture = capture_of(probe.id, probe.request.url, body, wall.status, wall.headers)
    outcome, document = _decide(book, rule, probe, capture)
    if outcome.control_wanted:
        # A wall looks the same whatever is asked for, so the control question meets it too.
        outcome = settle(outcome, document, outcome, document, probe, probe)
    passed = outcome.kind not in (OutcomeKind.FOUND, OutcomeKind.ABSENT)
    detail = "" if passed else f"a page that proves nothing came out as {outcome.kind}"
    return ExampleResult(rule.id, f"wall: {wall.name}", passed, detail)


def _probe(rule: SourceRule, values: Mapping[str, str]) -> Probe:
    request = build_request(rule, values, secret="example")  # noqa: S106 (no secret of anyone)
    host = urlsplit(request.url).hostname or ""
    return Probe(
        id="example-1",
        source_id=rule.id,
        request=request,
        host=host,
        site=host,
        purpose=Purpose.PAGE if rule.results is Results.PAGE else Purpose.SOURCE,
        variables=tuple((name, Secret(text, "•")) for name, text in values.items()),
    )


def _decide(
    book: RuleBook, rule: SourceRule, probe: Probe, capture: Capture
) -> tuple[Outcome, Document]:
    document = read(capture, book.queries_for(rule))
    return decide(probe, capture, document, rule, book.obstacles), document


def _listed(addresses: tuple[str, ...]) -> str:
    return ", ".join(addresses) or "(none)"
