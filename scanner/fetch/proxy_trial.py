"""Whether the proxy that the user named works: tried with no word about any site.

An HTTP proxy is only connected to, since whatever it might be asked is about some host. A SOCKS5
one is greeted, with the password if it has one (RFC 1928, section 3; RFC 1929).
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time

from scanner.fetch.options import FetchOptions
from scanner.fetch.proxy import LOGIN_WANTED, Proxy, ProxyUnusable, read_proxy
from scanner.fetch.transport import tls_context

_VERSION = 5
_NO_LOGIN, _PASSWORD, _NONE_FITS = 0, 2, 255
_LOGIN_VERSION = 1

_NOT_LISTENING = "it does not accept connections"
_NO_SOCKS = "it does not answer as a SOCKS5 proxy does"


def proxy_problem(options: FetchOptions) -> str:
    """What is wrong with the proxy of the options, in words that follow a colon; empty when it
    takes connections. Blocks for as long as a connection may take, and a greeting."""
    proxy = read_proxy(options.proxy)
    try:
        places = proxy.endpoints()
    except ProxyUnusable as error:
        return str(error)
    problem = ""
    for place in places:
        deadline = time.monotonic() + options.connect_timeout_s
        try:
            with socket.socket(place.family, socket.SOCK_STREAM) as connection:
                connection.settimeout(options.connect_timeout_s)
                connection.connect(place.sockaddr)
                problem = _greet(proxy, connection, str(options.ca_file or ""), deadline)
        except TimeoutError:
            problem = f"it did not answer within {options.connect_timeout_s:g} s"
        except ssl.SSLCertVerificationError:
            problem = "its certificate could not be verified"
        except ssl.SSLError:
            problem = "it does not speak TLS: http:// instead of https:// may be right"
        except OSError:
            problem = _NOT_LISTENING
        if not problem:
            return ""
    return problem


def _greet(proxy: Proxy, connection: socket.socket, ca_file: str, deadline: float) -> str:
    if proxy.scheme == "https":
        with tls_context(ca_file).wrap_socket(connection, server_hostname=proxy.host):
            return ""
    if not proxy.is_socks:
        return ""
    try:
        return _greet_socks(proxy, connection, deadline)
    except (ConnectionError, EOFError):
        return _NO_SOCKS


def _greet_socks(proxy: Proxy, connection: socket.socket, deadline: float) -> str:
    methods = bytes((_NO_LOGIN, _PASSWORD) if proxy.user else (_NO_LOGIN,))
    connection.sendall(bytes((_VERSION, len(methods))) + methods)
    version, method = _read(connection, deadline)
    if version != _VERSION or method not in (*methods, _NONE_FITS):
        return _NO_SOCKS
    if method == _NONE_FITS:
        return LOGIN_WANTED
    if method == _PASSWORD:
        user, password = (text.encode()[:255] for text in (proxy.user, proxy.password))
        login = bytes((_LOGIN_VERSION, len(user))) + user + bytes((len(password),)) + password
        connection.sendall(login)
        if _read(connection, deadline)[1] != 0:
            return "it does not accept the user name and password in its address"
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    return ""


def _read(connection: socket.socket, deadline: float) -> bytes:
    """Two bytes. Raises TimeoutError at the deadline, EOFError at the connection's end."""
    got = b""
    while len(got) < 2:
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError
        connection.settimeout(left_s)
        if not (piece := connection.recv(2 - len(got))):
            raise EOFError
        got += piece
    return got
