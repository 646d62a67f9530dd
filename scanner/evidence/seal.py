"""The seal of a manifest: the operator's signature (Ed25519, RFC 8032), checked without us too:

openssl pkeyutl -verify -pubin -inkey operator.pem -rawin -in manifest.json -sigfile manifest.sig
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.errors import EvidenceError
from scanner.evidence.signing import fingerprint, is_signed, public_pem, read_public

SIGNATURE = "manifest.sig"
PUBLIC_KEY = "operator.pem"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, and all that is needed to check it."""

    value: bytes = field(repr=False)
    """64 bytes."""
    public_pem: bytes = field(repr=False)
    fingerprint: str
    """SHA-256 of the public key in DER, in hex. Who knows it from elsewhere knows whose seal it
    is."""


def sign(content: bytes, key: Ed25519PrivateKey) -> Signature:
    return Signature(key.sign(content), public_pem(key), fingerprint(key))


def verify_signature(content: bytes, signature: bytes, public_key: bytes) -> str:
    """The fingerprint of the key (PEM) that signed. Raises EvidenceError when it did not."""
    key = read_public(public_key)
    if key is None:
        raise EvidenceError("The operator's public key cannot be read.")
    if not is_signed(key, signature, content):
        raise EvidenceError("The seal does not fit: the manifest or the seal was changed.")
    return fingerprint(key)
