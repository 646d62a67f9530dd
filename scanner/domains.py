"""Which host names belong to the same site, from the public suffix list that tldextract ships."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

import idna
from tldextract import TLDExtract
from tldextract.tldextract import ExtractResult

_UNREADABLE = frozenset(" \t\r\n\\")


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    """Works offline: no list is fetched, none is cached on disk."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=8192)
def _extract(host: str) -> ExtractResult:
    return _extractor()(host, include_psl_private_domains=True)


@lru_cache(maxsize=8192)
def normal_host(host: str) -> str:
    """One spelling per host: lower case, internationalised names in ASCII, no final dot.

    An address of the Internet Protocol comes out in its canonical form, without brackets.
    """
    bare = host.strip().rstrip(".").removeprefix("[").removesuffix("]").lower()
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if bare.isascii():
        return bare
    try:
        return idna.encode(bare, uts46=True).decode("ascii").rstrip(".")
    except idna.IDNAError:
        return bare


def host_of_url(url: str) -> str:
    """Host name of a URL, normalised and without port; empty when none can be read.

    What different readers would read differently (a backslash, a blank) counts as unreadable.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if _UNREADABLE & set(parts.netloc):
        return ""
    return normal_host(host)


@lru_cache(maxsize=8192)
def site_of_host(host: str) -> str:
    """Registrable domain of a host: `example.co.uk` for `www.example.co.uk`.

    Free hosts count as suffixes, so each of their users is a site (`jane.github.io`); a suffix by
    itself and an IP address are their own site. Of a host under a suffix that is not listed
    (`.test`, `.example`) it is the last two labels.
    """
    name = normal_host(host)
    if _is_address(name):
        return name
    parts = _extract(name)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or name
    return ".".join(name.split(".")[-2:])


def site_of_url(url: str) -> str:
    """Registrable domain of a URL's host; empty when the URL has no readable host."""
    host = host_of_url(url)
    return site_of_host(host) if host else ""


def same_site(host: str, other: str) -> bool:
    """Whether two host names belong to one site. Two empty names do not."""
    return bool(host) and site_of_host(host) == site_of_host(other)


def is_within(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or lies under it, both normalised. Nothing lies under an address
    of the Internet Protocol, or under an empty name."""
    return bool(domain) and (
        host == domain or (host.endswith(f".{domain}") and not _is_address(domain))
    )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
