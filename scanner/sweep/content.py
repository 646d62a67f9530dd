"""What a record holds, unpacked and bounded."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from fastwarc import stream_io

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of one page, packed or unpacked; what follows is left out."""

_READERS: dict[str, Any] = {
    "gzip": stream_io.GzipReader,
    "x-gzip": stream_io.GzipReader,
    "deflate": lambda inner: stream_io.GzipReader(inner, zlib=True),
    "br": stream_io.BrotliReader,
    "zstd": stream_io.ZstdReader,
}
_MOST_PACKINGS = 4
"""Content codings one within the other; no server uses more than two."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A record's body."""

    media_type: str
    body: bytes = field(repr=False)
    is_cut: bool
    is_short: bool
    """The archive holds less of it than the record says."""


def unpacked(record: Any, is_answer: bool) -> Unpacked:
    """The body of a record; of an answer what stands behind its HTTP head. Raises OSError where
    the record itself cannot be read."""
    if not is_answer or not record.is_http:
        body, is_cut, is_short = _raw(record)
        return Unpacked("", body, is_cut, is_short)
    record.parse_http(auto_decode="none")
    body, is_cut, is_short = _raw(record)
    headers = record.http_headers
    if headers is None:
        return Unpacked("", body, is_cut, is_short)
    chunked = (headers.get("Transfer-Encoding") or "").lower()
    if "chunked" in chunked:
        body = _through(stream_io.ChunkedReader, body)[0] or body
    packings = (headers.get("Content-Encoding") or "").lower().split(",")
    for packing in reversed([name.strip() for name in packings][:_MOST_PACKINGS]):
        if packing in _READERS and body:
            # Some archives keep the header beside a body that is unpacked already.
            plain, is_longer = _through(_READERS[packing], body)
            body, is_cut = plain or body, is_cut or is_longer
    return Unpacked(headers.get("Content-Type") or "", body, is_cut, is_short)


def _raw(record: Any) -> tuple[bytes, bool, bool]:
    """The body as it stands in the record, whether that is not all, and whether it ends early."""
    claimed = record.content_length
    body: bytes = record.reader.read(min(claimed, LARGEST_BODY)) if claimed else b""
    return body, claimed > LARGEST_BODY, len(body) < min(claimed, LARGEST_BODY)


def _through(reader: Any, body: bytes) -> tuple[bytes, bool]:
    """The body through a reader, up to the bound, and whether there is more. Empty when it is not
    packed so; of a broken one what comes before the break."""
    pieces: list[bytes] = []
    left = LARGEST_BODY
    try:
        source = reader(io.BytesIO(body))
        while left > 0 and (piece := source.read(min(65_536, left))):
            pieces.append(piece)
            left -= len(piece)
    except (OSError, ValueError):
        return b"".join(pieces), bool(pieces)
    return b"".join(pieces), left <= 0
