"""Drives a run of a slate: whoever is due gets their turn, whatever is asked goes on being asked.

All that is known stands in the store. The driver holds no more than the pieces that are under way,
so its memory does not grow with the slate, and a run that was cut off, wherever, goes on by being
driven again.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from scanner.case.store import CaseStore
from scanner.case.store.database import ServerLost
from scanner.case.store.runs import RunState
from scanner.engine import Ended, Engine, PieceError, Trouble
from scanner.errors import CaseError, EngineError, PlanError, SlateError
from scanner.model.clock import utc_now
from scanner.model.slate import EntrantState
from scanner.slate.attempts import Attempts, Verdict
from scanner.slate.giving_up import give_up
from scanner.slate.nights import Nights, night_of
from scanner.slate.pieces import asking_piece, number_of, turn_piece
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
from scanner.slate.setting import Setting

_ASKING = "asking"
LOOK_EVERY_S = 1.0
_LOOK_SHARE = 20
"""How often progress is told: each second, and so seldom that looking takes a twentieth at most."""
_HEAR_S = 0.2
_AHEAD = 2
"""Turns for each process that computes: one that is taken, and one that waits for it."""
_STORE_PATIENCE_S = 180.0
"""How long a server may be away. Judgement: one that is started anew takes a minute or two."""
_ROUSE_EVERY_S = 60.0
"""How often it is seen whose consent has ended, or was changed, while their questions wait."""
_DRAIN_S = 8.0
"""How long turns and requests that are under way are waited for once nothing more is wanted."""
_OVER = frozenset({EntrantState.DONE, EntrantState.LEFT})
_PASSING = frozenset({"CaseError", "ServerLost", "StoreBusy"})
"""What a piece refuses with that may go by: its store was away, or held by others."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a run may be driven."""

    until: datetime | None = None
    """Nothing is begun afterwards."""
    nights: Nights | None = None
    """Sites are asked only in these hours; in the others the driver waits."""
    finish_now: bool = False
    """Ask nothing more: everybody is concluded with what has been answered."""


def drive(
    engine: Engine,
    setting: Setting,
    store: CaseStore,
    run_id: str,
    bounds: Bounds | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
    now: Callable[[], datetime] = utc_now,
    make_sure: Callable[[], object] = lambda: None,
) -> Generator[Driven, None, None]:
    """Drives a run until everybody is done or left out, it is time, or `is_stopped()`.

    `store`: the driver's own; `setting` is what pieces open theirs with. `make_sure`: that
    nobody else drives it, asked now and then; it raises SlateError. The last event is
    `RunEnded`. Whatever ended it: driving it again goes on. Raises CaseError (a store that stays
    away), EngineError (an engine that does), PlanError and others that a piece refused with.
    """
    driver = _Driver(engine, setting, store, run_id, bounds or Bounds(), is_stopped, now)
    driver.make_sure = make_sure
    return driver.run()


