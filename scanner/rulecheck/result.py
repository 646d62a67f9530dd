"""How one example of a rule came out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """`passed` with an empty `detail`, or what came out instead of what the example expects."""

    rule_id: str
    name: str
    passed: bool
    detail: str = ""


def compare(rule_id: str, name: str, expected: object, actual: object) -> ExampleResult:
    """The result of an example that expects one value."""
    if expected == actual:
        return ExampleResult(rule_id, name, True)
    return ExampleResult(rule_id, name, False, f"expected {expected}, came out as {actual}")
