"""Writes imported rules into a folder of the user's own, with the list's licence beside them."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import OutputError
from scanner.importers.reading import ImportedList

ATTRIBUTION = "ATTRIBUTION.md"
SOURCES = "sources"
MARK = "# Imported by netcurtain from the list of "
"""How every file that an import wrote begins."""


def write_rules(imported: ImportedList, folder: Path, replaces: bool = False) -> tuple[Path, ...]:
    """Writes each rule into `folder`/sources, and who made the list into `folder`.

    With `replaces`, what an earlier import left there is taken away first; files of other hands are
    never touched. Raises OutputError where files stand in the way, or cannot be written.
    """
    sources = folder / SOURCES
    try:
        sources.mkdir(parents=True, exist_ok=True)
        earlier = [path for path in sorted(sources.glob("*.yaml")) if _is_imported(path)]
        if earlier and not replaces:
            raise OutputError(
                f"{sources} holds {len(earlier)} imported rules already. Give another folder with "
                f"--out, or --replace to put the new ones in their place."
            )
        others = {path.name for path in sources.iterdir()} - {path.name for path in earlier}
        if clash := sorted(others & {rule.file_name for rule in imported.rules}):
            raise OutputError(f"{sources / clash[0]} is not an imported rule: it is left alone.")
        for path in earlier:
            path.unlink()
        for rule in imported.rules:
            (sources / rule.file_name).write_text(rule.text, encoding="utf-8")
        (folder / ATTRIBUTION).write_text(_attribution(imported), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"Cannot write to {folder}: {error.strerror}.") from None
    return tuple(sources / rule.file_name for rule in imported.rules)


def _is_imported(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.readline().startswith(MARK)


def _attribution(imported: ImportedList) -> str:
    return (
        f"# Rules from the list of {imported.called}\n\n"
        f"{imported.licence}\n\n"
        f"{len(imported.rules)} rules in `{SOURCES}/` were made from its entries by netcurtain and "
        "stay under that licence. Changed: each entry was written anew in netcurtain's rule "
        "language. Nobody has reviewed them. If you pass this folder on, keep this file.\n"
    )
