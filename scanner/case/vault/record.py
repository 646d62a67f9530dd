"""The keys of a store, wrapped with a passphrase: a small JSON record.

Changing the passphrase rewrites this record and nothing else. The wrapping key comes from Argon2id
with the second recommended option of RFC 9106, section 4 (64 MiB, 3 passes, 4 lanes), which also a
small computer affords; the record says which figures it was made with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scanner.case.vault.keys import BYTES, Keys
from scanner.errors import CaseError, PassphraseError

SCHEMA = "netcurtain/cases-key/1"

_SALT_BYTES = 16
_NONCE_BYTES = 12
_MAX_MEMORY_KIB = 2**21
"""2 GiB, the first recommended option of RFC 9106. A record that asks for more is not ours."""
_MAX_PASSES = 16
_MAX_LANES = 16

_DAMAGED = (
    "The key of the store ({where}) is damaged, so nothing was opened or changed. Put back a "
    "copy of it: without the key, nobody can read the cases."
)


def record_path(store: Path) -> Path:
    """Where the record of a store that is a file lies: beside it."""
    return store.with_suffix(".key")


def wrap(keys: Keys, passphrase: str) -> bytes:
    """The record: JSON in UTF-8, which tells nothing without the passphrase."""
    costs = RFC_9106_LOW_MEMORY
    nonce = secrets.token_bytes(_NONCE_BYTES)
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "kdf": {
            "name": "argon2id",
            "version": costs.version,
            "memory_kib": costs.memory_cost,
            "passes": costs.time_cost,
            "lanes": costs.parallelism,
            "salt": _text(secrets.token_bytes(_SALT_BYTES)),
        },
        "cipher": "AES-256-GCM",
        "nonce": _text(nonce),
    }
    content = json.dumps(
        {"data": _text(keys.data), "identity": _text(keys.identity), "age": keys.age}
    )
    sealed = _aead(head, passphrase).encrypt(nonce, content.encode(), _canonical(head))
    body = {**head, "sealed": _text(sealed)}
    return json.dumps({**body, "checksum": _checksum(body)}, indent=1).encode() + b"\n"


def unwrap(record: bytes, passphrase: str, where: str) -> Keys:
    """The keys. Raises PassphraseError for a wrong passphrase, CaseError for a damaged record.

    `where`: its path, or what else tells the user which record is meant.
    """
    try:
        body = json.loads(record)
        checksum = body.pop("checksum")
        if body["schema"] != SCHEMA or checksum != _checksum(body):
            raise ValueError
        sealed = base64.b64decode(body.pop("sealed"), validate=True)
        nonce = base64.b64decode(body["nonce"], validate=True)
        cipher = _aead(body, passphrase)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise CaseError(_DAMAGED.format(where=where)) from None
    try:
        content = json.loads(cipher.decrypt(nonce, sealed, _canonical(body)))
    except InvalidTag:
        raise PassphraseError(
            "The passphrase is not the right one. Nothing was opened or changed."
        ) from None
    return Keys(
        base64.b64decode(content["data"]), base64.b64decode(content["identity"]), content["age"]
    )


def _aead(head: dict[str, Any], passphrase: str) -> AESGCM:
    """Raises ValueError for figures that no record of ours has."""
    kdf = head["kdf"]
    memory, passes, lanes = int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])
    if memory > _MAX_MEMORY_KIB or not 0 < passes <= _MAX_PASSES or not 0 < lanes <= _MAX_LANES:
        raise ValueError
    # Keyboards differ in how they write an accented letter.
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    salt = base64.b64decode(kdf["salt"], validate=True)
    key = hash_secret_raw(secret, salt, passes, memory, lanes, BYTES, Type.ID, int(kdf["version"]))
    return AESGCM(key)


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: dict[str, Any]) -> str:
    """Tells a damaged record from a wrong passphrase; it protects nothing."""
    return hashlib.sha256(_canonical(body)).hexdigest()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
