"""SQLite files that are encrypted page by page with SQLCipher."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from scanner.errors import CaseError

_PLAIN = b"SQLite format 3\0"
_SMALLEST = 512
"""Bytes of the smallest SQLite file. It takes a shorter one for empty, and would begin anew."""


def driver() -> ModuleType:
    """The database driver. Raises CaseError on a computer for which there is none."""
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise CaseError(
            "A passphrase needs the package sqlcipher3, which is not there for this computer "
            "(it is for Linux on x86-64, macOS on Apple silicon, and Windows). Encrypt the disk "
            "or the home folder instead. Nothing was changed."
        ) from None


def has_driver() -> bool:
    """Whether files can be encrypted on this computer."""
    return importlib.util.find_spec("sqlcipher3") is not None


@dataclass(frozen=True, slots=True)
class Cipher:
    """How an encrypted file is opened."""

    key: bytes = field(repr=False)

    @property
    def module(self) -> ModuleType:
        return driver()

    def connect(self, path: Path, timeout_s: float, **more: Any) -> Any:
        """A connection; whether the key is right shows when it is used."""
        connection = self.module.connect(path, timeout=timeout_s, check_same_thread=False, **more)
        # It would write its troubles to standard error, beside ours.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = {self.literal}")
        return connection

    def is_whole(self, path: Path, timeout_s: float) -> bool:
        """Whether every page proves that it is ours and in its place. 60 MB take half a second.

        Raises the driver's error for what it cannot read, and for a wrong key.
        """
        connection = self.connect(path, timeout_s)
        try:
            rows: list[tuple[str]] = connection.execute("PRAGMA quick_check(1)").fetchall()
            return rows == [("ok",)]
        finally:
            connection.close()

    @property
    def literal(self) -> str:
        """The key as SQLCipher takes a raw one, which it does not stretch."""
        return f"\"x'{self.key.hex()}'\""


def is_plain(path: Path) -> bool:
    """Whether it is an unencrypted SQLite file, or none yet."""
    return not path.exists() or _head(path) in (b"", _PLAIN)


def require_whole(path: Path) -> None:
    """Raises CaseError for an encrypted file that is plainly not all there."""
    if not path.exists() or path.stat().st_size < _SMALLEST:
        raise CaseError(
            f"The store of cases ({path}) is missing or cut short, while its key is there. "
            f"Nothing was changed. Put back a copy of it; to begin anew, move the key away too."
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(len(_PLAIN))
