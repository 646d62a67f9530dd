"""The reference of the rule language is what the models say today."""

from __future__ import annotations

import re
from pathlib import Path

from scanner.rulebook.kinds import MODELS
from scanner.rulebook.reference import reference_text
from scanner.rulebook.variables import Variable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules-reference.md"


def test_the_page_is_current() -> None:
    told = "run `netcurtain rules reference > docs/rules-reference.md`"
    assert PAGE.read_text(encoding="utf-8") == reference_text(), told


def test_every_field_of_every_kind_and_every_variable_is_on_it() -> None:
    text = reference_text()
    rows = set(re.findall(r"^\| `([a-z_0-9]+)`", text, re.MULTILINE))
    for model in MODELS:
        assert {field.alias or name for name, field in model.model_fields.items()} <= rows
    assert {variable.value for variable in Variable} <= rows


def test_every_link_within_it_leads_somewhere() -> None:
    text = reference_text()
    headings = {
        heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings
