"""The list of a folder's files with SHA-256, in the form that `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_CHUNK = 1 << 20


def manifest(paths: Iterable[Path], folder: Path) -> str:
    """One line per file, named relative to `folder`, sorted by name.

    Check it there with `sha256sum --check manifest.sha256`; no part of this program is needed.
    """
    named = sorted((path.relative_to(folder).as_posix(), path) for path in paths)
    return "".join(f"{_sha256(path)}  {name}\n" for name, path in named)


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()
