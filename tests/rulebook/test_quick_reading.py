"""Short cuts by which thousands of rules load quickly: they mean what the long way means."""

from __future__ import annotations

import json

import pytest
import yaml

from scanner.rulebook import strict_yaml
from scanner.rulebook.json_rule import NotJson, parse_json
from scanner.rulebook.plain_template import pieces_of
from scanner.rulebook.strict_yaml import YamlProblem
from scanner.rulebook.template import _compile, render, unescaped_in, variables_of
from scanner.rulebook.written import written

VALUES = {"handle": "a b/ü", "name": "Jane Marlow"}

HEAD = "# a list\n\n#   its licence\n"


@pytest.mark.parametrize(
    "source",
    [
        "https://a.example/{{ handle | path }}?x={{ name|query }}",
        "{{ handle }}",
        "{{  handle  |  lower | path  }}{{ name }}",
        "no template at all",
        "{ single } braces %} }}",
        '{{ "{" }}{ user(name: "{{ handle | json }}") { id } }',
        "{{ handle | path }}.a.example",
    ],
)
def test_plain_templates_mean_what_jinja_makes_of_them(source: str) -> None:
    assert pieces_of(source) is not None
    assert render(source, VALUES) == str(_compile(source).render(VALUES))


@pytest.mark.parametrize(
    "source",
    [
        "{{- handle }}",
        "{{ handle ~ name }}",
        "{{ 'x' if handle == 'y' else handle }}",
        "{# a comment #}{{ handle }}",
        "{{ handle }}\n",
        "{{{ handle }}",
        "{{ handle | replace(1) }}",
        "{{ kept.uri | path }}",
        "a\r\n{{ handle }}",
        "{{ true }}",
        "{% raw %}{{ handle }}{% endraw %}",
    ],
)
def test_whatever_is_not_plain_is_left_to_jinja(source: str) -> None:
    assert pieces_of(source) is None


def test_names_and_escapes_of_a_plain_template_are_told() -> None:
    source = "{{ handle | lower }}/{{ name | lower | path }}"
    assert variables_of(source) == {"handle", "name"}
    assert unescaped_in(source) == {"handle"}


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "src.a.b", "n": [1, -2, 0], "f": 1.5, "t": True, "z": None, "e": {}, "l": []},
        {"text": "no: {x} # y \\ \" ' \t \n é 漢 🚲 \u2028 \x7f \x85 \ufeff", "date": "2026-11-23"},
        {"zero": "0123", "word": "yes", "null": "null", "deep": {"a": [{"b": ["c", "]", "}"]}]}},
        {"statuses": [200, 201], "long": ["x" * 60, "y" * 60]},
    ],
)
def test_what_a_program_writes_is_read_back_as_it_was_either_way(rule: dict[str, object]) -> None:
    text = HEAD + written(rule)
    assert parse_json(text) == rule
    assert strict_yaml._build(text).root == rule
    assert strict_yaml.parse(text).value == rule


@pytest.mark.parametrize(
    "text",
    [
        "id: src.a.b",
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": 1} {"b": 2}',
        "[1]",
        '{"a": "\\ud83d\\ude00"}',
        '{"a": "\\ud800"}',
        "{a: 1}",
        '{"a": ' + "[" * 40 + "]" * 40 + "}",
        '{"a": "' + "x" * 30_000 + '"}',
        "# comment {\r{}",
        "%YAML 1.1\n--- {}",
    ],
)
def test_whatever_yaml_reads_otherwise_is_left_to_it(text: str) -> None:
    with pytest.raises(NotJson):
        parse_json(text)


def test_numbers_mean_the_same_either_way() -> None:
    text = '{"a": 1e5, "b": 12345678901234567890, "c": -1.50, "d": -0, "e": 1.5E+3}'
    assert parse_json(text) == strict_yaml._build(text).root


def test_a_fault_in_json_still_has_its_place() -> None:
    document = strict_yaml.parse(HEAD + json.dumps({"a": {"b": 1}, "c": 2}, indent=2))
    assert document.place(("a", "b")).line == 6
    with pytest.raises(YamlProblem, match="a second time"):
        strict_yaml.parse('{"a": 1,\n "a": 2}')


def test_written_rules_are_yaml_for_everybody() -> None:
    rule = {"a": "x: y", "b": [1, 2], "c": {"d": "🚲 '\""}}
    assert yaml.safe_load(HEAD + written(rule)) == rule
