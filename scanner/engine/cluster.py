"""Pieces of work on a Dask cluster: one that is there already, or one of this machine's own.

A scheduler keeps nothing over its own restart. Whatever it has forgotten is told as lost, and the
caller, who knows from the store what is still to be done, submits it again.
"""

# mypy: disallow-untyped-calls=False, disallow-any-generics=False
from __future__ import annotations

import contextlib
import importlib.util
import logging
import time
import warnings
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError
from itertools import count
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, secede

from scanner.engine.piece import Ended, Lane, Piece, PieceError, Trouble, done
from scanner.errors import EngineError
from scanner.interrupts import deaf_children

_LOOK_EVERY_S = 0.05
_CONNECT_S = 10.0
_AGAIN_S = 2.0
"""For a further try: whoever waits wants to hear a Ctrl-C in between."""
_PATIENCE_S = 180.0
"""How long a scheduler may be away, which is restarted in seconds. Judgement: a machine that is
started anew takes a minute or two."""
_COUNT_EVERY_S = 5.0
_MOST_ASKERS = 4
"""Judgement: a process keeps some hundred requests under way, and sites give the pace anyhow."""

_LOST = PieceError(Trouble.LOST, "worker after worker was lost with it")
_FORGOTTEN = PieceError(Trouble.FORGOTTEN, "the scheduler was restarted")
_UNKNOWN = PieceError(
    Trouble.REFUSED,
    "The scheduler or a worker cannot load this program: each machine of the cluster needs the "
    "same version of netcurtain. Nothing that was done is lost.",
    "EngineError",
)


class DaskEngine:
    """See `Engine`. `address`: of a scheduler; empty to start a cluster of `jobs` workers here.

    Raises EngineError when the scheduler does not answer.
    """

    runs_once = False

    def __init__(self, address: str = "", jobs: int = 1) -> None:
        # Workers that come and go are no news to the user: what is lost is told as lost.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._cluster: LocalCluster | None = None
        if not address:
            self._cluster = _own_cluster(jobs)
            address = self._cluster.scheduler_address
        self._address = address
        self._client = self._connected(_CONNECT_S)
        self._futures: dict[str, Future] = {}
        self._held: deque[Piece] = deque()
        """Pieces that wait for the scheduler to be there again."""
        self._ended: deque[Ended] = deque()
        self._numbers = count(1)
        self._away_since: float | None = None
        self._width = (0, 0.0)

    @property
    def is_own(self) -> bool:
        return self._cluster is not None

    @property
    def dashboard(self) -> str:
        """Where a cluster of one's own can be watched. Empty without Bokeh, which draws it, and for
        any other cluster: who may look there is its operator's to say."""
        if self._cluster is None or importlib.util.find_spec("bokeh") is None:
            return ""
        return str(self._cluster.dashboard_link)

    @property
    def width(self) -> int:
        threads, counted_at = self._width
        if time.monotonic() - counted_at > _COUNT_EVERY_S or not threads:
            threads = self._threads()
            self._width = (threads, time.monotonic())
        return max(1, threads)

    @property
    def askers(self) -> int:
        return min(self.width, _MOST_ASKERS)

    @property
    def under_way(self) -> int:
        return len(self._futures) + len(self._held) + len(self._ended)

    def submit(self, piece: Piece) -> None:
        self._held.append(piece)
        self._pass_on()

    def _pass_on(self) -> None:
        while self._held and self._client.status == "running":
            self._begin(self._held.popleft())

    def _begin(self, piece: Piece) -> None:
        do = _aside if piece.lane is Lane.NETWORK else done
        # A key that was used before would give back what became of the first.
        name = f"{piece.key}-{next(self._numbers)}"
        given = (piece.key, piece.work, piece.argument)
        try:
            # For the scheduler nothing that asks is a reason not to compute there, too.
            self._futures[piece.key] = self._client.submit(do, *given, key=name, pure=False)
        except Exception:  # of many kinds, when the scheduler goes away at this moment
            self._ended.append(Ended(piece.key, error=_FORGOTTEN))

    def ended(self, timeout_s: float) -> list[Ended]:
        until = time.monotonic() + timeout_s
        while True:
            self._require_client()
            self._pass_on()
            self._collect()
            if self._ended or time.monotonic() >= until:
                break
            time.sleep(min(_LOOK_EVERY_S, timeout_s))
        told = list(self._ended)
        self._ended.clear()
        return told

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it may be away
            self._client.cancel(list(self._futures.values()), force=True)
        self._futures.clear()
        self._held.clear()
        _ended_quietly(self._client)
        if self._cluster is not None:
            _ended_quietly(self._cluster)

    def _collect(self) -> None:
        for key, future in list(self._futures.items()):
            if future.status == "pending":
                continue
            del self._futures[key]
            self._ended.append(_told(key, future))
            future.release()

    def _require_client(self) -> None:
        """After a restart of the scheduler the client finds it by itself, for a while. Raises
        EngineError once it has been away for too long."""
        if self._client.status != "closed":
            self._away_since = None
            return
        self._ended.extend(Ended(key, error=_FORGOTTEN) for key in self._futures)
        self._futures.clear()
        self._away_since = self._away_since or time.monotonic()
        try:
            self._client = self._connected(_AGAIN_S)
        except EngineError:
            if time.monotonic() - self._away_since > _PATIENCE_S:
                raise
            time.sleep(_LOOK_EVERY_S)

    def _connected(self, timeout_s: float) -> Client:
        security = self._cluster.security if self._cluster is not None else None
        try:
            with deaf_children():
                return Client(self._address, timeout=timeout_s, security=security)
        except (OSError, TypeError, ValueError, RuntimeError):
            # What is raised may quote certificates' places; which of them does not matter.
            raise EngineError(
                f"No scheduler answers at {self._address}. Start one with `dask scheduler`, look "
                f"at its address and certificates, or run here with --engine local. Nothing that "
                f"was done is lost."
            ) from None

    def _threads(self) -> int:
        if self._client.status != "running":  # it would be waited for
            return self._width[0]
        try:
            return sum(self._client.nthreads().values())
        except Exception:  # of many kinds, while the scheduler is away
            return self._width[0]


