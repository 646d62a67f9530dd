"""Identities that are stable over scans and tell nothing to who does not hold the key."""

from __future__ import annotations

import hashlib
import hmac

from scanner.model.facts import Fact
from scanner.text.identities import fact_identity, page_identity


def finding_id(key: bytes, subject_id: str, fact: Fact, url: str) -> str:
    """The identity of a fact of the subject on the page at `url`."""
    return keyed_id(key, subject_id, fact_identity(fact), page_identity(url))


def keyed_id(key: bytes, *pieces: str) -> str:
    """16 hex digits of HMAC-SHA256 over the pieces, each with its length before it.

    A plain hash of a phone number could be reversed by trying all numbers.
    """
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for piece in pieces:
        data = piece.encode()
        mac.update(len(data).to_bytes(8, "big") + data)
    return mac.hexdigest()[:16]
