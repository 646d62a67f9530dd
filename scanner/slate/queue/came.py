"""What came of requests since it was last written down."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from scanner.case.store.runs import News, Rest, Runs
from scanner.domains import site_of_url
from scanner.fetch import Learnt, RobotsAnswer
from scanner.gather.journal import is_final
from scanner.model.capture import Capture, Failure, Sending, Skipped, SkipReason
from scanner.model.events import ProbeStarted, RequestSent
from scanner.plan import capture_without_key, sending_without_key
from scanner.slate.queue.held_sites import HeldSites
from scanner.slate.queue.resting import TRIES, Resting, is_passing
from scanner.slate.queue.stock import InHand, Stock
from scanner.slate.retrying import retrying

_BUSY_ELSEWHERE = "it redirects to a site that others of this run were asking all the time"


class Came:
    """Events, sorted into what the store keeps. Written down, it is empty again."""

    def __init__(self, runs: Runs, run_id: str, owner: str, name_of: Callable[[str], str]) -> None:
        self._runs = runs
        self._run_id = run_id
        self._owner = owner
        self._name_of = name_of
        self._told = 0
        self._clear()

    def __bool__(self) -> bool:
        return bool(self._ended or self._sendings or self._robots)

    def note(self, event: Learnt, stock: Stock) -> None:
        """One thing that happened; a question that ended leaves the stock."""
        match event:
            case ProbeStarted():
                return
            case RequestSent(sending):
                item = stock.get(sending.probe_id)
                if item is not None:
                    sending = sending_without_key(sending, item.probe)
                self._sendings.append(sending)
                self.requests[self._name_of(sending.site)] += 1
            case RobotsAnswer():
                scheme, host, _ = event.origin
                self._robots.append((self._name_of(site_of_url(f"{scheme}://{host}/")), event))
            case Capture() | Skipped():
                item = stock.pop(event.probe_id)
                if isinstance(event, Capture):
                    event = capture_without_key(event, item.probe)
                self._ended.append((item, event))

    def sorted_out(
        self,
        held: HeldSites,
        resting: Resting,
        left_s: Callable[[str], float],
        now: datetime,
    ) -> News:
        """What is an answer, and what waits for another try."""
        answers: list[Capture | Skipped] = []
        rests: list[tuple[str, Rest]] = []
        put_off: list[str] = []
        for item, answer in self._ended:
            question = item.question
            self.ended_at.append(question.site_hash)
            if isinstance(answer, Capture) and answer.attempts == 1:
                # What is left of a redirect is counted for the site that was asked first.
                each_s = answer.elapsed_ms / 1000 / max(1, len(answer.hops))
                self.lasted_s[question.site_hash].append(each_s)
            if not is_final(answer):
                if held.gave_up(question.key):
                    if question.tries + 1 < TRIES:
                        put_off.append(question.key)
                    else:
                        answers.append(_given_up(item, answer, now))
            elif isinstance(answer, Skipped) and answer.reason is SkipReason.SITE_BUDGET:
                self.spent.add(question.site_hash)
            elif isinstance(answer, Skipped) and is_passing(answer, question.tries):
                put_off.append(question.key)
                site, host = question.site_hash, item.probe.host
                rest = resting.begin(site, host, answer, question.tries, left_s(site), now)
                if rest is not None:
                    rests.append((site, rest))
            else:
                answers.append(answer)
        return News(
            now, answers, tuple(self._sendings), tuple(self._robots), rests=rests, put_off=put_off
        )

    def keep(self, news: News) -> int:
        """Writes it down; how many questions have an answer by that. Told twice, since a server was
        lost while it wrote, it is kept once."""
        self._told += 1
        whole = replace(news, receipt=(self._owner, self._told))
        new = retrying(lambda: self._runs.keep(self._run_id, whole))
        self._clear()
        return len(new)

    def _clear(self) -> None:
        self._ended: list[tuple[InHand, Capture | Skipped]] = []
        self._sendings: list[Sending] = []
        self._robots: list[tuple[str, RobotsAnswer]] = []
        self.requests: Counter[str] = Counter()
        """By the hashed names of sites."""
        self.ended_at: list[str] = []
        """Sites of which questions ended."""
        self.lasted_s: defaultdict[str, list[float]] = defaultdict(list)
        """What each answer took, by the hashed names of sites."""
        self.spent: set[str] = set()
        """Sites that may not be asked again tonight."""


def _given_up(item: InHand, answer: Capture | Skipped, now: datetime) -> Capture:
    detail = _BUSY_ELSEWHERE
    if isinstance(answer, Skipped):
        return Capture(item.question.key, (), b"", b"", now, 0, Failure.REDIRECT_REFUSED, detail)
    return replace(answer, failure=Failure.REDIRECT_REFUSED, failure_detail=detail)
