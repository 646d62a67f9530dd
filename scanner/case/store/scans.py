"""The checks of a case, and the journal from which one that was cut off goes on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row

from scanner.case.serial import dump, load
from scanner.case.store.database import Database
from scanner.case.store.tables import JOURNAL, SCANS
from scanner.model.assessment import Assessment
from scanner.model.plan import Plan
from scanner.model.subject import Subject


class ScanState(StrEnum):
    RUNNING = "running"
    """Under way, or cut off: the lock of its case tells which."""
    ENDED = "ended"
    STOPPED = "stopped"
    """By the user or the clock; its report was written, and it can still be gone on with."""
    GIVEN_UP = "given_up"
    """A new one was begun in its place."""


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """All that a check rests on beside rules and answers."""

    subject: Subject = field(repr=False)
    plan: Plan = field(repr=False)
    seed: int = field(repr=False)
    """Of the randomness that chooses control handles."""
    started_at: datetime
    tool_version: str
    rules_digest: str
    renders: bool = False
    keeps_content: bool = False


@dataclass(frozen=True, slots=True)
class StoredScan:
    """A check as the store knows it."""

    id: str
    case_id: str
    number: int
    """From 1, in the order in which the checks of the case began."""
    state: ScanState
    started_at: datetime
    ended_at: datetime | None


class EntryKind(StrEnum):
    ANSWER = "answer"
    SENDING = "sending"
    RENDERED = "rendered"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that came of a check. `head` is what `scanner.case.serial.dump` gave."""

    kind: EntryKind
    probe_id: str
    head: bytes = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    wire: bytes = field(default=b"", repr=False)


class Scans:
    """The checks of all cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, case_id: str, record: ScanRecord) -> StoredScan:
        """A new check, under way."""
        scan_id = secrets.token_hex(16)
        with self._database.begin() as connection:
            last = connection.scalar(
                select(func.max(SCANS.c.number)).where(SCANS.c.case_id == case_id)
            )
            row = {
                "id": scan_id,
                "case_id": case_id,
                "number": (last or 0) + 1,
                "state": ScanState.RUNNING.value,
                "started_at": record.started_at,
                "payload": self._database.seal(record, f"scan/{scan_id}"),
            }
            connection.execute(insert(SCANS).values(row))
        return self.one(scan_id)

    def one(self, scan_id: str) -> StoredScan:
        """Raises LookupError when there is none of that id."""
        with self._database.begin() as connection:
            row = connection.execute(_SHORT.where(SCANS.c.id == scan_id)).first()
        if row is None:
            raise LookupError("no such check")
        return _stored(row)

    def of(self, case_id: str) -> tuple[StoredScan, ...]:
        """The checks of a case, oldest first."""
        asked = _SHORT.where(SCANS.c.case_id == case_id).order_by(SCANS.c.number)
        with self._database.begin() as connection:
            return tuple(_stored(row) for row in connection.execute(asked))

    def record(self, scan_id: str) -> ScanRecord:
        with self._database.begin() as connection:
            content = connection.scalar(select(SCANS.c.payload).where(SCANS.c.id == scan_id))
        return self._database.unseal(ScanRecord, content or b"", f"scan/{scan_id}")

    def assessment(self, scan_id: str) -> Assessment | None:
        """What it came to; None while it is under way or was given up."""
        with self._database.begin() as connection:
            content = connection.scalar(select(SCANS.c.assessment).where(SCANS.c.id == scan_id))
        if content is None:
            return None
        return self._database.unseal(Assessment, content, f"assessment/{scan_id}")

    def turn_to(
        self,
        scan_id: str,
        state: ScanState,
        ended_at: datetime | None = None,
        assessment: Assessment | None = None,
    ) -> None:
        """Another state; with an assessment, what it came to."""
        values: dict[str, object] = {"state": state.value, "ended_at": ended_at}
        if assessment is not None:
            values["assessment"] = self._database.seal(assessment, f"assessment/{scan_id}")
        with self._database.begin() as connection:
            connection.execute(update(SCANS).where(SCANS.c.id == scan_id).values(values))

    def write(self, scan_id: str, number: int, entry: Entry) -> None:
        """An entry of the journal, on disk when this returns. `number`: its place, from 0."""
        codec, place = self._database.codec, f"{scan_id}/{number}"
        row = {
            "scan_id": scan_id,
            "number": number,
            "kind": entry.kind.value,
            "probe_id": entry.probe_id,
            "head": codec.seal(entry.head, f"head/{place}"),
            "body": codec.seal(dump(entry.body), f"body/{place}") if entry.body else None,
            "wire": (
                codec.seal(dump(entry.wire), f"wire/{place}") if entry.wire != entry.body else None
            ),
        }
        with self._database.begin() as connection:
            connection.execute(insert(JOURNAL).values(row))

    def journal(self, scan_id: str) -> Iterator[Entry]:
        """What was written of a check, in order."""
        codec = self._database.codec
        asked = select(JOURNAL).where(JOURNAL.c.scan_id == scan_id).order_by(JOURNAL.c.number)
        with self._database.begin() as connection:
            for row in connection.execution_options(yield_per=50).execute(asked):
                place = f"{scan_id}/{row.number}"
                body = load(bytes, codec.unseal(row.body, f"body/{place}")) if row.body else b""
                wire = load(bytes, codec.unseal(row.wire, f"wire/{place}")) if row.wire else body
                head = codec.unseal(row.head, f"head/{place}")
                yield Entry(EntryKind(row.kind), row.probe_id, head, body, wire)


_SHORT = select(
    SCANS.c.id,
    SCANS.c.case_id,
    SCANS.c.number,
    SCANS.c.state,
    SCANS.c.started_at,
    SCANS.c.ended_at,
)


def _stored(row: Row[str, str, int, str, datetime, datetime | None]) -> StoredScan:
    return StoredScan(
        row.id, row.case_id, row.number, ScanState(row.state), row.started_at, row.ended_at
    )
