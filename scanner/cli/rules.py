"""`netcurtain rules`: list, show, lint, test, and the schema for editors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scanner.cli.console import err, escape, out
from scanner.cli.exits import Exit
from scanner.cli.scan import RulesOption
from scanner.errors import NetcurtainError, RuleError
from scanner.rulebook.lint import lint as lint_book
from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.schema import schema_text

rules_app = typer.Typer(no_args_is_help=True, help="The rules: what is checked, and how.")

KindOption = Annotated[
    str, typer.Option("--kind", help="Only source, detector, remedy, weighting or signal.")
]
FolderArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of your own rules, layered over the shipped ones."),
]


@rules_app.command("list")
def list_rules(kind: KindOption = "", rules: RulesOption = None) -> None:
    """List all rules.

    Example:  netcurtain rules list --kind source
    """
    table = Table(box=None, pad_edge=False)
    for heading in ("Id", "Kind", "Title", "Status"):
        table.add_column(heading, overflow="fold")
    for item in load_rulebook(rules or []).loaded:
        rule = item.rule
        if not kind or rule.kind == kind:
            table.add_row(rule.id, rule.kind, escape(rule.title), rule.status.value)
    out.print(table)


@rules_app.command("show")
def show(rule_id: str, rules: RulesOption = None) -> None:
    """Show one rule as it is written.

    Example:  netcurtain rules show src.code.github_user
    """
    item = load_rulebook(rules or []).get(rule_id)
    if item is None:
        raise NetcurtainError(f"No rule is called {rule_id}. `netcurtain rules list` shows all.")
    err.print(str(item.path), markup=False)
    out.file.write(item.text if item.text.endswith("\n") else item.text + "\n")


@rules_app.command("lint")
def lint(folders: FolderArgument = None, rules: RulesOption = None) -> None:
    """Check that rules are well-formed and fit together; name file, line and mend of each fault.

    Example:  netcurtain rules lint my-rules
    """
    book = load_rulebook([*(folders or []), *(rules or [])])
    report = lint_book(book)
    for warning in report.warnings:
        out.print(f"warning: {warning}", markup=False)
    if report.errors:
        raise RuleError("The rules do not fit together:", report.errors)
    counts = Counter(item.rule.kind for item in book.loaded)
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    out.print(f"{len(book.loaded)} rules are sound: {words}.", markup=False)


@rules_app.command("test")
def test(
    folders: FolderArgument = None,
    rules: RulesOption = None,
    only: Annotated[str, typer.Option("--only", metavar="ID", help="Only this rule.")] = "",
) -> None:
    """Run every rule's own examples, offline.

    Example:  netcurtain rules test my-rules
    """
    from scanner.rulecheck import check_examples

    book = load_rulebook([*(folders or []), *(rules or [])])
    if only and book.get(only) is None:
        raise NetcurtainError(f"No rule is called {only}. `netcurtain rules list` shows all.")
    results = [r for r in check_examples(book) if not only or r.rule_id == only]
    failed = [result for result in results if not result.passed]
    for result in failed:
        out.print(f"FAILED {result.rule_id}: {result.name}: {result.detail}", markup=False)
    out.print(f"{len(results) - len(failed)} examples hold, {len(failed)} do not.", markup=False)
    if failed:
        raise typer.Exit(int(Exit.ERROR))


@rules_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of rules, with which editors complete and check them.

    Example:  netcurtain rules schema > rule.schema.json
    """
    out.file.write(schema_text())
