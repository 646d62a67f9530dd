"""Time stamps (RFC 3161): an authority's word that a manifest was there at a time.

The authority learns a hash and nothing else. Its answer lies beside the manifest and is checked
offline against the authority's certificates; OpenSSL does the same:

    openssl ts -verify -in manifest.tsr -data manifest.json -CAfile authority.pem
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from scanner.domains import normal_host, site_of_url
from scanner.errors import EvidenceError
from scanner.evidence.der import with_sorted_certificates
from scanner.fetch import Fetcher, FetchOptions
from scanner.fetch.target import read_target
from scanner.model.capture import Capture, Sending
from scanner.model.events import RequestSent
from scanner.model.plan import Manners, Probe, Purpose, Request, Robots

TIMESTAMP = "manifest.tsr"
_GRANTED = frozenset({0, 1})
_MOST_BYTES = 100_000
_TIMEOUT_S = 30.0
_NO_STAMP = "The time-stamp authority gave no stamp:"


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What an authority vouches for."""

    at: datetime
    """UTC, by the authority's clock."""
    authority: str
    """The subject of the certificate that signed, as it writes itself; empty if none came along."""
    serial: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority's answer, not yet held against its certificates, and what was sent for it."""

    response: bytes
    at: datetime
    sendings: tuple[Sending, ...]


def request_timestamp(
    content: bytes, url: str, options: FetchOptions, now: Callable[[], datetime]
) -> Stamped:
    """Has the SHA-256 of `content` stamped. Goes through the same door, by the same rules, as all
    that a check asks. Raises EvidenceError when no stamp for it comes back."""
    target = read_target(url)
    if target is None:
        raise EvidenceError(f"{_NO_STAMP} its address is no web address.")
    asked = TimestampRequestBuilder(data=content, hash_algorithm=HashAlgorithm.SHA256).build()
    headers = (
        ("Content-Type", "application/timestamp-query"),
        ("Accept", "application/timestamp-reply"),
    )
    probe = Probe(
        id="timestamp",
        source_id="",
        request=Request(url, "POST", headers, asked.as_bytes()),
        host=normal_host(target.host),
        site=site_of_url(url),
        purpose=Purpose.SOURCE,
        manners=Manners(Robots.NOT_APPLICABLE, 0.0, _TIMEOUT_S, _MOST_BYTES, 0),
    )
    capture, sendings = _asked(probe, options, now)
    stamped = _read(capture.body)
    info = stamped.tst_info
    if info.nonce != asked.nonce or info.message_imprint.message != asked.message_imprint.message:
        raise EvidenceError(f"{_NO_STAMP} its answer is for something else.")
    return Stamped(capture.body, info.gen_time.astimezone(UTC), sendings)


def verify_timestamp(response: bytes, content: bytes, authorities: bytes) -> TimeStamp:
    """What a stamp vouches for. `authorities`: certificates to trust (PEM), roots and, where the
    stamp brings none along, those in between. Raises EvidenceError when it does not hold."""
    try:
        trusted = load_pem_x509_certificates(authorities)
    except ValueError:
        raise EvidenceError("The authority's certificates cannot be read.") from None
    stamped = _read(response)
    try:
        verifier = VerifierBuilder(
            roots=[each for each in trusted if each.issuer == each.subject],
            intermediates=[each for each in trusted if each.issuer != each.subject],
        ).build()
        verifier.verify_message(stamped, content)
    except (VerificationError, ValueError):
        raise EvidenceError(
            "The time stamp does not hold: it is for something else, or not from this authority."
        ) from None
    info = stamped.tst_info
    return TimeStamp(info.gen_time.astimezone(UTC), _signer(stamped), info.serial_number)


def _asked(
    probe: Probe, options: FetchOptions, now: Callable[[], datetime]
) -> tuple[Capture, tuple[Sending, ...]]:
    sendings: list[Sending] = []
    answer = None
    with Fetcher(options, now=now) as fetcher:
        fetcher.add(probe)
        for event in fetcher.results():
            if isinstance(event, RequestSent):
                sendings.append(event.sending)
            elif isinstance(event, Capture):
                answer = event
    if answer is None:
        raise EvidenceError(f"{_NO_STAMP} it may not be asked from here.")
    if answer.failure is not None:
        raise EvidenceError(f"{_NO_STAMP} {answer.failure_detail}.")
    if answer.status != 200:
        raise EvidenceError(f"{_NO_STAMP} it answered with {answer.status}.")
    return answer, tuple(sendings)


def _read(response: bytes) -> TimeStampResponse:
    try:
        stamped = decode_timestamp_response(with_sorted_certificates(response))
        if stamped.status in _GRANTED and stamped.tst_info is not None:
            return stamped
    except ValueError:
        pass
    raise EvidenceError("The answer of the time-stamp authority is no time stamp.")


def _signer(stamped: TimeStampResponse) -> str:
    from cryptography.x509 import load_der_x509_certificate

    signed = stamped.signed_data
    certificates: list[Certificate] = [load_der_x509_certificate(c) for c in signed.certificates]
    for info in signed.signer_infos:
        for each in certificates:
            if (each.issuer, each.serial_number) == (info.issuer, info.serial_number):
                return each.subject.rfc4514_string()
    return ""
