"""Files of a case outside its store: readable by their owner alone, and encrypted with age
(https://age-encryption.org/v1) while a passphrase is set.

An encrypted file has `.age` after its name. Callers always name the file itself: which of the two
lies there is found here, so that files from before a passphrase was set can be read, too.
"""

from __future__ import annotations

import contextlib
import io
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pyrage

from scanner.case.data_folder import data_folder
from scanner.case.vault.wiping import UNFINISHED, wipe
from scanner.case.whole_file import whole_file
from scanner.errors import CaseError

ENDING = ".age"
_PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class PrivateFiles:
    """Writes and reads such files. Raises CaseError."""

    age: str = field(default="", repr=False)
    """The age identity; empty while no passphrase is set."""

    def write(self, path: Path, content: bytes) -> Path:
        """Puts a file in the place of any earlier one, whole or not at all; where it lies."""
        with self.open_new(path) as stream:
            stream.write(content)
        return self.place(path)

    @contextlib.contextmanager
    def open_new(self, path: Path) -> Iterator[BinaryIO]:
        """A file to be written piece by piece, which appears whole when the block ends well, and
        not at all otherwise. No piece of it touches the disk in clear while a passphrase is set."""
        target = path.with_name(path.name + ENDING) if self.age else path
        try:
            make_private_folder(path.parent)
            with whole_file(target, prefix=UNFINISHED) as stream, self._sealing(stream) as inner:
                yield inner
            settle(path.parent)
            wipe(path if self.age else path.with_name(path.name + ENDING))
        except OSError as error:
            raise CaseError(
                f"A file of the case cannot be written in {path.parent}: "
                f"{error.strerror or type(error).__name__}. Free some space, or look at the "
                f"folder's permissions."
            ) from None

    def read(self, path: Path) -> bytes:
        """What was written under that name."""
        stream = io.BytesIO()
        self.copy(path, stream)
        return stream.getvalue()

    def copy(self, path: Path, into: BinaryIO) -> None:
        """Writes a file's content into a stream, piece by piece. What was written before an error
        was raised is not to be used: a cut file shows only at its end."""
        place = self.place(path)
        try:
            with place.open("rb") as stream:
                if place.suffix != ENDING:
                    while piece := stream.read(_PIECE_BYTES):
                        into.write(piece)
                elif not self.age:
                    raise CaseError(
                        f"{place.name} is encrypted, and its key is not there. Nothing was changed."
                    )
                else:
                    pyrage.decrypt_io(stream, into, [pyrage.x25519.Identity.from_str(self.age)])
        except (pyrage.DecryptError, OSError) as error:
            # What age finds wrong inside a file is an OSError, too, but of no number.
            if isinstance(error, OSError) and error.errno is not None:
                raise CaseError(f"{place} cannot be read: {error.strerror}.") from None
            raise CaseError(
                f"{place.name} was changed, cut short, or encrypted with another key. Nothing of "
                f"it is used, and nothing was changed."
            ) from None

    def place(self, path: Path) -> Path:
        """Where the file lies: under its own name, or with `.age`; the newer one after a crash."""
        sealed = path.with_name(path.name + ENDING)
        there = [each for each in (path, sealed) if each.exists()]
        if not there:
            return sealed if self.age else path
        return sealed if sealed in there and (self.age or path not in there) else path

    @contextlib.contextmanager
    def _sealing(self, stream: BinaryIO) -> Iterator[BinaryIO]:
        if not self.age:
            yield stream
            return
        recipient = pyrage.x25519.Identity.from_str(self.age).to_public()
        with _through(stream, recipient) as inner:
            yield inner


def evidence_folder() -> Path:
    """Where the files of all cases lie, in a folder for each case, called by its id."""
    return data_folder() / "evidence"


@contextlib.contextmanager
def _through(stream: BinaryIO, recipient: pyrage.x25519.Recipient) -> Iterator[BinaryIO]:
    """A stream whose bytes come out encrypted in another: age pulls what it encrypts, so a pipe
    and a thread stand between."""
    source, sink = os.pipe()
    failures: list[BaseException] = []

    def encrypt() -> None:
        with os.fdopen(source, "rb") as reader:
            try:
                pyrage.encrypt_io(reader, stream, [recipient])
            except BaseException as error:  # told by the one who writes
                failures.append(error)

    thread = threading.Thread(target=encrypt, name="age", daemon=True)
    thread.start()
    try:
        with os.fdopen(sink, "wb") as writer:
            yield writer
    except BrokenPipeError:
        if not failures:
            raise
    finally:
        thread.join()
    if failures:
        raise OSError(0, "it could not be encrypted") from None


def make_private_folder(folder: Path) -> None:
    """Makes a folder that only its owner can enter, with those above it that are missing, whatever
    the umask. Raises OSError."""
    for each in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        each.mkdir(mode=0o700, exist_ok=True)


def settle(folder: Path) -> None:
    """A new name is on disk when its folder is."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
