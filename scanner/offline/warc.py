"""The answers in an archive of web pages (WARC, ISO 28500), one after the other and bounded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of one decompressed answer; what follows is left out."""

_KINDS = frozenset({"response", "resource", "conversion"})
"""Records that hold content; the last is what an archive of texts (WET) is made of."""

_UNPACKED = frozenset({"", "identity", *BufferedReader.get_supported_decompressors()})
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an archive."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def responses(stream: BinaryIO) -> Iterator[tuple[int, Answer]]:
    """Each answer with a body, and the number of its record, from 1.

    Raises ValueError when the archive, or the rest of it, cannot be read as one.
    """
    try:
        for number, record in enumerate(ArchiveIterator(stream, arc2warc=True), start=1):
            if record.rec_type in _KINDS and (answer := _answer(record)).body:
                yield number, answer
    except (ArchiveLoadFailed, zlib.error, EOFError, UnicodeError) as error:
        raise ValueError("its records cannot be read") from error


def _answer(record: Any) -> Answer:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if record.http_headers:
        kind = record.http_headers.get_header("Content-Type")
        if (record.http_headers.get_header("Content-Encoding") or "").lower() not in _UNPACKED:
            kind = ""  # Packed as we cannot unpack it: told by its bytes, never read as text.
    else:
        kind = record.rec_headers.get_header("Content-Type")
    return Answer(url, {"Content-Type": kind} if kind else {}, _body(record.content_stream()))


def _body(stream: Any) -> bytes:
    """The decompressed body, up to the bound: a small record may unpack to gigabytes."""
    pieces: list[bytes] = []
    left = LARGEST_BODY
    while left > 0 and (piece := stream.read(min(_CHUNK, left))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
