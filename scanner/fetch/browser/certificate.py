"""The throwaway certificate under which the browser speaks TLS with our proxy, and nobody else."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class ProxyCertificate:
    """A key that lives as long as the run, and that only the browser we start is told of."""

    context: ssl.SSLContext
    fingerprint: str
    """Base64 of the SHA-256 of its SubjectPublicKeyInfo, as Chromium wants it."""


def make_certificate() -> ProxyCertificate:
    """A new key and certificate. The key touches the disk for the moment that OpenSSL reads it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "netcurtain.invalid")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=7))
        .sign(key, hashes.SHA256())
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["http/1.1"])
    with tempfile.TemporaryDirectory(prefix="netcurtain-") as folder:
        # Of this user alone (0700); `load_cert_chain` takes nothing but files.
        path = Path(folder) / "proxy.pem"
        path.write_bytes(pem)
        context.load_cert_chain(path)
    return ProxyCertificate(context, base64.b64encode(hashlib.sha256(public).digest()).decode())
