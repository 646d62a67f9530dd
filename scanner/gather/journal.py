"""What a run writes down as it goes, and what a later one is given of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scanner.fetch import RobotsAnswer
from scanner.model.capture import Capture, Failure, Sending, Skipped, SkipReason


@dataclass(frozen=True, slots=True)
class Asked:
    """A request left the machine."""

    sending: Sending


@dataclass(frozen=True, slots=True)
class Answered:
    """A probe has its answer."""

    answer: Capture | Skipped


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page was opened in the browser."""

    capture: Capture


News = Asked | Answered | Rendered | RobotsAnswer


class Journal(Protocol):
    """Where a run writes down what comes."""

    def keep(self, news: Sequence[News]) -> None:
        """Safe when this returns: nothing is acted on before."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run wrote down. Contents are read one by one, when they are needed."""

    answers: Mapping[str, Callable[[], Capture | Skipped]] = field(default_factory=dict)
    """By probe id, in the order in which they came."""
    ahead: Callable[[Sequence[str]], object] = lambda _: None
    """May be told which of them, by probe id, are read next."""
    rendered: Mapping[str, Callable[[], Capture]] = field(default_factory=dict)
    """What the browser showed, likewise."""
    sendings: tuple[Sending, ...] = ()
    """All requests, the browser's and those for a robots.txt too."""
    robots: tuple[RobotsAnswer, ...] = ()


def is_final(answer: Capture | Skipped) -> bool:
    """Whether it is an answer; what was cut off with its run is asked again by the next."""
    if isinstance(answer, Skipped):
        return answer.reason not in (SkipReason.STOPPED, SkipReason.PROXY)
    return answer.failure not in (Failure.STOPPED, Failure.PROXY)
