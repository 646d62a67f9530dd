"""What docs/rules.md tells rule authors is true of the rule language."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.condition import Condition
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rule, load_rulebook
from scanner.rulebook.source import SourceExample, SourceRule
from scanner.rulebook.variables import Variable
from scanner.rulecheck import check_examples

GUIDE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_rule_built_from_nothing_loads_lints_and_holds(tmp_path: Path) -> None:
    found = re.search(r"<!-- example -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    path = tmp_path / "sources" / "town_book.yaml"
    path.parent.mkdir()
    path.write_text(found.group(1), encoding="utf-8")
    book = load_rulebook([tmp_path])
    report = lint(book, date(2026, 11, 23))
    assert (report.errors, report.warnings) == ((), ())
    results = [r for r in check_examples(book) if r.rule_id == "src.soc.town_book"]
    assert len(results) > 20
    assert [result for result in results if not result.passed] == []


@pytest.mark.parametrize(
    "name",
    [
        field.alias or name
        for model in (SourceRule, Condition, SourceExample)
        for name, field in model.model_fields.items()
        if not (model is SourceExample and name == "name")
    ]
    + [f"{{{{ {variable.value} }}}}" for variable in Variable],
)
def test_every_field_and_variable_is_explained(name: str) -> None:
    assert f"`{name}`" in GUIDE


def test_no_field_is_explained_that_does_not_exist() -> None:
    table = GUIDE.split("## The fields of a source")[1].split("### Variables")[0]
    explained = {
        name
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert explained == set(SourceRule.model_fields)


def test_the_fault_that_is_shown_reads_as_the_loader_tells_it() -> None:
    found = re.search(r"<!-- example -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    wrong = found.group(1).replace("css: article", "ccs: article")
    with pytest.raises(RuleError) as caught:
        load_rule(wrong, Path("my-rules/sources/town_book.yaml"))
    (problem,) = caught.value.problems
    assert str(problem) in GUIDE
