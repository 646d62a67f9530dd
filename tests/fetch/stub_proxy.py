"""Small proxies on loopback that note what they are asked for, and lead to a stub server."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME, _IPV4, _IPV6 = 3, 1, 4


@dataclass
class Notes:
    """What a proxy was told and how it behaves."""

    leads_to: tuple[str, int]
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Host as it was written (names as names), and port."""
    logins: list[tuple[str, str]] = field(default_factory=list)
    needs: tuple[str, str] | None = None
    reply: int = 0
    """Of SOCKS5: 0 leads through, another is its refusal."""
    status: int = 200
    """Of HTTP: what a CONNECT is answered with."""
    hosts: frozenset[str] | None = None
    """Of HTTP: the hosts that alone can be reached; None for all."""
    is_hanging: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    notes: Notes
    context: ssl.SSLContext | None

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self.context is not None:
            connection = self.context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of some tests."""


class _Socks5(socketserver.StreamRequestHandler):
    """RFC 1928, with the passwords of RFC 1929."""

    server: _Proxy

    def handle(self) -> None:
        notes = self.server.notes
        _, count = self.rfile.read(2)
        methods = self.rfile.read(count)
        if notes.is_hanging:
            notes.over.wait()
            return
        method = 2 if notes.needs is not None else 0
        self.wfile.write(bytes((5, method if method in methods else 255)))
        if method not in methods or (method == 2 and not self._login()):
            return
        _, _, _, kind = self.rfile.read(4)
        if kind == _NAME:
            host = self.rfile.read(self.rfile.read(1)[0]).decode()
        elif kind == _IPV4:
            host = socket.inet_ntop(socket.AF_INET, self.rfile.read(4))
        else:
            host = socket.inet_ntop(socket.AF_INET6, self.rfile.read(16))
        notes.asked.append((host, int.from_bytes(self.rfile.read(2), "big")))
        self.wfile.write(bytes((5, notes.reply, 0, 1, 0, 0, 0, 0, 0, 0)))
        if notes.reply == 0:
            _relay(self.connection, notes)

    def _login(self) -> bool:
        self.rfile.read(1)
        user, password = (self.rfile.read(self.rfile.read(1)[0]).decode() for _ in range(2))
        self.server.notes.logins.append((user, password))
        is_right = (user, password) == self.server.notes.needs
        self.wfile.write(bytes((1, 0 if is_right else 1)))
        return is_right


class _Http(socketserver.StreamRequestHandler):
    """Tunnels what is asked by CONNECT, and hands on what has a whole address."""

    server: _Proxy

    def handle(self) -> None:
        notes = self.server.notes
        method, address, _ = self.rfile.readline().decode().split(" ", 2)
        head = [f"{method} {address} HTTP/1.1\r\n".encode()]
        while (line := self.rfile.readline()) != b"\r\n":
            head.append(line)
            if line.lower().startswith(b"proxy-authorization:"):
                notes.logins.append((line.decode().split(":", 1)[1].strip(), ""))
        if method == "CONNECT":
            host, _, port = address.rpartition(":")
            notes.asked.append((host, int(port)))
            is_there = notes.hosts is None or host in notes.hosts
            status = notes.status if is_there else 502
            self.wfile.write(f"HTTP/1.1 {status} So It Is\r\n\r\n".encode())
            if status == 200:
                _relay(self.connection, notes)
        else:
            notes.asked.append((address, 0))
            _relay(self.connection, notes, b"".join([*head, b"\r\n"]))


def _relay(client: socket.socket, notes: Notes, first: bytes = b"") -> None:
    with socket.create_connection(notes.leads_to) as origin:
        origin.sendall(first)
        back = threading.Thread(target=_pump, args=(origin, client), daemon=True)
        back.start()
        _pump(client, origin)
        back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def _serving(
    handler: type[socketserver.StreamRequestHandler],
    notes: Notes,
    context: ssl.SSLContext | None = None,
) -> Iterator[int]:
    with _Proxy(("127.0.0.1", 0), handler) as proxy:
        proxy.notes = notes
        proxy.context = context
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield int(proxy.server_address[1])
        finally:
            notes.over.set()
            proxy.shutdown()
            thread.join()


def socks_proxy(notes: Notes) -> contextlib.AbstractContextManager[int]:
    """The port of a SOCKS5 proxy that runs in this context."""
    return _serving(_Socks5, notes)


def http_proxy(
    notes: Notes, context: ssl.SSLContext | None = None
) -> contextlib.AbstractContextManager[int]:
    """The port of an HTTP proxy that runs in this context; with a TLS context an HTTPS one."""
    return _serving(_Http, notes, context)
