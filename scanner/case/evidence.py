"""The evidence of checks inside their case: encrypted while a passphrase is set, like all of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from scanner.case.store import CaseStore
from scanner.case.vault.files import ENDING, PrivateFiles, evidence_folder
from scanner.case.vault.wiping import wipe
from scanner.errors import CaseError


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A folder of a case, made by what is first written to it. Files are called by the names that
    they were written under, also while they lie encrypted. Everything raises CaseError."""

    path: Path
    files: PrivateFiles = field(repr=False)

    def below(self, name: str) -> CaseFolder:
        return CaseFolder(self.path / name, self.files)

    def open_new(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file to be written piece by piece, which appears whole or not at all."""
        return self.files.open_new(self.path / name)

    def write(self, name: str, content: str | bytes) -> Path:
        """Puts a file (text in UTF-8) in the place of any earlier one; its path, as it is called
        here."""
        path = self.path / name
        self.files.write(path, content.encode() if isinstance(content, str) else content)
        return path

    def copy(self, name: str, into: BinaryIO) -> None:
        """Writes a file's content, in clear, into a stream."""
        self.files.copy(self.path / name, into)

    def read(self, name: str) -> bytes:
        return self.files.read(self.path / name)

    def names(self) -> tuple[str, ...]:
        """Of all files there, in the folders below, too, with `/` between."""
        found = {
            path.relative_to(self.path).as_posix().removesuffix(ENDING)
            for path in self.path.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
        return tuple(sorted(found))

    def places(self) -> tuple[Path, ...]:
        """Of the same files, as they lie on disk."""
        return tuple(sorted(each for each in self.path.rglob("*") if each.is_file()))

    def remove(self) -> None:
        """Overwrites and deletes all of it; nothing there is fine."""
        wipe_folder(self.path)


def evidence_of_case(store: CaseStore, case_id: str) -> CaseFolder:
    """Where all files of a case lie that are no part of the store."""
    return CaseFolder(evidence_folder() / case_id, store.vault.files)


def evidence_of_check(store: CaseStore, case_id: str, scan_id: str) -> CaseFolder:
    """Where the evidence of one check lies, if it lies in the case."""
    return evidence_of_case(store, case_id).below(scan_id)


def evidence_of_checks(store: CaseStore, case_id: str) -> Iterator[CaseFolder]:
    """That of all checks which have some in the case, the newest first."""
    for scan in reversed(store.scans.of(case_id)):
        folder = evidence_of_check(store, case_id, scan.id)
        if folder.names():
            yield folder


def wipe_folder(folder: Path) -> None:
    """Overwrites and deletes every file of a folder, and the folder. Raises CaseError."""
    try:
        below = sorted(folder.rglob("*"), reverse=True)
        for path in below:
            if path.is_symlink():
                path.unlink()
            elif path.is_dir():
                path.rmdir()
            else:
                wipe(path)
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
    except OSError as error:
        raise CaseError(
            f"Evidence in {folder} is not deleted: {error.strerror or error}. Delete that folder."
        ) from None
