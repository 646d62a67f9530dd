"""For evidence, an exchange is kept byte by byte; a key that it carries is not."""

from __future__ import annotations

import gzip
import ssl
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from scanner.fetch import FetchOptions
from scanner.model.capture import Failure, Trace
from scanner.model.plan import Request
from tests.fetch.stub_web import LOOPBACK, StubServer, answer, capture_of, make_probe, raw

TRACING = replace(LOOPBACK, keeps_trace=True)
HEAD = b"HTTP/1.1 200 Fine By Us\r\ncontent-type:text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKS = b"4;note=1\r\n<p>H\r\n8\r\nello</p>\r\n0\r\n\r\n"


def trace_of(url: str, options: FetchOptions = TRACING, headers: tuple = ()) -> Trace:  # type: ignore[type-arg]
    probe = replace(make_probe(url), request=Request(url, headers=headers))
    trace = capture_of(options, probe).hops[-1].trace
    assert trace is not None
    return trace


def test_an_answer_is_kept_with_its_framing_and_without_interim_ones(server: StubServer) -> None:
    server.scripts["/"] = raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HEAD + CHUNKS)
    got = capture_of(TRACING, make_probe(server.url("/")))
    trace = got.hops[0].trace
    assert trace is not None
    assert (trace.head, trace.content, got.wire) == (HEAD, CHUNKS, b"<p>Hello</p>")
    assert trace.sha256 == sha256(HEAD + CHUNKS).hexdigest()


def test_content_that_has_no_framing_is_kept_once(server: StubServer) -> None:
    page = gzip.compress(b"<p>Hello</p>")
    server.scripts["/"] = answer(200, page, Content_Encoding="gzip")
    got = capture_of(TRACING, make_probe(server.url("/")))
    trace = got.hops[0].trace
    assert trace is not None
    assert (trace.content, got.wire) == (b"", page)
    assert trace.sha256 == sha256(trace.head + page).hexdigest()


def test_a_request_is_kept_as_sent_but_for_what_may_be_a_key(server: StubServer) -> None:
    server.scripts["/?q=1"] = answer(200, b"x")
    keyed = (("hibp-api-key", "s3cret"), ("Authorization", "Basic czNjcmV0"), ("Accept", "a/b"))
    trace = trace_of(server.url("/?q=1"), headers=keyed)
    assert trace.request.startswith(b"GET /?q=1 HTTP/1.1\r\n")
    assert trace.request.endswith(b"\r\n\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n".encode() in trace.request
    assert b"Accept: a/b\r\n" in trace.request
    assert b"hibp-api-key: VALUE-NOT-SHOWN\r\n" in trace.request
    assert b"Authorization: VALUE-NOT-SHOWN\r\n" in trace.request
    assert b"s3cret" not in trace.request
    assert b"czNjcmV0" not in trace.request
    assert server.asked[0].headers["hibp-api-key"] == "s3cret"


def test_of_a_redirect_is_kept_what_came(server: StubServer) -> None:
    server.scripts["/old"] = answer(302, b"moved", Location="/new")
    server.scripts["/new"] = answer(200, b"x")
    got = capture_of(TRACING, make_probe(server.url("/old")))
    first, second = (hop.trace for hop in got.hops)
    assert first is not None
    assert second is not None
    assert first.head.startswith(b"HTTP/1.1 302 ")
    assert first.content == b"moved"
    assert second.request.startswith(b"GET /new ")


def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(server: StubServer) -> None:
    server.scripts["/"] = raw(HEAD + CHUNKS[:14])
    got = capture_of(TRACING, make_probe(server.url("/")))
    assert got.failure is Failure.PROTOCOL
    trace = got.hops[0].trace
    assert trace is not None
    assert trace.head == HEAD
    assert trace.sha256 == sha256(HEAD + CHUNKS[:14]).hexdigest()


def test_the_names_answer_is_kept_where_a_name_was_looked_up(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.scripts["/"] = answer(200, b"x")
    named = trace_of(f"http://localhost:{server.port}/")
    assert "127.0.0.1" in named.addresses
    mapped = FetchOptions(connect_to={"a.example": server.place}, keeps_trace=True)
    assert trace_of("http://a.example/", mapped).addresses == ()


def test_the_chain_of_certificates_is_kept(tls_server: StubServer, ca_file: Path) -> None:
    tls_server.scripts["/"] = answer(200, b"x")
    place = {"secure.example": tls_server.place}
    options = FetchOptions(connect_to=place, ca_file=ca_file, keeps_trace=True)
    got = capture_of(options, make_probe("https://secure.example/"))
    trace = got.hops[0].trace
    assert trace is not None
    assert sha256(trace.certificates[0]).hexdigest() == got.hops[0].certificate_sha256
    assert "CERTIFICATE" in ssl.DER_cert_to_PEM_cert(trace.certificates[0])


def test_nothing_of_it_is_kept_unasked(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"x")
    assert capture_of(LOOPBACK, make_probe(server.url("/"))).hops[0].trace is None
