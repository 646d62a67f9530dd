"""Answers made to harm: endless, contradictory, compressed to explode, broken off."""

from __future__ import annotations

import base64
import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from scanner.fetch import FetchOptions
from scanner.fetch.wire import MAX_HEAD_BYTES
from scanner.model.capture import Capture, Failure
from scanner.model.events import RequestSent
from tests.fetch.stub_web import (
    LOOPBACK,
    Script,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    flood,
    make_probe,
    raw,
    reset,
    silent,
    trickle,
)

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@contextmanager
def costing_at_most(peak_bytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < peak_bytes


FLOODS: dict[str, Script] = {
    "status line": flood(b"HTTP/1.1 200 ", b"O"),
    "interim answers": flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"),
    "headers": flood(HEAD, b"X: y\r\n"),
    "one header": flood(HEAD + b"X: ", b"y"),
    "headers folded for ever": flood(HEAD + b"X: y\r\n", b" more\r\n"),
    "body": flood(HEAD + b"\r\n", b"x"),
    "body of a huge length": flood(HEAD + b"Content-Length: 99999999999\r\n\r\n", b"x"),
    "chunk size": flood(CHUNKED, b"0"),
    "chunk extension": flood(CHUNKED + b"1;", b"e"),
    "tiny chunks with long extensions": flood(CHUNKED, b"1;" + b"e" * 5_000 + b"\r\nx\r\n"),
    "one huge chunk": flood(CHUNKED + b"F" * 12 + b"\r\n", b"x"),
    "trailers": flood(CHUNKED + b"0\r\n", b"X: y\r\n"),
    "one trailer": flood(CHUNKED + b"0\r\nX: ", b"y"),
}


@pytest.mark.parametrize("script", FLOODS.values(), ids=FLOODS)
def test_no_part_of_an_answer_can_go_on_for_ever(server: StubServer, script: Script) -> None:
    server.scripts["/"] = script
    with costing_at_most(4_000_000):
        got = capture_of(LOOPBACK, make_probe(server.url(), max_bytes=200_000, timeout_s=8))
    assert got.failure in (Failure.PROTOCOL, Failure.TOO_LARGE)
    assert len(got.body) <= 200_000
    assert got.elapsed_ms < 7_000


@pytest.mark.parametrize(("total", "passes"), [(MAX_HEAD_BYTES - 500, True), (200_000, False)])
def test_the_bound_on_headers_holds_for_all_of_them_together(
    server: StubServer, total: int, passes: bool
) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, b"y" * (total // 50 - 10)) for n in range(50))
    server.scripts["/"] = raw(HEAD + lines + b"Content-Length: 2\r\n\r\nok")
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.failure, got.body) == ((None, b"ok") if passes else (Failure.PROTOCOL, b""))
    assert passes or got.failure_detail == "its headers are too long"


def test_interim_answers_are_not_taken_for_the_answer(server: StubServer) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    server.scripts["/"] = raw(interim + HEAD + b"Content-Length: 4\r\n\r\npage")
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.body, got.failure) == (200, b"page", None)
    assert [name for name, _ in got.hops[0].headers] == ["Content-Length"]


