"""A dispatcher in a process of its own, where one interpreter's lock would bind a large run.

Threads of requests cost about a millisecond of processor time for each request, and so do reading
and judging of each answer: side by side in one process they take turns, in two they do not.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import Any

from scanner.fetch.budget import SiteBudget
from scanner.fetch.dispatch import Dispatcher, weight_of
from scanner.fetch.handing import arrange
from scanner.fetch.messages import Message, Output
from scanner.fetch.options import FetchOptions
from scanner.fetch.workers import Fault
from scanner.model.capture import Capture
from scanner.model.events import ProbeStarted
from scanner.model.plan import Probe

_TOGETHER = 50
"""Events that are handed over at once, at most."""
_MESSAGES_TOGETHER = 1_000
"""Messages likewise: of a large run's probes the child should know soon, to begin with the longest
chains."""
_WEIGHT_TOGETHER = 1_000_000
"""Bytes of answers after which no further event joins: what is handed over is copied."""


class ProcessEnded(RuntimeError):
    """The process that talks to the network is gone."""


class DispatcherApart:
    """Passes messages to a dispatcher in a child process, and what happened there back."""

    def __init__(
        self,
        options: FetchOptions,
        now: Callable[[], datetime],
        inbox: SimpleQueue[Message],
        outbox: SimpleQueue[Output],
    ) -> None:
        self._options = options
        self._now = now
        self._inbox = inbox
        self._outbox = outbox
        self._is_over = False
        self._sent: dict[str, Probe] = {}
        """Probes that were passed on, by id: their start is told back by that alone."""
        self.ran_out = False
        self.proxy_problem = ""
        self.proxy_served = False

    def loop(self) -> None:
        """The thread's work: until the child has ended."""
        arrange()
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        child = context.Process(
            target=_serve,
            args=(there, portable(self._options), self._now),
            name="netcurtain-network",
            daemon=True,
        )
        try:
            child.start()
            there.close()
            threading.Thread(target=self._send_on, args=(here,), daemon=True).start()
            self._receive(here)
        except BaseException as error:
            self._outbox.put(Fault(error))
        finally:
            self._is_over = True
            here.close()
            child.join()

    def _send_on(self, connection: Connection) -> None:
        with contextlib.suppress(OSError):
            while not self._is_over:
                with contextlib.suppress(Empty):
                    # A look at the clock now and then: nobody sends a message when all is over.
                    connection.send(self._waiting(timeout_s=1.0))

    def _waiting(self, timeout_s: float) -> list[Message]:
        """The messages that wait, at least one. Raises Empty when none comes in time."""
        together = [self._inbox.get(timeout=timeout_s)]
        with contextlib.suppress(Empty):
            while len(together) < _MESSAGES_TOGETHER:
                together.append(self._inbox.get_nowait())
        self._sent.update((item.id, item) for item in together if isinstance(item, Probe))
        return together

    def _receive(self, connection: Connection) -> None:
        try:
            while True:
                events, state, is_last = connection.recv()
                self.ran_out, self.proxy_problem, self.proxy_served = state
                for event in events:
                    is_start = isinstance(event, str)
                    self._outbox.put(ProbeStarted(self._sent.pop(event)) if is_start else event)
                if is_last:
                    return
        except (EOFError, OSError):
            error = ProcessEnded("the process that asks for pages ended before its work was done")
            self._outbox.put(Fault(error))


def portable(options: FetchOptions) -> dict[str, Any]:
    """Options as they can be handed to another process."""
    given = {field.name: getattr(options, field.name) for field in fields(options)}
    if options.connect_to is not None:
        given["connect_to"] = dict(options.connect_to)
    return given


def _serve(connection: Connection, given: dict[str, Any], now: Callable[[], datetime]) -> None:
    """The child's work."""
    for each in (signal.SIGINT, signal.SIGTERM):
        # The parent is told to stop, and says so in a message.
        signal.signal(each, signal.SIG_IGN)
    arrange()
    inbox: SimpleQueue[Message] = SimpleQueue()
    outbox: SimpleQueue[Output | None] = SimpleQueue()
    options = FetchOptions(**given)
    dispatcher = Dispatcher(
        options,
        now,
        time.monotonic,
        random.SystemRandom(),
        inbox,
        outbox,  # type: ignore[arg-type]
        SiteBudget(options.site_requests),
    )

    def work() -> None:
        dispatcher.loop()
        outbox.put(None)

    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    threading.Thread(target=work, daemon=True).start()
    is_last = False
    while not is_last:
        together = [outbox.get()]
        weight = _weight(together[0])
        with contextlib.suppress(Empty):
            while len(together) < _TOGETHER and weight < _WEIGHT_TOGETHER:
                together.append(outbox.get_nowait())
                weight += _weight(together[-1])
        is_last = None in together
        events = [
            event.probe.id if isinstance(event, ProbeStarted) else event
            for event in together
            if event is not None
        ]
        state = (dispatcher.ran_out, dispatcher.proxy_problem, dispatcher.proxy_served)
        connection.send((events, state, is_last))


def _weight(event: Output | None) -> int:
    return weight_of(event) if isinstance(event, Capture) else 0


def _listen(connection: Connection, inbox: SimpleQueue[Message]) -> None:
    with contextlib.suppress(OSError):
        while True:
            try:
                for message in connection.recv():
                    inbox.put(message)
            except EOFError:
                # The parent is gone, and nobody is left to be polite for.
                os._exit(1)