class _Driver:
    def __init__(
        self,
        engine: Engine,
        setting: Setting,
        store: CaseStore,
        run_id: str,
        bounds: Bounds,
        is_stopped: Callable[[], bool],
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._setting = setting if engine.is_own else setting.for_others()
        self._store = store
        self._run_id = run_id
        self._bounds = bounds
        self._is_stopped = is_stopped
        self._now = now
        self.make_sure: Callable[[], object] = lambda: None
        """That nobody else drives the run."""
        self._is_ours = True
        self._turns: set[int] = set()
        """People whose turns are under way."""
        self._askers: dict[str, str] = {}
        """Owner of leases, by the key of the piece that asks."""
        self._attempts = Attempts()
        self._asks_again_at = 0.0
        self._is_spent = False
        """Every site that questions wait for has been asked as often as it may be tonight."""
        self._is_done = False
        self._has_due = True
        self._state: RunState | None = None
        self._looks_at = self._rouses_at = 0.0
        self._roused_at: datetime | None = None
        self._answered = 0

    def run(self) -> Generator[Driven, None, None]:
        how = How.STOPPED
        try:
            while (over := self._over()) is None:
                yield from self._kept_up(self._step)
            how = over
            yield from self._drained()
        except LookupError:
            self._require_there()
            raise
        finally:
            # Also when whoever listens has gone: askers elsewhere end by this.
            with contextlib.suppress(LookupError):
                self._close(how)
        yield from self._looked()
        yield RunEnded(how)

    def _require_there(self) -> None:
        """Raises SlateError when the slate was deleted while its run was driven."""
        try:
            self._store.runs.state_of(self._run_id)
        except LookupError:
            raise SlateError("The slate was deleted while its run was under way.") from None

    def _step(self) -> Iterator[Driven]:
        may_ask = self._may_ask()
        self._turn_to(RunState.RUNNING if may_ask else RunState.STOPPED)
        self._rouse()
        counts = self._store.runs.counts(self._run_id)
        self._give_turns()
        if may_ask and counts.get(EntrantState.ASKING) and not self._is_spent:
            self._send_askers()
        yield from self._heard(_HEAR_S)
        if time.monotonic() >= self._looks_at:
            yield from self._looked()

    def _over(self) -> How | None:
        """How the run ends, once it does."""
        if self._is_stopped():
            return How.STOPPED
        if self._bounds.until is not None and self._now() >= self._bounds.until:
            return How.OUT_OF_TIME
        if self._is_spent and not (self._bounds.nights or self._turns or self._has_due):
            return How.SPENT
        return How.ENDED if self._is_done else None

    def _may_ask(self) -> bool:
        if self._bounds.finish_now:
            return False
        nights = self._bounds.nights
        is_open = nights is None or nights.is_open(self._now())
        if not is_open:
            self._is_spent = False  # another night, another budget
        return is_open

    def _rouse(self) -> None:
        """Nobody is asked for any longer than their consent lasts, also who waits for nights: the
        turn of who has none any more is their last."""
        if time.monotonic() < self._rouses_at:
            return
        now = self._now()
        self._store.runs.rouse(self._run_id, now, self._roused_at)
        # Clocks of those who take in consents differ from ours.
        self._make_sure()
        self._roused_at = now - timedelta(seconds=2 * _ROUSE_EVERY_S)
        self._rouses_at = time.monotonic() + _ROUSE_EVERY_S

    def _make_sure(self) -> None:
        try:
            self.make_sure()
        except SlateError:
            self._is_ours = False
            raise

    def _give_turns(self) -> None:
        room = self._engine.width * _AHEAD - len(self._turns)
        held = self._turns | self._attempts.waiting()
        people = self._concluded if self._bounds.finish_now else self._due
        numbers = people(room + len(held)) if room > 0 else ()
        self._has_due = bool(numbers)
        for number in [each for each in numbers if each not in held][: max(room, 0)]:
            self._turns.add(number)
            self._engine.submit(
                turn_piece(self._setting, self._run_id, number, self._bounds.finish_now)
            )
        if not self._turns and not numbers:
            counts = self._store.runs.counts(self._run_id)
            self._is_done = all(state in _OVER or not n for state, n in counts.items())

    def _due(self, most: int) -> tuple[int, ...]:
        return self._store.runs.due(self._run_id, most)

    def _concluded(self, most: int) -> tuple[int, ...]:
        return self._store.runs.going(self._run_id, most)

    def _send_askers(self) -> None:
        if time.monotonic() < self._asks_again_at:
            return
        while len(self._askers) < self._engine.askers:
            # Where a piece may be begun twice, each time is an owner of its own.
            owner = uuid4().hex if self._engine.runs_once else ""
            piece = asking_piece(self._setting, self._run_id, owner)
            self._askers[piece.key] = owner
            self._engine.submit(piece)

    def _heard(self, timeout_s: float) -> Iterator[Driven]:
        for ended in self._engine.ended(timeout_s):
            if ended.key in self._askers:
                yield from self._asked(ended)
            else:
                yield from self._turned(ended)

    def _asked(self, ended: Ended) -> Iterator[Driven]:
        owner = self._askers.pop(ended.key)
        if ended.error is None:
            self._attempts.worked(_ASKING)
            told = ended.value
            self._is_spent = self._is_spent or told.is_spent
            if not told.answered:
                self._asks_again_at = time.monotonic() + LOOK_EVERY_S
            return
        if ended.is_lost:
            yield PieceLost(ended.key)
            if owner:
                # Its process is surely gone. Elsewhere a lease has to run out by itself: a worker
                # that was given up may still be asking.
                self._store.leases.release(owner)
        _require_sense(ended.error)
        verdict, delay_s = self._attempts.failed(_ASKING, ended.error)
        if verdict is Verdict.GIVE_UP:
            raise EngineError(f"Sites cannot be asked: {ended.error.words}.")
        self._asks_again_at = time.monotonic() + delay_s

    def _turned(self, ended: Ended) -> Iterator[Driven]:
        number = number_of(ended.key)
        self._turns.discard(number)
        if ended.error is None:
            turned = ended.value
            if turned.is_busy:
                self._attempts.set_aside(number)
                return
            self._attempts.worked(number)
            if turned.state is EntrantState.ASKING:
                self._is_spent = False  # of other sites, perhaps
            if turned.state in _OVER:
                yield PersonSettled(number, turned.state)
            return
        if ended.is_lost:
            yield PieceLost(ended.key)
        _require_sense(ended.error)
        verdict, _ = self._attempts.failed(number, ended.error)
        if verdict is not Verdict.GIVE_UP:
            return
        words = ended.error.words
        if ended.error.kind in _PASSING and not self._attempts.others_worked(number):
            # A full disk, a folder that became read-only: nobody's fault, and nobody's result.
            raise CaseError(words)
        run = self._store.runs.one(self._run_id)
        give_up(self._store, run, number, words, self._now())
        self._attempts.worked(number)
        yield PersonLeft(number, words)

    def _looked(self) -> Iterator[Driven]:
        began = time.monotonic()
        runs = self._store.runs
        looked = Looked(
            self._now(),
            runs.counts(self._run_id),
            runs.sites(self._run_id),
            len(self._askers),
            self._opens_at(),
        )
        answered = sum(site.answered for site in looked.sites)
        if answered > self._answered:
            self._attempts.worked(_ASKING)
        self._answered = answered
        ended = time.monotonic()
        self._looks_at = ended + max(LOOK_EVERY_S, _LOOK_SHARE * (ended - began))
        yield looked

    def _opens_at(self) -> datetime | None:
        """When sites are asked again; None while they are."""
        nights, now = self._bounds.nights, self._now()
        if nights is None or (nights.is_open(now) and not self._is_spent):
            return None
        return nights.opens_next(now)

    def _kept_up(self, step: Callable[[], Iterator[Driven]]) -> Iterator[Driven]:
        """A step, and once more while the store is away: a server may be started anew."""
        away_since: float | None = None
        pause_s = _HEAR_S
        while True:
            try:
                yield from step()
            except ServerLost:
                away_since = away_since or time.monotonic()
                if time.monotonic() - away_since > _STORE_PATIENCE_S or self._is_stopped():
                    raise
                yield StoreAway()
                time.sleep(pause_s)
                pause_s = min(2 * pause_s, 5.0)
            else:
                if away_since is not None:
                    yield StoreBack()
                    # What was written last may be lost, or somebody else may have stopped the run.
                    self._state, self._rouses_at = None, 0.0
                return

    def _drained(self) -> Iterator[Driven]:
        """What is under way ends well, if it does so soon: an answer that came is kept."""
        self._turn_to(RunState.STOPPED)
        until = time.monotonic() + _DRAIN_S
        while self._engine.under_way and time.monotonic() < until:
            yield from self._heard(_HEAR_S)

    def _turn_to(self, state: RunState) -> None:
        if state is not self._state:
            now = self._now()
            night = night_of(self._bounds.nights, now) if state is RunState.RUNNING else None
            self._store.runs.turn_to(self._run_id, state, now, night)
            self._state = state

    def _close(self, how: How) -> None:
        if not self._is_ours:
            return
        self._turn_to(RunState.ENDED if how is How.ENDED else RunState.STOPPED)


def _require_sense(error: PieceError) -> None:
    """Raises PlanError or EngineError for what every piece would refuse with: other rules than the
    run's; a worker without a passphrase, a proxy that does not work."""
    if error.trouble is Trouble.REFUSED and error.kind not in _PASSING:
        raise (PlanError if error.kind == "PlanError" else EngineError)(error.words)
