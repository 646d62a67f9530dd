"""The live view of a slate's run: by person and by site on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType

from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from scanner.case.store import CaseStore
from scanner.cli.console import err, say
from scanner.cli.exits import Exit
from scanner.cli.slate_words import clock, people_words, progress_name, seconds_left, span
from scanner.model.slate import EntrantState, SiteProgress
from scanner.render.words import plural
from scanner.slate.progress import (
    Driven,
    How,
    Looked,
    PersonLeft,
    PersonSettled,
    PieceLost,
    RunEnded,
    StoreAway,
    StoreBack,
)

_PLAIN_EVERY_S = 10.0
_SITES = 8
_BAR = 24
_NEWEST = 3
_ENDS = {
    How.ENDED: "Everybody is through. Next: netcurtain slate overview",
    How.STOPPED: "Stopped. Everything that was answered is kept: `netcurtain slate run` goes on.",
    How.OUT_OF_TIME: "It is time. Everything is kept: `netcurtain slate run` goes on.",
    How.SPENT: "The sites that are left have had their share of requests for now. Everything is "
    "kept: `netcurtain slate run` goes on, best tomorrow.",
}


class LiveSlate:
    """Listens to a run that is driven. It shows numbers of people and names of sites, and nothing
    that was found."""

    def __init__(self, store: CaseStore, run_id: str, enabled: bool = True) -> None:
        self._store = store
        self._run_id = run_id
        self._enabled = enabled
        self._is_live = enabled and err.is_terminal
        self._began = time.monotonic()
        self._told_at = float("-inf")
        self._looked: Looked | None = None
        self._newest: list[int] = []
        self._lost = 0
        self.how: How | None = None
        self._live = Live(console=err, transient=True, auto_refresh=False)

    def __enter__(self) -> LiveSlate:
        if self._is_live:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_live:
            self._live.stop()

    def see(self, event: Driven) -> None:
        match event:
            case Looked():
                self._looked = event
                self._show(event)
            case PersonSettled(number=number):
                self._newest = [*self._newest, number][-_NEWEST:]
            case PersonLeft():
                self._tell(f"Person {event.number} is left out: {event.why}")
            case PieceLost():
                self._lost += 1
            case StoreAway():
                self._tell("The store does not answer. It is tried again.")
            case StoreBack():
                self._tell("The store answers again.")
            case RunEnded(how=how):
                self.how = how

    def tell_end(self) -> None:
        """What came of it, once all is over."""
        if self._looked is not None:
            counts = self._looked.people
            done, left = counts.get(EntrantState.DONE, 0), counts.get(EntrantState.LEFT, 0)
            say(
                f"{people_words(done)} checked, {left} left out, "
                f"{sum(counts.values()) - done - left} to come, in "
                f"{span(time.monotonic() - self._began)}."
            )
            for why, number in self._reasons():
                say(f"  {people_words(number)} left out: {why}")
        if self._lost:
            say(f"{plural(self._lost, 'worker')} lost on the way; what they had was done again.")
        if self.how is not None:
            say(self._next(self.how))

    def tell_cut_off(self) -> None:
        """What can be done after something else ended it than this stream of events."""
        say("What was answered is kept: `netcurtain slate run` goes on.")

    @property
    def code(self) -> Exit:
        """What it means for whoever waits for it: no success while somebody has no result."""
        if self.how is How.STOPPED:
            return Exit.INTERRUPTED
        if self.how is not How.ENDED or self._looked is None:
            return Exit.LOW_COVERAGE
        if not self._looked.people.get(EntrantState.DONE, 0):
            return Exit.ERROR
        return Exit.LOW_COVERAGE if self._looked.people.get(EntrantState.LEFT, 0) else Exit.CLEAN

    def _next(self, how: How) -> str:
        if self.code is Exit.ERROR:
            return (
                "Nobody could be checked. The next `netcurtain slate run` tries anew, once the "
                "reasons above are mended."
            )
        left = self._looked.people.get(EntrantState.LEFT, 0) if self._looked else 0
        if how is How.ENDED and left:
            return (
                f"Everybody else is through ({left} left out, see above: the next `netcurtain "
                f"slate run` checks them again, as far as they may be). Next: netcurtain slate "
                f"overview"
            )
        return _ENDS[how]

    def _reasons(self) -> list[tuple[str, int]]:
        """Why people were left out, and how many."""
        entrants = self._store.runs.entrants(self._run_id)
        return Counter(
            each.why for each in entrants if each.state is EntrantState.LEFT
        ).most_common()

    def _tell(self, words: str) -> None:
        if self._enabled:
            say(words)

    def _show(self, looked: Looked) -> None:
        now = time.monotonic()
        if self._is_live:
            self._live.update(Group(*self._lines(looked)), refresh=True)
        elif self._enabled and now - self._told_at >= _PLAIN_EVERY_S:
            self._told_at = now
            err.print(people_line(looked), markup=False)
            for site in _busiest(looked.sites)[:3]:
                err.print(f"  {site_line(site)}", markup=False)

    def _lines(self, looked: Looked) -> Iterator[Text | Table]:
        yield Text(f"{span(time.monotonic() - self._began)}: {people_line(looked)}")
        if self._newest:
            numbers = ", ".join(str(number) for number in self._newest)
            yield Text(f"Through last: person {numbers}")
        table = Table.grid(padding=(0, 2))
        for site in _busiest(looked.sites)[:_SITES]:
            table.add_row(progress_name(site), _bar(site), site_words(site))
        yield table
        if (more := len(_busiest(looked.sites)) - _SITES) > 0:
            yield Text(f"and {plural(more, 'site')} more")


def people_line(looked: Looked) -> str:
    """How far it is by person, and when it will be done."""
    counts = looked.people
    done = counts.get(EntrantState.DONE, 0)
    told = [f"{done} of {people_words(sum(counts.values()))} done"]
    if left := counts.get(EntrantState.LEFT, 0):
        told.append(f"{left} left out")
    if asking := counts.get(EntrantState.ASKING, 0):
        told.append(f"{asking} wait for answers")
    if due := counts.get(EntrantState.DUE, 0):
        told.append(f"{due} are being read")
    if looked.opens_at is not None:
        told.append(f"asks again from {clock(looked.opens_at)}")
    elif (left_s := seconds_left(looked.sites)) >= 1:
        ends_at = looked.at + timedelta(seconds=left_s)
        told.append(f"at least about {span(left_s)} left, until {clock(ends_at)}")
    return ", ".join(told)


def site_line(site: SiteProgress) -> str:
    return f"{progress_name(site)}: {site_words(site)}"


def site_words(site: SiteProgress) -> str:
    whole = site.answered + site.waiting
    return f"{site.answered} of {whole} answered, for {people_words(site.people)}"


def _busiest(sites: tuple[SiteProgress, ...]) -> list[SiteProgress]:
    return [site for site in sites if site.waiting]


def _bar(site: SiteProgress) -> str:
    filled = round(_BAR * site.answered / max(1, site.answered + site.waiting))
    return "█" * filled + "░" * (_BAR - filled)
