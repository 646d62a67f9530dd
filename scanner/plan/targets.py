"""Which addresses may be asked for at all, as far as can be told without resolving a name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from scanner.errors import PlanError


def check_pages(urls: Iterable[str], allow_loopback: bool) -> tuple[str, ...]:
    """Each page once, in order. Raises one PlanError that tells of every page at fault."""
    good: dict[str, None] = {}
    faults: dict[str, None] = {}
    for number, url in enumerate(urls, start=1):
        try:
            good[check_page(url, allow_loopback)] = None
        except PlanError as error:
            faults[f"Page {number}: {error}"] = None
    if faults:
        raise PlanError("\n  ".join(["These pages cannot be checked:", *faults]))
    return tuple(good)


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
        raise PlanError("It must be a whole web address such as https://www.example.org/page.")
    if parts.username or parts.password:
        raise PlanError(
            f"The address at {host} carries a user name or password. Only what any visitor can "
            f"see is checked: give the address without it."
        )
    if not allow_loopback and is_internal(host):
        raise PlanError(
            f"{host} is an address inside this computer or its own network, not a public page. "
            f"If you mean it, for instance to check a site before it is published, "
            f"add --allow-loopback."
        )
    return parts.geturl()


@lru_cache(maxsize=8192)
def is_internal(host: str) -> bool:
    """Whether a host, by its spelling alone, is this computer or its own network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        # inet_aton forms such as 127.1, 0x7f000001 or 2130706433: no public site is named so.
        return all(part.isdigit() or part.startswith("0x") for part in host.split("."))
