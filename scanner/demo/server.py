"""The one HTTPS server behind all sites of the demonstration web. Answers on loopback only."""

from __future__ import annotations

import gzip
import socket
import ssl
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from scanner.demo.site import Asked, Headers, Reply, Site, page

LOOPBACK = "127.0.0.1"

_IDLE_SECONDS = 30.0
"""A connection that says nothing for so long is closed."""

_LARGEST_BODY = 100_000
"""Bytes; a question is short."""

_WORTH_COMPRESSING = 1400
"""Bytes, about one packet: as ordinary servers do, shorter bodies go as they are."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request that reached the demonstration web, and the status that it was answered with."""

    host: str
    method: str
    path: str = field(repr=False)
    """As on the request line, query included."""
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """As received, in order."""
    status: int

    def header(self, name: str) -> str:
        """Value of a header, or an empty string; names compare without case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class TlsServer(ThreadingHTTPServer):
    """Threaded HTTPS server that picks the site by the Host header."""

    daemon_threads = False  # server_close() then waits for them: no socket outlives the server
    request_queue_size = 128

    def __init__(self, sites: Mapping[str, Site], context: ssl.SSLContext) -> None:
        self.sites = sites
        self._context = context
        self._log: list[Served] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((LOOPBACK, 0), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def log(self) -> tuple[Served, ...]:
        with self._lock:
            return tuple(self._log)

    def record(self, served: Served) -> None:
        with self._lock:
            self._log.append(served)

    def get_request(self) -> tuple[socket.socket, Any]:
        plain, peer = super().get_request()
        # The handshake waits for the client, so it belongs in the connection's own thread.
        secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        with self._lock:
            self._open.add(secure)
        return secure, peer

    def close_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().close_request(request)

    def close_connections(self) -> None:
        """Ends every connection, so that no handler waits for a client's next request."""
        with self._lock:
            remaining = tuple(self._open)
        for connection in remaining:
            try:
                # Not SSLSocket.shutdown: that drops the TLS state under a thread that is reading.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                continue  # the client was first

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up or distrusts the certificate is no fault of a site."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, request: Any, client_address: Any, server: BaseServer) -> None:
        self.web = cast(TlsServer, server)
        super().__init__(request, client_address, server)

    def setup(self) -> None:
        secure = cast(ssl.SSLSocket, self.request)
        secure.settimeout(_IDLE_SECONDS)
        secure.do_handshake()
        super().setup()

    def do_GET(self) -> None:
        asked = self._asked()
        site = self.web.sites.get(asked.host)
        if site is None:
            reply = page("<p>No such site here.</p>", HTTPStatus.MISDIRECTED_REQUEST)
        else:
            reply = site.answer(asked)
        self._send(asked.host, reply)

    do_HEAD = do_GET
    do_POST = do_GET

    def _asked(self) -> Asked:
        address = urlsplit(self.path)
        host = self.headers.get("Host", "").partition(":")[0].lower()
        pairs = parse_qsl(address.query, keep_blank_values=True, max_num_fields=100)
        query: dict[str, str] = {}
        for name, value in pairs:
            query.setdefault(name, value)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(
            host,
            unquote(address.path),
            query,
            headers,
            "GET" if self.command == "HEAD" else self.command,
            self.path,
            self._body(),
        )

    def _body(self) -> bytes:
        """What came with the request; read, since the next one on the connection follows it."""
        length = self.headers.get("Content-Length", "0")
        return self.rfile.read(min(int(length), _LARGEST_BODY)) if length.isdecimal() else b""

    def _send(self, host: str, reply: Reply) -> None:
        # Recorded first: whoever has the answer finds it in the log.
        self.web.record(
            Served(host, self.command, self.path, tuple(self.headers.items()), reply.status)
        )
        wire, headers = self._encoded(reply)
        self.send_response(reply.status)
        if reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(wire)))
        for name, value in (*headers, *reply.headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(wire)

    def _encoded(self, reply: Reply) -> tuple[bytes, Headers]:
        """The body as it goes over the wire, with the headers that say how."""
        accepts = "gzip" in self.headers.get("Accept-Encoding", "").lower()
        if not accepts or len(reply.body) < _WORTH_COMPRESSING:
            return reply.body, ()
        headers = (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
        return gzip.compress(reply.body, mtime=0), headers

    def version_string(self) -> str:
        return "wexcombe"

    def log_message(self, format: str, *args: object) -> None:
        """Silent: request lines may carry a fact."""
