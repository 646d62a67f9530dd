"""The live view of a run: one line on a terminal, now and then a plain one elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

from scanner.cli.console import err
from scanner.cli.time_left import TimeLeft
from scanner.model.answer import Ending
from scanner.model.coverage import Coverage
from scanner.model.events import (
    AssessmentMade,
    Event,
    GatheringDone,
    Interrupted,
    OutcomeRevised,
    ProbeDone,
    ProbePlanned,
    ProbeStarted,
    RequestSent,
)
from scanner.model.facts import Fact
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.render.words import plural
from scanner.text.quoting import mask_known

_WORDS = {
    OutcomeKind.FOUND: "answered",
    OutcomeKind.ABSENT: "nothing there",
    OutcomeKind.BLOCKED: "blocked",
    OutcomeKind.STALE: "unclear",
    OutcomeKind.FAILED: "failed",
    OutcomeKind.NOT_RUN: "not run",
}
_REFRESHES = 5
"""A second: more of them flicker and cost time that the run has better use for."""
_PLAIN_EVERY_S = 10.0
_HOSTS_NAMED = 2
"""Who is waited for, once there are no more than that."""


class _Told(ProgressColumn):
    """What is true at the moment of drawing, also while nothing happens."""

    def __init__(self, tell: Callable[[], str]) -> None:
        super().__init__()
        self._tell = tell

    def render(self, task: Task) -> Text:
        return Text(self._tell(), no_wrap=True, overflow="ellipsis")


class LiveProgress:
    """Listens to a run. It shows how far it is, never a value: host names that hold one are
    masked."""

    def __init__(
        self,
        enabled: bool,
        facts: Sequence[Fact] = (),
        time_limit_s: float | None = None,
        asked_before: int = 0,
    ) -> None:
        """`asked_before`: requests of the check that this one goes on with."""
        self._enabled = enabled
        self._facts = facts
        self._time_limit_s = time_limit_s
        self._outcomes: dict[str, OutcomeKind] = {}
        self._counts: Counter[OutcomeKind] = Counter()
        self._left = TimeLeft()
        self._under_way: dict[str, Probe] = {}
        self._planned = 0
        self._done = 0
        self._sent = -asked_before
        self._ending = Ending.COMPLETE
        self._began = self._told_at = time.monotonic()
        self._is_live = enabled and err.is_terminal
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            _Told(self._line),
            console=err,
            transient=True,
            refresh_per_second=_REFRESHES,
            disable=not self._is_live,
        )
        self._task = self._bar.add_task("Checking", total=None)

    def __enter__(self) -> LiveProgress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def see(self, event: Event) -> None:
        match event:
            case RequestSent():
                self._sent += 1
            case ProbePlanned():
                self._planned += 1
                self._left.planned(event)
            case ProbeStarted():
                self._under_way[event.probe.id] = event.probe
            case ProbeDone():
                self._done += 1
                self._left.done(event)
                self._under_way.pop(event.probe.id, None)
                self._count(event.probe, event.outcome.kind)
            case OutcomeRevised():
                self._count(event.probe, event.outcome.kind)
            case Interrupted():
                self._ending = event.ending
            case GatheringDone():
                self._bar.update(self._task, description="Weighing")
            case AssessmentMade():
                self._tell_end(event.assessment.coverage)
                return
        self._show()

    def _count(self, probe: Probe, kind: OutcomeKind) -> None:
        if probe.purpose is Purpose.CONTROL:
            return
        before = self._outcomes.get(probe.id)
        if before is not None:
            self._counts[before] -= 1
        self._outcomes[probe.id] = kind
        self._counts[kind] += 1

    def _show(self) -> None:
        """The state, no more often than anybody can read it."""
        now = time.monotonic()
        if self._is_live and now - self._told_at >= 1 / _REFRESHES:
            self._told_at = now
            self._bar.update(self._task, total=self._planned, completed=self._done)
        elif self._enabled and not self._is_live and now - self._told_at >= _PLAIN_EVERY_S:
            self._told_at = now
            err.print(self._line(), markup=False)

    def _line(self) -> str:
        """How far it is, what came of it, who is asked at the moment, and how long it will take.

        On a terminal the thread that draws calls this: what may grow meanwhile is copied first.
        """
        now = time.monotonic()
        done = f"{self._done} of {self._planned} in {_span(now - self._began)}"
        return f"{done}: {', '.join(self._state(now))}"

    def _state(self, now: float) -> list[str]:
        counts = self._counts.copy()
        undecided = sum(number for kind, number in counts.items() if kind not in CHECKED)
        told = [f"{counts[OutcomeKind.FOUND]} found"]
        if undecided:
            told.append(f"{undecided} undecided")
        hosts = dict.fromkeys(probe.host for probe in tuple(self._under_way.values()))
        if 0 < len(hosts) <= _HOSTS_NAMED:
            told.append("asking " + " and ".join(self._shown(host) for host in hosts))
        elif hosts:
            told.append(f"asking {plural(len(hosts), 'host')}")
        left = self._left.seconds()
        if self._time_limit_s is not None:
            left = min(left, max(0.0, self._began + self._time_limit_s - now))
        if left >= 1:
            told.append(f"about {_span(left)} left")
        return told

    def _shown(self, host: str) -> str:
        return mask_known(host, self._facts).shown()

    def _tell_end(self, coverage: Coverage) -> None:
        """What was sent, and how the checks ended, counted as the report counts them."""
        if self._enabled:
            self._bar.stop()
            took = time.monotonic() - self._began
            told = f": {counts}." if (counts := _in_words(coverage.by_outcome)) else "."
            over = " The time limit was reached." if self._ending is Ending.TIME_LIMIT else ""
            err.print(
                f"{plural(max(0, self._sent), 'request')} in {took:.1f} s.{over} "
                f"{plural(coverage.applicable, 'check')}{told}",
                markup=False,
            )


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _in_words(counts: Iterable[tuple[OutcomeKind, int]]) -> str:
    """Counts by outcome: 12 answered, 3 nothing there, 1 blocked."""
    counted = dict(counts)
    return ", ".join(f"{counted[kind]} {_WORDS[kind]}" for kind in OutcomeKind if counted.get(kind))
