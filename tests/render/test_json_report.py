"""The JSON: stable keys, masked by default, safe to print."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scanner.render import RENDERERS, render_json
from tests.render import invented

DOCS = Path(__file__).parents[2] / "docs" / "assessment-json.md"


def load(reveal: bool = False) -> dict[str, Any]:
    document = json.loads(render_json(invented.rich(), reveal))
    assert isinstance(document, dict)
    return document


def test_masked_by_default() -> None:
    text = render_json(invented.rich())
    assert load()["revealed"] is False
    for value in (*invented.PRIVATE, invented.STRANGER):
        assert value not in text


def test_revealed_on_request_but_never_a_strangers_value() -> None:
    text = render_json(invented.rich(), reveal=True)
    assert load(reveal=True)["revealed"] is True
    assert invented.HOME in text and invented.EMAIL in text
    assert invented.STRANGER not in text


def test_finding_has_its_own_fields_and_its_weight_side_by_side() -> None:
    found = load()["findings"][0]
    assert found["title"] == "Your home address"
    assert found["site"] == "wexcombe-herald.example"
    assert found["values"] == [invented.HOME_MASK]
    assert found["attribution"] == "confirmed" and found["band"] == "critical"
    assert found["quote"].startswith("Jane Marlow, 47, of " + invented.HOME_MASK)
    assert found["reasons"] and found["score"] == 68 and found["vector"].startswith("EX:1/")
    assert found["factors"][0]["letter"] == "H"
    assert found["seen_at"] == "2026-11-20T14:02:11.250Z"


def test_every_check_is_listed_with_what_it_asked() -> None:
    checks = load()["checks"]
    assert [check["outcome"] for check in checks] == [
        "found", "absent", "blocked", "stale", "failed", "not_run",
    ]  # fmt: skip
    asked = {"kind": "handle", "form": "clear", "fact_id": "handle-1", "masked": "j•••••••••"}
    assert checks[2]["asked"] == [{**asked, "value": "j•••••••••"}]
    assert load(reveal=True)["checks"][2]["asked"] == [{**asked, "value": "janemarlow"}]
    assert checks[2]["origin"] == "wmn:Somewhere" and checks[2]["host"] == "www.social.example"
    assert (checks[2]["control_asked"], checks[2]["control_outcome"]) == (False, None)
    assert (checks[3]["control_asked"], checks[3]["control_outcome"]) == (True, "found")
    assert checks[2]["started_at"] == "2026-11-20T14:02:11.250Z"


def test_coverage_and_counts_are_objects() -> None:
    document = load()
    assert document["coverage"]["share"] == pytest.approx(23 / 31, abs=1e-4)
    assert document["coverage"]["is_enough"] is True
    assert document["coverage"]["by_outcome"]["blocked"] == 4
    assert document["headline"]["counts"]["critical"] == 3


def test_sets_are_sorted_so_that_equal_assessments_give_equal_bytes() -> None:
    scope = load()["person"]["consent"]["scope"]
    assert scope == sorted(scope)
    assert render_json(invented.rich()) == render_json(invented.rich())


def test_no_character_that_steers_a_terminal() -> None:
    rich = invented.rich()
    leaky = replace(rich.checks[0], detail=f"\x1b[2J{invented.RTL}x")
    text = render_json(replace(rich, checks=(leaky,)), reveal=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert not re.search(r"\\u(001b|202e)", text)


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_keys(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_keys(item) for item in value))
    return set()


def test_every_key_is_described() -> None:
    described = set(re.findall(r"`([a-z_0-9]+)`", DOCS.read_text(encoding="utf-8")))
    assert _keys(load()) - described == set()


def test_registry_renders_what_it_names() -> None:
    assert RENDERERS["json"].render(invented.rich()) == render_json(invented.rich())
    assert RENDERERS["html"].file_name == "report.html"
    assert RENDERERS["html"].render(invented.rich(), reveal=True).startswith("<!doctype html>")
