"""Registrable domains, offline."""

from __future__ import annotations

import socket

import pytest

from scanner.domains import host_of_url, same_site, site_of_host, site_of_url


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("WWW.Example.ORG.", "example.org"),
        ("minutes.parish.wexcombe.gov.uk", "wexcombe.gov.uk"),
        ("search.marlow-for-wexcombe.example", "marlow-for-wexcombe.example"),
        ("a.b.c.test", "c.test"),
        ("localhost", "localhost"),
        ("jane.github.io", "jane.github.io"),
        ("www.jane.github.io", "jane.github.io"),
        ("github.io", "github.io"),
        ("jane.blogspot.com", "jane.blogspot.com"),
        ("co.uk", "co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("www.bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_site_of_host(host: str, site: str) -> None:
    assert site_of_host(host) == site


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Example.org:8443/a?b#c", "www.example.org"),
        ("https://jane:secret@example.org/", "example.org"),
        ("http://[::1]:80/", "::1"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("mailto:jane@example.org", ""),
        ("https:///path", ""),
        ("https://[broken/", ""),
        ("https://example.org\\@evil.example/", ""),
    ],
)
def test_host_of_url(url: str, host: str) -> None:
    assert host_of_url(url) == host


def test_site_of_url_of_an_unreadable_address_is_empty() -> None:
    assert site_of_url("https://[broken/") == ""
    assert site_of_url("https://news.example.co.uk/x") == "example.co.uk"


def test_two_users_of_a_free_host_are_two_sites() -> None:
    assert same_site("www.example.org", "example.org")
    assert not same_site("jane.github.io", "joan.github.io")
    assert not same_site("", "")
