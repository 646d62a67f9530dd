"""Every obstacle rule against its own examples, read and decided as in a scan."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from scanner.model.capture import Capture, Hop
from scanner.outcome.conditions import Evidence, any_holds
from scanner.read import read
from scanner.rulebook.detector import ObstacleDetector, ObstacleExample

RULES = sorted((Path(__file__).parents[2] / "rules" / "detectors").glob("obstacle_*.yaml"))


def load(path: Path) -> ObstacleDetector:
    return ObstacleDetector.model_validate(yaml.safe_load(path.read_text("utf-8")))


def matches(rule: ObstacleDetector, example: ObstacleExample) -> bool:
    url = example.final_url or "https://www.wexcombe-herald.example/page"
    body = example.body.encode()
    hop = Hop(url, example.status, tuple(example.headers.items()), "127.0.0.1:443")
    capture = Capture("p", (hop,), body, body, datetime(2026, 11, 22, tzinfo=UTC), 1)
    return bool(any_holds(rule.when, Evidence(capture, read(capture))))


CASES = [(path, example) for path in RULES for example in load(path).examples]


@pytest.mark.parametrize(
    ("path", "example"), CASES, ids=[f"{path.stem}: {example.name}" for path, example in CASES]
)
def test_examples(path: Path, example: ObstacleExample) -> None:
    assert matches(load(path), example) is example.expect


def test_file_is_named_after_the_id() -> None:
    assert RULES
    assert [load(path).tail for path in RULES] == [path.stem for path in RULES]


ORDINARY = [example for path in RULES for example in load(path).examples if not example.expect]


@pytest.mark.parametrize("path", RULES, ids=[path.stem for path in RULES])
def test_no_rule_takes_the_ordinary_page_of_another_for_an_obstacle(path: Path) -> None:
    rule = load(path)
    assert [example.name for example in ORDINARY if matches(rule, example)] == []
