"""What comes over a connection, counted: no part of an answer can go on for ever.

Python's client bounds each line of an answer's head and how many there are, but not how many
interim answers, chunk sizes with extensions, or trailers. Here every byte of an answer counts, of
whatever part it is. Time is bounded by `Cutoff`.
"""

from __future__ import annotations

import http.client
import io
import socket
from typing import Any

MAX_HEAD_BYTES = 131_072
"""Status line and headers together, interim answers included. Common servers send at most 64 KiB
of them; Chromium's bound is 256 KiB."""
_FRAMING_BYTES = 65_536
_SWITCHING_PROTOCOLS = 101


class WireExceeded(http.client.HTTPException):
    """More came than one answer may bring."""


class FramingRefused(http.client.HTTPException):
    """The headers contradict each other, or don't say clearly, where the content ends."""


class Meter(io.RawIOBase):
    """A connection's incoming bytes, up to a limit that the answer raises once its head is read."""

    def __init__(self, raw: io.RawIOBase, keeps: bool = False) -> None:
        """`keeps`: whether all that comes is wanted once more, as it came."""
        self._raw = raw
        self.received = 0
        self.kept: bytearray | None = bytearray() if keeps else None
        self._limit = MAX_HEAD_BYTES
        self._is_held = False

    def allow_content(self, max_bytes: int) -> None:
        """Open the way for content. Chunks, sizes and trailers may double it, and no more."""
        self._limit += 2 * max_bytes + _FRAMING_BYTES

    def hold(self) -> None:
        """End here: what has come already can be read, and then it looks like the peer's end."""
        self._is_held = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._is_held:
            return 0
        if self.received >= self._limit:
            raise WireExceeded
        count: int | None = self._raw.readinto(buffer)
        self.received += count or 0
        if self.kept is not None and count:
            self.kept += memoryview(buffer)[:count]
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class Answer(http.client.HTTPResponse):
    """An HTTP/1 answer that reads through a meter and insists on clear framing."""

    def __init__(
        self, sock: socket.socket, *args: Any, max_bytes: int, keeps: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(sock, *args, **kwargs)
        self.meter = Meter(self.fp.detach(), keeps)
        self.fp = io.BufferedReader(self.meter)
        self._max_bytes = max_bytes

    def begin(self) -> None:
        """Read the head. Raises what http.client raises, WireExceeded and FramingRefused."""
        super().begin()
        self._check_framing()
        self.meter.allow_content(self._max_bytes)

    def _read_status(self) -> tuple[str, int, str]:
        # Python skips 100 only, and would take "103 Early Hints" for the answer (RFC 9110, 15.2).
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 < status < 200 or status == _SWITCHING_PROTOCOLS:
                return version, status, reason
            while self.fp.readline(MAX_HEAD_BYTES).strip(b"\r\n"):
                pass

    def _check_framing(self) -> None:
        """RFC 9112, section 6.3: what is unclear may not be guessed at."""
        codings = {text.strip().lower() for text in self.msg.get_all("transfer-encoding") or []}
        codings -= {"", "identity"}
        lengths = set(self.msg.get_all("content-length") or [])
        if codings and codings != {"chunked"}:
            raise FramingRefused
        if codings and lengths:
            # The chunks count, but this connection is not to be trusted with another answer.
            self.will_close = True
        elif len(lengths) > 1 or not all(
            text.strip().isascii() and text.strip().isdigit() for text in lengths
        ):
            raise FramingRefused
        if self.status == _SWITCHING_PROTOCOLS:
            self.will_close = True
