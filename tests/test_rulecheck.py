"""The shipped rules hold their own examples, and a rule that does not is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.rulebook.book import Rule, RuleBook
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.loader import load_rule, load_rulebook
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.source import Results, SourceRule
from scanner.rulecheck import ExampleResult, check_examples
from scanner.rulecheck.walls import WALLS

BOOK = load_rulebook()


@pytest.mark.parametrize("rule", [i.rule for i in BOOK.loaded], ids=lambda rule: rule.id)
def test_a_shipped_rule_holds_its_examples(rule: Rule) -> None:
    """All of them, and an automatic source the walls at each of its requests."""
    results = check_examples(BOOK, rule.id)
    assert [f"{r.name}: {r.detail}" for r in results if not r.passed] == []
    assert {r.rule_id for r in results} <= {rule.id}
    if isinstance(rule, SourceRule) and not rule.is_manual:
        faced = [r for r in results if r.name.startswith("wall: ")]
        spared = sum(wall.is_missing_page for wall in WALLS) if rule.results is Results.PAGE else 0
        assert len(faced) == (len(WALLS) - spared) * (1 + len(rule.steps))
    elif not isinstance(rule, SourceRule):
        # Advice needs none, nor does a way that no address tells, such as a letter.
        assert results or (isinstance(rule, (RemedyRule, ChannelRule)) and not rule.examples)


SOURCE = """\
id: src.people.town_book
kind: source
title: Town book
why: It lists who lives where.
reviewed: "2026-11-22"
category: people
access: page
controller: Town Book
needs: [handle]
request:
  url: "https://town-book.example/{{ handle | path }}"
answers:
  found: {status: 200, css: .entry, shows: handle}
  absent: {status: 404, text: No such entry}
exposes: Address.
ease: directory
persistence: third_party_form
terms: {automation: allowed, checked: "2026-11-22", basis: They say so.}
remedy: rem.gdpr.erase
review_by: "2027-11-22"
examples:
  - name: entry
    variables: {handle: janemarlow}
    body: "<p class=entry>janemarlow</p>"
    expect: found
  - name: no entry
    variables: {handle: janemarlow}
    status: 404
    body: "<p>No such entry</p>"
    expect: absent
  - name: limit
    variables: {handle: janemarlow}
    status: 429
    expect: blocked
"""


def _failed(text: str) -> list[ExampleResult]:
    book = RuleBook.of([load_rule(text, Path("sources/town_book.yaml"))])
    return [result for result in check_examples(book) if not result.passed]


def test_a_good_rule_of_ones_own_holds_without_any_other_rule() -> None:
    assert _failed(SOURCE) == []


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("css: .entry, shows: handle", "css: .listing", "entry"),
        ("absent: {status: 404, text: No such entry}", "absent: {status: 410}", "no entry"),
        ("variables: {handle: janemarlow}\n    body", "variables: {}\n    body", "entry"),
        ("absent: {status: 404, text: No such entry}", "absent: {status: 404}", "wall: 404 of"),
    ],
)
def test_a_careless_rule_is_caught(old: str, new: str, name: str) -> None:
    assert old in SOURCE
    failed = _failed(SOURCE.replace(old, new, 1))
    assert any(result.name.startswith(name) for result in failed), failed
    assert all(result.detail for result in failed)


@pytest.mark.parametrize(
    ("found", "wall"),
    [
        ("title: log", "wall: login wall"),
        ("shows: handle", "wall: search page that repeats the question"),
    ],
)
def test_its_control_saves_a_rule_for_handles_that_a_page_deceives(found: str, wall: str) -> None:
    careless = SOURCE.replace("css: .entry, shows: handle", found, 1)
    assert wall not in [result.name for result in _failed(careless)]
    without_control = careless.replace("handle", "domain")
    assert wall in [result.name for result in _failed(without_control)]


DETECTOR = """\
id: det.school
kind: detector
detects: fact
fact: school
title: School
why: It tells where children are.
reviewed: "2026-11-22"
forms:
  phrase: {confidence: 0.9, exposes: fact.child_school}
examples:
  - name: named
    facts: {school: Millbrook Primary}
    text: "A fair at Millbrook Primary on Sunday"
    expect: [{form: phrase, text: Millbrook Primary}]
  - name: another
    facts: {school: Millbrook Primary}
    text: "A fair at Hillside Primary on Sunday"
    expect: []
"""


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("", "", ""),
        ("text: Millbrook Primary}]", "text: Millbrook}]", "was not seen"),
        ("Hillside Primary on", "Millbrook Primary on", "was seen too"),
        ("{school: Millbrook Primary}", '{phone: "x"}', "its facts: "),
    ],
)
def test_a_detector_sees_what_its_examples_say_and_nothing_else(
    old: str, new: str, word: str
) -> None:
    text = DETECTOR.replace(old, new, 1) if old else DETECTOR
    book = RuleBook.of([load_rule(text, Path("detectors/school.yaml"))])
    failed = [result for result in check_examples(book) if not result.passed]
    assert bool(failed) == bool(word)
    assert all(word in result.detail for result in failed)


def test_a_score_whose_tables_are_missing_fails_its_example_and_nothing_else() -> None:
    ease = next(item for item in BOOK.loaded if item.rule.id == BOOK.factors["ease"].id)
    results = check_examples(RuleBook.of([ease]))
    assert [result.passed for result in results] == [False] * len(results) != []
