"""`netcurtain rules`: list, show, lint, test, and the schema for editors."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import err, out
from scanner.cli.exits import Exit
from scanner.cli.importing import import_rules
from scanner.cli.options import CaFileOption, ConnectToOption, ContactOption, RulesOption
from scanner.errors import RuleError

if TYPE_CHECKING:
    from scanner.rulebook.book import Loaded, RuleBook

rules_app = typer.Typer(no_args_is_help=True, help="The rules: what is checked, and how.")
rules_app.command("import")(import_rules)


class Kind(StrEnum):
    """The kinds of rule, as `--kind` takes them."""

    SOURCE = "source"
    DETECTOR = "detector"
    REMEDY = "remedy"
    WEIGHTING = "weighting"
    TIMETABLE = "timetable"
    LETTER = "letter"
    CHANNEL = "channel"
    SIGNAL = "signal"


KindOption = Annotated[Kind | None, typer.Option("--kind", help="Only rules of this kind.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The rule's id.")]
FolderArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of your own rules, layered over the shipped ones."),
]


@rules_app.command("list")
def list_rules(kind: KindOption = None, rules: RulesOption = None) -> None:
    """List all rules: id, kind, status and title, one a line.

    Example:  netcurtain rules list --kind source
    """
    for item in _book(rules).loaded:
        rule = item.rule
        if kind is None or rule.kind == kind:
            out.print(f"{rule.id:<34} {rule.kind:<10} {rule.status:<8} {rule.title}", markup=False)


@rules_app.command("show")
def show(rule_id: IdArgument, rules: RulesOption = None) -> None:
    """Show one rule as it is written.

    Example:  netcurtain rules show src.code.github_user
    """
    item = _rule(_book(rules), rule_id)
    err.print(str(item.path), markup=False)
    out.file.write(item.text if item.text.endswith("\n") else item.text + "\n")


@rules_app.command("lint")
def lint(folders: FolderArgument = None, rules: RulesOption = None) -> None:
    """Check that rules are well-formed and fit together; name file, line and mend of each fault.

    Example:  netcurtain rules lint my-rules
    """
    from scanner.rulebook.lint import lint as lint_book

    book = _book(folders, rules)
    report = lint_book(book)
    for warning in report.warnings:
        out.print(f"warning: {warning}", markup=False)
    for folder, number in _unreviewed(book).items():
        said = f"{number} imported rules without examples: nobody has reviewed them."
        out.print(f"warning: {folder}: {said}", markup=False)
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
    live: Annotated[
        str,
        typer.Option(
            "--live",
            metavar="ID",
            help="Ask this source's service itself, about its test handle and one that cannot "
            "exist, and say which signatures hold.",
        ),
    ] = "",
    handle: Annotated[
        str, typer.Option("--handle", help="With --live: a handle that surely exists there.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="With --live: do not ask before anything is sent.")
    ] = False,
    contact: ContactOption = "",
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
) -> None:
    """Run every rule's own examples, offline. Rules that do not fit together are not run.

    Examples:

      netcurtain rules test my-rules

      netcurtain rules test --live src.code.github_user --handle octocat
    """
    from scanner.rulebook.lint import require_sound
    from scanner.rulecheck import check_examples

    book = _book(folders, rules)
    require_sound(book)
    if live:
        from scanner.cli.rule_live import live_test

        live_test(book, live, handle, yes, connect_to, ca_file, contact)
        return
    if only:
        _rule(book, only)
    results = check_examples(book, only)
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
    from scanner.rulebook.schema import schema_text

    out.file.write(schema_text())


def _unreviewed(book: RuleBook) -> Counter[Path]:
    """How many imported rules without examples each folder holds."""
    return Counter(
        item.path.parent
        for item in book.loaded
        if item.rule.status == "imported" and not item.rule.examples
    )


@rules_app.command("reference")
def reference() -> None:
    """Print the reference of the rule language, made from its models, as Markdown.

    Example:  netcurtain rules reference > docs/rules-reference.md
    """
    from scanner.rulebook.reference import reference_text

    out.file.write(reference_text())


def _book(*folders: list[Path] | None) -> RuleBook:
    """The shipped rules and those of `folders`. Raises RuleError."""
    from scanner.cli.rulefolders import book_with

    return book_with([path for several in folders for path in several or ()])


def _rule(book: RuleBook, rule_id: str) -> Loaded:
    if item := book.get(rule_id):
        return item
    raise typer.BadParameter(f"No rule is called {rule_id}. `netcurtain rules list` shows all.")
