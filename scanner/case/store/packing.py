"""Bytes of an answer as the store keeps them: compressed."""

from __future__ import annotations

import zlib

from scanner.errors import CaseError


def pack(content: bytes) -> bytes:
    return zlib.compress(content, 1)


def unpack(content: bytes) -> bytes:
    """Raises CaseError for what `pack` did not make."""
    try:
        return zlib.decompress(content)
    except zlib.error:
        raise CaseError("What the case keeps of an answer is damaged.") from None
