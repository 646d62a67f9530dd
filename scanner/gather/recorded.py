"""A run that can be gone on with: each answer is written down before anybody acts on it, and what
an earlier run wrote down is given back instead of being asked for.

The same two classes judge an archive again: then nobody is behind them who could ask.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from scanner.fetch import Fetcher, FetchEvent, Learnt, RobotsAnswer
from scanner.fetch.browser import Renderer, Shell
from scanner.fetch.target import read_target
from scanner.gather.journal import Answered, Asked, Earlier, Journal, News, Rendered, is_final
from scanner.model.capture import Capture, Sending, Skipped, SkipReason
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.plan import Probe
from scanner.plan import capture_without_key, sending_without_key, url_without_key

_NOTHING = Earlier()


class RecordedFetcher:
    """A `ProbeFetcher` before the one that talks to the network, if there is one.

    First come the answers of the earlier run, in their order, then what has to be asked. Without a
    fetcher the rest is `Skipped` as not kept.
    """

    def __init__(
        self, fetcher: Fetcher | None, journal: Journal | None = None, earlier: Earlier = _NOTHING
    ) -> None:
        self._fetcher = fetcher
        self._journal = journal
        self._earlier = earlier
        self._place = {probe_id: place for place, probe_id in enumerate(earlier.answers)}
        self._sent: defaultdict[str, list[Sending]] = defaultdict(list)
        for sending in earlier.sendings:
            self._sent[sending.probe_id].append(sending)
        self._probes: dict[str, Probe] = {}
        """Those that have no answer yet."""
        self._due: list[tuple[int, str]] = []
        """Probes that the earlier run had an answer for, by its place: a heap."""
        self._told: deque[Sending] = deque()
        """Requests of the earlier run for probes that are added."""
        self._held: deque[Probe] = deque()
        """Probes to be asked once all that is known was given back."""
        self._is_asking = False
        if fetcher is not None:
            fetcher.recall(earlier.robots, earlier.sendings)

    @property
    def ran_out(self) -> bool:
        return self._fetcher is not None and self._fetcher.ran_out

    @property
    def proxy_problem(self) -> str:
        return self._fetcher.proxy_problem if self._fetcher else ""

    def add(self, probe: Probe) -> None:
        """Queue a probe, as `Fetcher.add` does."""
        self._probes[probe.id] = probe
        self._told.extend(self._sent.pop(probe.id, ()))
        place = self._place.pop(probe.id, None)
        if place is not None:
            heapq.heappush(self._due, (place, probe.id))
        elif self._fetcher is not None and self._is_asking:
            self._fetcher.add(probe)
        else:
            self._held.append(probe)

    def results(self) -> Iterator[FetchEvent]:
        """What happens, as `Fetcher.results` tells it, after what happened earlier."""
        yield from self._given_back()
        if self._fetcher is None:
            return
        self._ask(self._fetcher)
        for events in self._fetcher.batches():
            kept = [self._without_key(event) for event in events]
            self._write(kept)
            for event in kept:
                if isinstance(event, (Capture, Skipped)):
                    self._probes.pop(event.probe_id, None)
                if not isinstance(event, RobotsAnswer):
                    yield event
                yield from self._given_back()
            self._ask(self._fetcher)
        self._is_asking = False

    def _given_back(self) -> Iterator[FetchEvent]:
        """What the earlier run has for the probes that were added, and for what follows."""
        while self._due or self._told or (self._held and self._fetcher is None):
            if self._told:
                yield RequestSent(self._told.popleft())
            elif self._due:
                yield from self._next_known()
            else:
                probe = self._held.popleft()
                detail = "the earlier run has no answer to it"
                yield Skipped(probe.id, SkipReason.NOT_KEPT, detail)

    def _next_known(self) -> Iterator[Capture | Skipped]:
        _, probe_id = heapq.heappop(self._due)
        answer = self._earlier.answers[probe_id]()
        if _is_of(self._probes[probe_id], answer):
            del self._probes[probe_id]
            yield answer
        else:
            self._held.append(self._probes[probe_id])

    def _ask(self, fetcher: Fetcher) -> None:
        self._is_asking = True
        while self._held:
            fetcher.add(self._held.popleft())

    def _without_key(self, event: Learnt) -> Learnt:
        if isinstance(event, RequestSent):
            probe = self._probes.get(event.sending.probe_id)
            return RequestSent(sending_without_key(event.sending, probe)) if probe else event
        if isinstance(event, Capture):
            return capture_without_key(event, self._probes[event.probe_id])
        return event

    def _write(self, events: Sequence[Learnt]) -> None:
        if self._journal is not None and (news := [n for e in events if (n := _news(e))]):
            self._journal.keep(news)


class RecordedRenderer:
    """A `PageRenderer` before the browser, if there is one."""

    def __init__(
        self, renderer: Renderer | None, journal: Journal | None = None, earlier: Earlier = _NOTHING
    ) -> None:
        self._renderer = renderer
        self._journal = journal
        self._earlier = earlier
        self._place = {probe_id: place for place, probe_id in enumerate(earlier.rendered)}

    @property
    def ran_out(self) -> bool:
        return self._renderer is not None and self._renderer.ran_out

    def can_render(self, probe: Probe) -> bool:
        if self._renderer is not None:
            return self._renderer.can_render(probe)
        return probe.id in self._place

    def render(self, shells: Sequence[Shell]) -> Iterator[RequestSent | RobotsAnswer | Capture]:
        """One capture for each page: first those of the earlier run, then what is opened now."""
        known = [shell.probe.id for shell in shells if shell.probe.id in self._place]
        for probe_id in sorted(known, key=self._place.__getitem__):
            yield self._earlier.rendered[probe_id]()
        rest = [shell for shell in shells if shell.probe.id not in self._place]
        if self._renderer is None:
            return
        for event in self._renderer.render(rest):
            if self._journal is not None and (news := _news(event)):
                self._journal.keep([news])
            yield event


def _is_of(probe: Probe, answer: Capture | Skipped) -> bool:
    """Whether it is the answer to this very question: under other rules the id may be another's."""
    if isinstance(answer, Skipped) or not answer.hops:
        return True
    asked = read_target(probe.request.url)
    return asked is not None and url_without_key(asked.url, probe) == answer.hops[0].url


def _news(event: Learnt) -> News | None:
    """What is written down of it; None for what the next run learns by itself."""
    match event:
        case RequestSent():
            return Asked(event.sending)
        case RobotsAnswer():
            return event
        case ProbeStarted():
            return None
        case Capture() if event.rendered:
            return Rendered(event) if is_final(event) else None
        case _:
            return Answered(event) if is_final(event) else None
