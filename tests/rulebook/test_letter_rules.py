"""What a letter rule may say, and how letters stand to each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.book import RuleBook
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rule
from scanner.rulecheck import check_examples

RULE = """\
id: letter.{tail}
kind: letter
title: A letter
why: It helps.
reviewed: "2026-11-23"
recipient: {recipient}
to: Whoever
how_to_send: By post.
{more}when: Today.
when_not: Never to somebody who threatens.
subject: "{subject}"
body: |
  {body}
examples:
  - name: one
    given: [{{exposes: fact.home_address, value: 14 Bramble Road}}]
    contains: [{contains}]
"""


def rule(
    tail: str = "mine",
    recipient: str = "operator",
    more: str = "",
    subject: str = "About {{ site }}",
    body: str = "{{ name }} {% for detail in details %}{{ detail.value }}{% endfor %}",
    contains: str = "Jane Marlow 14 Bramble Road",
) -> str:
    return RULE.format(**locals())


def problems(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        load_rule(text, Path("letters/mine.yaml"))
    return str(caught.value)


def book(*texts: str) -> RuleBook:
    tails = [text.split("\n")[0].removeprefix("id: letter.") for text in texts]
    return RuleBook.of(
        load_rule(text, Path(f"letters/{tail}.yaml"))
        for text, tail in zip(texts, tails, strict=True)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (rule(recipient="host"), "a letter to a host repeats no detail.value"),
        (rule(recipient="regulator"), "a letter to a regulator repeats no detail.value"),
        (rule(recipient="register"), "recipient: register needs sites"),
        (rule(body="{{ address }}"), "uses an unknown name address"),
        (rule(subject="{{ name.upper() }}"), "may not use Call"),
        (rule(subject="one\\ntwo"), "`subject`"),
        (rule(more="email: a@b.example, c@d.example\n"), "`email`"),
    ],
)
def test_what_a_letter_must_not_do_is_told_at_its_place(text: str, told: str) -> None:
    assert told in problems(text)


def test_a_letter_that_follows_none_that_exists_or_itself_is_told() -> None:
    lost = book(rule(more="after: [letter.gone]\n"))
    (fault,) = lint(lost, date(2026, 11, 24)).errors
    assert "letter.mine: it follows letter.gone, which is no letter in use" in fault.what
    circle = book(
        rule("one", more="after: [letter.two]\n"), rule("two", more="after: [letter.one]\n")
    )
    (fault,) = lint(circle, date(2026, 11, 24)).errors
    assert "its order goes in a circle" in fault.what


@pytest.mark.parametrize(("contains", "passed"), [("14 Bramble Road", True), ("Rose", False)])
def test_an_example_holds_or_says_what_is_missing(contains: str, passed: bool) -> None:
    (result,) = check_examples(book(rule(contains=contains)))
    assert result.passed is passed
    assert passed or result.detail == "lacks 'Rose'"
