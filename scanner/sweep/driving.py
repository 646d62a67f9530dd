"""The sweep itself: stretches of all archives handed out to an engine and taken back, until all
are read or somebody says stop."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scanner.case.store.database import Codec
from scanner.engine import Ended, Engine, Lane, Piece
from scanner.engine.piece import done
from scanner.errors import EngineError
from scanner.sweep.errand import Errand, opened_hits, sealed
from scanner.sweep.pieces import (
    Stretch,
    Stretched,
    Trouble,
    ending_when,
    look_through,
)
from scanner.sweep.progress import SweepState

_SECONDS = 1.5
"""Of one stretch: so much work is lost at most by a crash, and so long does Ctrl-C take. Opening an
archive anew where it stopped costs a thousandth of it on disk, and a request on a server."""
_WAIT_S = 0.5
_PATIENCE_S = 2.0
"""For so long a stretch under way is waited for once it is to stop; another process that does not
end by then is ended, and what it read in this stretch is read again."""
_MOST_LOSSES = 2
"""Times that one record alone may end its process before it is passed over."""
_SHORTEST = 0.05
"""Seconds below which a stretch is one record."""


class Here:
    """An engine that does its pieces in this very process, one at a time."""

    width = askers = 1
    is_own = runs_once = True

    def __init__(self, stopped: Callable[[], bool] = lambda: False) -> None:
        self._stopped = stopped
        self._waiting: list[Piece] = []

    @property
    def under_way(self) -> int:
        return len(self._waiting)

    def submit(self, piece: Piece) -> None:
        self._waiting.append(piece)

    def ended(self, timeout_s: float) -> list[Ended]:
        if not self._waiting:
            return []
        piece = self._waiting.pop(0)
        with ending_when(self._stopped):
            return [done(piece.key, piece.work, piece.argument)]

    def close(self) -> None:
        self._waiting.clear()


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch is done."""

    archive: int
    stretched: Stretched


def sweep(
    errand: Errand,
    state: SweepState,
    engine: Engine,
    stopped: Callable[[], bool],
    seconds: float = _SECONDS,
    codec: Codec | None = None,
) -> Iterator[Step]:
    """Reads what `state` has not read yet, and adds to it what comes. Ends early, two seconds after
    `stopped()` is true at the latest; closing the engine then ends what is under way. `codec`: that
    of the store, for an engine of other machines.

    Raises EngineError when the engine is gone, PlanError when it needs a codec and there is none.
    """
    run = _Sweep(errand if engine.is_own else sealed(errand, codec), state, engine, seconds, codec)
    until = math.inf
    while True:
        if not stopped():
            run.hand_out()
        elif until == math.inf:
            until = time.monotonic() + _PATIENCE_S
        if not engine.under_way or time.monotonic() >= until:
            return
        for ended in engine.ended(_WAIT_S):
            if (step := run.taken(ended)) is not None:
                yield step


class _Sweep:
    def __init__(
        self,
        errand: Errand,
        state: SweepState,
        engine: Engine,
        seconds: float,
        codec: Codec | None,
    ) -> None:
        self._errand = errand
        self._state = state
        self._engine = engine
        self._seconds = seconds
        self._codec = codec
        self._under_way: set[int] = set()
        self._losses: Counter[int] = Counter()
        self._pace: dict[int, float] = {}
        """Seconds of the next stretch, by archive, where one has ended its process: ever fewer,
        until it is one record, and then ever more again."""

    def hand_out(self) -> None:
        """Gives the engine as much as it can do at a time, the archives in their order."""
        for number in self._state.left():
            if len(self._under_way) >= self._engine.width:
                return
            if number not in self._under_way:
                self._under_way.add(number)
                self._engine.submit(
                    Piece(f"archive-{number}", look_through, self._stretch(number), Lane.WORK)
                )

    def _stretch(self, number: int) -> Stretch:
        state = self._state.archives[number]
        seconds = self._pace.get(number, self._seconds)
        seconds = seconds if seconds >= _SHORTEST else 0.0
        skip = 1 if self._losses[number] > _MOST_LOSSES else 0
        return Stretch(self._errand, state.archive, state.mark, seconds, skip)

    def taken(self, ended: Ended) -> Step | None:
        number = int(ended.key.removeprefix("archive-"))
        self._under_way.discard(number)
        pace = self._pace.get(number, self._seconds)
        if ended.is_lost:
            return self._lost(number, pace)
        if ended.error is not None:
            raise EngineError(f"A stretch of an archive failed: {ended.error.words}")
        self._losses[number] = 0
        self._pace[number] = min(self._seconds, 2 * max(pace, _SHORTEST))
        assert isinstance(ended.value, Stretched)
        return self._added(number, self._unsealed(ended.value))

    def _unsealed(self, stretched: Stretched) -> Stretched:
        if not stretched.sealed_hits:
            return stretched
        assert self._codec is not None
        hits = opened_hits(self._errand, stretched.sealed_hits, self._codec)
        return replace(stretched, hits=hits, sealed_hits=b"")

    def _lost(self, number: int, pace: float) -> Step | None:
        self._pace[number] = pace / 8
        if pace >= _SHORTEST:
            return None
        self._losses[number] += 1
        if self._losses[number] <= _MOST_LOSSES + 1:
            return None
        return self._added(number, self._given_up(number, "its content ends the reader"))

    def _added(self, number: int, stretched: Stretched) -> Step:
        self._state.add(number, stretched)
        return Step(number, stretched)

    def _given_up(self, number: int, why: str) -> Stretched:
        mark = self._state.archives[number].mark
        return Stretched(mark, is_whole=True, troubles=(Trouble(why, mark.record, mark.offset),))
