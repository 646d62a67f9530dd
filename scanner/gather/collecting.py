"""The answers that one person's questions have so far, of a run in which others ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scanner.fetch import FetchEvent
from scanner.gather.journal import Earlier
from scanner.model.capture import Sending, Skipped, SkipReason
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.plan import Probe
from scanner.plan import own_sending

_AHEAD = 16
"""Answers that are read together: pages are kept no longer than that."""


class Collecting:
    """A `ProbeFetcher` that asks nobody: it gives back what is known, and collects what is not.

    It goes in rounds: all questions that are there first, then all that their answers lead to. A
    round is only given back once it is answered wholly, and then in the order in which its
    questions were put. So each turn begins as the one before it did, whoever else asks the same and
    in whatever order answers come.
    """

    def __init__(self, earlier: Earlier, is_over: bool = False) -> None:
        """`is_over`: no answers will come any more; questions without one were stopped."""
        self._earlier = earlier
        self._is_over = is_over
        self._round: list[Probe] = []
        self._sent = _by_probe(earlier)
        self.open: tuple[str, ...] = ()
        """Ids of the questions that have to be answered before this goes on. Whoever listens stops
        listening then; with more answers (`go_on`), it may be listened to again."""

    @property
    def ran_out(self) -> bool:
        return False

    @property
    def proxy_problem(self) -> str:
        return ""

    def add(self, probe: Probe) -> None:
        """Queue a probe, as `Fetcher.add` does."""
        self._round.append(probe)

    def go_on(self, earlier: Earlier, is_over: bool = False) -> None:
        """More is known by now."""
        self._earlier = earlier
        self._is_over = is_over
        self._sent = _by_probe(earlier)

    def results(self) -> Iterator[FetchEvent]:
        """What happened, round by round. A question that still waits is told as begun."""
        while self._round:
            asked, self._round = self._round, []
            yield from self._wait_for(asked)
            for number, probe in enumerate(asked):
                if number % _AHEAD == 0:
                    self._earlier.ahead([each.id for each in asked[number : number + _AHEAD]])
                for sending in self._sent.get(probe.id, ()):
                    yield RequestSent(own_sending(sending, probe))
                answer = self._earlier.answers.get(probe.id)
                yield answer() if answer else Skipped(probe.id, SkipReason.STOPPED)

    def _wait_for(self, asked: list[Probe]) -> Iterator[ProbeStarted]:
        while self._still_open(asked):
            waited_for = [probe for probe in asked if self._lacks(probe)]
            self.open = tuple(probe.id for probe in waited_for)
            yield ProbeStarted(waited_for[0])
        self.open = ()

    def _still_open(self, asked: list[Probe]) -> bool:
        return not self._is_over and any(map(self._lacks, asked))

    def _lacks(self, probe: Probe) -> bool:
        return probe.id not in self._earlier.answers


def _by_probe(earlier: Earlier) -> dict[str, list[Sending]]:
    sent: defaultdict[str, list[Sending]] = defaultdict(list)
    for sending in earlier.sendings:
        sent[sending.probe_id].append(sending)
    return sent
