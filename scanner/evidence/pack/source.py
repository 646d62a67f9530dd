"""Where the evidence of a check lies: a folder of the user's, or what else can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scanner.errors import PackError


class Source(Protocol):
    """Where evidence lies. Both ways of reading raise OSError, or an error meant for the user."""

    @property
    def path(self) -> Path: ...

    def names(self) -> tuple[str, ...]:
        """Of all files, sorted, with `/` between folders and files."""

    def read(self, name: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """Evidence in a folder of the user's."""

    path: Path

    def names(self) -> tuple[str, ...]:
        found = [path for path in self.path.rglob("*") if path.is_file()]
        return tuple(sorted(path.relative_to(self.path).as_posix() for path in found))

    def read(self, name: str) -> bytes:
        path = self.path / name
        if path.is_symlink():
            raise PackError(f"{name} can have no place in a pack.")
        return path.read_bytes()
