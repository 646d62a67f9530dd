"""What makes two captures the same page, and two facts of a profile the same fact."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote, urlsplit

from scanner.domains import host_of_url
from scanner.model.facts import Fact, FactKind
from scanner.text.normalise import fold

_USUAL_PORTS = {"http": 80, "https": 443}
_OF_THE_WAY = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid", re.IGNORECASE)
"""Parameters that say by which link somebody came, and nothing of the page."""
_UNRESERVED = "-._~"


def page_identity(url: str) -> str:
    """The address of a page, spelt one way.

    http and https, a slash at the end or none, the order of the query's parameters, capital letters
    in host names and escapes, and marks of the link by which one came make no other page.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    host = host_of_url(url) or parts.netloc.lower()
    at_port = f":{port}" if port not in (None, _USUAL_PORTS.get(scheme)) else ""
    path = _spelt(parts.path).rstrip("/") or "/"
    asked = sorted(_spelt(pair) for pair in parts.query.split("&") if not _is_of_the_way(pair))
    query = "&".join(pair for pair in asked if pair)
    web = "https" if scheme in _USUAL_PORTS else scheme
    return f"{web}://{host}{at_port}{path}{'?' if query else ''}{query}"


def page_digest(url: str) -> str:
    """The identity of a page in 16 hex digits, to remember many of them."""
    return hashlib.sha256(page_identity(url).encode()).hexdigest()[:16]


def _is_of_the_way(pair: str) -> bool:
    return _OF_THE_WAY.fullmatch(pair.split("=")[0]) is not None


def _spelt(text: str) -> str:
    """Escapes in capitals, and none for what needs none (RFC 3986, 6.2.2)."""

    def escaped(match: re.Match[str]) -> str:
        char = unquote(match[0], errors="strict") if int(match[0][1:], 16) < 0x80 else ""
        return char if char and (char.isalnum() or char in _UNRESERVED) else match[0].upper()

    # What is beyond ASCII is escaped as browsers do; what stands escaped already stays so.
    return re.sub(r"%[0-9A-Fa-f]{2}", escaped, quote(text, safe="%/:@!$&'()*+,;=?~"))


def fact_identity(fact: Fact) -> str:
    """What a fact says, spelt one way; private.

    The number in a fact's id is its place in the profile, where another may come to stand. Of an
    address the house and the street tell: that a postcode was added makes no other home.
    """
    pieces = [fact.value.reveal()]
    if fact.kind is FactKind.ADDRESS and fact.part("street"):
        pieces = [fact.part("house"), fact.part("street"), fact.part("town")]
    if fact.kind is FactKind.HANDLE:
        pieces.append(fact.part("site"))
    said = (" ".join(fold(piece).split()) for piece in pieces)
    return "\n".join((fact.kind.value, *said))
