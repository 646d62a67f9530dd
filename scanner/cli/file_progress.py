"""The live view of files being looked through: one line with counts and the time left."""

from __future__ import annotations

from collections import Counter
from types import TracebackType

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from scanner.cli.console import err
from scanner.offline import Looked


class FileProgress:
    """A live line on a terminal; silent elsewhere."""

    def __init__(self, files: int, enabled: bool) -> None:
        self._counts: Counter[str] = Counter()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeRemainingColumn(),
            console=err,
            transient=True,
            disable=not enabled or not err.is_terminal,
        )
        self._task = self._bar.add_task("Reading", total=files, detail="")

    def __enter__(self) -> FileProgress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def see(self, looked: Looked) -> None:
        self._counts["with something of yours"] += bool(looked.weighed or looked.sightings)
        self._counts["not read"] += any(not page.partly for page in looked.not_read)
        detail = ", ".join(f"{number} {word}" for word, number in self._counts.items() if number)
        self._bar.update(self._task, advance=1, detail=detail)
