"""Ctrl-C reaches every process of a terminal: those that are started in here do not hear it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def deaf_children() -> Iterator[None]:
    """A process that is started in here is deaf to Ctrl-C from its first moment on: that is meant
    for this process, which ends the others in good order. One that comes meanwhile is only late.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
