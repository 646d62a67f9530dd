"""Ctrl-C and SIGTERM during a check: the first ends it well, the second at once."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Protocol

from scanner.cli.console import say

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_WORDS = "Stopping: what was learned so far goes into the report. Again: give up at once."


class Stoppable(Protocol):
    """May be stopped from a signal handler: a fetcher, a renderer."""

    def stop(self) -> None: ...


class Stopping:
    """What the user wants of a check that runs."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.is_wanted = False
        """A first signal came: what was learned is kept, and nothing else is asked."""
        self._stopped: tuple[Stoppable, ...] = ()

    def stops(self, *what: Stoppable) -> None:
        """Have these stopped by the first signal."""
        self._stopped = what

    def _receive(self, signum: int, frame: FrameType | None) -> None:
        if self.is_wanted:
            raise KeyboardInterrupt
        self.is_wanted = True
        for what in self._stopped:
            what.stop()
        # The signal may have come in the midst of writing to the same stream.
        with contextlib.suppress(RuntimeError):
            say(self._words)


@contextlib.contextmanager
def stoppable(words: str = _WORDS) -> Iterator[Stopping]:
    """Until its end, a first Ctrl-C or SIGTERM stops gently and a second raises KeyboardInterrupt.

    It reaches over the writing of the report, so that none is lost to a late Ctrl-C. `words`: what
    the first is answered with.
    """
    stopping = Stopping(words)
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        signal.signal(number, stopping._receive)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
