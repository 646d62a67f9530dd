"""The folder that a check writes to: readable by its owner alone, written atomically."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from scanner.case.whole_file import whole_file
from scanner.errors import OutputError


class OutputFolder:
    """Opened before anything is sent, so that a full disk or a read-only folder costs no scan."""

    def __init__(self, path: Path, elsewhere: str = "another folder with --out") -> None:
        """Makes the folder if need be. Raises OutputError when nothing can be written there.

        `elsewhere` says what the user may name instead.
        """
        self.path = path
        self._elsewhere = elsewhere
        try:
            self._made = [each for each in (path, *path.parents) if not each.exists()]
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path) as probe:
                probe.write(b"x")
        except OSError as error:
            raise OutputError(
                f"Cannot write to the folder {path}: {error.strerror or error}. "
                f"Nothing was sent. Name {elsewhere}."
            ) from error

    def below(self, name: str) -> OutputFolder:
        """A folder inside it. Raises OutputError."""
        return OutputFolder(self.path / name, self._elsewhere)

    def take_back(self) -> None:
        """Removes what of the folder was made for this, as far as it is still empty."""
        with contextlib.suppress(OSError):
            for each in self._made:
                each.rmdir()

    def write(self, name: str, content: str | bytes) -> Path:
        """Writes a file (text in UTF-8) as `open_new` does, and tells where it is. Raises
        OutputError."""
        with self.open_new(name) as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
        return self.path / name

    @contextlib.contextmanager
    def open_new(self, name: str) -> Iterator[BinaryIO]:
        """A file that appears whole (0600) when the block ends well, and not at all otherwise.

        An earlier file of that name is kept beside it, under its own time. Raises OutputError.
        """
        target = self.path / name
        try:
            with whole_file(target, self._put) as stream:
                yield stream
        except OSError as error:
            raise OutputError(
                f"Cannot write {target}: {error.strerror or error}. Free some space or name "
                f"{self._elsewhere}."
            ) from error

    def copy(self, name: str, into: BinaryIO) -> None:
        """Writes the content of a file that lies here into a stream. Raises OutputError."""
        try:
            with (self.path / name).open("rb") as stream:
                shutil.copyfileobj(stream, into)
        except OSError as error:
            raise OutputError(f"Cannot read {self.path / name}: {error.strerror}.") from error

    def append(self, name: str, line: str) -> None:
        """Adds to the end of a log (0600), which is begun if there is none. Raises OutputError."""
        target = self.path / name
        try:
            handle = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "ab") as stream:
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(f"Cannot write {target}: {error.strerror or error}.") from error

    def _put(self, temporary: Path, target: Path) -> None:
        self._keep_earlier(target)
        temporary.replace(target)

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
