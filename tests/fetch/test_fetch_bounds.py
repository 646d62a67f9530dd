"""Bounds of time and size against servers that would go on for ever."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner.fetch import FetchOptions
from scanner.model.capture import Capture, Failure
from tests.fetch.stub_web import (
    LOOPBACK,
    Script,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    make_probe,
    raw,
    silent,
    trickle,
)

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

ENDLESS: dict[str, Script] = {
    "says nothing": silent(),
    "half a status line": silent(b"HTTP/1.1 2"),
    "trickled status line": trickle(b"HTTP/1.1 ", b"2"),
    "trickled header": trickle(HEAD + b"X-Slow: ", b"a"),
    "trickled headers": trickle(HEAD, b"X: y\r\n"),
    "interim answers": trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "trickled body": trickle(HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "body that never ends": trickle(HEAD + b"\r\n", b"x"),
    "body whose connection stays open": silent(HEAD + b"\r\nsome text"),
    "trickled chunk size": trickle(CHUNKED, b"0"),
    "trickled chunks": trickle(CHUNKED, b"1\r\nx\r\n"),
    "trickled trailers": trickle(CHUNKED + b"0\r\n", b"X: y\r\n"),
}


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_whatever_takes_too_long_is_cut_off(server: StubServer, script: Script) -> None:
    server.scripts["/"] = script
    began = time.monotonic()
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=0.4))
    assert time.monotonic() - began < 1.5
    assert got.failure in (Failure.TIMEOUT, Failure.PROTOCOL)
    if got.failure is Failure.PROTOCOL:
        # The library's own bound on lines or headers came first.
        assert got.elapsed_ms < 400


def test_a_slow_tls_handshake_is_cut_off_too(server: StubServer) -> None:
    server.scripts["/"] = answer(200)
    began = time.monotonic()
    # A server that waits for an end of line never answers the greeting.
    got = capture_of(LOOPBACK, make_probe(f"https://127.0.0.1:{server.port}/", timeout_s=0.4))
    assert time.monotonic() - began < 1.5
    assert got.failure in (Failure.TIMEOUT, Failure.TLS)


def test_what_came_before_the_deadline_is_kept(server: StubServer) -> None:
    server.scripts["/"] = silent(HEAD + b"\r\nsome text")
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=0.4))
    assert (got.failure, got.status, got.body) == (Failure.TIMEOUT, 200, b"some text")


def test_redirects_share_one_deadline(server: StubServer) -> None:
    for number in range(10):
        server.scripts[f"/{number}"] = _late_redirect(f"/{number + 1}")
    got = capture_of(LOOPBACK, make_probe(server.url("/0"), timeout_s=0.6, max_redirects=20))
    assert got.failure is Failure.TIMEOUT
    assert got.elapsed_ms < 1000


def _late_redirect(location: str) -> Script:
    def write(connection: socket.socket, over: threading.Event) -> None:
        over.wait(0.2)
        answer(302, Location=location)(connection, over)

    return write


def test_the_body_of_a_redirect_is_not_waited_for(server: StubServer) -> None:
    server.scripts["/"] = silent(
        b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 99999999\r\n\r\n"
    )
    server.scripts["/there"] = answer(200, b"here")
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=5))
    assert (got.failure, got.body) == (None, b"here")
    assert got.elapsed_ms < 2000


@pytest.mark.parametrize("extra", [0, 1])
def test_the_bound_is_exact(server: StubServer, extra: int) -> None:
    server.scripts["/"] = answer(200, b"x" * (1000 + extra))
    got = capture_of(LOOPBACK, make_probe(server.url(), max_bytes=1000))
    assert got.failure is (Failure.TOO_LARGE if extra else None)
    assert got.body == got.wire == b"x" * 1000


@pytest.mark.parametrize(
    ("encoding", "squeeze"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_bomb_costs_no_memory(
    server: StubServer, encoding: str, squeeze: Callable[[bytes], bytes]
) -> None:
    server.scripts["/"] = answer(200, squeeze(bytes(50_000_000)), Content_Encoding=encoding)
    tracemalloc.start()
    try:
        got = capture_of(LOOPBACK, make_probe(server.url(), max_bytes=1_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (got.failure, len(got.body)) == (Failure.TOO_LARGE, 1_000_000)
    assert peak < 8_000_000


def test_a_bomb_on_a_redirect_costs_nothing_at_all(server: StubServer) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    server.scripts["/"] = answer(302, bomb, Content_Encoding="gzip", Location="/there")
    server.scripts["/there"] = answer(200, b"here")
    tracemalloc.start()
    try:
        got = capture_of(LOOPBACK, make_probe(server.url()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert got.body == b"here"
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        CHUNKED + b"zz\r\nbroken",
        CHUNKED + b"a\r\nshort",
        HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(500)) + b"\r\n",
        HEAD + b"X-Long: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "blank", "ssh", "short", "bad chunk", "short chunk", "headers", "long header"],
)
def test_broken_http_is_a_failure_and_no_exception(server: StubServer, content: bytes) -> None:
    server.scripts["/"] = raw(content)
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert got.failure is Failure.PROTOCOL
    assert got.failure_detail


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_content_does_not_wait_for_any(server: StubServer, status: int) -> None:
    server.scripts["/"] = silent(
        b"HTTP/1.1 %d No Content\r\nContent-Encoding: gzip\r\n\r\n" % status
    )
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.failure, got.body) == (status, None, b"")


@pytest.mark.parametrize(
    ("host", "detail"),
    [("secure.example", ""), ("impostor.example", "its certificate is for another host")],
)
def test_a_certificate_must_be_for_the_host(
    tls_server: StubServer, ca_file: Path, host: str, detail: str
) -> None:
    tls_server.scripts["/"] = answer(200, b"safe")
    options = FetchOptions(connect_to={host: tls_server.place}, ca_file=ca_file)
    got = capture_of(options, make_probe(f"https://{host}/", site=host))
    assert got.failure is (Failure.TLS if detail else None)
    assert got.failure_detail == detail


def test_a_certificate_must_come_from_a_known_authority(tls_server: StubServer) -> None:
    options = FetchOptions(connect_to={"secure.example": tls_server.place})
    got = capture_of(options, make_probe("https://secure.example/", site="secure.example"))
    assert got.failure is Failure.TLS
    assert "unknown authority" in got.failure_detail
    assert tls_server.asked == []


def test_certificates_are_loaded_once_however_many_hosts_begin_together(
    tls_server: StubServer, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[object] = []
    build = ssl.create_default_context
    monkeypatch.setattr(
        ssl, "create_default_context", lambda **kwargs: built.append(kwargs) or build(**kwargs)
    )
    own = tmp_path / "ca.pem"
    own.write_bytes(ca_file.read_bytes())
    tls_server.scripts["/"] = answer(200, b"safe")
    hosts = [f"{n}.example" for n in range(8)] + ["secure.example", "www.secure.example"]
    options = FetchOptions(connect_to=dict.fromkeys(hosts, tls_server.place), ca_file=own)
    probes = [make_probe(f"https://{host}/", id=host, site=host) for host in hosts]
    got = [event for event in fetch_all(options, *probes) if isinstance(event, Capture)]
    assert sorted(str(capture.failure or "") for capture in got) == ["", "", *["tls"] * 8]
    assert len(built) == 1


def test_no_variable_of_the_environment_weakens_tls(
    tls_server: StubServer, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(ca_file))
    options = FetchOptions(connect_to={"secure.example": tls_server.place})
    got = capture_of(options, make_probe("https://secure.example/", site="secure.example"))
    assert got.failure is Failure.TLS