def zstd_bomb() -> bytes:
    """Zeros as a Zstandard frame of run-length blocks: 4 bytes for 128 KiB (RFC 8878)."""
    block = ((128 * 1024) << 3 | 1 << 1).to_bytes(3, "little") + b"\0"
    last = (1 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"\0"
    return b"\x28\xb5\x2f\xfd\x00\x58" + block * 2_300 + last


# Made by Google's encoder from 300 MB of zeros.
BROTLI_BOMB = base64.b64decode(
    "z///fwAkAOKxQHLv//n//w+ABEAcFoDu/T////8BkACIwwLQvf/n//8/ABIAcVgAuvf//P//B0ACIA4LQPf+n////wBI"
    "AMRhAeje//P//x8ACYA4LADd+3/+//8DIAEQhwWge//P//9/ACQA4rAAdO//+f//D4AEQBwWgO79P////wGQAIjDAtC9"
    "/+f//z8AEgBxWAC69//8//8HQAIgDgtA9/6f////AEgAxGEB6N7/8///HwAJgDgsAN37f/7//wMgARCHBaB7/8///38A"
    "JADisAB07//5//8PgARAHBaA7v1//v//ApAAiMMC0L3/BQ=="
)
ZEROS = bytes(10_000_000)


@pytest.mark.parametrize(
    ("encoding", "bomb", "failure"),
    [
        ("gzip", gzip.compress(ZEROS, mtime=0) * 29, Failure.TOO_LARGE),
        ("deflate", zlib.compress(bytes(50_000_000)), Failure.TOO_LARGE),
        ("br", BROTLI_BOMB, Failure.PROTOCOL),
        ("zstd", zstd_bomb(), Failure.PROTOCOL),
        ("gzip, gzip", gzip.compress(gzip.compress(ZEROS) * 29), Failure.PROTOCOL),
        ("deflate, gzip", gzip.compress(zlib.compress(ZEROS)), Failure.PROTOCOL),
        ("gzip, br", BROTLI_BOMB, Failure.PROTOCOL),
        ("compress", b"\x1f\x9d\x90", Failure.PROTOCOL),
        ("gzip", gzip.compress(b"", mtime=0) * 10_000, Failure.PROTOCOL),
    ],
    ids=["gzip", "deflate", "br", "zstd", "gzip twice", "both", "gzip br", "compress", "members"],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_no_compressed_bomb_costs_memory(
    server: StubServer, encoding: str, bomb: bytes, failure: Failure, chunked: bool
) -> None:
    head = HEAD + b"Content-Encoding: " + encoding.encode() + b"\r\n"
    if chunked:
        sized = b"%x\r\n%b\r\n0\r\n\r\n" % (len(bomb), bomb)
        server.scripts["/"] = raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + sized)
    else:
        server.scripts["/"] = raw(head + b"Content-Length: %d\r\n\r\n" % len(bomb) + bomb)
    with costing_at_most(5_000_000):
        got = capture_of(LOOPBACK, make_probe(server.url(), max_bytes=1_000_000))
    assert (got.status, got.failure) == (200, failure)
    assert len(got.body) == (1_000_000 if failure is Failure.TOO_LARGE else 0)


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nshort", b"short"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\npage", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: four\r\n\r\npage", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 400\r\n\r\npage", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\npage", b""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\npage", b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", b""),
        (b"<html>an answer of the first HTTP</html>\r\n", b""),
        (b"HTTP/1.1 two hundred\r\n\r\n", b""),
        (b"HTTP/1.1 20 Short\r\n\r\n", b""),
        (b"HTTP/1.1 2000 Long\r\n\r\n", b""),
        (b"HTTP/9.9 200 OK\r\n\r\n", b""),
        (b"HTTP/1.1\r\n\r\n", b""),
        (b"ICY 200 OK\r\n\r\n", b""),
        (b"\x00\x00\x00\x04\x00\x00\x00\x00\x00", b""),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b""),
    ],
)
def test_what_cannot_be_read_for_sure_is_never_taken_for_a_page(
    server: StubServer, content: bytes, body: bytes
) -> None:
    server.scripts["/"] = raw(content)
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=5))
    assert (got.failure, got.body) == (Failure.PROTOCOL, body)
    assert got.failure_detail


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Length: 4\r\nContent-Length: 4\r\n\r\npage",
        b"Content-Length: 999\r\nTransfer-Encoding: Chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n4\r\npage\r\n0\r\n\r\n",
        b"Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\npage",
        b"Content-Length: 4\r\nContent-Encoding: UTF-8\r\n\r\npage",
        b"Content-Length: 4\r\nX-Nul: a\0b\r\n\r\npage",
        b"Content-Length: 4\r\nX-Latin: caf\xe9\r\n\r\npage",
        b"Content-Length: 4\r\n\r\npage and what was never promised",
    ],
    ids=[
        "said twice",
        "chunks win",
        "chunked twice",
        "identity",
        "no encoding",
        "NUL",
        "Latin-1",
        "more than promised",
    ],
)
def test_what_is_odd_but_clear_is_read(server: StubServer, content: bytes) -> None:
    server.scripts["/"] = raw(HEAD + content)
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=5))
    assert (got.failure, got.body) == (None, b"page")


def test_more_than_promised_is_not_the_next_answer(server: StubServer) -> None:
    forged = HEAD + b"Content-Length: 6\r\n\r\nforged"
    server.scripts["/first"] = raw_kept(HEAD + b"Content-Length: 4\r\n\r\npage" + forged)
    server.scripts["/second"] = answer(200, b"own")
    probes = [make_probe(server.url(path), id=path) for path in ("/first", "/second")]
    got = {e.probe_id: e for e in fetch_all(LOOPBACK, *probes) if isinstance(e, Capture)}
    assert got["/first"].body == b"page"
    assert got["/second"].body == b"own"


def raw_kept(content: bytes) -> Script:
    return lambda connection, over: connection.sendall(content)


RESETS: dict[str, bytes] = {
    "at once": b"",
    "in the status line": b"HTTP/1.1 20",
    "in the headers": HEAD + b"Content-Le",
    "before the body": HEAD + b"Content-Length: 10\r\n\r\n",
    "in the body": HEAD + b"Content-Length: 10\r\n\r\nhalf",
    "in a chunk size": CHUNKED + b"4\r\npage\r\n1",
    "in a chunk": CHUNKED + b"a\r\nhalf",
    "before the trailers": CHUNKED + b"4\r\npage\r\n0\r\n",
}


