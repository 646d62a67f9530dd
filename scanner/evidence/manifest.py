"""What a folder of evidence holds and how it came about: as JSON, which is what gets sealed, and
as a list that `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scanner.evidence.clock import ClockCheck
from scanner.evidence.record import stamp
from scanner.model.answer import Gathered
from scanner.rulebook.book import RuleBook

SCHEMA = "netcurtain/evidence/1"
MANIFEST = "manifest.json"
HASHES = "manifest.sha256"


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
    return "".join(f"{_sha256(path)}  {name}\n" for name, path in _named(paths, folder))


def describe_evidence(
    paths: Iterable[Path],
    folder: Path,
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
            {"name": name, "bytes": path.stat().st_size, "sha256": _sha256(path)}
            for name, path in _named(paths, folder)
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


def _named(paths: Iterable[Path], folder: Path) -> list[tuple[str, Path]]:
    return sorted((path.relative_to(folder).as_posix(), path) for path in paths)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
