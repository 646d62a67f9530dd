"""Places of an archive that cannot be read: found, told, and left behind where that is possible."""

from __future__ import annotations

import itertools
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
    well. Only of archives packed record by record by gzip: the others tell by themselves, or by a
    record that is shorter than it says."""
    if packing is Packing.WHOLE:
        offset = 0 if stream.seekable() else -1
    elif packing is not Packing.GZIP:
        return ""
    if offset < 0 or not stream.seekable():
        return ""
    stream.seek(offset)
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
