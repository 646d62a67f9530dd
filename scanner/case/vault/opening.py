"""Opens the vault, and with it the store: here alone is known whether a passphrase is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from scanner.case.key import identity_key
from scanner.case.store.opening import CaseStore, file_of, is_file, open_store
from scanner.case.vault import server
from scanner.case.vault.changing import finish, is_unfinished
from scanner.case.vault.cipher import is_plain, require_whole
from scanner.case.vault.record import record_path, unwrap
from scanner.case.vault.vault import Vault
from scanner.errors import CaseError

Ask = Callable[[], str]
"""Gives the passphrase, when one is needed; raises PassphraseError when there is none."""

_opened: dict[bytes, Vault] = {}
"""By the digest of the record: the passphrase is asked, and its half second spent, once a run."""


def open_cases(url: str, ask: Ask) -> CaseStore:
    """The store of cases at an address (empty: the user's own file). Raises CaseError."""
    vault = open_vault(url, ask)
    return open_store(vault.identity_key, url, vault)


def open_vault(url: str, ask: Ask) -> Vault:
    """What protects the store and the files beside it. Raises CaseError."""
    if is_file(url):
        store = file_of(url)
        finish_what_needs_no_key(store)
        record = read_record(store)
        if record is None:
            _refuse_lost_key(store)
            return Vault(identity_key())
        vault = _unlocked(record, ask, str(record_path(store)))
        _refuse_exchanged(store)
        if is_unfinished(store):
            finish(store, vault)
        return vault
    record, identity = server.read_keys(url, identity_key)
    return _unlocked(record, ask, server.PLACE) if record else Vault(identity)


def finish_what_needs_no_key(store: Path) -> None:
    """Takes back a passphrase that was cut off before it was set, and ends its removal when that
    had come far enough. Raises CaseError."""
    if is_unfinished(store) and is_plain(store):
        finish(store, Vault(b""))


def read_record(store: Path) -> bytes | None:
    """The wrapped keys of a file; None while no passphrase is set. Raises CaseError."""
    path = record_path(store)
    try:
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise CaseError(f"{path} cannot be read: {error.strerror or error}.") from None


def _unlocked(record: bytes, ask: Ask, where: str) -> Vault:
    digest = hashlib.sha256(record).digest()
    if digest not in _opened:
        keys = unwrap(record, ask(), where)
        _opened[digest] = Vault(keys.identity, keys)
    return _opened[digest]


def _refuse_lost_key(store: Path) -> None:
    if not is_plain(store):
        raise CaseError(
            f"The store of cases is damaged, or encrypted while its key ({record_path(store)}) "
            f"is missing. Nothing was changed. Put back a copy."
        )


def _refuse_exchanged(store: Path) -> None:
    """Else whoever can write to the folder could have us write in clear."""
    require_whole(store)
    if is_plain(store):
        raise CaseError(
            f"A passphrase is set, but {store} is not encrypted: somebody put another file "
            f"there. Nothing was opened or changed. Put back the store, or move its key away."
        )
