"""Obstacle detectors: each example page must be seen as one, or not."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.outcome.conditions import Evidence, any_holds
from scanner.read import read
from scanner.rulebook.detector import ObstacleDetector
from scanner.rulecheck.capturing import capture_of
from scanner.rulecheck.result import ExampleResult, compare

_URL = "https://page.example/"


def check_obstacle(rule: ObstacleDetector) -> Iterator[ExampleResult]:
    """For each page of the examples: whether the detector takes it for an obstacle."""
    queries = tuple(query for condition in rule.when for query in condition.queries())
    for example in rule.examples:
        capture = capture_of(
            "example-1", _URL, example.body, example.status, example.headers, example.final_url
        )
        evidence = Evidence(capture, read(capture, queries), {})
        yield compare(rule.id, example.name, example.expect, any_holds(rule.when, evidence))
