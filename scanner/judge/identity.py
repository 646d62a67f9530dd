"""Identities that are stable over scans and tell nothing to who does not hold the key."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit, urlunsplit


def page_identity(url: str) -> str:
    """The address of a page without its fragment: what makes two captures the same page."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def keyed_id(key: bytes, *pieces: str) -> str:
    """16 hex digits of HMAC-SHA256 over the pieces, each with its length before it.

    A plain hash of a phone number could be reversed by trying all numbers.
    """
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for piece in pieces:
        data = piece.encode()
        mac.update(len(data).to_bytes(8, "big") + data)
    return mac.hexdigest()[:16]
