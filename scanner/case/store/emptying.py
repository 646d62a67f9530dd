"""What there is of a case before it goes, and the place that it leaves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select, text
from sqlalchemy.exc import DatabaseError

from scanner.case.store.database import Database, told
from scanner.case.store.tables import (
    ASKS,
    CASES,
    ENTRANTS,
    FINDINGS,
    JOURNAL,
    PEOPLE,
    QUESTIONS,
    RECORDS,
    SCANS,
    TOLD,
    TOMBSTONES,
    TURNS,
)

_ANEW = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_OF_SLATES = (PEOPLE, ENTRANTS, ASKS, QUESTIONS, TOLD)
_TABLES = (CASES, SCANS, JOURNAL, FINDINGS, TURNS, RECORDS, TOMBSTONES, *_OF_SLATES)


@dataclass(frozen=True, slots=True)
class Totals:
    """How much the store has of one case."""

    checks: int
    answers: int
    """Kept answers of sites, in the journals of checks."""
    findings: int
    turns: int
    records: tuple[tuple[str, int], ...]
    """By kind."""
    tombstones: int
    slates: int = 0
    """On how many slates the person stands."""


def totals_of(database: Database, case_id: str) -> Totals:
    """Counted now."""
    scans = select(SCANS.c.id).where(SCANS.c.case_id == case_id)
    with database.begin() as connection:

        def count(table: Table, condition: ColumnElement[bool]) -> int:
            asked = select(func.count()).select_from(table).where(condition)
            return connection.scalar(asked) or 0

        kinds = connection.execute(
            select(RECORDS.c.kind, func.count())
            .where(RECORDS.c.case_id == case_id)
            .group_by(RECORDS.c.kind)
            .order_by(RECORDS.c.kind)
        ).all()
        return Totals(
            checks=count(SCANS, SCANS.c.case_id == case_id),
            answers=count(JOURNAL, JOURNAL.c.scan_id.in_(scans)),
            findings=count(FINDINGS, FINDINGS.c.case_id == case_id),
            turns=count(TURNS, TURNS.c.case_id == case_id),
            records=tuple((str(kind), int(number)) for kind, number in kinds),
            tombstones=count(TOMBSTONES, TOMBSTONES.c.case_id == case_id),
            slates=count(PEOPLE, PEOPLE.c.case_id == case_id),
        )


def overwrite_freed(database: Database) -> bool:
    """Writes the store anew without what was deleted, and empties its log of changes.

    In a file of ours deleted rows are overwritten with noughts when they go (`secure_delete`); this
    takes the freed pages and the write-ahead log away, too. A server's own log, copies and backups
    are out of our reach. False when another program that reads the store stood in the way.
    """
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    anew = [f"VACUUM FULL {table.name}" for table in _TABLES]
    try:
        with engine.connect() as connection:
            for statement in anew if database.is_server else _ANEW:
                result = connection.execute(text(statement))
                if result.returns_rows and any(row[0] for row in result):
                    return False
    except DatabaseError as error:
        reason = told(error)
        if "using the case" in str(reason):
            return False
        raise reason from None
    return True
