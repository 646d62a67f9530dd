"""Fact detectors: each example's sightings must come, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from scanner.match import FactIndex
from scanner.model.facts import Fact, FactKind
from scanner.model.sighting import Matched
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.detector import FactDetector, FactExample
from scanner.rulecheck.capturing import capture_of
from scanner.rulecheck.result import ExampleResult

_URL = "https://page.example/"
_DAY = date(2026, 1, 1)


def check_fact_detector(book: RuleBook, rule: FactDetector) -> Iterator[ExampleResult]:
    """All examples, matched with all detectors of the set, as a check would."""
    detectors = {**book.detectors, rule.fact: rule}
    for example in rule.examples:
        try:
            facts = tuple(make_fact(kind, value) for kind, value in example.facts.items())
        except ValueError as error:
            yield ExampleResult(rule.id, example.name, False, f"its facts: {error}")
            continue
        index = FactIndex([_subject(facts)], detectors)
        capture = capture_of("example-1", _URL, example.text)
        document = read(capture)
        matched = Matched(index.match(document).sightings, index.strangers(document))
        yield _compared(rule, example, matched)


def _compared(rule: FactDetector, example: FactExample, matched: Matched) -> ExampleResult:
    expected = Counter((item.form, item.text) for item in example.expect)
    seen = Counter((item.form, item.text) for item in matched.sightings if item.kind is rule.fact)
    wrong = [f"{form} {text!r} was not seen" for form, text in (expected - seen).elements()]
    wrong += [f"{form} {text!r} was seen too" for form, text in (seen - expected).elements()]
    strangers = sum(item.kind is rule.fact for item in matched.strangers)
    if example.strangers is not None and strangers != example.strangers:
        wrong.append(f"expected {example.strangers} values of others, saw {strangers}")
    return ExampleResult(rule.id, example.name, not wrong, "; ".join(wrong))


def _subject(facts: tuple[Fact, ...]) -> Subject:
    consent = Consent(
        basis=Basis.SELF,
        given_by="Example",
        given_on=_DAY,
        recorded_by="Example",
        how="an example of a rule",
        scope=frozenset(FactKind),
        valid_until=_DAY,
    )
    return Subject(id="example", role=Role.CANDIDATE, consent=consent, facts=facts)
