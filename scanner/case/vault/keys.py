"""The keys that a passphrase opens. They are random and stay the same when it is changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """All secrets of one store."""

    data: bytes = field(repr=False)
    """32 random bytes, from which the key of each use is derived."""
    identity: bytes = field(repr=False)
    """The key of findings' identities, 32 bytes."""
    age: str = field(repr=False)
    """The age identity (X25519) that reads encrypted files."""

    @classmethod
    def make(cls, identity: bytes) -> Keys:
        """New keys around the key of identities, which must stay what it was."""
        return cls(secrets.token_bytes(BYTES), identity, str(pyrage.x25519.Identity.generate()))

    def of(self, use: str) -> bytes:
        """The 32-byte key for one use (HKDF with SHA-256, RFC 5869), so that none is used twice."""
        derived = HKDF(SHA256(), BYTES, salt=None, info=b"netcurtain " + use.encode())
        return derived.derive(self.data)
