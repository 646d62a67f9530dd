"""Who is to blame for a request that did not get through the proxy: by the proxy's own word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.fetch.proxy import (
    LOGIN_WANTED,
    HostUnreachable,
    LoginRefused,
    ProxyDeclined,
    ProxyUnusable,
)
from scanner.fetch.steps import ProxyFault

NO_PROXY = "the proxy could not be used"
_NOT_REACHED = "the proxy could not reach it"
_NO_TUNNEL = "Tunnel connection failed: "
"""How Python's client begins to tell that a proxy refused a CONNECT; its status follows."""
_HOST_UNREACHABLE = ("502", "503", "504")
_LOGIN_REFUSED = "407"
_NO_SUCH_METHOD = ("405", "501")
"""What a web server says that is no proxy."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What is to be told of a request, and the proxy's part in it: None when it is the host's."""

    detail: str
    fault: ProxyFault | None


def of_refusal(error: ProxyUnusable) -> Blame:
    """The blame for what a SOCKS proxy refused, or an HTTP one that wants a password."""
    detail = str(error) or NO_PROXY
    if isinstance(error, LoginRefused):
        return Blame(detail, ProxyFault.FINAL)
    if isinstance(error, ProxyDeclined):
        return Blame(detail, ProxyFault.DECLINED)
    return Blame(detail, ProxyFault.SILENT)


def of_tunnel(causes: Iterable[BaseException]) -> Blame | None:
    """The blame that an exception tells with what caused it; None when the proxy said nothing."""
    for cause in causes:
        if isinstance(cause, HostUnreachable):
            return Blame(_NOT_REACHED, None)
        if isinstance(cause, OSError) and str(cause).startswith(_NO_TUNNEL):
            return _of_status(str(cause)[len(_NO_TUNNEL) :][:3])
    return None


def _of_status(status: str) -> Blame:
    if status in _HOST_UNREACHABLE:
        return Blame(_NOT_REACHED, None)
    if status == _LOGIN_REFUSED:
        return Blame(LOGIN_WANTED, ProxyFault.FINAL)
    if status in _NO_SUCH_METHOD:
        return Blame("what listens there is no proxy", ProxyFault.FINAL)
    return Blame(_NOT_REACHED, ProxyFault.DECLINED)
