"""What docs/rules.md tells rule authors is true of the rule language."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.book import RuleBook
from scanner.rulebook.condition import Condition
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rule, load_rulebook
from scanner.rulebook.source import SourceExample, SourceRule
from scanner.rulebook.variables import Variable
from scanner.rulecheck import check_examples

GUIDE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


EXAMPLES = {
    re.findall(r"^id: (.*)$", text, re.MULTILINE)[0]: text
    for text in re.findall(r"<!-- example -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
}
TOWN_BOOK, TOWN_POST = "src.soc.town_book", "src.press.town_post"


def _book_of(folder: Path, rule_id: str, text: str) -> RuleBook:
    path = folder / "sources" / f"{rule_id.rsplit('.', 1)[-1]}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_rulebook([folder])


def test_the_rules_built_from_nothing_load_lint_and_hold(tmp_path: Path) -> None:
    assert {TOWN_BOOK, TOWN_POST, "src.soc.town_book_api"} == set(EXAMPLES)
    for rule_id, text in EXAMPLES.items():
        book = _book_of(tmp_path, rule_id, text)
    report = lint(book, date(2026, 11, 23))
    assert (report.errors, report.warnings) == ((), ())
    for rule_id in EXAMPLES:
        results = check_examples(book, rule_id)
        assert len(results) > 20
        assert [result for result in results if not result.passed] == []


def test_a_next_link_that_an_example_lacks_is_told_as_shown(tmp_path: Path) -> None:
    text = re.sub(r"\n +<a rel=\"next\".*", "", EXAMPLES[TOWN_POST])
    book = _book_of(tmp_path, TOWN_POST, text)
    (failed,) = [r for r in check_examples(book, TOWN_POST) if not r.passed]
    assert f"FAILED {TOWN_POST}: {failed.name}: {failed.detail}\n" in GUIDE


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
    wrong = EXAMPLES[TOWN_BOOK].replace("css: article", "ccs: article")
    with pytest.raises(RuleError) as caught:
        load_rule(wrong, Path("my-rules/sources/town_book.yaml"))
    (problem,) = caught.value.problems
    assert str(problem) in GUIDE
