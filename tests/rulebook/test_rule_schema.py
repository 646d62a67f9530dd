"""The committed schema is the generated one, and it accepts and refuses as the loader does."""

from __future__ import annotations

import json

import jsonschema
import pytest

from scanner.resources import resource_folder
from scanner.rulebook import strict_yaml
from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.schema import json_schema, schema_text

SHIPPED = load_rulebook().loaded


def test_the_committed_schema_is_the_generated_one() -> None:
    path = resource_folder("rules") / "schema" / "rule.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), (
        "write it again with: netcurtain rules schema > rules/schema/rule.schema.json"
    )


def test_every_shipped_rule_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    wrong = {
        item.rule.id: [error.message for error in validator.iter_errors(_value(item.text))]
        for item in SHIPPED
    }
    assert {rule_id: errors for rule_id, errors in wrong.items() if errors} == {}


@pytest.mark.parametrize("change", [{"kind": "sauce"}, {"titel": "T"}, {"title": None}])
def test_the_schema_refuses_what_the_loader_refuses(change: dict[str, object]) -> None:
    value = {**_value(SHIPPED[-1].text), **change}
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(value)


def test_every_shipped_rule_names_the_schema_for_editors() -> None:
    line = "# yaml-language-server: $schema=../schema/rule.schema.json\n"
    assert [i.rule.id for i in SHIPPED if not i.text.startswith(line)] == []


def test_the_schema_is_plain_json() -> None:
    assert json.loads(schema_text())["oneOf"]


def _value(text: str) -> dict[str, object]:
    value = strict_yaml.parse(text).value
    assert isinstance(value, dict)
    return value
