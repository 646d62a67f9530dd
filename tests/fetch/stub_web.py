"""A small web on loopback whose servers behave, or misbehave, exactly as a test says."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from scanner.fetch import Fetcher, FetchEvent, FetchOptions
from scanner.model.capture import Capture, Skipped
from scanner.model.plan import Manners, Probe, Purpose, Request, Robots

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    began: float
    ended: list[float] = field(default_factory=list)


Script = Callable[[socket.socket, threading.Event], None]
"""Writes whatever it likes to the connection; the event says that the test is over."""


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Script:
    """A well-formed answer. Header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Some Reason", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    raw = "\r\n".join([*lines, "", ""]).encode() + body
    return lambda connection, over: connection.sendall(raw)


def raw(content: bytes) -> Script:
    """These bytes, then the connection is closed."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)

    return write


def trickle(start: bytes, drop: bytes) -> Script:
    """A start, and then for ever one drop after the other."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(0.02):
            connection.sendall(drop)

    return write


def silent(start: bytes = b"") -> Script:
    """A start, and then nothing, with the connection left open."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        over.wait()

    return write


def flood(start: bytes, drop: bytes) -> Script:
    """A start, and then for ever the same, as fast as it goes."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        bucket = drop * max(1, 65_536 // len(drop))
        while not over.is_set():
            connection.sendall(bucket)

    return write


def reset(start: bytes = b"") -> Script:
    """A start, and then the connection is torn down."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())
        raise ConnectionAbortedError

    return write


class StubServer(socketserver.ThreadingTCPServer):
    """Answers by script, one per path; a path without one is a 404."""

    daemon_threads = True
    block_on_close = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.scripts: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self.over = threading.Event()
        self._context = context
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self._context is not None:
            connection = self._context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """A peer that went away is what many of these tests are about."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def place(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class _Handler(socketserver.StreamRequestHandler):
    server: StubServer
    disable_nagle_algorithm = True

    def handle(self) -> None:
        while line := self.rfile.readline():
            method, path, _ = line.decode().split(" ", 2)
            headers = {}
            while (header := self.rfile.readline().decode().strip()) != "":
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            self.rfile.read(int(headers.get("content-length", 0)))
            asked = Asked(method, path, headers, time.monotonic())
            self.server.asked.append(asked)
            script = self.server.scripts.get(path, answer(404))
            try:
                script(self.connection, self.server.over)
            finally:
                asked.ended.append(time.monotonic())


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[StubServer]:
    server = StubServer(context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def make_probe(
    url: str,
    *,
    id: str = "probe-1",
    site: str = "site.example",
    host: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    method: str = "GET",
    body: bytes = b"",
    trusted_origin: bool = False,
    robots: Robots = Robots.NOT_APPLICABLE,
    spacing_s: float = 0.0,
    timeout_s: float = 10.0,
    max_bytes: int = 1_000_000,
    max_redirects: int = 5,
) -> Probe:
    return Probe(
        id=id,
        source_id="src.page.given",
        request=Request(url, method, headers, body),
        host=host,
        site=site,
        purpose=Purpose.PAGE,
        manners=Manners(robots, spacing_s, timeout_s, max_bytes, max_redirects),
        trusted_origin=trusted_origin,
    )


def fetch_all(options: FetchOptions, *probes: Probe) -> list[FetchEvent]:
    """All events of a run over these probes."""
    with Fetcher(options, now=lambda: NOW) as fetcher:
        for probe in probes:
            fetcher.add(probe)
        return list(fetcher.results())


def fetch_one(options: FetchOptions, probe: Probe) -> Capture | Skipped:
    """The answer to one probe."""
    (only,) = [e for e in fetch_all(options, probe) if isinstance(e, (Capture, Skipped))]
    assert only.probe_id == probe.id
    return only


def capture_of(options: FetchOptions, probe: Probe) -> Capture:
    """The answer, which must be a capture."""
    got = fetch_one(options, probe)
    assert isinstance(got, Capture), got
    return got


LOOPBACK = FetchOptions(allow_loopback=True, contact="desk@example.org")
