"""What a run does for one person takes no longer the more people there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from scanner.case.store import CaseStore, open_store
from scanner.case.store.runs import Run
from tests.case.probes_for_tests import KEY, NOW, a_probe, an_answer, begin_run, some_numbers

FEW, MANY = 20, 100
PAGES = 20
"""Of each person's own, and as many again that everybody shares."""
STEPS = 20
"""SQLite's own, between two looks."""


@contextmanager
def slate_of(people: int, folder: Path) -> Iterator[tuple[CaseStore, Run]]:
    """Everything that they asked was answered."""
    with open_store(KEY, f"sqlite:///{folder / f'{people}.sqlite3'}") as store:
        run = begin_run(store, people)
        for number in range(1, people + 1):
            shared = [a_probe(f"{number}-{page}", f"all/{page}") for page in range(PAGES)]
            own = [a_probe(f"{number}-own-{page}", f"{number}/{page}") for page in range(PAGES)]
            store.runs.ask(run.id, number, [*shared, *own])
        waiting = store.runs.waiting(run.id, None, people * 2 * PAGES)
        store.runs.answered(run.id, [an_answer(question.key) for question in waiting], NOW)
        yield store, run


def steps_of(store: CaseStore, act: Callable[[], object]) -> int:
    """How much work SQLite had with it: the same on every machine."""
    ticks = count()

    def look(connection: Any, *_: object) -> None:
        connection.connection.dbapi_connection.set_progress_handler(lambda: next(ticks) < 0, STEPS)

    event.listen(store.database.engine, "before_cursor_execute", look)
    try:
        act()
    finally:
        event.remove(store.database.engine, "before_cursor_execute", look)
    return next(ticks)


@pytest.mark.parametrize(
    "act",
    [
        lambda store, run: store.runs.earlier(run.id, 7),
        lambda store, run: store.runs.finish(run.id, 7, some_numbers(), b""),
        lambda store, run: store.runs.leave(run.id, 7, "They withdrew."),
    ],
    ids=["reading what was answered", "ending", "leaving"],
)
def test_one_of_many_costs_what_one_of_few_does(
    tmp_path: Path, act: Callable[[CaseStore, Run], object]
) -> None:
    took = []
    for people in (FEW, MANY):
        with slate_of(people, tmp_path) as (store, run):
            took.append(steps_of(store, lambda: act(store, run)))
    assert 0 < took[1] < 2 * took[0]


def test_letting_go_of_all_that_nobody_needs_costs_as_much_for_each(tmp_path: Path) -> None:
    took = []
    for people in (FEW, MANY):
        with slate_of(people, tmp_path) as (store, run):
            took.append(steps_of(store, lambda: store.runs.forget_unneeded(run.id)))
    assert 0 < took[1] < 2 * took[0] * MANY / FEW