@pytest.mark.parametrize("start", RESETS.values(), ids=RESETS)
def test_a_reset_at_any_point_is_a_failure(server: StubServer, start: bytes) -> None:
    server.scripts["/"] = reset(start)
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=8))
    assert got.failure is Failure.PROTOCOL
    assert got.failure_detail


def once_then(first: Script, *others: Script) -> Script:
    """Another behaviour for each request in turn; the last one for all that follow."""
    left = [first, *others]

    def write(connection: socket.socket, over: threading.Event) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(connection, over)

    return write


def hang_up(connection: socket.socket, over: threading.Event) -> None:
    raise ConnectionAbortedError


@pytest.mark.parametrize("end", [hang_up, reset()], ids=["closed", "reset"])
def test_a_kept_connection_that_was_dropped_is_no_failure(server: StubServer, end: Script) -> None:
    server.scripts["/"] = once_then(answer(200, b"one"), end, answer(200, b"two"))
    probes = [make_probe(server.url(), id=str(number)) for number in range(2)]
    events = fetch_all(LOOPBACK, *probes)
    got = [event for event in events if isinstance(event, Capture)]
    assert [(capture.body, capture.failure) for capture in got] == [(b"one", None), (b"two", None)]
    # Each of the three left, so each of them is told.
    assert len([event for event in events if isinstance(event, RequestSent)]) == 3


def test_a_dropped_connection_keeps_the_sites_pause_and_counts(server: StubServer) -> None:
    server.scripts["/"] = once_then(answer(200, b"one"), hang_up, answer(200, b"two"))
    options = replace(LOOPBACK, spacing_s=0.5)
    probes = [make_probe(server.url(), id=str(number)) for number in range(2)]
    got = [event for event in fetch_all(options, *probes) if isinstance(event, Capture)]
    assert [(capture.body, capture.attempts) for capture in got] == [(b"one", 1), (b"two", 2)]
    began = [asked.began for asked in server.asked]
    assert all(later - earlier >= 0.5 for earlier, later in pairwise(began))


def test_what_was_posted_is_never_repeated(server: StubServer) -> None:
    server.scripts["/"] = once_then(answer(200, b"one"), hang_up, answer(200, b"two"))
    probes = [make_probe(server.url(), id=str(n), method="POST", body=b"q=1") for n in range(2)]
    got = [event for event in fetch_all(LOOPBACK, *probes) if isinstance(event, Capture)]
    assert [capture.failure for capture in got] == [None, Failure.PROTOCOL]
    assert len(server.asked) == 2


def test_half_an_answer_on_a_kept_connection_is_a_failure(server: StubServer) -> None:
    server.scripts["/"] = once_then(
        answer(200, b"one"), raw(HEAD + b"Content-Length: 9\r\n\r\nha"), answer(200, b"again")
    )
    probes = [make_probe(server.url(), id=str(number)) for number in range(2)]
    got = [event for event in fetch_all(LOOPBACK, *probes) if isinstance(event, Capture)]
    assert [capture.failure for capture in got] == [None, Failure.PROTOCOL]


def test_a_redirect_with_a_short_body_keeps_its_connection(server: StubServer) -> None:
    peers: set[object] = set()

    def noted(script: Script) -> Script:
        def write(connection: socket.socket, over: threading.Event) -> None:
            peers.add(connection.getpeername())
            script(connection, over)

        return write

    server.scripts["/"] = noted(answer(302, b"<p>Moved</p>", Location="/empty"))
    server.scripts["/empty"] = noted(answer(302, Location="/there"))
    server.scripts["/there"] = noted(answer(200, b"here"))
    assert capture_of(LOOPBACK, make_probe(server.url())).body == b"here"
    assert len(peers) == 1


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/caf\u00e9".encode(), "/caf%C3%A9"),
        (b"/caf\xe9", "/caf%C3%A9"),
        (b"/a b", "/a%20b"),
        (b"/nul\0", "/nul%00"),
        (b"/tab\there", "/tabhere"),
    ],
)
def test_odd_places_are_escaped_before_they_are_asked(
    server: StubServer, location: bytes, path: str
) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    server.scripts["/"] = raw_kept(head + location + b"\r\n\r\n")
    server.scripts[path] = answer(200, b"here")
    assert capture_of(LOOPBACK, make_probe(server.url())).body == b"here"
    assert server.paths == ["/", path]