def _told(key: str, future: Future) -> Ended:
    if future.status == "error":
        return Ended(key, error=_UNKNOWN if _is_unknown(future) else _LOST)
    try:
        result = future.result(timeout=_CONNECT_S)
    except (Exception, CancelledError):  # forgotten, or with a worker that went away just now
        return Ended(key, error=_FORGOTTEN)
    return result if isinstance(result, Ended) else Ended(key, error=_LOST)


def _is_unknown(future: Future) -> bool:
    """Whether somebody lacks the code: then every piece would seem lost, and everybody be given
    up. Schedulers read pieces too, and tell of it as a RuntimeError in words of their own."""
    try:
        error = future.exception(timeout=_CONNECT_S)
    except (Exception, CancelledError):
        return False
    return isinstance(error, ImportError) or (
        isinstance(error, RuntimeError) and "deserialization of the task graph" in str(error)
    )


def _aside(key: str, work: Callable[[Any], Any], argument: Any) -> Ended:
    """Done beside the worker's own threads, which go on with what computes."""
    secede()
    return done(key, work, argument)


def _own_cluster(jobs: int) -> LocalCluster:
    """Workers of this machine, reached from nowhere else. Everybody on the machine could speak to
    the scheduler's port, so it speaks only with those who have the certificate made for it."""
    with deaf_children(), warnings.catch_warnings(), dask.config.set(_QUIET):
        warnings.simplefilter("ignore")  # a port of the dashboard that is in use
        return LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:8787",
            worker_dashboard_address=None,
            security=True,
            silence_logs=logging.CRITICAL,
        )


_QUIET = {"distributed.admin.tick.limit": "30s"}
"""A loop that was held up for a while is no news on a busy machine."""


def _ended_quietly(what: Client | LocalCluster) -> None:
    with contextlib.suppress(Exception):  # what is away already cannot be told to end
        what.close(timeout=_CONNECT_S)
