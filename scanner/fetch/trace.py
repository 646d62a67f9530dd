"""What is kept of an exchange for evidence: both sides' bytes, and how the way was found."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from scanner.fetch.wire import Meter
from scanner.model.capture import Trace

NOT_SHOWN = b"VALUE-NOT-SHOWN"
"""What stands for a header's value that may be a key."""
_PLAIN = frozenset(
    {
        *(b"accept", b"accept-encoding", b"accept-language", b"cache-control", b"connection"),
        *(b"content-length", b"content-type", b"cookie", b"host", b"if-modified-since"),
        *(b"if-none-match", b"origin", b"pragma", b"range", b"referer", b"te", b"user-agent"),
        *(b"sec-fetch-dest", b"sec-fetch-mode", b"sec-fetch-site", b"sec-fetch-user"),
        *(b"upgrade-insecure-requests", b"transfer-encoding", b"priority", b"dnt"),
    }
)
"""Headers that are no key. Cookies are the site's own, of this chain alone, and stand in its
answers."""
_INTERIM = frozenset(str(code).encode() for code in range(100, 200) if code != 101)


@dataclass(slots=True)
class Taps:
    """What the connection notes of one request while it is made."""

    sent: bytearray = field(default_factory=bytearray, repr=False)
    certificates: tuple[bytes, ...] = field(default=(), repr=False)

    def trace(
        self,
        meter: Meter | None,
        wire: bytes | None,
        addresses: tuple[str, ...],
        sent_at: datetime,
        elapsed_s: float,
    ) -> Trace:
        """`wire`: the content that was kept; None to keep none of it."""
        received = bytes(meter.kept) if meter is not None and meter.kept is not None else b""
        head, content = split_answer(received)
        return Trace(
            request=without_keys(bytes(self.sent)),
            head=head,
            sha256=sha256(head + content).hexdigest(),
            sent_at=sent_at,
            elapsed_ms=round(elapsed_s * 1000),
            content=b"" if wire is None or content == wire else content,
            addresses=addresses,
            certificates=self.certificates,
        )


def head_end(message: bytes, at: int = 0) -> int:
    """Where a head that begins at `at` ends: behind its empty line, or with the message."""
    while at < len(message):
        end = message.find(b"\n", at) + 1 or len(message)
        line, at = message[at:end], end
        if line in (b"\r\n", b"\n"):
            break
    return at


def split_answer(received: bytes) -> tuple[bytes, bytes]:
    """Head and content of what came; interim answers before them belong to neither."""
    at = 0
    while True:
        end = head_end(received, at)
        status = received[at:end].split(None, 2)[1:2]
        if not status or status[0] not in _INTERIM or end >= len(received):
            return received[at:end], received[end:]
        at = end


def without_keys(sent: bytes) -> bytes:
    """A request with a mark in place of every header's value that may be a key."""
    head, parting, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    for number, line in enumerate(lines):
        name, colon, _ = line.partition(b":")
        if name.strip().lower() not in _PLAIN:
            lines[number] = name + colon + b" " + NOT_SHOWN
    return b"\r\n".join([first, *lines]) + parting + body


def chain_of(connection: Any) -> tuple[bytes, ...]:
    """The certificates that a TLS peer sent (DER), its own first; nothing without TLS."""
    if not isinstance(connection, ssl.SSLSocket):
        return ()
    sent: Any = getattr(connection, "get_unverified_chain", None)
    if sent is not None:  # Python 3.13 and later
        return tuple(bytes(each) for each in sent())
    inner: Any = getattr(connection, "_sslobj", None)
    if hasattr(inner, "get_unverified_chain"):
        chain = inner.get_unverified_chain() or ()
        return tuple(ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in chain)
    own = connection.getpeercert(binary_form=True)
    return (own,) if own else ()
