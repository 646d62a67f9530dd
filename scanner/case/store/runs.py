"""Checks of whole slates: who takes part, what is asked once for all of them, and what came."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Row

from scanner.case.store.answers import ENDED, Answers, News, Rest
from scanner.case.store.database import Database
from scanner.case.store.entrants import Entrants
from scanner.case.store.questions import Question, Questions, WaitingSite
from scanner.case.store.tables import RUNS, SLATES
from scanner.model.slate import EntrantState, Numbers

SITE_REQUESTS = 1_000
"""How many requests a site gets in one night at most, unless the run says otherwise: as many as in
a check of one person."""
CONSENT_WITHDRAWN = "consent withdrawn"
"""Why somebody left."""


class RunState(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    """By the user or the clock: it is gone on with by running it again."""
    ENDED = ENDED


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What a run rests on beside people and answers."""

    seed: int = field(repr=False)
    """Of the randomness that chooses control handles: one for all people."""
    tool_version: str
    rules_digest: str
    lead_budget: int = 20
    """Pages named by search results that may be opened, for each person."""
    only: tuple[str, ...] = ()
    """Sources that alone are asked; empty for all."""
    skip: tuple[str, ...] = ()
    """Sources that are not asked."""
    site_requests: int = SITE_REQUESTS
    """How many requests a site gets in one night, robots.txt and repetitions included. What is
    more waits for the next."""
    letters: bool = False
    """Whether the results that are sealed to people hold letters, too."""
    night: datetime | None = None
    """When the present night began, by the hours in which the run is driven: what sites were asked
    since then counts, by whichever run, and however often that was stopped and gone on with."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the store knows it."""

    id: str
    slate_id: str
    number: int
    """From 1, in the order in which the runs of the slate began."""
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    record: RunRecord


class Runs(Entrants, Questions, Answers):
    """The runs of all slates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, slate_id: str, record: RunRecord, numbers: Sequence[int], at: datetime) -> Run:
        """A new run with these people, all of them DUE. `record.night`: now, unless it says."""
        run_id = secrets.token_hex(16)
        record = replace(record, night=record.night or at)
        with self._database.begin() as connection:
            # Two who begin a run of one slate count one after the other.
            connection.execute(
                select(SLATES.c.id).where(SLATES.c.id == slate_id).with_for_update()
            ).all()
            last = connection.scalar(
                select(func.max(RUNS.c.number)).where(RUNS.c.slate_id == slate_id)
            )
            row = {
                "id": run_id,
                "slate_id": slate_id,
                "number": (last or 0) + 1,
                "state": RunState.RUNNING.value,
                "started_at": at,
                "payload": self._database.seal(record, f"run/{run_id}"),
            }
            connection.execute(insert(RUNS).values(row))
            self._put_entrants(connection, run_id, numbers)
        return self.one(run_id)

    def one(self, run_id: str) -> Run:
        """Raises LookupError when there is none of that id."""
        with self._database.read() as connection:
            row = connection.execute(select(RUNS).where(RUNS.c.id == run_id)).first()
        if row is None:
            raise LookupError("no such run")
        return self._run(row)

    def of(self, slate_id: str) -> tuple[Run, ...]:
        """The runs of a slate, oldest first."""
        asked = select(RUNS).where(RUNS.c.slate_id == slate_id).order_by(RUNS.c.number)
        with self._database.read() as connection:
            return tuple(map(self._run, connection.execute(asked).all()))

    def newest(self, slate_id: str) -> Run | None:
        """The run of a slate that was begun last."""
        asked = select(RUNS).where(RUNS.c.slate_id == slate_id).order_by(RUNS.c.number.desc())
        with self._database.read() as connection:
            row = connection.execute(asked.limit(1)).first()
        return self._run(row) if row else None

    def state_of(self, run_id: str) -> RunState:
        """Raises LookupError when there is none of that id."""
        with self._database.read() as connection:
            state = connection.scalar(select(RUNS.c.state).where(RUNS.c.id == run_id))
        if state is None:
            raise LookupError("no such run")
        return RunState(state)

    def turn_to(
        self, run_id: str, state: RunState | str, at: datetime, night: datetime | None = None
    ) -> None:
        """Another state. With the end, all that was asked and answered is forgotten.

        `night`: when the one began in which this is; sites' budgets are new only if that is later
        than the one that the run knows. Raises LookupError when there is none of that id.
        """
        state = RunState(state)
        with self._database.begin() as connection:
            this = RUNS.c.id == run_id
            row = connection.execute(select(RUNS).where(this).with_for_update()).first()
            if row is None:
                raise LookupError("no such run")
            run = self._run(row)
            values: dict[str, Any] = {
                "state": state.value,
                "ended_at": at if state is RunState.ENDED else None,
            }
            if night is not None and (run.record.night is None or night > run.record.night):
                record = replace(run.record, night=night)
                values["payload"] = self._database.seal(record, f"run/{run_id}")
            connection.execute(update(RUNS).where(this).values(values))
            if state is RunState.ENDED:
                self._forget_all(connection, run_id)

    def remove(self, run_id: str) -> None:
        """Deletes a run with all that hangs on it."""
        with self._database.begin() as connection:
            connection.execute(delete(RUNS).where(RUNS.c.id == run_id))

    def finish(self, run_id: str, number: int, numbers: Numbers, sealed: bytes = b"") -> bool:
        """Someone is DONE, unless they have LEFT; whether they are. What nobody else needs of their
        answers is forgotten."""
        with self._database.begin() as connection:
            is_done = self._end(
                connection, run_id, number, EntrantState.DONE, numbers, sealed=sealed
            )
        self._database.afterwards(lambda: self._forget_of(run_id, number))
        return is_done

    def leave(self, run_id: str, number: int, why: str) -> None:
        """Someone is LEFT, if they are not done: what waits for them alone is never asked. `why`
        must hold no private value."""
        with self._database.begin() as connection:
            self._withdraw(connection, run_id, number)
            self._end(connection, run_id, number, EntrantState.LEFT, why=why)
        self._database.afterwards(lambda: self._forget_of(run_id, number, at_once=True))

    def withdraw(self, run_id: str, number: int) -> None:
        """The person took back their consent."""
        self.leave(run_id, number, CONSENT_WITHDRAWN)

    def _run(self, row: Row[Any]) -> Run:
        record = self._database.unseal(RunRecord, row.payload, f"run/{row.id}")
        return Run(
            row.id,
            row.slate_id,
            row.number,
            RunState(row.state),
            row.started_at,
            row.ended_at,
            record,
        )


__all__ = ["News", "Question", "Rest", "Run", "RunRecord", "RunState", "Runs", "WaitingSite"]
