"""Pages, redirects, what is recorded of them, and what is never carried elsewhere."""

from __future__ import annotations

import gzip
import logging
import socket
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Failure
from scanner.model.events import ProbeStarted, RequestSent
from tests.fetch.stub_web import (
    LOOPBACK,
    NOW,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    make_probe,
    raw,
)


def mapped(**hosts: StubServer) -> FetchOptions:
    """Options under which `a=server` reaches that server as a.example."""
    return FetchOptions(connect_to={f"{name}.example": web.place for name, web in hosts.items()})


def test_a_page_comes_back_whole_with_what_evidence_needs(server: StubServer) -> None:
    server.scripts["/page?q=1"] = answer(
        200, b"<p>Hello</p>", X_Second="b", Content_Type="text/html"
    )
    got = capture_of(LOOPBACK, make_probe(server.url("/page?q=1#part")))
    assert (got.status, got.failure, got.body, got.wire) == (200, None, got.wire, b"<p>Hello</p>")
    assert got.final_url == server.url("/page?q=1")
    assert got.hops[0].headers == (
        ("Content-Length", "12"),
        ("X-Second", "b"),
        ("Content-Type", "text/html"),
    )
    assert got.hops[0].peer == f"127.0.0.1:{server.port}"
    assert got.fetched_at == NOW


def test_we_say_who_we_are_and_how_to_reach_us(server: StubServer) -> None:
    capture_of(LOOPBACK, make_probe(server.url()))
    sent = server.asked[0].headers
    assert sent["user-agent"].startswith("netcurtain/")
    assert "contact: desk@example.org" in sent["user-agent"]
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["host"] == f"127.0.0.1:{server.port}"
    assert "referer" not in sent


def test_repeated_headers_stay_apart_and_in_order(server: StubServer) -> None:
    server.scripts["/"] = raw(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-One: 1\r\nset-cookie: b=2\r\n"
        b"Content-Length: 0\r\n\r\n"
    )
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert got.hops[0].headers[:3] == (("Set-Cookie", "a=1"), ("X-One", "1"), ("set-cookie", "b=2"))


def bare_deflate(content: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(content) + squeeze.flush()


@pytest.mark.parametrize(
    ("encoding", "squeeze"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", lambda content: gzip.compress(content[:5]) + gzip.compress(content[5:])),
        ("gzip", lambda content: gzip.compress(content, mtime=0) + b"\0\0\0padding"),
        ("deflate", zlib.compress),
        ("deflate", bare_deflate),
        ("identity", bytes),
    ],
)
def test_compressed_pages_are_kept_both_ways(
    server: StubServer, encoding: str, squeeze: object
) -> None:
    page = b"<p>Wexcombe parish council</p>" * 500
    assert callable(squeeze)
    wire = squeeze(page)
    server.scripts["/"] = answer(200, wire, Content_Encoding=encoding)
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.failure, got.body, got.wire) == (None, page, wire)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", b"this is not gzip"),
        ("gzip", gzip.compress(b"a page" * 100, mtime=0)[:-9]),
        ("deflate", b"\xff\xff\xff\xff"),
        ("br", b"whatever"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"a page", mtime=0), mtime=0)),
    ],
    ids=["no gzip", "cut short", "no deflate", "unasked", "twice"],
)
def test_broken_or_unasked_encodings_are_a_failure(
    server: StubServer, encoding: str, content: bytes
) -> None:
    server.scripts["/"] = answer(200, content, Content_Encoding=encoding)
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.failure) == (200, Failure.PROTOCOL)


@pytest.mark.parametrize("status", [404, 403, 410, 500])
def test_a_status_is_no_failure_and_nothing_is_asked_twice(server: StubServer, status: int) -> None:
    server.scripts["/"] = answer(status, b"no", Retry_After="1")
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.failure, got.body) == (status, None, b"no")
    assert server.paths == ["/"]
    assert got.header("retry-after") == "1"


def test_redirects_are_followed_hop_by_hop_and_announced(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/start"] = answer(301, b"moved", Location="/middle")
    server.scripts["/middle"] = answer(302, Location="http://b.example/end")
    other_server.scripts["/end"] = answer(200, b"here")
    events = fetch_all(
        mapped(a=server, b=other_server), make_probe("http://a.example/start", site="a.example")
    )
    started, *sendings, got = events
    assert isinstance(started, ProbeStarted)
    assert isinstance(got, Capture)
    assert [(hop.url, hop.status) for hop in got.hops] == [
        ("http://a.example/start", 301),
        ("http://a.example/middle", 302),
        ("http://b.example/end", 200),
    ]
    assert got.body == b"here"
    told = [event.sending for event in sendings if isinstance(event, RequestSent)]
    assert [(s.what, s.site, s.url) for s in told] == [
        ("probe", "a.example", "http://a.example/start"),
        ("redirect", "a.example", "http://a.example/middle"),
        ("redirect", "b.example", "http://b.example/end"),
    ]
    assert other_server.asked[0].headers["host"] == "b.example"


def test_redirects_end_somewhere(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="/")
    got = capture_of(LOOPBACK, make_probe(server.url(), max_redirects=3))
    assert (got.failure, len(got.hops), len(server.asked)) == (Failure.TOO_MANY_REDIRECTS, 4, 4)


@pytest.mark.parametrize(
    "location",
    ["ftp://b.example/", "javascript:alert(1)", "http://", "http://[x/", " ", "file:///etc/passwd"],
)
def test_a_redirect_to_no_web_address_is_refused(server: StubServer, location: str) -> None:
    server.scripts["/"] = answer(302, Location=location)
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)


