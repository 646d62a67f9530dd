"""Connections to addresses that were checked beforehand, under one shared TLS context."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
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
from scanner.fetch.proxy import HostUnreachable, Proxy, ProxyUnusable, connect_through, read_proxy
from scanner.fetch.target import Target
from scanner.fetch.trace import Taps, chain_of
from scanner.fetch.wire import Answer, Meter

# urllib3 writes whole addresses into its log, some of them at warning level when a server's
# headers are broken. They carry what people asked about themselves.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)

_CONTEXT_LOCK = threading.Lock()


@lru_cache(maxsize=8)
def _build_context(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH)


def tls_context(ca_file: str) -> ssl.SSLContext:
    """The context all connections share: to load the certificates for each costs 20 ms.

    Certificates and host names are always verified. An empty `ca_file` means the usual ones.
    """
    # A cache alone would let each of a hundred threads that begin together build its own.
    with _CONTEXT_LOCK:
        return _build_context(ca_file)


@dataclass(slots=True)
class Call:
    """One request, as the connection that carries it sees it."""

    target: Target
    cutoff: Cutoff
    max_bytes: int
    on_send: Callable[[], None]
    """Called right before the first byte of the request leaves."""
    peer: str = ""
    certificate_sha256: str = ""
    meter: Meter | None = None
    """What came of the answer; None until it is waited for."""
    taps: Taps | None = None
    """What notes the exchange for evidence; None where nobody asks for that."""


@dataclass(slots=True)
class Line:
    """What the connections of one session share."""

    proxy: Proxy | None = None
    endpoints: tuple[Endpoint, ...] = ()
    """Where to connect, checked: the host, or the proxy."""
    call: Call | None = field(default=None)

    @property
    def current(self) -> Call:
        if self.call is None:
            raise RuntimeError("a connection was used outside of a request")
        return self.call


class _PinnedMixin(HTTPConnection):
    """Connects to the line's endpoints and nowhere else; the name is never resolved again."""

    _line: Line
    _peer = ""
    _certificate_sha256 = ""
    _certificates: tuple[bytes, ...] = ()
    _has_served = False
    _tapped: Taps | None = None

    def _new_conn(self) -> socket.socket:
        self._has_served = False
        total = self.timeout if isinstance(self.timeout, (int, float)) else None
        problem: Exception | None = None
        left = len(self._line.endpoints)
        for place in self._line.endpoints:
            try:
                # An address that swallows packets must leave time for the next one.
                connection = self._connect(place, total / left if total is not None else None)
            except (OSError, ProxyUnusable, HostUnreachable) as error:
                problem = error
                left -= 1
            else:
                # The handshake that may follow has all the time again.
                connection.settimeout(total)
                self._peer = _written(place)
                return connection
        if isinstance(problem, ProxyUnusable):
            raise problem
        if isinstance(problem, TimeoutError):
            raise ConnectTimeoutError(self, "no answer to the connection") from problem
        raise NewConnectionError(self, "no connection") from problem

    def _connect(self, place: Endpoint, timeout_s: float | None) -> socket.socket:
        call = self._line.current
        proxy = self._line.proxy
        if proxy is not None and proxy.is_socks:
            host, port = call.target.host, call.target.port
            return connect_through(proxy, place, host, port, timeout_s, call.cutoff)
        return _connect(place, timeout_s, call.cutoff)

    def request(self, *args: Any, **kwargs: Any) -> None:
        call = self._line.current
        if self.sock is None:
            self.connect()
        elif self._has_served:
            call.cutoff.attach(self.sock)
        if not self._has_served:
            self._certificate_sha256 = _digest_of_certificate(self.sock)
            self._certificates = chain_of(self.sock) if call.taps is not None else ()
        call.peer = self._peer
        call.certificate_sha256 = self._certificate_sha256
        self._has_served = True
        call.on_send()
        # From here on: what was sent before was for a proxy.
        self._tapped = call.taps
        if call.taps is not None:
            call.taps.certificates = self._certificates
        try:
            super().request(*args, **kwargs)
        finally:
            self._tapped = None

    def send(self, data: Any) -> None:
        if self._tapped is not None:
            self._tapped.sent += data
        super().send(data)

    @property
    def response_class(self) -> Callable[..., Answer]:  # type: ignore[override]
        return self._open_answer

    def _open_answer(self, *args: Any, **kwargs: Any) -> Answer:
        call = self._line.current
        answer = Answer(*args, max_bytes=call.max_bytes, keeps=call.taps is not None, **kwargs)
        call.meter = answer.meter
        return answer


