"""The live view of a sweep: how much is read, how fast, and what was found."""

from __future__ import annotations

import time
from types import TracebackType

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from scanner.cli.console import err
from scanner.render.words import plural
from scanner.sweep import SweepState


class SweepProgress:
    """A live line on a terminal; silent elsewhere."""

    def __init__(self, state: SweepState, enabled: bool) -> None:
        self._state = state
        self._began = time.monotonic()
        self._before = state.content_bytes
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[detail]}"),
            TimeRemainingColumn(),
            console=err,
            transient=True,
            disable=not enabled or not err.is_terminal,
        )
        self._task = self._bar.add_task("Reading", total=self._total, detail="")

    def __enter__(self) -> SweepProgress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    @property
    def _total(self) -> float | None:
        """Stored bytes of all archives; None while somebody has not said."""
        sizes = [state.archive.size for state in self._state.archives]
        return float(sum(sizes)) if all(sizes) else None

    def see(self) -> None:
        """One more stretch is done."""
        states = self._state.archives
        done = sum(s.archive.size if s.is_whole else s.mark.offset for s in states)
        read = self._state.content_bytes - self._before
        speed = read / 1e6 / max(0.001, time.monotonic() - self._began)
        whole = sum(state.is_whole for state in states)
        detail = (
            f"{whole} of {plural(len(states), 'archive')}, {self._state.records:,} records, "
            f"{speed:.0f} MB/s, {plural(self._state.hits, 'find')}"
        )
        self._bar.update(self._task, completed=done, detail=detail)
