"""What a folder of evidence holds and how it came about: as JSON, which is what gets sealed, and
as a list that `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
import io
import json
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from scanner.evidence.clock import ClockCheck
from scanner.model.answer import Gathered
from scanner.model.clock import stamp
from scanner.rulebook.book import RuleBook

SCHEMA = "netcurtain/evidence/1"
MANIFEST = "manifest.json"
HASHES = "manifest.sha256"


class Readable(Protocol):
    """A folder whose files can be read back."""

    @property
    def path(self) -> Path: ...

    def copy(self, name: str, into: BinaryIO) -> None:
        """Writes the content of a file there into a stream."""


@dataclass(frozen=True, slots=True)
class LogSummary:
    """What stands for the whole capture log."""

    file: str
    lines: int
    head_sha256: str
    """Of its last line, and with that of all."""


def manifest(paths: Iterable[Path], folder: Path) -> str:
    """One line per file, named relative to `folder`, sorted by name.

    Check it there with `sha256sum --check manifest.sha256`; no part of this program is needed.
    """
    return list_of(paths, _OnDisk(folder))


def list_of(paths: Iterable[Path], folder: Readable) -> str:
    """The same of a folder whose files may lie there in another form, such as encrypted."""
    return "".join(f"{each.sha256}  {each.name}\n" for each in _summed(paths, folder))


def describe_evidence(
    paths: Iterable[Path],
    folder: Readable,
    *,
    made_at: datetime,
    gathered: Gathered,
    book: RuleBook,
    tool: str,
    operator: str,
    log: LogSummary,
    clock: ClockCheck,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """The manifest: every file by its hash, and the circumstances. UTF-8 JSON.

    It names no host, user or address of this machine.
    """
    asked = {answer.probe.source_id for answer in gathered.answers}
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "made_at": stamp(made_at),
        "scan": {
            "started_at": stamp(gathered.started_at),
            "ended_at": stamp(gathered.ended_at),
            "ending": gathered.ending.value,
            "questions": len(gathered.answers),
            "requests": len(gathered.sendings),
        },
        "operator": operator,
        "tool": tool,
        "machine": _machine(),
        "clock_check": asdict(clock),
        "capture_log": asdict(log),
        "rules_digest": book.digest,
        "rules": [
            {
                "id": item.rule.id,
                "sha256": hashlib.sha256(item.text.encode()).hexdigest(),
                "asked": item.rule.id in asked,
            }
            for item in book.loaded
        ],
        **(more or {}),
        "files": [
            {"name": each.name, "bytes": each.bytes, "sha256": each.sha256}
            for each in _summed(paths, folder)
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _machine() -> dict[str, str]:
    return {
        "system": platform.system(),
        "release": platform.release(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
    }


@dataclass(frozen=True, slots=True)
class _OnDisk:
    path: Path

    def copy(self, name: str, into: BinaryIO) -> None:
        with (self.path / name).open("rb") as stream:
            shutil.copyfileobj(stream, into)


@dataclass(frozen=True, slots=True)
class _Summed:
    name: str
    bytes: int
    sha256: str


class _Sum(io.RawIOBase):
    """A stream that keeps nothing of what is written into it but its length and its hash."""

    def __init__(self) -> None:
        self.bytes = 0
        self.sha256 = hashlib.sha256()

    def write(self, piece: Any) -> int:
        self.sha256.update(piece)
        length = memoryview(piece).nbytes
        self.bytes += length
        return length


def _summed(paths: Iterable[Path], folder: Readable) -> list[_Summed]:
    """In order of name. What is hashed is what can be read back."""
    names = sorted(path.relative_to(folder.path).as_posix() for path in paths)
    return [_sum(name, folder) for name in names]


def _sum(name: str, folder: Readable) -> _Summed:
    total = _Sum()
    folder.copy(name, cast(BinaryIO, total))
    return _Summed(name, total.bytes, total.sha256.hexdigest())
