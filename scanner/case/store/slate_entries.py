"""What slates and their runs hold of the person of a case: told whole, and forgotten whole."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, delete, select

from scanner.case.serial import plain
from scanner.case.store.database import Database
from scanner.case.store.packing import unpack
from scanner.case.store.questions import SENDING
from scanner.case.store.tables import ASKS, ENTRANTS, PEOPLE, QUESTIONS, RUNS, SLATES, TOLD


def forget_entries(database: Database, case_id: str) -> int:
    """Takes the person off every slate and out of every run, with all answers that only they asked
    for; what others asked for, too, stays for them. How many entries there were."""
    with database.begin() as connection:
        entries = _entries(connection, case_id)
        for slate_id, number in entries:
            forget_entry(connection, slate_id, number)
    return len(entries)


def forget_entry(connection: Connection, slate_id: str, number: int) -> None:
    """The same of one slate."""
    for run_id in _runs(connection, slate_id):
        _forget_in_run(connection, run_id, number)
    connection.execute(
        delete(PEOPLE).where(PEOPLE.c.slate_id == slate_id, PEOPLE.c.number == number)
    )


def held_on_slates(database: Database, case_id: str) -> Iterator[dict[str, Any]]:
    """Each entry as bare values, in clear: the person as the slate has them, what came of each run,
    and what was asked for them that is still kept."""
    with database.begin() as connection:
        for slate_id, number in _entries(connection, case_id):
            this = and_(PEOPLE.c.slate_id == slate_id, PEOPLE.c.number == number)
            row = connection.execute(select(PEOPLE).where(this)).one()
            slate = connection.scalar(select(SLATES.c.payload).where(SLATES.c.id == slate_id))
            record = _bare(database, slate, f"slate/{slate_id}")
            runs = _runs(connection, slate_id)
            yield {
                "slate": {key: record.get(key) for key in ("title", "officer", "organisation")},
                "number": number,
                "state": row.state,
                "changed_at": row.changed_at,
                "person": _bare(database, row.payload, f"person/{slate_id}/{number}"),
                "runs": [
                    told
                    for run_id in runs
                    if (told := _in_run(database, connection, run_id, number))
                ],
            }


def _entries(connection: Connection, case_id: str) -> list[tuple[str, int]]:
    asked = select(PEOPLE.c.slate_id, PEOPLE.c.number).where(PEOPLE.c.case_id == case_id)
    rows = connection.execute(asked.order_by(PEOPLE.c.slate_id, PEOPLE.c.number)).all()
    return [(str(row.slate_id), int(row.number)) for row in rows]


def _runs(connection: Connection, slate_id: str) -> list[str]:
    asked = select(RUNS.c.id).where(RUNS.c.slate_id == slate_id).order_by(RUNS.c.number)
    return [str(run_id) for run_id in connection.scalars(asked)]


def _forget_in_run(connection: Connection, run_id: str, number: int) -> None:
    mine = select(ASKS.c.key).where(ASKS.c.run_id == run_id, ASKS.c.number == number)
    others = select(ASKS.c.key).where(ASKS.c.run_id == run_id, ASKS.c.number != number)
    alone = set(connection.scalars(mine)) - set(connection.scalars(others))
    for key in sorted(alone):
        connection.execute(
            delete(QUESTIONS).where(QUESTIONS.c.run_id == run_id, QUESTIONS.c.key == key)
        )
        connection.execute(
            delete(TOLD).where(TOLD.c.run_id == run_id, TOLD.c.kind == SENDING, TOLD.c.key == key)
        )
    for table in (ASKS, ENTRANTS):
        connection.execute(delete(table).where(table.c.run_id == run_id, table.c.number == number))


def _in_run(
    database: Database, connection: Connection, run_id: str, number: int
) -> dict[str, Any] | None:
    asked = select(ENTRANTS).where(ENTRANTS.c.run_id == run_id, ENTRANTS.c.number == number)
    row = connection.execute(asked).first()
    if row is None:
        return None
    outcome, sealed = row.payload, row.sealed
    result = database.codec.unseal(sealed, f"sealed/{run_id}/{number}") if sealed else b""
    return {
        "run": run_id,
        "state": row.state,
        "open": row.open,
        "asked": row.asked,
        "scan_id": row.scan_id,
        "outcome": _bare(database, outcome, f"entrant/{run_id}/{number}") if outcome else None,
        "sealed": base64.b64encode(result).decode(),
        "questions": list(_questions(database, connection, run_id, number)),
    }


def _questions(
    database: Database, connection: Connection, run_id: str, number: int
) -> Iterator[dict[str, Any]]:
    both = and_(ASKS.c.run_id == QUESTIONS.c.run_id, ASKS.c.key == QUESTIONS.c.key)
    asked = (
        select(QUESTIONS, ASKS.c.probe_id)
        .join(ASKS, both)
        .where(ASKS.c.run_id == run_id, ASKS.c.number == number)
        .order_by(ASKS.c.probe_id)
    )
    for row in connection.execute(asked):
        place = f"{run_id}/{row.key}"
        body = row.body
        content = unpack(database.codec.unseal(body, f"answer-body/{place}")) if body else b""
        yield {
            "probe_id": row.probe_id,
            "state": row.state,
            "answered_at": row.answered_at,
            "question": _bare(database, row.payload, f"question/{place}"),
            "answer": _bare(database, row.head, f"answer/{place}") if row.head else None,
            "body": content.decode("utf-8", "replace"),
            "sent": _sent(database, connection, run_id, row.key),
        }


def _sent(database: Database, connection: Connection, run_id: str, key: str) -> list[Any]:
    asked = select(TOLD.c.head).where(
        TOLD.c.run_id == run_id, TOLD.c.kind == SENDING, TOLD.c.key == key
    )
    at = f"told/{run_id}/{SENDING}/{key}"
    return [_bare(database, head, at) for head in connection.scalars(asked.order_by(TOLD.c.id))]


def _bare(database: Database, payload: bytes | None, context: str) -> Any:
    return plain(database.codec.unseal(payload or b"", context))
