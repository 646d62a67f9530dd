"""`netcurtain rules doctor`: what ails rules that are well-formed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import out
from scanner.cli.exits import Exit
from scanner.cli.options import RulesOption

FoldersArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders of your own rules: only those are looked at, beside the shipped."),
]


def doctor(
    folders: FoldersArgument = None,
    rules: RulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
    brief: Annotated[
        bool, typer.Option("--brief", help="Only faults; count the rest by its kind.")
    ] = False,
) -> None:
    """Look for sources past their review, without any proof, that look like another, or without a
    remedy (faults: exit code 1); tell imported ones that cannot prove absence, and unclear terms.

    Example:  netcurtain rules doctor my-rules
    """
    from scanner.cli.rulefolders import book_with
    from scanner.rulecheck.doctor import FAULTS, Ail, diagnose

    own = [*(folders or []), *(rules or [])]
    book = book_with(own)
    found = [
        told
        for told in diagnose(book, datetime.now(UTC).date())
        if not own or any(_is_below(told.path, folder) for folder in own)
    ]
    faults = sum(told.is_fault for told in found)
    if as_json:
        document = {
            "schema": "netcurtain/doctor/1",
            "faults": faults,
            "diagnoses": [
                {
                    "rule_id": told.rule_id,
                    "what": told.ail.value,
                    "is_fault": told.is_fault,
                    "detail": told.detail,
                    "other": told.other,
                    "path": str(told.path),
                }
                for told in found
            ],
        }
        out.file.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    else:
        for told in found:
            if told.is_fault or not brief:
                mark = "FAULT" if told.is_fault else "note "
                out.print(f"{mark} {told.rule_id}: {told.detail}", markup=False)
        counted = {ail: sum(told.ail is ail for told in found) for ail in Ail}
        words = ", ".join(
            f"{number} {ail.value.replace('_', ' ')}"
            for ail, number in counted.items()
            if number and ail not in FAULTS
        )
        out.print(f"{faults} faults; beside them: {words or 'nothing'}.", markup=False)
    if faults:
        raise typer.Exit(int(Exit.ERROR))


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
