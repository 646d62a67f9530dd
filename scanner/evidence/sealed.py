"""Folders that hold sealed evidence: what is sealed there has to stay as it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.errors import OutputError
from scanner.evidence.manifest import HASHES
from scanner.evidence.seal import SIGNATURE


def sealed_names(folder: Path) -> frozenset[str]:
    """Names of the files that the seal of evidence in this folder covers; none without a seal."""
    if not (folder / SIGNATURE).is_file():
        return frozenset()
    try:
        lines = (folder / HASHES).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset({SIGNATURE})
    return frozenset({SIGNATURE, HASHES, *(line.partition("  ")[2] for line in lines)})


def require_unsealed(folder: Path, names: Iterable[str] | None = None) -> None:
    """Raises OutputError when writing into `folder` would change what is sealed there.

    `names` are the files that would be written; all that a check writes unless given. An earlier
    file would be kept under another name, but the seal knows it by its own."""
    sealed = sealed_names(folder)
    if sealed and (names is None or not sealed.isdisjoint(names)):
        raise OutputError(
            f"{folder} holds sealed evidence, which has to stay as it is. Nothing was sent or "
            f"written. Name another folder with --out."
        )
