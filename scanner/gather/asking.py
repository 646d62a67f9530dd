"""What gathering needs of whoever asks for it: the network, or an earlier run's answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scanner.fetch import FetchEvent, RobotsAnswer
from scanner.fetch.browser import Shell
from scanner.model.capture import Capture
from scanner.model.events import RequestSent
from scanner.model.plan import Probe


class ProbeFetcher(Protocol):
    """Answers probes, each with exactly one capture or the reason why there is none."""

    @property
    def ran_out(self) -> bool:
        """Whether the run's time limit ended it."""

    @property
    def proxy_problem(self) -> str:
        """Why the proxy ended the run; empty when it did not."""

    def add(self, probe: Probe) -> None: ...

    def results(self) -> Iterator[FetchEvent]:
        """What happens, until every probe added has its answer."""


class PageRenderer(Protocol):
    """Opens pages that are empty without their scripts."""

    @property
    def ran_out(self) -> bool: ...

    def can_render(self, probe: Probe) -> bool: ...

    def render(self, shells: Sequence[Shell]) -> Iterator[RequestSent | RobotsAnswer | Capture]:
        """Ends with one capture for each."""
