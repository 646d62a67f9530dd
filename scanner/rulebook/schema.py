"""The JSON Schema of the rule language, made from the models, so that editors complete rules."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from scanner.rulebook.kinds import MODELS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """One schema for every rule: exactly one of the kinds, told apart by `kind` and its sub-key."""
    references, definitions = models_json_schema(
        [(model, "validation") for model in MODELS], by_alias=True
    )
    return {
        "$schema": _DIALECT,
        "title": "netcurtain rule",
        "description": "One rule of netcurtain; docs/rules.md explains every field.",
        "type": "object",
        "required": ["id", "kind"],
        "oneOf": [references[(model, "validation")] for model in MODELS],
        "$defs": definitions["$defs"],
    }


def schema_text() -> str:
    """The schema as the file `rules/schema/rule.schema.json` holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
