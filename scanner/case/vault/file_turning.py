"""Encrypts the files of cases that are there already, or puts them back into the clear."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.case.private_log import forget_logs
from scanner.case.vault.files import ENDING, PrivateFiles, evidence_folder
from scanner.case.vault.wiping import sweep, wipe


def turn_files(case_ids: Iterable[str], source: PrivateFiles, target: PrivateFiles) -> None:
    """Writes each file anew in the other form, one after the other, each whole or not at all. Those
    of other cases, which another store may hold, are left alone. Raises CaseError, OSError."""
    for case_id in case_ids:
        folder = evidence_folder() / case_id
        sweep(folder)
        files = [each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()]
        for path in sorted(files):
            if (path.suffix == ENDING) == bool(target.age):
                continue
            name = path.with_suffix("") if path.suffix == ENDING else path
            with target.open_new(name) as stream:
                source.copy(name, stream)
            wipe(path)
    # What is under way is begun anew rather than left in the other form.
    forget_logs()
