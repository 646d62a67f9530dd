"""A response body, read and decoded piece by piece within its bounds."""

from __future__ import annotations

import http.client
import zlib
from dataclasses import dataclass, field
from typing import Protocol

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from scanner.model.capture import Failure

_PIECE = 65_536
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Body:
    """What came of a body, decoded and as it came over the wire."""

    decoded: bytes = field(default=b"", repr=False)
    wire: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    detail: str = ""


class _Decoder(Protocol):
    @property
    def is_complete(self) -> bool: ...

    def feed(self, piece: bytes, room: int) -> bytes:
        """Decoded bytes of the next piece, at most `room` of them. Raises zlib.error."""


class _Plain:
    is_complete = True

    def feed(self, piece: bytes, room: int) -> bytes:
        return piece[:room]


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._ended = False

    @property
    def is_complete(self) -> bool:
        return self._ended or self._stream.eof

    def feed(self, piece: bytes, room: int) -> bytes:
        decoded = b""
        while piece and not self._ended and len(decoded) < room:
            decoded += self._stream.decompress(piece, room - len(decoded))
            if not self._stream.eof:
                break
            piece = self._stream.unused_data
            if piece.startswith(_GZIP_MAGIC):
                self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
            elif piece:
                # Padding after the last member: browsers overlook it.
                self._ended = True
        return decoded


class _Deflate:
    """The zlib format, or the bare stream that some servers send under the same name."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()
        self._seen = b""
        self._decided = False

    @property
    def is_complete(self) -> bool:
        return self._stream.eof

    def feed(self, piece: bytes, room: int) -> bytes:
        if self._decided:
            return self._stream.decompress(piece, room)
        self._seen += piece
        try:
            decoded = self._stream.decompress(piece, room)
        except zlib.error:
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            decoded = self._stream.decompress(self._seen, room)
        # The two bytes of the zlib header decide which format it is.
        self._decided = len(self._seen) >= 2
        return decoded


_DECODERS: dict[str, type[_Plain] | type[_Gzip] | type[_Deflate]] = {
    "": _Plain,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
}


def read_body(response: BaseHTTPResponse, max_bytes: int) -> Body:
    """Read until the end or the bound, which holds for the wire and for the decoded bytes.

    Memory stays near the bound however far the content would expand. What came until a failure is
    kept. An end that was forced from outside looks like a lost connection: the caller knows better.
    """
    names = [name.strip() for name in response.headers.get("content-encoding", "").split(",")]
    encoding = ",".join(name.lower() for name in names if name.lower() not in ("", "identity"))
    if encoding not in _DECODERS:
        return Body(failure=Failure.PROTOCOL, detail="in an encoding that was not asked for")
    decoder: _Decoder = _DECODERS[encoding]()
    wire, decoded = bytearray(), bytearray()
    failure, detail = _read_into(response, decoder, wire, decoded, max_bytes)
    if failure is None and wire and not decoder.is_complete:
        failure, detail = Failure.PROTOCOL, "the compressed content ends half way"
    raw = bytes(wire)
    return Body(bytes(decoded) if encoding else raw, raw, failure, detail)


def _read_into(
    response: BaseHTTPResponse,
    decoder: _Decoder,
    wire: bytearray,
    decoded: bytearray,
    max_bytes: int,
) -> tuple[Failure | None, str]:
    too_large = (Failure.TOO_LARGE, f"larger than {max_bytes:,} bytes")
    while True:
        try:
            piece = response.read1(_PIECE, decode_content=False)
        except TimeoutError:
            return Failure.TIMEOUT, "the content did not come in time"
        except (HTTPError, http.client.HTTPException, OSError, ValueError):
            return Failure.PROTOCOL, "the connection was lost half way"
        if not piece:
            return None, ""
        wire_room = max_bytes - len(wire)
        wire += piece[:wire_room]
        try:
            # One byte more than fits shows that it does not.
            decoded += decoder.feed(piece, max_bytes - len(decoded) + 1)
        except zlib.error:
            return Failure.PROTOCOL, "the compressed content is broken"
        if len(decoded) > max_bytes:
            del decoded[max_bytes:]
            return too_large
        if len(piece) > wire_room:
            return too_large
