"""What remedies say of each other holds over the whole set, and each is for somebody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rule, load_rulebook
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.source import SourceRule

TODAY = date(2026, 12, 1)


def _remedy(rule_id: str, more: str = "general: {rank: 1}\n") -> Loaded:
    text = (
        f'id: {rule_id}\nkind: remedy\ntitle: T\nwhy: W\nreviewed: "2026-11-22"\nsummary: S\n'
        "steps: [{do: Ask.}]\nminutes: 5\nbackfire: fix_now\nbackfire_note: None.\n"
        f"verify: Gone.\nexamples: []\n{more}"
    )
    return load_rule(text, Path(f"remedies/{rule_id.rsplit('.', 1)[-1]}.yaml"))


def _said(*rules: Loaded) -> tuple[list[str], list[str]]:
    report = lint(RuleBook.of(rules), TODAY)
    return [str(each) for each in report.errors], [str(each) for each in report.warnings]


def test_a_chain_of_remedies_is_sound() -> None:
    chain = (
        _remedy("rem.x.source"),
        _remedy("rem.x.copy", "general: {rank: 2}\nafter: [rem.x.source]\n"),
        _remedy("rem.x.search", "general: {rank: 3}\nafter: [rem.x.copy, rem.x.source]\n"),
    )
    assert _said(*chain) == ([], [])


def test_a_remedy_that_must_come_first_has_to_exist() -> None:
    errors, _ = _said(_remedy("rem.x.copy", "general: {rank: 1}\nafter: [rem.x.source]\n"))
    (error,) = errors
    assert "rem.x.copy: it comes after rem.x.source, which is no remedy in use." in error


def test_an_order_that_goes_in_a_circle_is_told_once() -> None:
    errors, _ = _said(
        _remedy("rem.x.a", "after: [rem.x.c]\n"),
        _remedy("rem.x.b", "after: [rem.x.a]\n"),
        _remedy("rem.x.c", "after: [rem.x.b]\n"),
    )
    (error,) = errors
    assert "remedies/a.yaml" in error
    assert "goes in a circle" in error
    assert all(rule_id in error for rule_id in ("rem.x.a", "rem.x.b", "rem.x.c"))


def test_a_remedy_that_nothing_leads_to_is_doubtful() -> None:
    errors, warnings = _said(_remedy("rem.x.lost", ""))
    assert errors == []
    (warning,) = warnings
    assert "nothing leads to this remedy" in warning


@pytest.mark.parametrize("after", ["after: [rem.x.self]\n"])
def test_no_remedy_comes_after_itself(after: str) -> None:
    with pytest.raises(RuleError, match="cannot come after itself"):
        _remedy("rem.x.self", after)


def test_letters_are_named_like_letters() -> None:
    with pytest.raises(RuleError, match="letters"):
        _remedy("rem.x.a", "letters: [rem.gdpr.erase]\n")


BOOK = load_rulebook()


def test_every_shipped_source_has_a_remedy_in_use() -> None:
    without = [rule.id for rule in BOOK.sources.values() if rule.remedy not in BOOK.remedies]
    assert without == []


def test_the_general_remedies_that_everybody_is_told_are_there_and_in_order() -> None:
    general = [rule for rule in BOOK.remedies.values() if rule.general]
    ranks = [rule.general.rank for rule in general if rule.general]
    assert len(set(ranks)) == len(ranks), "two of one rank"


def test_what_comes_first_is_also_told_how() -> None:
    """Whoever is told "do that first" can read the steps of it: it is a remedy for some finding
    or advice for everybody."""
    named = {rule.remedy for rule in BOOK.sources.values() if isinstance(rule, SourceRule)}
    first = {key for rule in BOOK.remedies.values() for key in rule.after}
    unreachable = [
        rule.id
        for key in sorted(first)
        if isinstance(rule := BOOK.remedies[key], RemedyRule)
        and not (rule.applies or rule.general or rule.id in named)
    ]
    assert unreachable == []
