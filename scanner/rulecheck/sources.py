"""Source rules: each recorded answer must come out as it says, and no wall as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome import settle
from scanner.rulebook.book import RuleBook
from scanner.rulebook.example import RecordedAnswer
from scanner.rulebook.source import Results, SourceExample, SourceRule
from scanner.rulebook.template import KEPT, TemplateError
from scanner.rulecheck.playing import answered, chain_probes, play
from scanner.rulecheck.result import ExampleResult
from scanner.rulecheck.walls import WALLS, Wall


def check_source(book: RuleBook, rule: SourceRule) -> Iterator[ExampleResult]:
    """All examples of an automatic source, then the walls, at each of its steps; a manual one has
    nothing to run, nor has one that was taken over from a list without examples."""
    if rule.request is None or not rule.examples:
        return
    for example in rule.examples:
        try:
            yield _check_example(book, rule, example)
        except TemplateError as error:
            detail = f"its variables do not fill in the request: {error.message}"
            yield ExampleResult(rule.id, example.name, False, detail)
            return
    found = (example for example in rule.examples if example.expect is OutcomeKind.FOUND)
    for where, probe in chain_probes(book, rule, next(found, rule.examples[0])):
        for wall in WALLS:
            if not (wall.is_missing_page and rule.results is Results.PAGE):
                yield _check_wall(book, rule, wall, probe, where)


def _check_example(book: RuleBook, rule: SourceRule, example: SourceExample) -> ExampleResult:
    played = play(book, rule, example)
    outcome = played.outcome
    wrong = [played.problem] if played.problem else []
    if outcome.kind is not example.expect:
        wrong.append(f"expected {example.expect}, came out as {outcome.kind} ({outcome.reason})")
    if example.regions is not None and played.regions != example.regions:
        wrong.append(f"expected {example.regions} records, saw {played.regions}")
    if example.leads is not None and played.leads != example.leads:
        wrong.append(f"expected the pages {_listed(example.leads)}, saw {_listed(played.leads)}")
    if example.kept is not None and played.kept != example.kept:
        wrong.append(f"expected {example.kept} to be kept, was {played.kept}")
    return ExampleResult(rule.id, example.name, not wrong, "; ".join(wrong))


def _check_wall(
    book: RuleBook, rule: SourceRule, wall: Wall, probe: Probe, where: str
) -> ExampleResult:
    words = (v.reveal() for name, v in probe.variables if not name.startswith(f"{KEPT}."))
    body = wall.body.replace("{words}", escape(" ".join(words)))
    told = answered(
        book, rule, probe, RecordedAnswer(status=wall.status, headers=wall.headers, body=body)
    )
    outcome, document = told.outcome, told.document
    if outcome.control_wanted:
        # A wall looks the same whatever is asked for, so the control question meets it too.
        outcome = settle(outcome, document, outcome, document, probe, probe)
    passed = outcome.kind not in (OutcomeKind.FOUND, OutcomeKind.ABSENT)
    detail = "" if passed else f"a page that proves nothing came out as {outcome.kind}"
    return ExampleResult(rule.id, f"wall: {where}{wall.name}", passed, detail)


def _listed(addresses: tuple[str, ...]) -> str:
    return ", ".join(addresses) or "(none)"
