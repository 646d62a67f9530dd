"""`netcurtain sources`: the catalogue by group, what each learns, its key, what it would add."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out
from scanner.cli.options import RulesOption

if TYPE_CHECKING:
    from scanner.cli.source_rows import Row
    from scanner.model.plan import Plan
    from scanner.rulebook.book import RuleBook


def sources(
    profile: Annotated[
        Path | None, typer.Argument(metavar="[PROFILE]", help="Say what this profile has asked.")
    ] = None,
    rules: RulesOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="List every source, one by one.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """Show the catalogue by group. With a profile: how many of its sources are asked, left out or
    for you to look at, what would turn on more of them, and what that adds to coverage. With
    --all: every source, what it learns, and the state of its key. Nothing is sent.

    Examples:

      netcurtain sources profile.toml

      netcurtain sources --all
    """
    from scanner.case.keys import KeyStore
    from scanner.cli.keys import askers_in
    from scanner.cli.source_rows import rows_of
    from scanner.cli.source_summary import print_summary

    book, plan = _prepared(profile, rules)
    kept = KeyStore().find(askers_in(book))
    rows = [*rows_of(book, plan, kept)]
    if as_json:
        document = {"schema": "netcurtain/sources/1", "sources": [asdict(row) for row in rows]}
        out.file.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        return
    if everything:
        _print(rows)
    print_summary(rows, with_profile=plan is not None)


def _prepared(profile: Path | None, rules: RulesOption) -> tuple[RuleBook, Plan | None]:
    from scanner.cli.rulefolders import book_with
    from scanner.cli.scan import Selection, prepare
    from scanner.rulebook.lint import require_sound

    if profile is not None:
        scan = prepare(profile, Selection(rules=rules))
        return scan.book, scan.plan
    book = book_with(rules or [])
    require_sound(book)
    return book, None


_FORMS = {
    "clear": "",
    "hash": " (fingerprint)",
    "hash_prefix": " (start of a fingerprint)",
    "partial": " (in part)",
}


def _print(rows: list[Row]) -> None:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            number = sum(other.group == group for other in rows)
            out.print(f"\n[bold]{group}[/bold] ({number})")
        out.print(f"  {row.title}  [{row.id}]", markup=False)
        out.print(f"      {_line(row)}", markup=False)


def _line(row: Row) -> str:
    told = ", ".join(
        f"{fact['kind'].replace('_', ' ')}{_FORMS[fact['form']]}" for fact in row.learns
    )
    parts = [row.access, f"learns {told}" if told else "learns nothing of yours"]
    if row.key:
        parts.append(f"key {row.key}: {row.key_state}")
    if row.state:
        parts.append(row.state if not row.why else f"{row.state}: {row.why.rstrip('.')}")
    if row.adds:
        verb = "adds" if row.state in ("asked", "answered") else "would add"
        number = "1 check" if row.adds == 1 else f"{row.adds} checks"
        parts.append(f"{verb} {number} ({row.share:.1%})")
    return " · ".join(parts)
