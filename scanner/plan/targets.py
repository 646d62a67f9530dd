"""Which addresses may be asked for at all, as far as can be told without resolving a name."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from scanner.errors import PlanError


def check_page(url: str, allow_loopback: bool) -> str:
    """`url` as it will be asked for. Raises PlanError, which says what to give instead.

    Names are resolved, and their addresses checked, by the fetcher; here only what the address
    itself shows is refused, before anything is sent.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise PlanError(
            f"A page to check must be a whole web address such as https://www.example.org/page; "
            f"got {_shown(url)}."
        )
    if parts.username or parts.password:
        raise PlanError(
            f"The page address at {host} carries a user name or password. Only pages that any "
            f"visitor can see are checked: give the address without it."
        )
    if not allow_loopback and is_internal(host):
        raise PlanError(
            f"{host} is an address inside this computer or its own network, not a public page. "
            f"If you mean it, for instance to check a site before it is published, "
            f"add --allow-loopback."
        )
    return parts.geturl()


def is_internal(host: str) -> bool:
    """Whether a host, by its spelling alone, is this computer or its own network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        # inet_aton forms such as 127.1, 0x7f000001 or 2130706433: no public site is named so.
        return all(part.isdigit() or part.startswith("0x") for part in host.split("."))


def _shown(url: str) -> str:
    """Enough of a mistyped address to recognise it, without a query that may carry a fact."""
    return repr(url.split("?")[0].split("#")[0][:80])
