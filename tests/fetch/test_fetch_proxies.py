"""The proxy that the user names: who resolves names, what it is told, and what stays bounded."""

from __future__ import annotations

import base64
import socket
import ssl
import time
from pathlib import Path

import pytest
import trustme

from scanner.fetch import FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from tests.fetch.stub_proxy import Notes, http_proxy, socks_proxy
from tests.fetch.stub_web import (
    StubServer,
    answer,
    capture_of,
    fetch_all,
    fetch_one,
    make_probe,
    silent,
    trickle,
)

HOST = "secure.example"


@pytest.fixture(autouse=True)
def no_resolving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may look a name up on this machine."""
    real = socket.getaddrinfo

    def refuse(host: str, *args: object, **kwargs: object) -> object:
        assert host == "127.0.0.1", "a name was resolved here"
        return real(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_by_socks_only_the_proxy_learns_the_names(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="http://www.elsewhere.example:8080/page")
    server.scripts["/page"] = answer(200, b"here")
    notes = Notes(server.place)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        got = capture_of(options, make_probe("http://wexcombe.example/"))
    assert (got.failure, got.body) == (None, b"here")
    assert notes.asked == [("wexcombe.example", 80), ("www.elsewhere.example", 8080)]
    assert got.hops[0].peer == f"127.0.0.1:{port}"
    assert server.asked[0].headers["host"] == "wexcombe.example"


def test_by_socks_the_certificate_is_the_hosts_own(tls_server: StubServer, ca_file: Path) -> None:
    tls_server.scripts["/"] = answer(200, b"safe")
    notes = Notes(tls_server.place)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}", ca_file=ca_file)
        probes = [make_probe(f"https://{HOST}/", id=str(number)) for number in range(3)]
        got = [e for e in fetch_all(options, *probes) if isinstance(e, Capture)]
        impostor = capture_of(options, make_probe("https://impostor.example/"))
    assert [capture.body for capture in got] == [b"safe"] * 3
    assert len(got[0].hops[0].certificate_sha256) == 64
    assert impostor.failure is Failure.TLS
    # One connection served all three.
    assert notes.asked == [(HOST, 443), ("impostor.example", 443)]


@pytest.mark.parametrize("host", ["93.184.215.14", "[2606:2800:21f::1]"])
def test_by_socks_a_public_address_goes_as_such(server: StubServer, host: str) -> None:
    server.scripts["/"] = answer(200, b"here")
    notes = Notes(server.place)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        assert capture_of(options, make_probe(f"http://{host}/")).body == b"here"
    assert notes.asked == [(host.strip("[]"), 80)]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0x7f.1", "[::ffff:10.0.0.1]", "localhost", "router", "169.254.169.254"]
)
def test_a_proxy_is_never_asked_for_what_is_inside(server: StubServer, host: str) -> None:
    notes = Notes(server.place)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        got = fetch_one(options, make_probe(f"http://{host}/"))
        assert isinstance(got, Skipped)
        assert got.reason is SkipReason.ADDRESS_REFUSED
        server.scripts["/"] = answer(302, Location=f"http://{host}/")
        away = capture_of(options, make_probe("http://wexcombe.example/"))
    assert away.failure is Failure.REDIRECT_REFUSED
    assert notes.asked == [("wexcombe.example", 80)]


def test_an_onion_page_is_reached_by_its_name(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"hidden")
    notes = Notes(server.place)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        assert capture_of(options, make_probe("http://wexcombe.onion/")).body == b"hidden"
    assert notes.asked == [("wexcombe.onion", 80)]


@pytest.mark.parametrize(
    ("needs", "proves"), [(("jane", "s3cret:/@"), True), (("jane", "another"), False)]
)
def test_a_socks_proxy_gets_its_password_and_nobody_else_sees_it(
    server: StubServer, needs: tuple[str, str], proves: bool
) -> None:
    server.scripts["/"] = answer(200, b"here")
    notes = Notes(server.place, needs=needs)
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://jane:s3cret%3A%2F%40@127.0.0.1:{port}")
        events = fetch_all(options, make_probe("http://wexcombe.example/"))
    got = events[-1]
    assert set(notes.logins) == {("jane", "s3cret:/@")}
    if proves:
        assert isinstance(got, Capture)
        assert got.body == b"here"
    else:
        assert isinstance(got, Skipped)
        assert got.reason is SkipReason.PROXY
        assert "does not accept the user name and password" in got.detail
    assert "s3cret" not in repr(options) + repr(events)


@pytest.mark.parametrize("reply", [3, 4, 5, 6])
def test_what_the_socks_proxy_cannot_reach_is_told_of_the_host(
    server: StubServer, reply: int
) -> None:
    with socks_proxy(Notes(server.place, reply=reply)) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        got = capture_of(options, make_probe("http://wexcombe.example/"))
    assert got.failure is Failure.REFUSED_CONNECTION
    assert got.failure_detail == "the proxy could not reach it"
    assert server.asked == []


@pytest.mark.parametrize("scheme", ["socks5h", "http"])
@pytest.mark.parametrize("script", [silent(), trickle(b"HTTP/1.1 200 OK\r\nX: ", b"y")])
def test_what_takes_too_long_behind_a_proxy_is_cut_off(
    server: StubServer, scheme: str, script: object
) -> None:
    assert callable(script)
    for path in ("/", "http://wexcombe.example/"):
        server.scripts[path] = script
    proxy = socks_proxy if scheme == "socks5h" else http_proxy
    with proxy(Notes(server.place)) as port:
        options = FetchOptions(proxy=f"{scheme}://127.0.0.1:{port}")
        began = time.monotonic()
        got = capture_of(options, make_probe("http://wexcombe.example/", timeout_s=0.4))
        assert time.monotonic() - began < 4
    assert got.failure is Failure.TIMEOUT


@pytest.fixture
def proxy_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_by_an_http_proxy_https_is_a_tunnel(
    tls_server: StubServer, ca_file: Path, proxy_context: ssl.SSLContext, scheme: str
) -> None:
    tls_server.scripts["/page"] = answer(200, b"safe")
    notes = Notes(tls_server.place)
    with http_proxy(notes, proxy_context if scheme == "https" else None) as port:
        options = FetchOptions(proxy=f"{scheme}://jane:s3cret@127.0.0.1:{port}", ca_file=ca_file)
        got = capture_of(options, make_probe(f"https://{HOST}/page"))
        impostor = capture_of(options, make_probe("https://impostor.example/page"))
    assert (got.failure, got.body) == (None, b"safe")
    assert impostor.failure is Failure.TLS
    assert notes.asked[0] == (HOST, 443)
    basic = base64.b64encode(b"jane:s3cret").decode()
    assert set(notes.logins) == {(f"Basic {basic}", "")}
    assert "proxy-authorization" not in tls_server.asked[0].headers


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_by_an_http_proxy_http_is_handed_on(
    server: StubServer, ca_file: Path, proxy_context: ssl.SSLContext, scheme: str
) -> None:
    server.scripts["http://wexcombe.example/page"] = answer(200, b"by proxy")
    with http_proxy(Notes(server.place), proxy_context if scheme == "https" else None) as port:
        options = FetchOptions(proxy=f"{scheme}://127.0.0.1:{port}", ca_file=ca_file)
        got = capture_of(options, make_probe("http://wexcombe.example/page"))
    assert (got.failure, got.body) == (None, b"by proxy")


def test_an_https_proxy_has_to_prove_who_it_is(
    server: StubServer, proxy_context: ssl.SSLContext
) -> None:
    with http_proxy(Notes(server.place), proxy_context) as port:
        options = FetchOptions(proxy=f"https://127.0.0.1:{port}")
        got = fetch_one(options, make_probe("http://wexcombe.example/page"))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.PROXY
    assert got.detail == "the proxy: its certificate could not be verified"
    assert server.asked == []


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("socks5://127.0.0.1:9050", "socks5h"),
        ("socks4a://127.0.0.1:9050", "socks5h"),
        ("socks://127.0.0.1:9050", "socks5h"),
        ("127.0.0.1:9050", "must be written as"),
        ("ftp://127.0.0.1", "must be written as"),
        ("http://", "must be written as"),
        ("http://jane:hush@host:99999", "must be written as"),
        ("http://jane:hush@host/path", "must be written as"),
    ],
)
def test_a_proxy_that_cannot_be_meant_is_refused_without_quoting_it(proxy: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        FetchOptions(proxy=proxy)
    assert "hush" not in str(refused.value)
    assert refused.value.__cause__ is None
