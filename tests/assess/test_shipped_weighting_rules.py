"""Every shipped weighting, signal and remedy rule holds its own examples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scanner.assess import (
    case_applies,
    case_combines,
    case_signals,
    is_enough,
    score_example,
)
from scanner.resources import resource_folder
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rule
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.weighting import (
    BandWeighting,
    CombinationWeighting,
    CoverageWeighting,
    FactorWeighting,
)

_FOLDERS = ("weightings", "signals", "remedies")
_ROOT = resource_folder("rules")
_BOOK = RuleBook.of(
    load_rule(path.read_text(encoding="utf-8"), path)
    for folder in _FOLDERS
    for path in sorted((_ROOT / folder).glob("*.yaml"))
)
_RULES = [item.rule for item in _BOOK.loaded]


def _scores() -> Iterator[object]:
    for rule in _RULES:
        if isinstance(rule, FactorWeighting | BandWeighting):
            for number, example in enumerate(rule.examples, 1):
                yield pytest.param(example, id=f"{rule.id}-{number}")


@pytest.mark.parametrize("example", list(_scores()))
def test_score_examples(example: object) -> None:
    score = score_example(_BOOK, example)  # type: ignore[arg-type]
    assert (score.value, score.band) == (example.score, example.band)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(rule, case, id=f"{rule.id}-{case.findings[0]}")
        for rule in _RULES
        if isinstance(rule, CombinationWeighting)
        for case in rule.examples
    ],
)
def test_combination_examples(rule, case) -> None:  # type: ignore[no-untyped-def]
    assert case_combines(rule, case) is case.expect


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(rule, case, id=f"{rule.id}-{case.name}")
        for rule in _RULES
        if isinstance(rule, SignalRule)
        for case in rule.examples
    ],
)
def test_signal_examples(rule, case) -> None:  # type: ignore[no-untyped-def]
    assert case_signals(rule, case) is case.expect


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        pytest.param(rule, case, id=f"{rule.id}-{number}")
        for rule in _RULES
        if isinstance(rule, RemedyRule)
        for number, case in enumerate(rule.examples, 1)
    ],
)
def test_remedy_examples(rule, case) -> None:  # type: ignore[no-untyped-def]
    assert case_applies(rule, case) is (case.expect == "applies")


def test_coverage_examples() -> None:
    rule = _BOOK.coverage
    assert isinstance(rule, CoverageWeighting)
    for example in rule.examples:
        assert is_enough(rule, example.answered, example.applicable) is example.enough


def test_the_factor_tables_are_complete_and_named_after_their_files() -> None:
    assert set(_BOOK.factors) == {"harm", "ease", "corroboration", "persistence"}
    assert all(item.path.stem == item.rule.tail for item in _BOOK.loaded)
