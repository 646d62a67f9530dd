"""The store as a process opens it that nobody sits in front of, such as a cluster's worker: by its
own environment alone."""

from __future__ import annotations

import os
from pathlib import Path

from scanner.case.vault.opening import open_vault
from scanner.case.vault.vault import Vault
from scanner.errors import PassphraseError
from scanner.passphrase_file import FILE_VARIABLE, VARIABLE, from_file

STORE_VARIABLE = "NETCURTAIN_STORE"
"""The address of the store; without it the user's own file."""


def own_address() -> str:
    """Where the store is; empty for the user's own file."""
    return os.environ.get(STORE_VARIABLE, "")


def own_vault() -> Vault:
    """What protects it. Raises CaseError, PassphraseError."""
    return open_vault(own_address(), own_passphrase)


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
