"""What YAML quietly turns into something else must reach a rule as it was written."""

from __future__ import annotations

import time

import pytest

from scanner.rulebook.strict_yaml import MAX_CHARACTERS, Position, YamlProblem, parse


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("2026-11-22", "2026-11-22"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("1e3", "1e3"),
        ('"07700900123"', "07700900123"),
        ("07700 900123", "07700 900123"),
        ("true", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("0.5", 0.5),
        ('"1"', "1"),
        ("99999999999999999999999", "99999999999999999999999"),
    ],
)
def test_a_scalar_is_what_it_looks_like(written: str, value: object) -> None:
    read = parse(f"key: {written}\n").value["key"]
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("number", ["07700900123", "0123", "+0441632", "007"])
def test_a_number_that_begins_with_a_zero_must_be_quoted(number: str) -> None:
    with pytest.raises(YamlProblem) as caught:
        parse(f"a: 1\nphone: {number}\n")
    assert caught.value.position == Position(2, 8)
    assert f'"{number}"' in caught.value.mend


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", Position(3, 1), "first in line 1"),
        ("x:\n  - {k: 1, k: 2}\n", Position(2, 12), "second time"),
        ("a: *here\nb: &here 1\n", Position(1, 4), "stands for nothing"),
        ("a: &me [*me]\n", Position(1, 9), "stands for nothing"),
        ("a: !!python/object:os.system x\n", Position(1, 4), "tags"),
        ("a: !secret x\n", Position(1, 4), "tags"),
        ("a: 1\n---\nb: 2\n", Position(2, 1), "second document"),
        ("{a: 1}: 2\n", Position(1, 1), "key"),
        ("a: [1, 2\n", Position(2, 1), "YAML"),
        ("a:\n\t- b\n", Position(2, 1), "YAML"),
        ("a: \x07\n", Position(1, 1), "YAML"),
    ],
)
def test_what_is_refused_is_told_at_its_place(text: str, position: Position, word: str) -> None:
    with pytest.raises(YamlProblem) as caught:
        parse(text)
    assert caught.value.position == position
    assert word in caught.value.what
    assert caught.value.mend


def test_an_alias_repeats_a_value_and_faults_in_it_are_told_where_it_stands() -> None:
    document = parse("a: &home {town: Wexcombe}\nb: *home\nc: [&n 3, *n]\n")
    assert document.value == {"a": {"town": "Wexcombe"}, "b": {"town": "Wexcombe"}, "c": [3, 3]}
    assert document.place(("b", "town")) == Position(2, 4)


def test_positions_of_keys_and_values_and_of_what_is_missing() -> None:
    document = parse("top:\n  list:\n    - one\n    - inner: two\n")
    assert document.place(("top", "list", 1, "inner")) == Position(4, 14)
    assert document.place(("top", "list", 1, "inner"), of_key=True) == Position(4, 7)
    assert document.place(("top", "list", 7)) == Position(3, 5), "the nearest enclosing value"
    assert parse("").place(("any",)) == Position(1, 1)


@pytest.mark.parametrize(
    "bomb",
    [
        "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 500)),
        "[" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "x" * (MAX_CHARACTERS + 1),
    ],
)
def test_bombs_are_refused_at_once(bomb: str) -> None:
    began = time.monotonic()
    with pytest.raises(YamlProblem):
        parse(bomb)
    assert time.monotonic() - began < 5
