"""The loopback proxy that is all the network the browser has.

It ends the browser's TLS itself, under a key made for this run, so that it sees every request and
none can pass unseen; what may leave is made anew by `Visit`. Who does not know the word of a visit
under way (another program of this machine, the browser on its own behalf) gets nothing.
"""

from __future__ import annotations

import base64
import contextlib
import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any, Protocol, cast

from scanner.fetch.browser.certificate import ProxyCertificate
from scanner.fetch.browser.visit import Asked, Given

_IDLE_S = 60.0
_MAX_SENT = 65_536
"""Bytes of a request's body that are read over before it is refused."""


class Answering(Protocol):
    """What the proxy needs of a visit."""

    def answer(self, asked: Asked) -> Given: ...


class Proxy:
    """Listens on a port of loopback that the system picks, from `start` to `close`."""

    def __init__(self, certificate: ProxyCertificate) -> None:
        self._server = _Server(certificate.context)
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.1},
            name="netcurtain-proxy",
            daemon=True,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def strangers(self) -> int:
        """How many requests came without the word of a visit: none of them got anywhere."""
        return self._server.strangers

    def start(self) -> None:
        self._thread.start()

    @contextlib.contextmanager
    def admit(self, visit: Answering) -> Iterator[str]:
        """Answer for a visit inside; gives the word that its browser context has to know."""
        word = secrets.token_urlsafe(24)
        key = base64.b64encode(f"visit:{word}".encode()).decode()
        self._server.visits[f"Basic {key}"] = visit
        try:
            yield word
        finally:
            del self._server.visits[f"Basic {key}"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join(2.0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        self.visits: dict[str, Answering] = {}
        self.strangers = 0
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, peer = super().get_request()
        self._open.add(connection)
        return connection, peer

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: that drops the TLS state under a thread that is reading.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def replace(self, plain: socket.socket, secure: socket.socket) -> None:
        """TLS has taken a connection over."""
        self._open.discard(plain)
        self._open.add(secure)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the midst of something is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_S
    disable_nagle_algorithm = True
    wbufsize = -1

    _visit: Answering | None = None
    _origin = ""
    """Set inside of a tunnel: what the paths are relative to."""

    def _forward(self) -> None:
        visit = self._visit or self._admitted()
        if visit is None:
            return
        self._read_over()
        url = f"{self._origin}{self.path}" if self._origin else self.path
        given = visit.answer(Asked(self.command, url, tuple(self.headers.items())))
        self._give(given)

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = _forward

    def do_CONNECT(self) -> None:
        """Become the server that the browser believes to have reached."""
        if self._origin:
            self._give(Given(400))
            return
        visit = self._admitted()
        if visit is None:
            return
        self.send_response_only(200)
        self.end_headers()
        self.wfile.flush()
        plain = self.connection
        with self.server.context.wrap_socket(plain, server_side=True) as secure:
            self.server.replace(plain, secure)
            self.connection = self.request = secure
            self.rfile = cast(BufferedIOBase, secure.makefile("rb", self.rbufsize))
            self.wfile = secure.makefile("wb")
            self._visit = visit
            self._origin = f"https://{self.path.removesuffix(':443')}"
            self.close_connection = False
            while not self.close_connection:
                self.handle_one_request()
        self.close_connection = True

    def _admitted(self) -> Answering | None:
        visit = self.server.visits.get(self.headers.get("Proxy-Authorization", ""))
        if visit is None:
            self.server.strangers += 1
            self.close_connection = True
            challenge = (("Proxy-Authenticate", 'Basic realm="netcurtain"'),)
            self._give(Given(407, challenge))
        return visit

    def _read_over(self) -> None:
        """A request's body goes nowhere; a connection is not kept for the sake of a long one."""
        try:
            length = int(self.headers.get("Content-Length", "0"))
        except ValueError:
            length = _MAX_SENT + 1
        if 0 < length <= _MAX_SENT:
            self.rfile.read(length)
        elif length or self.headers.get("Transfer-Encoding"):
            self.close_connection = True

    def _give(self, given: Given) -> None:
        has_body = given.status >= 200 and given.status not in (204, 304)
        self.send_response_only(given.status)
        for name, value in given.headers:
            self.send_header(name, value)
        if has_body:
            self.send_header("Content-Length", str(len(given.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(given.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: request lines may carry a fact."""
