"""The servers that the tests of fetching ask."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.fetch.stub_web import StubServer, serving


@pytest.fixture
def server() -> Iterator[StubServer]:
    """A server on plain HTTP."""
    with serving() as running:
        yield running


@pytest.fixture
def other_server() -> Iterator[StubServer]:
    """A second one, on another port."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def tls_server(authority: trustme.CA) -> Iterator[StubServer]:
    """A server on HTTPS with certificates for secure.example and www.secure.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("secure.example", "www.secure.example").configure_cert(context)
    with serving(context) as running:
        yield running
