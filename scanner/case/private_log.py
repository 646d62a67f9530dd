"""A log of long work in the data folder, from which it is gone on with: each entry is there whole
or not at all, and sealed while a passphrase is set."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from scanner.case.data_folder import data_folder
from scanner.case.vault import Vault
from scanner.case.vault.files import make_private_folder, settle
from scanner.case.vault.sealing import Sealed
from scanner.case.vault.wiping import wipe
from scanner.errors import CaseError

_HEAD = struct.Struct(">II")
"""Length and CRC-32 of an entry as it is stored: what was cut off by a crash fits neither."""
_LARGEST = 1 << 30
ENDING = ".log"


class PrivateLog:
    """Entries of bytes, in order. One process writes at a time. Raises CaseError."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path = path
        self._codec = Sealed(vault.keys.of("logs")) if vault.keys else None
        self._stream: BinaryIO | None = None
        self._count = 0

    def entries(self) -> Iterator[bytes]:
        """What was written. What a crash left half written at the end is cut off; a log of another
        form (from before a passphrase was set, or after it was taken away) is none."""
        self.close()
        self._count, good = 0, 0
        if not self.path.exists():
            return
        try:
            with self.path.open("r+b") as stream:
                while (stored := _entry(stream)) is not None:
                    yield self._opened(stored)
                    self._count += 1
                    good = stream.tell()
                stream.truncate(good)
        except OSError as error:
            raise self._trouble(error) from None

    def append(self, content: bytes) -> None:
        """Adds an entry, which is on disk when this returns. `entries` has been read through, or
        there were none."""
        if self._codec is None:
            stored = zlib.compress(content, 1)
        else:
            stored = self._codec.seal(content, self._context())
        try:
            if self._stream is None:
                self._stream = self._begun()
            self._stream.write(_HEAD.pack(len(stored), zlib.crc32(stored)) + stored)
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise self._trouble(error) from None
        self._count += 1

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def remove(self) -> None:
        """Deletes it: what it was for is done."""
        self.close()
        wipe(self.path)

    def _begun(self) -> BinaryIO:
        make_private_folder(self.path.parent)
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        settle(self.path.parent)
        return os.fdopen(handle, "ab")

    def _opened(self, stored: bytes) -> bytes:
        if self._codec is not None:
            return self._codec.unseal(stored, self._context())
        try:
            return zlib.decompress(stored)
        except zlib.error:
            raise CaseError(
                f"{self.path.name} was changed, or sealed with a passphrase that is set no longer."
            ) from None

    def _context(self) -> str:
        """An entry belongs to its place in its own log."""
        return f"{self.path.stem}/{self._count}"

    def _trouble(self, error: OSError) -> CaseError:
        return CaseError(
            f"The progress cannot be kept in {self.path.parent}: {error.strerror or error}. Free "
            f"some space, or look at the folder's permissions."
        )


def logs_folder(use: str) -> Path:
    """Where the logs of one kind of work lie."""
    return data_folder() / "logs" / use


def forget_logs() -> None:
    """Deletes the logs of all work that is not done, which begins anew: they may hold what was
    found of anybody. Raises OSError."""
    for path in sorted((data_folder() / "logs").rglob(f"*{ENDING}")):
        wipe(path)


def _entry(stream: BinaryIO) -> bytes | None:
    """The next entry as it is stored; None at the end, and at what was not written whole."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    stored = stream.read(length) if length <= _LARGEST else b""
    return stored if len(stored) == length and zlib.crc32(stored) == checksum else None
