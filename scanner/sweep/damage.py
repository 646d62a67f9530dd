"""Places of an archive that cannot be read: found, told, and left behind where that is possible."""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from fastwarc import warc

from scanner.sweep.packing import GZIP, ZSTD, Packing

_BEGINS = {Packing.NONE: b"WARC/1.", Packing.GZIP: GZIP, Packing.ZSTD: ZSTD}
_PIECE = 1 << 18
_FARTHEST = 64 << 20
"""Bytes after a damaged place in which the next record is looked for."""
_MOST_TRIES = 200
_AS_GZIP = 31
_LONGEST_HEAD = 1 << 20
_LENGTH = re.compile(rb"\ncontent-length:\s*(\d{1,18})", re.IGNORECASE)


class Damaged(ValueError):
    """A place that could not be read. Its words carry nothing of the archive."""

    def __init__(
        self, why: str, record: int, offset: int, *, is_end: bool = False, is_all: bool = False
    ) -> None:
        super().__init__(why)
        self.why = why
        self.record = record
        """Records read before it."""
        self.offset = offset
        """Where it lies, in stored bytes."""
        self.is_end = is_end
        """There is nothing behind it."""
        self.is_all = is_all
        """Nothing of the archive can be used."""


def cut_after(stream: BinaryIO, packing: Packing, offset: int) -> str:
    """How an archive breaks off within what follows the record at `offset`; empty when it ends
    well. One packed by zstd tells by itself."""
    if packing is Packing.ZSTD or not stream.seekable():
        return ""
    stream.seek(0 if packing is Packing.WHOLE else offset)
    return _within_record(stream) if packing is Packing.NONE else _within_piece(stream)


def _within_record(stream: BinaryIO) -> str:
    """The same of records that are not packed, from the beginning of one."""
    while head := stream.read(_LONGEST_HEAD):
        bare = head.lstrip(b"\r\n")
        if not bare:
            continue
        end = bare.find(b"\r\n\r\n")
        length = _LENGTH.search(bare, 0, max(end, 0))
        if length is None:
            return "it breaks off"
        size = end + 4 + int(length[1])
        stream.seek(size - len(bare), io.SEEK_CUR)
    return ""


def _within_piece(stream: BinaryIO) -> str:
    unpacker = zlib.decompressobj(_AS_GZIP)
    stored = b""
    is_within = False
    try:
        while stored := stored or stream.read(_PIECE):
            is_within = True
            unpacker.decompress(stored, _PIECE)
            stored = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if unpacker.eof:
                unpacker, is_within = zlib.decompressobj(_AS_GZIP), False
    except zlib.error:
        return "it cannot be unpacked"
    return "it breaks off" if is_within else ""


def next_start(stream: BinaryIO, packing: Packing, offset: int) -> int | None:
    """Where the next whole record begins after the damaged place at `offset`; None when there is
    none near enough."""
    candidates = _candidates(stream, _BEGINS[packing], offset + 1)
    for place in itertools.islice(candidates, _MOST_TRIES):
        if _is_record(stream, place):
            return place
    return None


def _candidates(stream: BinaryIO, sign: bytes, start: int) -> Iterator[int]:
    at, kept = start, b""
    while at - start < _FARTHEST:
        stream.seek(at + len(kept))
        piece = stream.read(_PIECE)
        if not piece:
            return
        window = kept + piece
        found = window.find(sign)
        while found >= 0:
            yield at + found
            found = window.find(sign, found + 1)
        kept = window[-len(sign) + 1 :]
        at += len(window) - len(kept)


def _is_record(stream: BinaryIO, place: int) -> bool:
    stream.seek(place)
    try:
        record = next(iter(warc.ArchiveIterator(stream, parse_http=False)), None)
    except (OSError, ValueError):
        return False
    return record is not None and bool(record.record_id)
