"""Keys of people, locked with a passphrase as the consent form locks them, but at once: what an
unlocking costs whoever guesses is no part of what most tests are about."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LOG_COST = 4
"""Sixteen rounds; age itself takes as many as last a second."""
_HEAD = b"age-encryption.org/v1\n"


def quickly_locked(secret: str, passphrase: str) -> bytes:
    """The file of https://age-encryption.org/v1 that holds this text of less than 64 KiB."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    label = b"age-encryption.org/v1/scrypt"
    wrap = hashlib.scrypt(
        passphrase.encode(), salt=label + salt, n=2**_LOG_COST, r=8, p=1, dklen=32
    )
    wrapped = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    head = _HEAD + b"-> scrypt %s %d\n%s\n---" % (_base64(salt), _LOG_COST, _base64(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")
    only_chunk = bytes(11) + b"\1"
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    return b"%s %s\n%s" % (head, _base64(mac), nonce) + payload.encrypt(
        only_chunk, secret.encode(), None
    )


def key_pair(passphrase: str) -> tuple[str, bytes, str]:
    """A new pair: public, locked, secret."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), quickly_locked(str(identity), passphrase), str(identity)


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(file_key)
