"""Whatever is kept of a person beside their checks and findings, by kind and in order of time."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Row, delete, func, insert, select, update

from scanner.case.serial import plain
from scanner.case.store.database import Database
from scanner.case.store.tables import RECORDS
from scanner.errors import CaseError

T = TypeVar("T")


class RecordKind(StrEnum):
    """One kind holds values of one type."""

    CONSENT = "consent"
    MARK = "mark"
    LETTER = "letter"
    INCIDENT = "incident"
    LEDGER = "ledger"
    CAPTURE = "capture"
    EXPORT = "export"
    """A file that was written outside the store: its path is told when the case is purged."""
    HAND_OVER = "hand_over"
    WATCH = "watch"
    """The newest run of the watch."""
    HOLD = "hold"
    """A legal hold that was put on the case or lifted, and why."""


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A record of whatever kind, as bare JSON values, for who wants all of them."""

    id: str
    kind: str
    at: datetime
    value: Any = field(repr=False)


class Records:
    """The records of all cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, case_id: str, kind: RecordKind, at: datetime, value: object) -> str:
        """Keeps a value, and gives the id by which it can be replaced."""
        record_id = secrets.token_hex(16)
        row = {
            "id": record_id,
            "case_id": case_id,
            "kind": kind.value,
            "at": at,
            "payload": self._database.seal(value, f"record/{record_id}"),
        }
        with self._database.begin() as connection:
            connection.execute(insert(RECORDS).values(row))
        return record_id

    def of(self, case_id: str, kind: RecordKind, of_type: type[T]) -> tuple[tuple[str, T], ...]:
        """Ids and values, oldest first."""
        unseal = self._database.unseal
        return tuple(
            (row.id, unseal(of_type, row.payload, f"record/{row.id}"))
            for row in self._rows(case_id, kind)
        )

    def legible(
        self, case_id: str, kind: RecordKind, of_type: type[T]
    ) -> tuple[tuple[T, ...], int]:
        """The values that can be read, oldest first, and how many are damaged."""
        values: list[T] = []
        rows = self._rows(case_id, kind)
        for row in rows:
            with contextlib.suppress(CaseError):
                values.append(self._database.unseal(of_type, row.payload, f"record/{row.id}"))
        return tuple(values), len(rows) - len(values)

    def _rows(self, case_id: str, kind: RecordKind) -> Sequence[Row[Any, Any]]:
        asked = (
            select(RECORDS.c.id, RECORDS.c.payload)
            .where(RECORDS.c.case_id == case_id, RECORDS.c.kind == kind.value)
            .order_by(RECORDS.c.at, RECORDS.c.id)
        )
        with self._database.begin() as connection:
            return connection.execute(asked).all()

    def every(self, case_id: str) -> tuple[PlainRecord, ...]:
        """All of a case, also of kinds that this version does not know, oldest first."""
        asked = (
            select(RECORDS).where(RECORDS.c.case_id == case_id).order_by(RECORDS.c.at, RECORDS.c.id)
        )
        with self._database.begin() as connection:
            rows = connection.execute(asked).all()
        unseal = self._database.codec.unseal
        return tuple(
            PlainRecord(row.id, row.kind, row.at, plain(unseal(row.payload, f"record/{row.id}")))
            for row in rows
        )

    def forget(self, record_id: str) -> None:
        """Deletes one."""
        with self._database.begin() as connection:
            connection.execute(delete(RECORDS).where(RECORDS.c.id == record_id))

    def replace(self, record_id: str, value: object) -> None:
        payload = self._database.seal(value, f"record/{record_id}")
        with self._database.begin() as connection:
            connection.execute(
                update(RECORDS).where(RECORDS.c.id == record_id).values(payload=payload)
            )

    def number(self, case_id: str, kind: RecordKind, older_than: datetime) -> int:
        """How many of one kind there are from before a moment."""
        asked = select(func.count()).where(
            RECORDS.c.case_id == case_id, RECORDS.c.kind == kind.value, RECORDS.c.at < older_than
        )
        with self._database.begin() as connection:
            return connection.scalar(asked) or 0

    def remove(self, case_id: str, kind: RecordKind, older_than: datetime) -> int:
        """Forgets those of one kind from before a moment; how many there were."""
        with self._database.begin() as connection:
            result = connection.execute(
                delete(RECORDS).where(
                    RECORDS.c.case_id == case_id,
                    RECORDS.c.kind == kind.value,
                    RECORDS.c.at < older_than,
                )
            )
        return result.rowcount
