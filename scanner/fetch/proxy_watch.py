"""Tells the proxy's own failure from that of the sites behind it.

A dead proxy looks like hundreds of dead sites. So it is tried before anything is sent, and again
whenever a request got no word through it since it was last known to work. What it refuses before
anything has come through it is held back until something does: if nothing does, it was the proxy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from scanner.fetch.steps import ProxyFault, Reply
from scanner.model.capture import Failure

T = TypeVar("T")

MOST_HELD = 10
"""Requests that come to nothing in a row, before anything has come through, after which the proxy
is taken to be of no use. Judgement: so many dead sites do not come first."""

_WORD_OF_A_HOST = frozenset({Failure.REFUSED_CONNECTION, Failure.TLS})
"""Failures that can only be told of a host which the proxy went for."""
_NOTHING_CAME = "it takes connections, but nothing came through it"


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A reply whose meaning depends on whether the proxy works, and who waits for it."""

    waiting: T
    reply: Reply
    began_at: float


class ProxyWatch(Generic[T]):
    """Belongs to the scheduler's thread alone. Without a proxy it lets everything pass."""

    def __init__(self, has_proxy: bool, monotonic: Callable[[], float]) -> None:
        self._has_proxy = has_proxy
        self._monotonic = monotonic
        self._works_since = float("-inf")
        """When it was last known to work."""
        self._held: list[Held[T]] = []
        self.is_proved = False
        """Whether anything ever came through it."""
        self.on_trial = False
        """Whether it is being tried: nothing is to be sent until that has ended."""
        self.wants_trial = has_proxy
        self.problem = ""
        """Why it is of no use, in words that follow a colon; empty while it may be."""

    def begin_trial(self) -> None:
        self.wants_trial, self.on_trial = False, True

    def end_trial(self, problem: str) -> list[Held[T]]:
        """Note what the trial found; gives the replies that count as they are."""
        self.on_trial = False
        if problem:
            self.problem = problem
            return []
        self._works_since = self._monotonic()
        return self._judged_again()

    def admit(self, item: Held[T]) -> list[Held[T]]:
        """Take a reply; gives those that count as they are, it and earlier ones."""
        reply = item.reply
        if not self._has_proxy or self.problem or reply.failure is Failure.STOPPED:
            return [item]
        if reply.proxy_fault is None:
            if reply.hop is None and reply.failure not in _WORD_OF_A_HOST:
                # It may have swallowed the request, or lost it.
                return [item]
            self._works_since = self._monotonic()
            self.is_proved = True
            return [*self._judged_again(), item]
        self._held.append(item)
        if reply.proxy_fault is ProxyFault.FINAL:
            self.problem = reply.detail
            return []
        return self._judged_again()

    def give_up_hope(self) -> None:
        """Nothing else is to come that could show it to work."""
        if self._held and not self.problem:
            self.problem = _NOTHING_CAME

    def let_go(self) -> list[T]:
        """Everybody whose reply is held back."""
        held, self._held = self._held, []
        return [item.waiting for item in held]

    def _judged_again(self) -> list[Held[T]]:
        doubtful = [item for item in self._held if self._is_doubtful(item)]
        if doubtful and not self.on_trial:
            self.wants_trial = True
        if not self.is_proved:
            if len(self._held) - len(doubtful) >= MOST_HELD:
                self.problem = _NOTHING_CAME
            return []
        passed = [item for item in self._held if item not in doubtful]
        self._held = doubtful
        return passed

    def _is_doubtful(self, item: Held[T]) -> bool:
        """Whether the proxy has not shown since the request began that it works."""
        return item.reply.proxy_fault is ProxyFault.SILENT and item.began_at >= self._works_since