def test_credentials_and_cookies_stay_with_their_origin(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/start"] = answer(302, Location="/again", Set_Cookie="crumb=1; Path=/")
    server.scripts["/again"] = answer(302, Location="http://u:p@b.example/there")
    other_server.scripts["/there"] = answer(302, Location="http://a.example/back")
    server.scripts["/back"] = answer(200)
    capture_of(
        mapped(a=server, b=other_server),
        make_probe(
            "http://a.example/start",
            site="a.example",
            headers=(("Authorization", "Basic c2VjcmV0"), ("X-Key", "k"), ("Host", "evil.example")),
        ),
    )
    start, again, back = server.asked
    assert start.headers["authorization"] == again.headers["authorization"] == "Basic c2VjcmV0"
    assert (start.headers["x-key"], start.headers["host"]) == ("k", "a.example")
    assert again.headers["cookie"] == "crumb=1"
    (there,) = other_server.asked
    assert not {"authorization", "x-key", "cookie"} & set(there.headers)
    assert not {"authorization", "x-key"} & set(back.headers)


def test_another_port_of_the_same_host_is_another_origin(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/"] = answer(302, Location=other_server.url("/x"))
    capture_of(LOOPBACK, make_probe(server.url(), headers=(("Authorization", "secret"),)))
    assert other_server.paths == ["/x"]
    assert "authorization" not in other_server.asked[0].headers


def test_cookies_of_one_probe_are_unknown_to_the_next(server: StubServer) -> None:
    server.scripts["/"] = answer(200, Set_Cookie="crumb=1; Path=/")
    fetch_all(LOOPBACK, make_probe(server.url(), id="1"), make_probe(server.url(), id="2"))
    assert len(server.asked) == 2
    assert all("cookie" not in asked.headers for asked in server.asked)


def test_what_was_posted_is_never_sent_on_to_another_origin(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/"] = answer(307, Location="http://b.example/")
    got = capture_of(
        mapped(a=server, b=other_server),
        make_probe("http://a.example/", site="a.example", method="POST", body=b"q=1"),
    )
    assert (got.failure, other_server.asked) == (Failure.REDIRECT_REFUSED, [])


def test_after_see_other_a_post_becomes_a_get(server: StubServer) -> None:
    server.scripts["/"] = answer(303, Location="/done")
    capture_of(LOOPBACK, make_probe(server.url(), method="POST", body=b"q=1"))
    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("POST", "/"),
        ("GET", "/done"),
    ]


def test_tls_keeps_the_real_name_and_records_the_certificate(
    tls_server: StubServer, ca_file: Path
) -> None:
    tls_server.scripts["/"] = answer(200, b"safe")
    options = FetchOptions(connect_to={"secure.example": tls_server.place}, ca_file=ca_file)
    got = capture_of(options, make_probe("https://secure.example/", site="secure.example"))
    assert (got.failure, got.body) == (None, b"safe")
    assert len(got.hops[0].certificate_sha256) == len(sha256().hexdigest())
    assert tls_server.asked[0].headers["host"] == "secure.example"


def test_one_connection_serves_a_host(tls_server: StubServer, ca_file: Path) -> None:
    tls_server.scripts["/"] = answer(200, b"safe")
    options = FetchOptions(connect_to={"secure.example": tls_server.place}, ca_file=ca_file)
    peers: set[object] = set()
    tls_server.scripts["/"] = lambda connection, over: (
        peers.add(connection.getpeername()),
        answer(200, b"safe")(connection, over),
    )[1]
    probes = [make_probe("https://secure.example/", id=str(n), site="s.example") for n in range(5)]
    got = [event for event in fetch_all(options, *probes) if isinstance(event, Capture)]
    assert [capture.body for capture in got] == [b"safe"] * 5
    assert len(peers) == 1
    assert len({capture.hops[0].certificate_sha256 for capture in got}) == 1


def test_probes_may_join_while_results_are_read(server: StubServer) -> None:
    server.scripts["/"] = answer(200)
    seen = []
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        assert list(fetcher.results()) == []
        fetcher.add(make_probe(server.url(), id="0"))
        for event in fetcher.results():
            if isinstance(event, Capture):
                seen.append(event.probe_id)
                if len(seen) < 4:
                    fetcher.add(make_probe(server.url(), id=str(len(seen))))
    assert seen == ["0", "1", "2", "3"]


def test_a_request_that_never_left_is_not_told_as_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        events = fetch_all(LOOPBACK, make_probe(url))
    got = events[-1]
    assert isinstance(got, Capture)
    assert (got.failure, got.hops) == (Failure.REFUSED_CONNECTION, ())
    assert not [event for event in events if isinstance(event, RequestSent)]


def test_nothing_private_reaches_a_log_or_a_message(
    server: StubServer, caplog: pytest.LogCaptureFixture
) -> None:
    private = "07700900123"
    server.scripts[f"/broken?q={private}"] = raw(
        b"HTTP/1.1 200 OK\r\n no colon here\r\nContent-Length: 5\r\n\r\nab"
    )
    server.scripts[f"/nonsense?q={private}"] = raw(b"\x00\x01 nonsense\r\n\r\n")
    with caplog.at_level(logging.DEBUG):
        events = fetch_all(
            LOOPBACK,
            make_probe(server.url(f"/broken?q={private}"), id="1"),
            make_probe(server.url(f"/nonsense?q={private}"), id="2"),
            make_probe(f"http://nowhere.invalid/?q={private}", id="3"),
            make_probe(server.url(), id="4", headers=(("X-Bad", f"{private}\nX: y"),)),
        )
    answers = [event for event in events if isinstance(event, Capture)]
    assert sorted(capture.probe_id for capture in answers) == ["1", "2", "3", "4"]
    assert all(capture.failure for capture in answers)
    assert private not in caplog.text
    assert private not in repr(events)
    assert not any(private in capture.failure_detail for capture in answers)
