"""A seal and a time stamp hold, are checked by OpenSSL alone, and break with what they seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import EvidenceError
from scanner.evidence import request_timestamp, sign, verify_signature, verify_timestamp
from scanner.evidence.der import with_sorted_certificates
from scanner.model.clock import utc_now
from tests.evidence.stamp_authority import OPENSSL, Service, make_authority, openssl, stamping

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl")
CONTENT = b'{"schema": "netcurtain/evidence/1"}\n'


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def service(authority: Path) -> Iterator[Service]:
    with stamping(authority) as running:
        yield running


URL = "http://stamps.example/tsa"


def test_openssl_alone_checks_the_seal(tmp_path: Path) -> None:
    signature = sign(CONTENT, Ed25519PrivateKey.generate())
    (tmp_path / "manifest.json").write_bytes(CONTENT)
    (tmp_path / "manifest.sig").write_bytes(signature.value)
    (tmp_path / "operator.pem").write_bytes(signature.public_pem)
    words = [
        "pkeyutl", "-verify", "-pubin", "-inkey", "operator.pem", "-rawin",
        "-in", "manifest.json", "-sigfile", "manifest.sig",
    ]  # fmt: skip
    assert openssl(tmp_path, *words).returncode == 0
    assert verify_signature(CONTENT, signature.value, signature.public_pem) == signature.fingerprint
    (tmp_path / "manifest.json").write_bytes(CONTENT + b" ")
    assert openssl(tmp_path, *words).returncode != 0


@pytest.mark.parametrize("part", ["content", "signature", "key", "no key"])
def test_a_seal_breaks_with_any_of_its_parts(part: str) -> None:
    signature = sign(CONTENT, Ed25519PrivateKey.generate())
    other = sign(CONTENT, Ed25519PrivateKey.generate())
    given = [CONTENT, signature.value, signature.public_pem]
    changed = {
        "content": (0, CONTENT + b" "),
        "signature": (1, other.value),
        "key": (2, other.public_pem),
        "no key": (2, b"-----BEGIN PUBLIC KEY-----"),
    }
    place, value = changed[part]
    given[place] = value
    with pytest.raises(EvidenceError):
        verify_signature(*given)


def test_a_stamp_is_had_and_holds_here_and_for_openssl(
    service: Service, authority: Path, tmp_path: Path
) -> None:
    got = request_timestamp(CONTENT, URL, service.options, utc_now)
    ((kind, query),) = service.asked
    assert kind == "application/timestamp-query"
    assert CONTENT not in query
    assert [(each.site, each.what, each.sends) for each in got.sendings] == [
        ("stamps.example", "probe", ())
    ]
    told = verify_timestamp(got.response, CONTENT, (authority / "ca.pem").read_bytes())
    assert abs(told.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert told.authority == "CN=Wexcombe Stamps"
    (tmp_path / "manifest.json").write_bytes(CONTENT)
    (tmp_path / "manifest.tsr").write_bytes(got.response)
    words = ["ts", "-verify", "-in", "manifest.tsr", "-CAfile", str(authority / "ca.pem")]
    assert openssl(tmp_path, *words, "-data", "manifest.json").returncode == 0


def test_a_stamp_of_something_else_does_not_hold(service: Service, authority: Path) -> None:
    got = request_timestamp(CONTENT, URL, service.options, utc_now)
    with pytest.raises(EvidenceError, match="does not hold"):
        verify_timestamp(got.response, CONTENT + b" ", (authority / "ca.pem").read_bytes())


def test_a_stamp_of_another_authority_does_not_hold(
    service: Service, tmp_path: Path, authority: Path
) -> None:
    got = request_timestamp(CONTENT, URL, service.options, utc_now)
    done = openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-keyout", "x.key", "-out", "x.pem", "-subj", "/CN=Wexcombe Root",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with pytest.raises(EvidenceError, match="does not hold"):
        verify_timestamp(got.response, CONTENT, (tmp_path / "x.pem").read_bytes())
    with pytest.raises(EvidenceError, match="certificates"):
        verify_timestamp(got.response, CONTENT, b"no certificates")


@pytest.mark.parametrize("instead", [(200, b"no stamp"), (500, b""), (200, b"")])
def test_an_authority_that_gives_none_is_an_error(
    service: Service, instead: tuple[int, bytes]
) -> None:
    service.instead = instead
    with pytest.raises(EvidenceError):
        request_timestamp(CONTENT, URL, service.options, utc_now)


def test_the_answer_to_another_question_is_refused(service: Service) -> None:
    earlier = request_timestamp(CONTENT, URL, service.options, utc_now)
    service.instead = (200, earlier.response)
    with pytest.raises(EvidenceError, match="something else"):
        request_timestamp(CONTENT, URL, service.options, utc_now)


def test_an_authority_off_the_map_is_never_asked(service: Service) -> None:
    with pytest.raises(EvidenceError, match="may not be asked"):
        request_timestamp(CONTENT, "http://other.example/", service.options, utc_now)
    assert not service.asked


@given(st.binary(max_size=200))
def test_sorting_leaves_alone_what_is_no_stamp(content: bytes) -> None:
    assert sorted(with_sorted_certificates(content)) == sorted(content)