@pytest.mark.parametrize(
    "headers",
    [
        b"Location: /one\r\nLocation: /two\r\n",
        b"Location: http://u:p@\r\n",
        b"Location: http://[::1/\r\n",
        b"Location: data:text/html,x\r\n",
    ],
)
def test_a_redirect_that_cannot_be_read_is_refused(server: StubServer, headers: bytes) -> None:
    server.scripts["/"] = raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + headers + b"\r\n")
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)
    assert server.paths == ["/"]


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf",
        b"Transfer-Encoding: chunked\r\n\r\nnonsense",
        b"Content-Length: 400\r\n\r\nhalf",
        b"\r\nuntil the end",
    ],
)
def test_no_body_of_a_redirect_is_waited_for(server: StubServer, rest: bytes) -> None:
    server.scripts["/"] = silent(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n" + rest)
    server.scripts["/there"] = answer(200, b"here")
    got = capture_of(LOOPBACK, make_probe(server.url(), timeout_s=20))
    assert (got.failure, got.body) == (None, b"here")
    assert got.elapsed_ms < 5_000


def test_redirects_to_ever_new_places_end(server: StubServer) -> None:
    for number in range(30):
        server.scripts[f"/{number}"] = answer(302, Location=f"/{number + 1}")
    got = capture_of(LOOPBACK, make_probe(server.url("/0"), max_redirects=5))
    assert (got.failure, len(server.asked)) == (Failure.TOO_MANY_REDIRECTS, 6)


def test_silence_before_the_first_byte_has_a_bound_of_its_own(server: StubServer) -> None:
    options = FetchOptions(allow_loopback=True, first_byte_timeout_s=0.3)
    server.scripts["/silent"] = silent()
    server.scripts["/slow"] = slowly(b"0123456789", 0.08)
    began = time.monotonic()
    got = capture_of(options, make_probe(server.url("/silent"), timeout_s=20))
    assert got.failure is Failure.TIMEOUT
    assert time.monotonic() - began < 5
    # What comes slowly, but comes, may take longer than that.
    got = capture_of(options, make_probe(server.url("/slow"), timeout_s=20))
    assert (got.failure, got.body) == (None, b"0123456789")
    assert got.elapsed_ms > 500


def slowly(body: bytes, pause_s: float) -> Script:
    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body))
        for value in body:
            over.wait(pause_s)
            connection.sendall(bytes([value]))

    return write


def test_a_host_that_swallows_connections_has_a_bound_of_its_own() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        # Nobody accepts: once the queue is full, Linux drops what knocks.
        knocking = [socket.socket() for _ in range(4)]
        for one in knocking:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        options = FetchOptions(allow_loopback=True, connect_timeout_s=0.3)
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"
        began = time.monotonic()
        events = fetch_all(options, make_probe(url, timeout_s=20))
        assert time.monotonic() - began < 5
        for one in knocking:
            one.close()
    got = events[-1]
    assert isinstance(got, Capture)
    assert got.failure is Failure.TIMEOUT
    assert not [event for event in events if isinstance(event, RequestSent)]


TLS_STALLS: dict[str, Script] = {
    "nothing": silent(),
    "half a record": silent(b"\x16\x03\x03\x40\x00\x02"),
    "trickled record": trickle(b"\x16\x03\x03\x40\x00", b"\x02"),
}


@pytest.mark.parametrize("stall", TLS_STALLS.values(), ids=TLS_STALLS)
def test_a_handshake_that_stalls_is_cut_off(ca_file: Path, stall: Script) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, listening(listener, stall) as over:
        place = ("127.0.0.1", listener.getsockname()[1])
        options = FetchOptions(connect_to={"secure.example": place}, ca_file=ca_file)
        began = time.monotonic()
        got = capture_of(options, make_probe("https://secure.example/", timeout_s=0.4))
        assert time.monotonic() - began < 4
        over.set()
    assert got.failure in (Failure.TIMEOUT, Failure.TLS)


@contextmanager
def listening(listener: socket.socket, script: Script) -> Iterator[threading.Event]:
    """Runs the script on each connection without waiting for a request first."""
    over = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                script(connection, over)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield over
    finally:
        over.set()
        thread.join()


def test_a_worker_is_free_again_after_each_of_them(server: StubServer) -> None:
    scripts = [*FLOODS.values(), reset(), hang_up, silent()]
    for number, script in enumerate(scripts):
        server.scripts[f"/{number}"] = script
    server.scripts["/page"] = answer(200, b"here")
    before = threading.active_count()
    probes = [
        make_probe(
            server.url(f"/{n}"), id=str(n), site=f"{n}.example", timeout_s=2, max_bytes=100_000
        )
        for n in range(len(scripts))
    ]
    events = fetch_all(LOOPBACK, *probes)
    assert len([event for event in events if isinstance(event, Capture)]) == len(scripts)
    assert capture_of(LOOPBACK, make_probe(server.url("/page"))).body == b"here"
    server.over.set()
    deadline = time.monotonic() + 5
    while threading.active_count() > before + 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before + 1
