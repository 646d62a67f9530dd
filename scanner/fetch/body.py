"""A response body, read and decoded piece by piece within its bounds."""

from __future__ import annotations

import contextlib
import http.client
import io
import zlib
from dataclasses import dataclass, field
from typing import Protocol

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, ReadTimeoutError

from scanner.fetch.wire import WireExceeded
from scanner.model.capture import Failure

_PIECE = 65_536
_GZIP_MAGIC = b"\x1f\x8b"
_MAX_MEMBERS = 1_000
"""Of one gzip stream: each costs time, however little it holds. Servers send one, or few."""


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


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._ended = False
        self._members = 1

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
                self._begin_member()
            elif piece:
                # Padding after the last member: browsers overlook it.
                self._ended = True
        return decoded

    def _begin_member(self) -> None:
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise zlib.error("too many members")
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)


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
        if self._stream.eof:
            return b""
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


_NO_ENCODINGS = frozenset({"", "identity", "none", "binary", "8bit", "utf-8", "utf8"})
"""What says that nothing was done to the content; the latter ones by mistake, but often."""

_DECODERS: dict[str, type[_Gzip] | type[_Deflate] | None] = {
    "": None,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
}


def too_large(max_bytes: int) -> str:
    """What is said of a body beyond its bound."""
    return f"larger than {max_bytes:,} bytes"


def decode(wire: bytes, encoding: str, max_bytes: int) -> bytes:
    """Content that was read already, decoded as `read_body` does; as far as it can be."""
    kind = _DECODERS.get(_encoding(encoding))
    if kind is None:
        return wire[:max_bytes]
    decoder, decoded = kind(), io.BytesIO()
    with contextlib.suppress(zlib.error):
        for at in range(0, len(wire), _PIECE):
            # To zlib no room at all means boundless room.
            if decoded.tell() >= max_bytes:
                break
            decoded.write(decoder.feed(wire[at : at + _PIECE], max_bytes - decoded.tell()))
    return decoded.getvalue()


def read_body(response: BaseHTTPResponse, max_bytes: int) -> Body:
    """Read until the end or the bound, which holds for the wire and for the decoded bytes.

    Memory stays near the bound however far the content would expand. What came until a failure is
    kept. Content in an encoding that was not asked for, or in several, is not read at all. An end
    that was forced from outside looks like a lost connection: the caller knows better.
    """
    encoding = _encoding(response.headers.get("content-encoding", ""))
    if encoding not in _DECODERS:
        return Body(failure=Failure.PROTOCOL, detail="in an encoding that was not asked for")
    kind = _DECODERS[encoding]
    # Of a buffer's whole content `getvalue` makes no second copy.
    wire, decoded = io.BytesIO(), io.BytesIO()
    decoder: _Decoder | None = kind() if kind is not None else None
    failure, detail = _read_into(response, decoder, wire, decoded, max_bytes)
    if failure is None and decoder is not None and wire.tell() and not decoder.is_complete:
        failure, detail = Failure.PROTOCOL, "the compressed content ends half way"
    raw = wire.getvalue()
    return Body(raw if decoder is None else decoded.getvalue(), raw, failure, detail)


def _encoding(header: str) -> str:
    """What was done to content, as its header says; empty for nothing."""
    names = [name.strip().lower() for name in header.split(",")]
    return ",".join(name for name in names if name not in _NO_ENCODINGS)


def _read_into(
    response: BaseHTTPResponse,
    decoder: _Decoder | None,
    wire: io.BytesIO,
    decoded: io.BytesIO,
    max_bytes: int,
) -> tuple[Failure | None, str]:
    exceeded = (Failure.TOO_LARGE, too_large(max_bytes))
    while True:
        try:
            piece = response.read1(_PIECE, decode_content=False)
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            if isinstance(error, WireExceeded) or isinstance(error.__cause__, WireExceeded):
                return exceeded
            if isinstance(error, (TimeoutError, ReadTimeoutError)):
                return Failure.TIMEOUT, "the content did not come in time"
            return Failure.PROTOCOL, "the connection was lost half way"
        if not piece:
            return None, ""
        wire_room = max_bytes - wire.tell()
        wire.write(piece[:wire_room])
        if decoder is not None:
            decoded_room = max_bytes - decoded.tell()
            try:
                # One byte more than fits shows that it does not.
                content = decoder.feed(piece, decoded_room + 1)
            except zlib.error:
                return Failure.PROTOCOL, "the compressed content is broken"
            decoded.write(content[:decoded_room])
            if len(content) > decoded_room:
                return exceeded
        if len(piece) > wire_room:
            return exceeded
