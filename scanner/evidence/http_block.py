"""One HTTP message as the block of a WARC record, and read back from it.

A block is what came over the wire, byte by byte, where that was kept. Otherwise (an answer of an
earlier run, or one out of which a key was taken) it is put together from what is known: then
headers that no longer fit the bytes stand under a name of their own, and nothing pretends to be
what was received.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from email.parser import Parser
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPMessage

from scanner.fetch.trace import head_end
from scanner.model.capture import Hop

_MOVED = "X-Archive-Orig-"
"""What other archivers put before the name of a header that no longer fits the bytes."""
_FRAMING = frozenset({"transfer-encoding", "content-length"})
_MOVED_NAMES = frozenset(f"{_MOVED.lower()}{name}" for name in _FRAMING)


class Framing(StrEnum):
    """How the bytes of a block came to be."""

    RECEIVED = "received"
    """As they came."""
    COMPOSED = "composed"
    """Put together; the headers fit."""
    MOVED = "moved"
    """Put together; headers that did not fit have another name, and a length was added."""


@dataclass(frozen=True, slots=True)
class Block:
    """An HTTP message."""

    head: bytes = field(repr=False)
    """Start line and headers, with the empty line."""
    content: bytes = field(repr=False)
    framing: Framing = Framing.RECEIVED


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer's head says."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)


def response_block(hop: Hop, wire: bytes) -> Block:
    """The answer of an exchange. `wire`: its content without framing; empty for a redirect."""
    trace = hop.trace
    if trace is not None and trace.head:
        content = trace.content or wire
        told = read_head(trace.head)
        is_whole = not wire or content_of(told, content, len(wire)) == wire
        if is_whole and (told.status, told.headers) == (hop.status, hop.headers):
            return Block(trace.head, content)
    fits = _fits(hop, len(wire))
    framing = Framing.COMPOSED if fits else Framing.MOVED
    return Block(_composed(hop, len(wire), fits), wire, framing)


def read_head(head: bytes, framing: Framing = Framing.RECEIVED) -> Head:
    """Status and headers, as the fetcher read them. Raises ValueError for what is no such head."""
    start, _, rest = head.partition(b"\n")
    status = int(start.split(None, 2)[1])
    # As http.client does, but without its bounds: they were held when it came.
    message = Parser(_class=HTTPMessage).parsestr(rest.decode("latin-1"), headersonly=True)
    headers = tuple((str(name), str(value)) for name, value in message.items())
    return Head(status, _moved_back(headers) if framing is Framing.MOVED else headers)


def content_of(head: Head, content: bytes, length: int) -> bytes:
    """The first `length` bytes of content without its framing."""
    codings = [value.lower() for name, value in head.headers if name.lower() == "transfer-encoding"]
    is_chunked = any("chunked" in value for value in codings)
    return (_unchunked(content) if is_chunked else content)[:length]


def split(block: bytes) -> tuple[bytes, bytes]:
    """Head and content: the head ends with the first empty line."""
    at = head_end(block)
    return block[:at], block[at:]


def _unchunked(content: bytes) -> bytes:
    """What chunks hold (RFC 9112, section 7.1), as far as they go."""
    pieces, at = [], 0
    while (end := content.find(b"\n", at)) >= 0:
        try:
            size = int(content[at:end].split(b";")[0].strip(), 16)
        except ValueError:
            break
        if size <= 0:
            break
        pieces.append(content[end + 1 : end + 1 + size])
        at = end + 1 + size
        at += 2 if content[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces)


def _composed(hop: Hop, length: int, fits: bool) -> bytes:
    try:
        phrase = HTTPStatus(hop.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {hop.status} {phrase}"]
    if fits:
        lines += [f"{name}: {value}" for name, value in hop.headers]
    else:
        for name, value in hop.headers:
            lines.append(f"{_MOVED if name.lower() in _FRAMING else ''}{name}: {value}")
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _fits(hop: Hop, length: int) -> bool:
    """Whether the headers tell where the content ends as it lies here."""
    framing = [(name.lower(), value) for name, value in hop.headers if name.lower() in _FRAMING]
    return framing == [("content-length", str(length))]


def _moved_back(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Inverse of what moving does to headers."""
    return tuple(
        (name[len(_MOVED) :] if name.lower() in _MOVED_NAMES else name, value)
        for name, value in headers[:-1]
    )
