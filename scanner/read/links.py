"""Targets of links: made absolute, or decoded where the target itself is a contact detail."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus, urljoin

_CONTACT_SCHEMES = frozenset({"mailto", "tel", "sms", "callto", "facetime", "whatsapp", "geo"})
_EMPTY_SCHEMES = frozenset({"javascript", "data", "blob", "about", "vbscript"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{1,20}):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]")
MAX_URL = 4000
"""Code points of an address that is still taken for one."""


def scheme_of(target: str) -> str:
    """Scheme in lower case; empty for a relative address."""
    found = _SCHEME.match(target)
    return found.group(1).lower() if found else ""


def absolute(base: str, target: str) -> str:
    """An absolute http(s) address, or an empty string where the target is none."""
    cleaned = _IGNORED.sub("", target.strip())
    if not cleaned or len(cleaned) > MAX_URL or cleaned.startswith("#"):
        return ""
    try:
        url = urljoin(base, cleaned)
    except ValueError:
        return ""
    return url if url[:8].lower().startswith(("http://", "https://")) else ""


def contact(target: str) -> str | None:
    """What a `mailto:`, `tel:` or like target says, decoded; None for any other target."""
    cleaned = _IGNORED.sub("", target.strip())
    scheme = scheme_of(cleaned)
    if scheme in _EMPTY_SCHEMES:
        return ""
    if scheme not in _CONTACT_SCHEMES:
        return None
    rest = cleaned[len(scheme) + 1 :].lstrip("/")
    if scheme == "mailto":
        rest = rest.partition("?")[0]
    return unquote(rest)


def decoded_query(url: str) -> str:
    """The query of an address in clear, where it hides words behind escapes (a link to a map)."""
    query = url.partition("#")[0].partition("?")[2]
    if "%" not in query and "+" not in query:
        return ""
    return " ".join(
        unquote_plus(piece.partition("=")[2] or piece) for piece in query.split("&") if piece
    )
