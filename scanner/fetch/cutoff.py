"""The end of a request from outside: at its deadline, or when the run is stopped."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Protocol

from scanner.model.capture import Failure


class HasDescriptor(Protocol):
    """A socket, or TLS on top of one."""

    def fileno(self) -> int: ...


class CutShort(Exception):
    """The request was ended from outside before it got this far."""


class Cutoff:
    """Ends one request by shutting its connection down.

    A bound on each read does not bound a peer that trickles (header lines, interim answers, chunk
    sizes): only shutting the connection down ends every one of them. The worker attaches the
    socket; another thread cuts.
    """

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        """On the run's monotonic clock, in seconds."""
        self._lock = threading.Lock()
        self._lever: socket.socket | None = None
        self._reason: Failure | None = None

    @property
    def reason(self) -> Failure | None:
        """Why it was cut; None while it was not."""
        return self._reason

    def attach(self, connection: HasDescriptor) -> None:
        """Put the connection at the mercy of `cut`. Raises CutShort when that came first.

        Holds a duplicate of the descriptor, since TLS takes over the socket object itself.
        """
        with self._lock:
            self._drop()
            if self._reason is not None:
                raise CutShort
            self._lever = socket.socket(fileno=socket.dup(connection.fileno()))

    def cut(self, reason: Failure) -> None:
        """End the request now; whatever waits on its socket wakes. The first reason stays."""
        with self._lock:
            if self._reason is None:
                self._reason = reason
            if self._lever is not None:
                # A connection that is already gone, or not yet there, needs no shutting down.
                with contextlib.suppress(OSError):
                    self._lever.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Let go of the connection: the request has ended."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._lever is not None:
            self._lever.close()
            self._lever = None
