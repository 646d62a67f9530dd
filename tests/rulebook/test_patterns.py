"""Regular expressions of rules: linear in time, refused where they could not be."""

from __future__ import annotations

import time

import pytest
from pydantic import TypeAdapter, ValidationError

from scanner.rulebook.pattern import Pattern, fits, taken_by

_CHECKED = TypeAdapter(Pattern)


@pytest.mark.parametrize(
    "expression", ["(?!x)y", "(?<=a)b", r"(a)\1", "(", "[", "((a{1000}){1000})", "", "a" * 401]
)
def test_what_cannot_be_bounded_or_read_is_refused(
    expression: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValidationError):
        _CHECKED.validate_python(expression)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("expression", ["(a+)+$", "(a|a)*b", "(.*a){12}", r"^(\w+\s?)*$"])
def test_time_does_not_explode(expression: str) -> None:
    """Each of these takes a backtracking engine longer than anybody waits."""
    pattern = _CHECKED.validate_python(expression)
    started = time.process_time()
    taken_by(pattern, "a" * 20_000 + "!")
    fits(pattern, "a" * 5_000 + "!")
    assert time.process_time() - started < 2


def test_the_first_group_is_taken_else_the_match() -> None:
    assert taken_by("id=([0-9]+)", "x id=42 id=43") == "42"
    assert taken_by("[0-9]+", "x 42") == "42"
    assert taken_by("id=([0-9]+)?", "id=") == ""
    assert taken_by("y", "x") == ""


def test_a_pattern_is_for_the_whole_handle() -> None:
    assert fits("[a-z]{3,5}", "jane")
    assert not fits("[a-z]{3,5}", "jane2")
    assert not fits("[a-z]+", "jane\n")
