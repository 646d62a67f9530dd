"""A sweep that is to stop ends soon, whatever its archives are, and loses nothing."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path

from scanner.engine import Engine, LocalEngine
from scanner.rulebook.loader import load_rulebook
from scanner.sweep import Archive, Errand, Here, Opener, SweepState, errand_for, sweep
from tests.sweep.archives import PHONE, Kept, in_one_piece, jane, quiet_pages, warc, write

PEOPLE = (jane(),)


def errand() -> Errand:
    return errand_for(PEOPLE, load_rulebook(), (), Opener())


def swept(state: SweepState, engine: Engine, stopped: Callable[[], bool]) -> None:
    for _ in sweep(errand(), state, engine, stopped):
        pass


def test_an_archive_in_one_piece_is_left_at_the_next_record(tmp_path: Path) -> None:
    pages = [Kept("https://first.example/", PHONE), *quiet_pages(8)]
    pages.append(Kept("https://last.example/", PHONE))
    path = write(tmp_path / "a.warc.gz", in_one_piece(warc(pages)))
    state = SweepState([Archive(str(path), path.stat().st_size)])
    asked = itertools.count()

    def stopped() -> bool:
        return next(asked) >= 4

    swept(state, Here(stopped), stopped)
    assert 1 <= state.records < len(pages) and not state.is_done
    swept(state, Here(), lambda: False)
    assert state.is_done and state.records == len(pages)
    assert sorted(state.of("jane-marlow")) == ["https://first.example/", "https://last.example/"]


def test_a_stretch_that_does_not_end_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.warc.gz"
    os.mkfifo(pipe)  # Nobody writes into it: whoever opens it waits for ever.
    state = SweepState([Archive(str(pipe), 1000)])
    engine = LocalEngine(jobs=1)
    asked = itertools.count()
    began = time.monotonic()
    swept(state, engine, lambda: next(asked) > 0)
    engine.close()
    assert time.monotonic() - began < 10
    assert not state.is_done and not state.records
