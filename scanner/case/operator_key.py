"""The operator's signing key (Ed25519): made at first use, kept where keys of services are kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from filelock import FileLock

from scanner.case.data_folder import data_folder
from scanner.case.keys import KeyStore
from scanner.case.vault.files import make_private_folder
from scanner.errors import KeyStoreError

NAME = "operator_signing"
"""In the keyring, else in the private file; `NETCURTAIN_KEY_OPERATOR_SIGNING` goes before both."""


def operator_key(store: KeyStore | None = None) -> Ed25519PrivateKey:
    """The key that seals evidence. Raises KeyStoreError when it can be neither kept nor read."""
    store = store or KeyStore()
    kept = store.find([NAME]).get(NAME)
    if kept is None:
        with _alone():
            # Another first use may have been quicker, and two seals would be two operators'.
            kept = store.find([NAME]).get(NAME)
            if kept is None:
                key = Ed25519PrivateKey.generate()
                store.put(NAME, key.private_bytes_raw().hex())
                return key
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.key))
    except ValueError:
        raise KeyStoreError(
            f"The operator's signing key in the {kept.place} is damaged: it must be 64 hexadecimal "
            f"digits. Nothing was sealed."
        ) from None


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process, and one thread of it, at a time. The system takes the lock back from whoever is
    killed."""
    folder = data_folder() / "locks"
    try:
        make_private_folder(folder)
        lock = FileLock(folder / "operator_key.lock", mode=0o600)
        lock.acquire()
    except OSError as error:
        raise KeyStoreError(
            f"No key to seal with can be made: {folder} cannot be written "
            f"({error.strerror or type(error).__name__}). Nothing was sealed."
        ) from None
    try:
        yield
    finally:
        lock.release()
