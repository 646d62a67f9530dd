"""The published JSON Schema: it is the one that the types make, and every assessment obeys it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scanner.render import render_json
from scanner.render.schema import assessment_schema, schema_text
from tests.render import invented

PUBLISHED = Path(__file__).parents[2] / "docs" / "assessment.schema.json"
EVERY = [invented.rich, invented.nothing_found, invented.below_floor, invented.stopped_at_once]


def strict(schema: Any) -> Any:
    """The schema without leave for keys that it does not name."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if closed.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


def test_published_schema_is_the_one_that_the_types_make() -> None:
    published = PUBLISHED.read_text(encoding="utf-8")
    assert published == schema_text(), "python -m scanner.render.schema writes it again"
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("build", EVERY)
def test_every_assessment_obeys_it_and_writes_no_key_besides(build, reveal: bool) -> None:
    document = json.loads(render_json(build(), reveal))
    jsonschema.Draft202012Validator(strict(assessment_schema())).validate(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "netcurtain/assessment/2"),
        (("started_at",), "2026-11-20 14:02"),
        (("findings", 0, "band"), "terrible"),
        (("findings", 0, "at"), [1]),
        (("checks", 0, "outcome"), "clean"),
        (("coverage", "share"), 1.5),
        (("headline", "counts"), {"awful": 1}),
        (("person", "facts", 0, "parts"), []),
    ],
)
def test_it_refuses_what_is_no_assessment(path: tuple[Any, ...], value: object) -> None:
    document = json.loads(render_json(invented.rich()))
    jsonschema.Draft202012Validator(assessment_schema()).validate(document)
    *way, last = path
    broken = deepcopy(document)
    place = broken
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(assessment_schema()).validate(broken)
