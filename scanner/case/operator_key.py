"""The operator's signing key (Ed25519): made at first use, kept where keys of services are kept."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.case.keys import KeyStore
from scanner.errors import KeyStoreError

NAME = "operator_signing"
"""In the keyring, else in the private file; `NETCURTAIN_KEY_OPERATOR_SIGNING` goes before both."""


def operator_key(store: KeyStore | None = None) -> Ed25519PrivateKey:
    """The key that seals evidence. Raises KeyStoreError when it can be neither kept nor read."""
    store = store or KeyStore()
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
