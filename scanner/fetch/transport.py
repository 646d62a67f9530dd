"""Connections to addresses that were checked beforehand, under one shared TLS context."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from scanner.fetch.addresses import Endpoint
from scanner.fetch.cutoff import Cutoff
from scanner.fetch.options import FetchOptions

# urllib3 writes whole addresses into its log, some of them at warning level when a server's
# headers are broken. They carry what people asked about themselves.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)


@lru_cache(maxsize=8)
def tls_context(ca_file: str) -> ssl.SSLContext:
    """The context all connections share: to load the certificates for each costs 20 ms.

    Certificates and host names are always verified. An empty `ca_file` means the usual ones.
    """
    return ssl.create_default_context(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH)


@dataclass(slots=True)
class Call:
    """One request, as the connection that carries it sees it."""

    cutoff: Cutoff
    on_send: Callable[[], None]
    """Called right before the first byte of the request leaves."""
    peer: str = ""
    certificate_sha256: str = ""


@dataclass(slots=True)
class Line:
    """What the connections of one session share."""

    endpoints: tuple[Endpoint, ...] = ()
    """Where to connect, checked; empty when a proxy finds the way."""
    call: Call | None = field(default=None)

    @property
    def current(self) -> Call:
        if self.call is None:
            raise RuntimeError("a connection was used outside of a request")
        return self.call


class _PinnedMixin(HTTPConnection):
    """Connects to the line's endpoints and nowhere else; the name is never resolved again."""

    _line: Line

    def _new_conn(self) -> socket.socket:
        call = self._line.current
        if not self._line.endpoints:
            connection = super()._new_conn()
            call.cutoff.attach(connection)
            return connection
        total = self.timeout if isinstance(self.timeout, (int, float)) else None
        problem: OSError | None = None
        for left, place in zip(
            range(len(self._line.endpoints), 0, -1), self._line.endpoints, strict=True
        ):
            # An address that swallows packets must leave time for the next one.
            share = total / left if total is not None else None
            try:
                return _connect(place, share, call.cutoff)
            except OSError as error:
                problem = error
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(self, "no answer to the connection") from problem
        raise NewConnectionError(self, "no connection") from problem

    def request(self, *args: Any, **kwargs: Any) -> None:
        call = self._line.current
        if self.sock is None:
            self.connect()
        else:
            call.cutoff.attach(self.sock)
        address = self.sock.getpeername()
        call.peer = (
            f"[{address[0]}]:{address[1]}" if ":" in address[0] else f"{address[0]}:{address[1]}"
        )
        if isinstance(self.sock, ssl.SSLSocket):
            certificate = self.sock.getpeercert(binary_form=True)
            call.certificate_sha256 = sha256(certificate).hexdigest() if certificate else ""
        call.on_send()
        super().request(*args, **kwargs)


def _connect(place: Endpoint, timeout_s: float | None, cutoff: Cutoff) -> socket.socket:
    connection = socket.socket(place.family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout_s)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        cutoff.attach(connection)
        connection.connect(place.sockaddr)
    except BaseException:
        connection.close()
        raise
    return connection


class _PinnedConnection(_PinnedMixin):
    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._line = line


class _PinnedTlsConnection(_PinnedMixin, HTTPSConnection):
    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        HTTPSConnection.__init__(self, *args, **kwargs)
        self._line = line


class _Pool(HTTPConnectionPool):
    ConnectionCls = _PinnedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PinnedTlsConnection


class _PinningAdapter(HTTPAdapter):
    """Gives urllib3's pools our connections, which know their line."""

    def __init__(self, line: Line, context: ssl.SSLContext) -> None:
        self._line = line
        self._context = context
        super().__init__(pool_connections=2, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self._pin(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        self._pin(manager)
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        # The shared context has its certificates; the base class would load them once more for
        # each connection, and would take "don't verify" for an answer.
        conn.cert_reqs = "CERT_REQUIRED"

    def _pin(self, manager: Any) -> None:
        manager.pool_classes_by_scheme = {
            "http": partial(_Pool, line=self._line),
            "https": partial(_TlsPool, line=self._line),
        }


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: else the library reads a redirect's body whole, and unbounded, to look ahead."""


class HostSession:
    """A `requests` session that talks to one host. For one request at a time."""

    def __init__(self, host: str, options: FetchOptions) -> None:
        self.host = host
        self.line = Line()
        self.addresses: tuple[str, ...] = ()
        """What the host's name resolved to: once, so that no second answer can differ."""
        self._session = _Session()
        self._session.trust_env = False
        # Cookies live for one chain of redirects, not for a session: see `Chase`.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        if options.proxy:
            self._session.proxies = {"http": options.proxy, "https": options.proxy}
        context = tls_context(str(options.ca_file or ""))
        adapter = _PinningAdapter(self.line, context)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def send(
        self, request: requests.PreparedRequest, call: Call, timeout_s: float
    ) -> requests.Response:
        """The response with its headers read and its body still to come; no redirect followed.

        Raises what requests raises, and CutShort.
        """
        self.line.call = call
        return self._session.send(
            request, stream=True, timeout=timeout_s, allow_redirects=False, verify=True
        )

    def close(self) -> None:
        self._session.close()