def _digest_of_certificate(connection: Any) -> str:
    """SHA-256 of the peer's certificate; empty without TLS."""
    getpeercert = getattr(connection, "getpeercert", None)
    certificate = getpeercert(binary_form=True) if getpeercert is not None else None
    return sha256(certificate).hexdigest() if certificate else ""


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


def _written(place: Endpoint) -> str:
    host, port = place.sockaddr
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


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
    """Carries requests over pools that know their line.

    Where a request goes is the line's to say, as it was checked: nothing reads the URL once more.
    """

    def __init__(self, line: Line, ca_file: str) -> None:
        self._line = line
        self._ca_file = ca_file
        self._pools: dict[tuple[str, str, int], HTTPConnectionPool] = {}
        super().__init__(pool_connections=2, pool_maxsize=1)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        target = self._line.current.target
        pool = self._pools.get(target.origin)
        if pool is None:
            pool = self._pools[target.origin] = self._open(target)
        return pool

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        target, proxy = self._line.current.target, self._line.proxy
        if proxy is not None and not proxy.is_socks and target.scheme == "http":
            return target.url
        return target.url[target.url.index("/", len(target.scheme) + 3) :]

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the shared context has its certificates, and "don't verify" is no answer."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        # The base class also parses and keeps cookies, and guesses an encoding.
        response = requests.Response()
        response.status_code = resp.status
        response.raw = resp
        response.request = req
        return response

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()
        super().close()

    def _open(self, target: Target) -> HTTPConnectionPool:
        proxy = self._line.proxy
        if proxy is not None and not proxy.is_socks:
            return self._open_by_proxy(proxy, target)
        if target.scheme == "http":
            return _pool_by_scheme(self._line)["http"](target.host, target.port, maxsize=1)
        return _pool_by_scheme(self._line)["https"](
            target.host, target.port, maxsize=1, ssl_context=tls_context(self._ca_file)
        )

    def _open_by_proxy(self, proxy: Proxy, target: Target) -> HTTPConnectionPool:
        context = tls_context(self._ca_file)
        manager = self.proxy_manager_for(proxy.url, ssl_context=context, proxy_ssl_context=context)
        manager.pool_classes_by_scheme = _pool_by_scheme(self._line)
        pool: HTTPConnectionPool = manager.connection_from_host(
            target.host, target.port, target.scheme
        )
        return pool


def _pool_by_scheme(line: Line) -> dict[str, Callable[..., HTTPConnectionPool]]:
    return {
        "http": partial(_Pool, line=line),
        "https": partial(_TlsPool, line=line, cert_reqs="CERT_REQUIRED"),
    }


class HostSession:
    """Connections to one host, kept from request to request. For one request at a time.

    Of requests it takes the adapter and not the `Session`, which would read the environment's
    proxies and `.netrc`, keep cookies beyond a chain of redirects (see `Chase`), and read the body
    of a redirect whole, and unbounded, to look ahead.
    """

    def __init__(self, host: str, options: FetchOptions) -> None:
        self.host = host
        self.line = Line(read_proxy(options.proxy) if options.proxy else None)
        self.addresses: tuple[str, ...] = ()
        """What the host's name resolved to: once, so that no second answer can differ."""
        self._adapter = _PinningAdapter(self.line, str(options.ca_file or ""))

    def takes_plain(self, target: Target) -> bool:
        """Whether the proxy itself reads and answers requests for a target, as for `http:`."""
        proxy = self.line.proxy
        return proxy is not None and not proxy.is_socks and target.scheme == "http"

    def send(
        self, request: requests.PreparedRequest, call: Call, timeout_s: tuple[float, float]
    ) -> requests.Response:
        """The response with its headers read and its body still to come; no redirect followed.

        `timeout_s` bounds the connection, and each silence after it. Raises what requests raises,
        CutShort and ProxyUnusable.
        """
        self.line.call = call
        return self._adapter.send(request, stream=True, timeout=timeout_s)

    def close(self) -> None:
        self._adapter.close()
