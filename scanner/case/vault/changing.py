"""Sets, changes and removes the passphrase of a store that is a file.

Whatever moment this is cut off at, one whole store is there, and a mark beside it by which the next
opening ends what was begun: towards encrypted when the store is encrypted already, back to plain
when it is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scanner.case.answers import clear_cache
from scanner.case.data_folder import data_folder
from scanner.case.key import IDENTITY_KEY, identity_key, put_identity_key
from scanner.case.store.opening import open_engine, store_path
from scanner.case.vault.cipher import is_plain
from scanner.case.vault.file_turning import turn_files
from scanner.case.vault.files import PrivateFiles
from scanner.case.vault.keys import Keys
from scanner.case.vault.record import record_path, unwrap, wrap
from scanner.case.vault.turning import held_alone, turn, unfinished_copy
from scanner.case.vault.vault import Vault
from scanner.case.vault.wiping import sweep, wipe

_PLAIN = PrivateFiles()


def is_unfinished(store: Path) -> bool:
    """Whether setting or removing a passphrase was cut off."""
    return _mark(store).exists()


def set_passphrase(store: Path, passphrase: str) -> None:
    """Encrypts a store, made if need be, and the files of its cases. Raises CaseError."""
    open_engine(f"sqlite:///{store}", Vault(b"")).dispose()
    keys = Keys.make(identity_key())
    vault = Vault(keys.identity, keys)
    with held_alone(store, None) as connection:
        _PLAIN.write(_mark(store), b"set\n")
        _PLAIN.write(record_path(store), wrap(keys, passphrase))
        turn(store, connection, vault.store_cipher)
    finish(store, vault)


def remove_passphrase(store: Path, vault: Vault) -> None:
    """Puts everything back into the clear. Raises CaseError."""
    with held_alone(store, vault.store_cipher) as connection:
        _PLAIN.write(_mark(store), b"remove\n")
        turn_files(_case_ids(connection), vault.files, _PLAIN)
        put_identity_key(vault.identity_key)
        turn(store, connection, None)
    finish(store, vault)


def change_passphrase(store: Path, old: str, new: str) -> None:
    """Wraps the keys anew; nothing that they encrypt is touched. Raises CaseError."""
    path = record_path(store)
    keys = unwrap(path.read_bytes(), old, str(path))
    _PLAIN.write(path, wrap(keys, new))


def finish(store: Path, vault: Vault) -> None:
    """Ends what was begun. Raises CaseError."""
    encrypted = not is_plain(store)
    with held_alone(store, vault.store_cipher if encrypted else None) as connection:
        if encrypted:
            turn_files(_case_ids(connection), _PLAIN, vault.files)
            if store == store_path():
                wipe(data_folder() / IDENTITY_KEY)
        else:
            wipe(record_path(store))
        clear_cache()
        sweep(store.parent, is_deep=False)
        wipe(unfinished_copy(store))
        _mark(store).unlink(missing_ok=True)


def _case_ids(connection: Any) -> list[str]:
    return [case_id for (case_id,) in connection.execute("SELECT id FROM cases").fetchall()]


def _mark(store: Path) -> Path:
    return store.with_name(store.name + ".turning")
