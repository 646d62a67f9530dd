"""The one proxy that the user may name, and the way to a host through a SOCKS5 one."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import socks

from scanner.fetch.addresses import Endpoint, NameNotResolved, endpoints, resolve
from scanner.fetch.cutoff import Cutoff

_PORTS = {"http": 80, "https": 443, "socks5h": 1080}
_REFUSED_BY_HOST = ("0x03", "0x04", "0x05", "0x06")
"""SOCKS5 replies that speak of the host, not of the proxy (RFC 1928, section 6)."""


LOGIN_WANTED = (
    "it does not let you in; user name and password belong into its address, as in "
    "http://name:password@host:port"
)


class ProxyUnusable(Exception):
    """The proxy does not answer, or not as a proxy. The message says which, after a colon."""


class ProxyDeclined(ProxyUnusable):
    """The proxy says no, for a reason that may be the host's or its own."""


class LoginRefused(ProxyUnusable):
    """The proxy does not let this user in."""


class HostUnreachable(Exception):
    """The proxy works, and could not reach the host."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy as the user named it. It may need a password: `repr` shows only what kind it is."""

    scheme: str
    url: str = field(repr=False)
    host: str = field(repr=False)
    port: int = field(repr=False)
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def shown(self) -> str:
        """Kind, host and port, as a message to the user may name it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_socks(self) -> bool:
        return self.scheme == "socks5h"

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Where it listens. The user vouches for it: it may be on loopback, as Tor is.

        Raises ProxyUnusable when its name is not known.
        """
        try:
            return endpoints(resolve(self.host), self.port)
        except NameNotResolved as error:
            raise ProxyUnusable("its name is not known") from error


@lru_cache(maxsize=8)
def read_proxy(text: str) -> Proxy:
    """The proxy that a URL names. Raises ValueError, whose message never quotes the URL."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if parts.scheme in ("socks5", "socks4", "socks4a", "socks"):
        raise ValueError(
            "proxy must be socks5h://, not socks5:// or older: "
            "only with the h does the proxy look the names up, so that nobody else learns them"
        )
    if parts.scheme not in _PORTS or not host or parts.path not in ("", "/") or parts.query:
        raise ValueError(
            "proxy must be written as http://host:port, https://host:port or socks5h://host:port"
        )
    return Proxy(
        parts.scheme,
        text.rstrip("/"),
        host,
        port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def connect_through(
    proxy: Proxy, place: Endpoint, host: str, port: int, timeout_s: float | None, cutoff: Cutoff
) -> socket.socket:
    """A connection to a host by name, which only the proxy resolves.

    Raises TimeoutError, HostUnreachable, and ProxyUnusable in its several kinds.
    """
    tunnel = socks.socksocket(place.family, socket.SOCK_STREAM)
    try:
        tunnel.settimeout(timeout_s)
        cutoff.attach(tunnel)
        tunnel.set_proxy(
            socks.SOCKS5,
            *place.sockaddr[:2],
            rdns=True,
            username=proxy.user or None,
            password=proxy.password,
        )
        tunnel.connect((host, port))
        # The library's socket has an own idea of reading; from here on an ordinary one serves.
        plain = socket.socket(place.family, socket.SOCK_STREAM, fileno=tunnel.detach())
        plain.settimeout(timeout_s)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain
    except socks.ProxyError as error:
        tunnel.close()
        # The library wraps whatever happens once more.
        cause = error.socket_err or error
        if isinstance(cause, TimeoutError):
            raise TimeoutError from error
        if isinstance(cause, socks.SOCKS5Error) and str(cause).startswith(_REFUSED_BY_HOST):
            raise HostUnreachable from error
        if isinstance(cause, socks.SOCKS5AuthError):
            raise LoginRefused("it does not accept your user name and password") from error
        if isinstance(cause, socks.SOCKS5Error):
            raise ProxyDeclined("it refuses to connect") from error
        raise ProxyUnusable("it does not answer as a SOCKS5 proxy does") from error
    except BaseException:
        tunnel.close()
        raise
