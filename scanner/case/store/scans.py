"""The checks of a case, and the journal from which one that was cut off goes on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import Row

from scanner.case.store.database import Database
from scanner.case.store.packing import pack, unpack
from scanner.case.store.tables import JOURNAL, SCANS
from scanner.model.assessment import Assessment
from scanner.model.before import Before
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
    before: Before = field(default=Before(), repr=False)
    """What the case knew when it began: a check that goes on is judged by the same."""
    controls_by_source: bool = False
    """Whether a control's words depend on the source that it is for. In checks of before there were
    slates they depended on the question, and are so when such a check is judged again."""


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


_READ_TOGETHER = 50
"""Entries of a journal that are in memory at once while it is read through."""


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

    def change(self, scan_id: str, record: ScanRecord) -> None:
        """What it rests on from now on."""
        payload = self._database.seal(record, f"scan/{scan_id}")
        with self._database.begin() as connection:
            connection.execute(update(SCANS).where(SCANS.c.id == scan_id).values(payload=payload))

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

    def newest(self, case_id: str) -> tuple[StoredScan, Assessment] | None:
        """The newest check of a case that came to something, and what to."""
        for scan in reversed(self.of(case_id)):
            if (found := self.assessment(scan.id)) is not None:
                return scan, found
        return None

    def turn_to(
        self,
        scan_id: str,
        state: ScanState,
        ended_at: datetime | None = None,
        assessment: Assessment | None = None,
        forgets: bool = False,
        record: ScanRecord | None = None,
    ) -> None:
        """Another state; with an assessment, what it came to. `forgets`: its journal goes with the
        same stroke, for who has the assessment needs it no longer. `record`: what is kept from now
        on of what it rested on."""
        values: dict[str, object] = {"state": state.value, "ended_at": ended_at}
        if record is not None:
            values["payload"] = self._database.seal(record, f"scan/{scan_id}")
        if assessment is not None:
            values["assessment"] = self._database.seal(assessment, f"assessment/{scan_id}")
        with self._database.begin() as connection:
            connection.execute(update(SCANS).where(SCANS.c.id == scan_id).values(values))
            if forgets:
                connection.execute(delete(JOURNAL).where(JOURNAL.c.scan_id == scan_id))

    def write(self, scan_id: str, number: int, *entries: Entry) -> None:
        """Entries of the journal, on disk when this returns: all of them, or none. `number`: the
        place of the first, from 0."""
        codec = self._database.codec
        rows: list[dict[str, object]] = []
        for place, entry in enumerate(entries, start=number):
            at = f"{scan_id}/{place}"
            body, wire = entry.body, entry.wire
            rows.append(
                {
                    "scan_id": scan_id,
                    "number": place,
                    "kind": entry.kind.value,
                    "probe_id": entry.probe_id,
                    "head": codec.seal(entry.head, f"head/{at}"),
                    "body": codec.seal(pack(body), f"body/{at}") if body else None,
                    "wire": codec.seal(pack(wire), f"wire/{at}") if wire != body else None,
                }
            )
        with self._database.begin() as connection:
            connection.execute(insert(JOURNAL), rows)

    def journal(self, scan_id: str, *kinds: EntryKind) -> Iterator[Entry]:
        """What was written of a check, in order; of some kinds, or all of it."""
        last = -1
        while entries := self._after(scan_id, last, kinds):
            for last, entry in entries:  # noqa: B007 - the place to go on from
                yield entry

    def places(self, scan_id: str, *kinds: EntryKind) -> tuple[tuple[int, str], ...]:
        """The places of entries of some kinds and their probes, in order, without contents."""
        asked = (
            select(JOURNAL.c.number, JOURNAL.c.probe_id)
            .where(JOURNAL.c.scan_id == scan_id, JOURNAL.c.kind.in_(kinds))
            .order_by(JOURNAL.c.number)
        )
        with self._database.begin() as connection:
            return tuple((row.number, row.probe_id) for row in connection.execute(asked))

    def length(self, scan_id: str) -> int:
        """The place of the next entry."""
        asked = select(func.max(JOURNAL.c.number)).where(JOURNAL.c.scan_id == scan_id)
        with self._database.begin() as connection:
            last = connection.scalar(asked)
        return 0 if last is None else last + 1

    def entry(self, scan_id: str, number: int) -> Entry:
        """What was written at a place. Raises LookupError when there is nothing."""
        found = self._after(scan_id, number - 1, (), most=1)
        if not found or found[0][0] != number:
            raise LookupError("nothing was written there")
        return found[0][1]

    def forget_answers(self, scan: StoredScan) -> None:
        """Deletes its journal. A check that never ended cannot be gone on with after this."""
        with self._database.begin() as connection:
            self._forget(connection, scan, {})

    def empty(self, scan: StoredScan, record: ScanRecord, assessment: Assessment | None) -> None:
        """Deletes its journal, and puts these in the place of what it rested on and came to."""
        values: dict[str, object] = {
            "payload": self._database.seal(record, f"scan/{scan.id}"),
            "assessment": (
                self._database.seal(assessment, f"assessment/{scan.id}") if assessment else None
            ),
        }
        with self._database.begin() as connection:
            self._forget(connection, scan, values)

    def _forget(self, connection: Connection, scan: StoredScan, values: dict[str, object]) -> None:
        if scan.state is ScanState.RUNNING:
            values["state"] = ScanState.GIVEN_UP.value
        connection.execute(delete(JOURNAL).where(JOURNAL.c.scan_id == scan.id))
        if values:
            connection.execute(update(SCANS).where(SCANS.c.id == scan.id).values(values))

    def _after(
        self, scan_id: str, number: int, kinds: Sequence[EntryKind], most: int = _READ_TOGETHER
    ) -> list[tuple[int, Entry]]:
        """The next entries and their places. Read in pieces, so that who writes need not wait."""
        asked = select(JOURNAL).where(JOURNAL.c.scan_id == scan_id, JOURNAL.c.number > number)
        if kinds:
            asked = asked.where(JOURNAL.c.kind.in_(kinds))
        with self._database.begin() as connection:
            rows = connection.execute(asked.order_by(JOURNAL.c.number).limit(most)).all()
        return [(row.number, self._entry(row)) for row in rows]

    def _entry(self, row: Row[tuple[object, ...]]) -> Entry:
        codec, at = self._database.codec, f"{row.scan_id}/{row.number}"
        body = unpack(codec.unseal(row.body, f"body/{at}")) if row.body else b""
        wire = unpack(codec.unseal(row.wire, f"wire/{at}")) if row.wire else body
        head = codec.unseal(row.head, f"head/{at}")
        return Entry(EntryKind(row.kind), row.probe_id, head, body, wire)


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
