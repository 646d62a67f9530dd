"""The folder that a check writes to: readable by its owner alone, written atomically."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from scanner.errors import OutputError


class OutputFolder:
    """Opened before anything is sent, so that a full disk or a read-only folder costs no scan."""

    def __init__(self, path: Path) -> None:
        """Makes the folder if need be. Raises OutputError when nothing can be written there."""
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path) as probe:
                probe.write(b"x")
        except OSError as error:
            raise OutputError(
                f"Cannot write to the output folder {path}: {error.strerror or error}. "
                f"Nothing was sent. Name another folder with --out."
            ) from error

    def write(self, name: str, text: str) -> Path:
        """Writes a file whole or not at all (0600). An earlier file of that name is kept beside it,
        under its own time. Raises OutputError."""
        target = self.path / name
        try:
            self._keep_earlier(target)
            handle, temporary = tempfile.mkstemp(dir=self.path, prefix=f".{name}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                    stream.write(text)
                    stream.flush()
                    os.fsync(stream.fileno())
                Path(temporary).replace(target)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise OutputError(
                f"Cannot write {target}: {error.strerror or error}. Free some space or name "
                f"another folder with --out."
            ) from error
        return target

    def _keep_earlier(self, target: Path) -> None:
        if not target.exists():
            return
        when = datetime.fromtimestamp(target.stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%SZ")
        kept = target.with_name(f"{target.stem}-{when}{target.suffix}")
        number = 2
        while kept.exists():
            kept = target.with_name(f"{target.stem}-{when}-{number}{target.suffix}")
            number += 1
        target.rename(kept)
