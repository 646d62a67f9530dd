"""What is said to the dispatcher, and what it says: values, which may cross to another process."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.fetch.chase import Answer
from scanner.fetch.robots import RobotsAnswer
from scanner.fetch.workers import Fault, JobDone
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.plan import Probe


@dataclass(frozen=True, slots=True)
class Stop:
    """Let what is under way end soon, and nothing else begin."""


@dataclass(frozen=True, slots=True)
class Close:
    """Stop, and end the thread."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The reader is done with answers of so many bytes."""

    bytes: int


@dataclass(frozen=True, slots=True)
class ProxyTried:
    """What a trial of the proxy found; empty when it works."""

    problem: str


@dataclass(frozen=True, slots=True)
class Recall:
    """What an earlier run, which this one goes on with, had learnt and asked."""

    robots: tuple[RobotsAnswer, ...] = ()
    asked: tuple[tuple[str, int], ...] = ()
    """Requests by site."""
    rests: tuple[tuple[str, float], ...] = ()
    """For how many seconds from now a site is to be left alone."""


@dataclass(frozen=True, slots=True)
class Forgive:
    """A host that did not answer, or a site that asked to be left alone, is to be asked again."""

    host: str
    site: str


Message = Probe | Recall | Forgive | Stop | Close | Taken | ProxyTried | JobDone | Fault
Output = ProbeStarted | RequestSent | RobotsAnswer | Answer | Fault
