"""Pieces of work on this machine: a process for each that waits for the network, and a pool of
processes for those that compute, since threads gain nothing for parsing and matching.

`concurrent.futures` gives up a whole pool with any one of its processes. Here it is known which
process has which piece, so that a killed one costs its own piece and no other's.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from scanner.engine.piece import Ended, Lane, Piece, PieceError, Trouble, done
from scanner.garbage import spare_what_lasts
from scanner.interrupts import deaf_children

_LOST = PieceError(
    Trouble.LOST, "its process ended: what it read ended it, or took more memory than there is"
)


@dataclass(eq=False, slots=True)
class _Worker:
    """A process and the piece that it has; none while it waits for one."""

    process: SpawnProcess
    pipe: Connection
    piece: Piece | None = None
    is_kept: bool = True
    """Whether it goes on to another piece afterwards."""


class LocalEngine:
    """See `Engine`. `jobs`: WORK pieces at a time."""

    is_own = True
    runs_once = True
    askers = 1

    def __init__(self, jobs: int) -> None:
        if jobs < 1:
            raise ValueError("an engine needs at least one job")
        # Spawned, not forked: the same on every system, and safe beside threads.
        self._context = multiprocessing.get_context("spawn")
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._waiting: deque[Piece] = deque()
        self._ended: deque[Ended] = deque()
        # Before Python itself asks them to end, which they do not hear.
        atexit.register(self.close)

    @property
    def width(self) -> int:
        return self._jobs

    @property
    def under_way(self) -> int:
        busy = sum(worker.piece is not None for worker in self._workers)
        return busy + len(self._waiting) + len(self._ended)

    def submit(self, piece: Piece) -> None:
        if piece.lane is Lane.NETWORK:
            self._give(self._hired(is_kept=False), piece)
        else:
            self._waiting.append(piece)
            self._hand_out()

    def ended(self, timeout_s: float) -> list[Ended]:
        if not self._ended:
            self._hear(timeout_s)
        told = list(self._ended)
        self._ended.clear()
        return told

    def close(self) -> None:
        atexit.unregister(self.close)
        self._waiting.clear()
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()
            worker.pipe.close()
        self._workers.clear()

    def _hear(self, timeout_s: float) -> None:
        by_pipe = {w.pipe: w for w in self._workers if w.piece is not None}
        if not by_pipe:
            return
        for pipe in wait(list(by_pipe), timeout_s):
            assert isinstance(pipe, Connection)
            self._receive(by_pipe[pipe])
        self._hand_out()

    def _receive(self, worker: _Worker) -> None:
        piece = worker.piece
        assert piece is not None
        try:
            told = worker.pipe.recv()
        except (EOFError, OSError):
            self._ended.append(Ended(piece.key, error=_LOST))
            self._dismiss(worker)
            return
        self._ended.append(told)
        worker.piece = None
        if not worker.is_kept:
            self._dismiss(worker)

    def _hand_out(self) -> None:
        while self._waiting and (worker := self._free()):
            self._give(worker, self._waiting.popleft())

    def _free(self) -> _Worker | None:
        kept = [worker for worker in self._workers if worker.is_kept]
        for worker in kept:
            if worker.piece is None:
                return worker
        return self._hired() if len(kept) < self._jobs else None

    def _hired(self, is_kept: bool = True) -> _Worker:
        here, there = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(there,), name="netcurtain-worker", daemon=True
        )
        with deaf_children():
            process.start()
        there.close()
        worker = _Worker(process, here, is_kept=is_kept)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, piece: Piece) -> None:
        worker.piece = piece
        try:
            worker.pipe.send((piece.key, piece.work, piece.argument))
        except OSError:
            # It was killed while it waited. The piece is told as lost, like any other's.
            self._ended.append(Ended(piece.key, error=_LOST))
            self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _serve(pipe: Connection) -> None:
    """The life of a worker."""
    for each in (signal.SIGINT, signal.SIGTERM):
        # They come to all processes of a terminal or a service: the parent ends the others.
        signal.signal(each, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="watch-parent", daemon=True).start()
    spare_what_lasts()
    with contextlib.suppress(EOFError, OSError):  # nobody is there any longer
        while True:
            key, work, argument = pipe.recv()
            told = done(key, work, argument)
            try:
                pipe.send(told)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                words = f"its result cannot be told ({type(error).__name__})"
                pipe.send(Ended(key, error=PieceError(Trouble.FAULT, words)))


def _end_with_parent() -> None:
    """Nobody else would end a piece that lasts long, once its parent was killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
