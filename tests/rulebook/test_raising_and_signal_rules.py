"""Rules of places, situation and signals: what they must hold, and that they hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting

ROOT = resource_folder("rules")


def shipped(path: str) -> dict[str, Any]:
    file = ROOT / path
    return load_rule(file.read_text(encoding="utf-8"), file).rule.model_dump(mode="json")


def refused(model: type, given: dict[str, Any], change: Callable[[dict[str, Any]], Any]) -> str:
    model.model_validate(given)
    change(given)
    with pytest.raises(ValidationError) as raised:
        model.model_validate(given)
    return str(raised.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rule: rule["steps"].reverse(), "the first is for one site"),
        (lambda rule: rule["steps"][2].update(value=1.0), "values never fall"),
        (lambda rule: rule["steps"][2].update(sites=2), "numbers of sites rise"),
        (lambda rule: rule["steps"][3].update(value=1.6), "less than or equal to 1.5"),
        (lambda rule: rule["steps"][0].update(value=0.9), "greater than or equal to 1"),
    ],
)
def test_more_places_never_weigh_less(change, said: str) -> None:
    assert said in refused(SpreadWeighting, shipped("weightings/spread.yaml"), change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rule: rule["roles"].pop("agent"), "roles: lacks agent"),
        (lambda rule: rule["circumstances"].pop("lives_alone"), "lacks lives_alone"),
        (lambda rule: rule["circumstances"]["lives_alone"].update(value=-0.1), "greater than"),
        (lambda rule: rule["poll"][1].update(value=0.3), "values never rise"),
        (lambda rule: rule.update(most=0.7), "less than or equal to 0.5"),
    ],
)
def test_no_circumstance_is_forgotten_or_lowers_a_score(change, said: str) -> None:
    assert said in refused(SituationWeighting, shipped("weightings/situation.yaml"), change)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rule: rule.update(phrases=["kill {thm}"]), "{thm} is no slot"),
        (lambda rule: rule.update(phrases=[]), "exactly one of phrases and newly_released"),
        (lambda rule: rule.update(newly_released=True), "exactly one of phrases"),
        (lambda rule: rule.update(calm=[], examples=[]), "one that is not"),
        (lambda rule: rule.update(repeats={"by": "author", "at_least": 1}), "at_least"),
        (lambda rule: rule.update(exposes=[]), "exposes"),
    ],
)
def test_a_signal_rule_that_could_not_be_trusted_is_refused(change, said: str) -> None:
    assert said in refused(SignalRule, shipped("signals/threat.yaml"), change)


def test_a_rule_of_releases_has_no_use_for_wording() -> None:
    change = lambda rule: rule.update(unless=["kill the bill"])  # noqa: E731
    said = refused(SignalRule, shipped("signals/released.yaml"), change)
    assert "unless and repeats belong to phrases" in said
