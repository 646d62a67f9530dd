"""What is read the quick way must be what the thorough way makes of it, for any text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import soupsieve
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scanner.resources import resource_folder
from scanner.rulebook import strict_yaml
from scanner.rulebook.plain_css import is_common_css, is_plain_css
from scanner.rulebook.plain_yaml import NotPlain, parse_plain
from scanner.rulebook.strict_yaml import YamlProblem

ROOT = Path(__file__).resolve().parents[2]
WORDS = [
    "a",
    "id",
    "yes",
    "007",
    "0",
    "-1.50",
    "1e3",
    "~",
    "''",
    '"x"',
    "&n",
    "*n",
    "!t",
    "é",
    "1_0",
]
MARKS = [
    ": ",
    ":",
    ", ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\n  ",
    "\n- ",
    "? ",
    "|\n ",
    "# ",
    "---\n",
]

words = st.lists(st.sampled_from(WORDS + MARKS), max_size=14).map("".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


def thoroughly(text: str) -> object:
    try:
        return strict_yaml._build(text).root
    except YamlProblem as problem:
        return problem


def assert_same_or_left(text: str) -> None:
    try:
        plain = parse_plain(text)
    except NotPlain:
        return
    assert repr(plain) == repr(thoroughly(text)), "types and order count as well"


@settings(max_examples=200, deadline=None)
@given(words)
@example("a: 1\nb: [x, {y: 2}]\n")
@example("a: 1\n---\nb: 2\n")
@example("a: &n 1\nb: *n\n")
@example("{a: 1}: 2")
@example("a: 1\na: 2")
@example("phone: 007")
@example("# nothing\n")
@example("[" * 30 + "]" * 30)
@example("[" * 31 + "]" * 31)
def test_any_text_is_read_alike_or_left(text: str) -> None:
    assert_same_or_left(text)


@settings(max_examples=200, deadline=None)
@given(values)
def test_any_value_that_was_written_is_read_alike(value: object) -> None:
    assert_same_or_left(yaml.safe_dump(value, allow_unicode=True))


def test_rules_as_people_write_them_are_read_the_quick_way() -> None:
    text = (resource_folder("rules") / "weightings" / "bands.yaml").read_text("utf-8")
    assert parse_plain(text) == thoroughly(text)


@pytest.mark.parametrize("text", ["a: *n", "a: !t x", "a: 007", "a: [", "x" * 30_000, "a: 1\na: 2"])
def test_whatever_needs_a_word_about_it_is_left(text: str) -> None:
    with pytest.raises(NotPlain):
        parse_plain(text)


CSS = [
    "a",
    "-b",
    ".c",
    "#d",
    "[e]",
    "[e='f']",
    '[e^="f" i]',
    "*",
    " ",
    ",",
    " > ",
    ":not(",
    ":has(",
]
CSS += [")", "+", "~", '"', "\n", "\xa0", "[e=f]", "1", "\\", "|", "é", ".", "[", "]"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(CSS), max_size=8).map("".join))
@example("a[href*='x' i]:not([href^=\"#\"], .b) > .c, li:has(a)")
@example("a:has(:not(b))")
def test_what_is_taken_for_a_selector_is_one(expression: str) -> None:
    if is_common_css(expression):
        soupsieve.compile(expression)
    assert is_common_css(expression) or not is_plain_css(expression)


@pytest.mark.parametrize("expression", ["a.b > [c]", 'a[b$=".pdf" i]', "li:has(a[b='c'])"])
def test_selectors_as_rules_hold_them_are_known(expression: str) -> None:
    assert is_common_css(expression)


def test_rules_load_without_the_engines_that_only_answers_need() -> None:
    code = (
        "import sys; from scanner.rulebook.loader import load_rulebook; load_rulebook(); "
        "print(*{'soupsieve', 'bs4', 'requests', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout.split(), done.stderr) == ([], "")
