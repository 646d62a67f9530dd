"""The store as a process opens it that nobody sits in front of, such as a cluster's worker: by its
own environment alone."""

from __future__ import annotations

import os
from pathlib import Path

from scanner.case.vault.opening import open_vault
from scanner.case.vault.vault import Vault
from scanner.errors import PassphraseError
from scanner.passphrase_file import FILE_VARIABLE, VARIABLE, from_file
from scanner.store_address import store_address


def own_vault() -> Vault:
    """What protects it. Raises CaseError, PassphraseError."""
    return open_vault(store_address(), own_passphrase)


def own_passphrase() -> str:
    """Raises PassphraseError when there is none."""
    if path := os.environ.get(FILE_VARIABLE, ""):
        return from_file(Path(path))
    if passphrase := os.environ.get(VARIABLE, ""):
        return passphrase
    raise PassphraseError(
        f"The cases are encrypted, and this worker has no passphrase: set {FILE_VARIABLE} to a "
        f"file that only it can read."
    )
