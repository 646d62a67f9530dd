"""`netcurtain rules import`: another project's site list as a folder of rules of one's own."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.console import out

if TYPE_CHECKING:
    from scanner.importers import ImportedList


class ListFormat(StrEnum):
    """The formats, as `--format` takes them."""

    WHATSMYNAME = "whatsmyname"
    SHERLOCK = "sherlock"
    MAIGRET = "maigret"


ListArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The list: a JSON file.")]
FormatOption = Annotated[
    ListFormat | None,
    typer.Option("--format", help="Whose list it is; told by its shape if left out."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Where the rules go; rules-<list> if left out."),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Put them in the place of an earlier import.")
]
DisabledOption = Annotated[
    bool,
    typer.Option("--with-disabled", help="Use those too that the list itself has switched off."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]

_MOST_NAMES = 8
"""Names that a line of the table lists; the JSON has all."""


def import_rules(
    file: ListArgument,
    format: FormatOption = None,
    out_folder: OutOption = None,
    replace: ReplaceOption = False,
    with_disabled: DisabledOption = False,
    as_json: JsonOption = False,
) -> None:
    """Turn a site list of WhatsMyName, Sherlock or Maigret into rules of your own.

    Nothing is sent. The rules are not reviewed: whatever one of them finds is believed only after a
    control question. They keep the list's licence; `check --only-rules FOLDER` asks them alone.

    Examples:

      netcurtain rules import wmn-data.json --out my-rules

      netcurtain check profile.toml --only-rules my-rules
    """
    from scanner.importers import Format, read_list, write_rules

    today = datetime.now(UTC).date()
    chosen = Format(format.value) if format else None
    imported = read_list(file, today, chosen, with_disabled)
    folder = out_folder or Path(f"rules-{imported.format.value}")
    write_rules(imported, folder, replace)
    if as_json:
        report = report_as_data(imported, folder)
        out.file.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        out.print(report_as_text(imported, folder), markup=False, soft_wrap=True)


def report_as_data(imported: ImportedList, folder: Path) -> dict[str, Any]:
    """Everything about an import: its counts, and every entry by name."""
    fields = Counter(loss.field for loss in imported.losses)
    partly = Counter(remark.field for rule in imported.rules for remark in rule.remarks)
    return {
        "format": imported.format.value,
        "folder": str(folder),
        "licence": imported.licence,
        "entries": imported.entries,
        "imported": len(imported.rules),
        "in_use": len(imported.in_use),
        "switched_off": [
            {"name": rule.name, "id": rule.id, "reason": rule.off}
            for rule in imported.rules
            if rule.off
        ],
        "not_imported": [
            {"name": loss.name, "field": loss.field, "reason": loss.reason}
            for loss in imported.losses
        ],
        "not_imported_by_field": dict(fields.most_common()),
        "not_supported_by_field": dict(partly.most_common()),
        "remarks": [
            {"name": rule.name, "id": rule.id, "field": remark.field, "what": remark.what}
            for rule in imported.rules
            for remark in rule.remarks
        ],
        "without_proof_of_absence": [
            {"name": rule.name, "id": rule.id} for rule in imported.rules if not rule.proves_absence
        ],
        "sensitive": [
            {"name": rule.name, "id": rule.id} for rule in imported.rules if rule.sensitive
        ],
        "rules": [{"name": rule.name, "id": rule.id} for rule in imported.rules],
    }


def report_as_text(imported: ImportedList, folder: Path) -> str:
    """The same in words: how many came over, what could not and why."""
    lines = [
        f"The list of {imported.called}: {_count(imported.entries, 'entry', 'entries')}.",
        "",
        _row("came over", len(imported.rules), imported.entries),
    ]
    off = [rule.name for rule in imported.rules if rule.off]
    if off:
        lines.append(_row("  of these in use", len(imported.in_use), imported.entries))
        lines.append(_row("  of these switched off in the list", len(off), imported.entries, off))
    unproved = [rule.name for rule in imported.rules if not rule.proves_absence]
    lines.append(
        _row("  of these without a proof of absence", len(unproved), imported.entries, unproved)
    )
    sensitive = [rule.name for rule in imported.rules if rule.sensitive]
    lines.append(_row("  of these sensitive", len(sensitive), imported.entries, sensitive))
    lost = [loss.name for loss in imported.losses]
    lines.append(_row("could not come over", len(lost), imported.entries))
    reasons: dict[str, list[str]] = {}
    for loss in imported.losses:
        where = f"{loss.field}: " if loss.field else ""
        reasons.setdefault(f"  {where}{loss.reason}", []).append(loss.name)
    for reason, names in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        lines.append(_row(reason, len(names), imported.entries, names))
    partly: dict[str, list[str]] = {}
    for rule in imported.rules:
        for remark in rule.remarks:
            partly.setdefault(f"  {remark.field}: {remark.what}", []).append(rule.name)
    if partly:
        lines += ["", "Came over, but for a field:"]
        for what, names in sorted(partly.items(), key=lambda item: (-len(item[1]), item[0])):
            lines.append(_row(what, len(names), imported.entries, names))
    return "\n".join([*lines, "", *_ending(imported, folder)])


def _ending(imported: ImportedList, folder: Path) -> list[str]:
    words = [f"Written to {folder}, with the licence of the list: {imported.licence}."]
    if any(not rule.proves_absence for rule in imported.rules):
        words.append(
            "A rule without a proof of absence can find, after its control; it can never say that "
            "there is nothing."
        )
    if any(rule.sensitive for rule in imported.rules):
        words.append(
            "Sensitive ones are asked only if you name them in sensitive_sources of [consent]."
        )
    words.append(f"Next: netcurtain check profile.toml --only-rules {folder}")
    return words


def _row(what: str, number: int, whole: int, names: list[str] | None = None) -> str:
    share = f"{number / whole:7.1%}" if whole else " " * 7
    listed = ""
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        listed = f"   ({', '.join(_printable(name) for name in names[:_MOST_NAMES])}{more})"
    return f"{number:6}  {share}  {what}{listed}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in name)
