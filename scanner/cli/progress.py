"""The live view of a run: one line of progress with counts by outcome and the time left."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from scanner.cli.console import err
from scanner.model.assessment import Coverage
from scanner.model.capture import Capture
from scanner.model.events import (
    AssessmentMade,
    Event,
    Interrupted,
    OutcomeRevised,
    ProbeDone,
    ProbePlanned,
    RequestSent,
)
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Purpose
from scanner.render.words import plural

_WORDS = {
    OutcomeKind.FOUND: "answered",
    OutcomeKind.ABSENT: "nothing there",
    OutcomeKind.BLOCKED: "blocked",
    OutcomeKind.STALE: "unclear",
    OutcomeKind.FAILED: "failed",
    OutcomeKind.NOT_RUN: "not run",
}


class TimeLeft:
    """Estimates the rest of a run: the slowest site's own queue sets it, since sites run side by
    side and each gets one request at a time."""

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()
        self._spacing: dict[str, float] = {}
        self._took: defaultdict[str, list[float]] = defaultdict(list)

    def planned(self, event: ProbePlanned) -> None:
        site = event.probe.site
        self._waiting[site] += 1
        self._spacing[site] = max(self._spacing.get(site, 0.0), event.probe.manners.spacing_s)

    def done(self, event: ProbeDone) -> None:
        self._waiting[event.probe.site] -= 1
        if isinstance(event.answer, Capture):
            self._took[event.probe.site].append(event.answer.elapsed_ms / 1000)

    def seconds(self) -> float:
        known = [took for times in self._took.values() for took in times]
        usual = sum(known) / len(known) if known else 1.0

        def per_request(site: str) -> float:
            times = self._took[site]
            took = sum(times) / len(times) if times else usual
            return max(took, self._spacing[site])

        return max((n * per_request(s) for s, n in self._waiting.items() if n > 0), default=0.0)


class LiveProgress:
    """Listens to a run. On a terminal a live line; otherwise a line at the end."""

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled
        self._outcomes: dict[str, OutcomeKind] = {}
        self._left = TimeLeft()
        self._planned = 0
        self._done = 0
        self._sent = 0
        self._began = time.monotonic()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}"),
            console=err,
            transient=True,
            disable=not enabled or not err.is_terminal,
        )
        self._task = self._bar.add_task("Checking", total=None, detail="")

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
            case ProbePlanned():
                self._planned += 1
                self._left.planned(event)
            case ProbeDone():
                self._done += 1
                self._left.done(event)
                if event.probe.purpose is not Purpose.CONTROL:
                    self._outcomes[event.probe.id] = event.outcome.kind
            case OutcomeRevised():
                self._outcomes[event.probe.id] = event.outcome.kind
            case Interrupted():
                self._bar.update(self._task, description="Stopped")
            case RequestSent():
                self._sent += 1
                return
            case AssessmentMade():
                self._tell_end(event.assessment.coverage)
            case _:
                return
        self._bar.update(
            self._task, total=self._planned, completed=self._done, detail=self._detail()
        )

    def _detail(self) -> str:
        left = round(self._left.seconds())
        counts = _in_words(Counter(self._outcomes.values()).items())
        return f"{counts}  about {left} s left" if left else counts

    def _tell_end(self, coverage: Coverage) -> None:
        """What was sent, and how the checks ended, counted as the report counts them."""
        if self._enabled:
            took = time.monotonic() - self._began
            told = f": {counts}." if (counts := _in_words(coverage.by_outcome)) else "."
            err.print(
                f"{plural(self._sent, 'request')} in {took:.1f} s. "
                f"{plural(coverage.applicable, 'check')}{told}",
                markup=False,
            )


def _in_words(counts: Iterable[tuple[OutcomeKind, int]]) -> str:
    """Counts by outcome: 12 answered, 3 nothing there, 1 blocked."""
    counted = dict(counts)
    return ", ".join(f"{counted[kind]} {_WORDS[kind]}" for kind in OutcomeKind if counted.get(kind))
