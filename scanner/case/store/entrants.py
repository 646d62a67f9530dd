"""The people of a run: how far each is, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, or_, select, update
from sqlalchemy.engine import Row

from scanner.case.store.conflicts import pieces
from scanner.case.store.database import Database
from scanner.case.store.scans import ScanState
from scanner.case.store.tables import CASES, ENTRANTS, PEOPLE, RUNS, SCANS
from scanner.model.slate import Entrant, EntrantState, Numbers

_READ_TOGETHER = 200
_OPEN = (EntrantState.DUE.value, EntrantState.ASKING.value)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is kept of an entrant beside states."""

    numbers: Numbers | None = None
    why: str = ""


class Entrants:
    """The part of `Runs` that knows people."""

    _database: Database

    def entrants(self, run_id: str) -> Iterator[Entrant]:
        """Everybody in order. Read in pieces, so that who writes need not wait."""
        last = -1
        while True:
            asked = (
                select(*_SHORT)
                .where(ENTRANTS.c.run_id == run_id, ENTRANTS.c.number > last)
                .order_by(ENTRANTS.c.number)
                .limit(_READ_TOGETHER)
            )
            with self._database.read() as connection:
                rows = connection.execute(asked).all()
            if not rows:
                return
            last = rows[-1].number
            yield from map(self._entrant, rows)

    def entrant(self, run_id: str, number: int) -> Entrant:
        """Raises LookupError when they take no part."""
        with self._database.read() as connection:
            row = connection.execute(select(*_SHORT).where(*_this(run_id, number))).first()
        if row is None:
            raise LookupError("no such person in the run")
        return self._entrant(row)

    def counts(self, run_id: str) -> Mapping[EntrantState, int]:
        """How many there are of each state; those of which there is none are 0."""
        asked = (
            select(ENTRANTS.c.state, func.count())
            .where(ENTRANTS.c.run_id == run_id)
            .group_by(ENTRANTS.c.state)
        )
        with self._database.read() as connection:
            found: dict[str, int] = {row[0]: row[1] for row in connection.execute(asked)}
        return {state: found.get(state.value, 0) for state in EntrantState}

    def due(self, run_id: str, most: int) -> tuple[int, ...]:
        """People whose turn can be taken: first those who never had one, since only when all have
        asked is it known which questions they share and which site takes longest; then in order."""
        asked = (
            select(ENTRANTS.c.number)
            .where(ENTRANTS.c.run_id == run_id, ENTRANTS.c.state == EntrantState.DUE.value)
            .order_by(ENTRANTS.c.asked > 0, ENTRANTS.c.number)
            .limit(most)
        )
        with self._database.read() as connection:
            return tuple(connection.scalars(asked))

    def going(self, run_id: str, most: int) -> tuple[int, ...]:
        """The first of those who are neither done nor gone, in order."""
        asked = (
            select(ENTRANTS.c.number)
            .where(ENTRANTS.c.run_id == run_id, ENTRANTS.c.state.in_(_OPEN))
            .order_by(ENTRANTS.c.number)
            .limit(most)
        )
        with self._database.read() as connection:
            return tuple(connection.scalars(asked))

    def rouse(self, run_id: str, at: datetime, since: datetime | None = None) -> None:
        """Makes those DUE, whatever they wait for, whose consent has ended by now, whose check
        another one has taken the place of, who are no longer on the slate, and whose entry there
        was changed since their check began (and after `since`)."""
        changed = PEOPLE.c.changed_at > SCANS.c.started_at
        if since is not None:
            changed = and_(changed, PEOPLE.c.changed_at > since)
        asked = (
            select(ENTRANTS.c.number)
            .join(RUNS, RUNS.c.id == ENTRANTS.c.run_id)
            .join(SCANS, SCANS.c.id == ENTRANTS.c.scan_id)
            .join(CASES, CASES.c.id == SCANS.c.case_id)
            .outerjoin(
                PEOPLE,
                and_(PEOPLE.c.slate_id == RUNS.c.slate_id, PEOPLE.c.number == ENTRANTS.c.number),
            )
            .where(ENTRANTS.c.run_id == run_id, ENTRANTS.c.state == EntrantState.ASKING.value)
            .where(
                or_(
                    CASES.c.consent_until < at,
                    SCANS.c.state != ScanState.RUNNING.value,
                    PEOPLE.c.number.is_(None),
                    changed,
                )
            )
        )
        with self._database.read() as connection:
            numbers = connection.scalars(asked.order_by(ENTRANTS.c.number)).all()
        for some in pieces(numbers):
            with self._database.begin() as connection:
                connection.execute(
                    update(ENTRANTS)
                    .where(
                        ENTRANTS.c.run_id == run_id,
                        ENTRANTS.c.number.in_(some),
                        ENTRANTS.c.state == EntrantState.ASKING.value,
                    )
                    .values(state=EntrantState.DUE.value)
                )

    def begin_scan(self, run_id: str, number: int, scan_id: str) -> None:
        """The check in their case that is theirs in this run."""
        with self._database.begin() as connection:
            connection.execute(
                update(ENTRANTS).where(*_this(run_id, number)).values(scan_id=scan_id)
            )

    def numbers_of(self, run_id: str) -> Mapping[int, Numbers]:
        """What the officer may know, by the number of each person who is done."""
        return {one.number: one.numbers for one in self.entrants(run_id) if one.numbers}

    def sealed(self, run_id: str, number: int) -> bytes:
        """What only the person can open; empty while there is nothing.

        Raises LookupError when they take no part.
        """
        asked = select(ENTRANTS.c.sealed).where(*_this(run_id, number))
        with self._database.read() as connection:
            row = connection.execute(asked).first()
        if row is None:
            raise LookupError("no such person in the run")
        at = f"sealed/{run_id}/{number}"
        return self._database.codec.unseal(row.sealed, at) if row.sealed is not None else b""

    def _put_entrants(self, connection: Connection, run_id: str, numbers: Sequence[int]) -> None:
        rows = [
            {
                "run_id": run_id,
                "number": number,
                "state": EntrantState.DUE.value,
                "open": 0,
                "asked": 0,
            }
            for number in numbers
        ]
        if rows:
            connection.execute(insert(ENTRANTS), rows)

    def _end(
        self,
        connection: Connection,
        run_id: str,
        number: int,
        state: EntrantState,
        numbers: Numbers | None = None,
        why: str = "",
        sealed: bytes = b"",
    ) -> bool:
        """They are DONE or LEFT, and whether it was so: who was one of these stays so."""
        outcome = _Outcome(numbers, why)
        values: dict[str, Any] = {
            "state": state.value,
            "open": 0,
            "payload": self._database.seal(outcome, f"entrant/{run_id}/{number}"),
        }
        if sealed:
            values["sealed"] = self._database.codec.seal(sealed, f"sealed/{run_id}/{number}")
        # A turn may end after its person has left.
        may_be = (*_OPEN, EntrantState.DONE.value) if state is EntrantState.DONE else _OPEN
        where = (*_this(run_id, number), ENTRANTS.c.state.in_(may_be))
        return bool(connection.execute(update(ENTRANTS).where(*where).values(values)).rowcount)

    def _entrant(self, row: Row[Any]) -> Entrant:
        outcome = _Outcome()
        if row.payload is not None:
            at = f"entrant/{row.run_id}/{row.number}"
            outcome = self._database.unseal(_Outcome, row.payload, at)
        return Entrant(
            row.number,
            EntrantState(row.state),
            row.open,
            row.asked,
            outcome.why,
            outcome.numbers,
            row.scan_id or "",
        )


_SHORT = tuple(column for column in ENTRANTS.c if column.name != "sealed")


def _this(run_id: str, number: int) -> tuple[Any, ...]:
    return ENTRANTS.c.run_id == run_id, ENTRANTS.c.number == number
