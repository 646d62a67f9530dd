"""How an archive is packed: record by record, so that reading can begin at any, or as a whole."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
_FIRST = 1 << 16
"""Stored bytes in which the first record of an archive, a short description of it, ends."""
_UNPACKED_AT_ONCE = 1 << 18
_AS_GZIP = 31
"""zlib: a gzip head, and the largest window."""


class Packing(StrEnum):
    """How records are packed."""

    NONE = "none"
    GZIP = "gzip"
    """Each record for itself."""
    ZSTD = "zstd"
    WHOLE = "whole"
    """The whole archive in one piece of gzip: whoever goes on has to unpack what lies before."""


def packing_of(stream: BinaryIO) -> Packing:
    """How a stream that stands at its beginning, or can seek there, is packed. It stands at its
    beginning afterwards."""
    if stream.tell():
        stream.seek(0)
    head = stream.read(_FIRST)
    stream.seek(0)
    if head.startswith(ZSTD) or head[1:4] == b"\x2a\x4d\x18":
        return Packing.ZSTD
    if not head.startswith(GZIP):
        return Packing.NONE
    return Packing.WHOLE if _is_one_piece(head) else Packing.GZIP


def _is_one_piece(head: bytes) -> bool:
    """Whether a second record begins before the first piece of gzip ends: then places within a
    piece cannot be told from the stream as it is stored."""
    unpacker = zlib.decompressobj(_AS_GZIP)
    try:
        text = unpacker.decompress(head, _UNPACKED_AT_ONCE)
    except zlib.error:
        return False
    return b"\nWARC/1." in text


def unpack(stream: BinaryIO, start: int) -> BinaryIO:
    """What a gzip stream holds, from its unpacked byte `start` on, in bounded memory."""
    return io.BufferedReader(_Unpacking(stream, start), _UNPACKED_AT_ONCE)


class _Unpacking(io.RawIOBase):
    """Unpacks as it is read. Raises OSError without a number where it cannot."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._pieces = _pieces(stream)
        self._rest = b""
        self._at = 0
        while self._at < start and (piece := next(self._pieces, b"")):
            self._at += len(piece)
            self._rest = piece
        over = self._at - start
        self._rest = self._rest[-over:] if over > 0 else b""
        self._at = start

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._pieces, b"")
        size = min(len(self._rest), len(buffer))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self._at += size
        return size


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_AS_GZIP)
    stored = b""
    try:
        while stored := stored or stream.read(_FIRST):
            text = unpacker.decompress(stored, _UNPACKED_AT_ONCE)
            stored = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if unpacker.eof:
                unpacker = zlib.decompressobj(_AS_GZIP)
            if text:
                yield text
    except zlib.error:
        raise OSError("it cannot be unpacked") from None
