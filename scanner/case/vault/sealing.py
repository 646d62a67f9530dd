"""Payloads sealed one by one, for a server whose administrators are not to read them."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scanner.errors import CaseError

_NONCE_BYTES = 12
_FORM = b"\x01"
"""First byte of what is sealed; a plain payload (zlib) never begins so."""


class Sealed:
    """A codec of AES-256-GCM. A random nonce of 96 bits is safe for 2**32 payloads under one key
    (NIST SP 800-38D, 8.3), which no team's cases come near."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, context: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORM + nonce + self._cipher.encrypt(nonce, content, context.encode())

    def unseal(self, content: bytes, context: str) -> bytes:
        nonce, sealed = content[1 : 1 + _NONCE_BYTES], content[1 + _NONCE_BYTES :]
        try:
            if content[:1] != _FORM:
                raise ValueError
            return self._cipher.decrypt(nonce, sealed, context.encode())
        except (InvalidTag, ValueError):
            raise CaseError(
                "What the case keeps was changed, or sealed with another key. Nothing of it is "
                "used, and nothing was changed."
            ) from None
