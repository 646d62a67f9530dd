"""The findings of a case over time, and what the next check must know of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from scanner.assess import testimony_of, with_archive, with_testimony
from scanner.case.store.database import Database
from scanner.case.store.records import RecordKind, Records
from scanner.case.store.scans import Scans
from scanner.case.store.tables import FINDINGS, TOMBSTONES, TURNS
from scanner.errors import CaseError
from scanner.model.before import Before
from scanner.model.history import Known, LetterSent, Marked, Turn


class Lives:
    """What became of each finding of a case."""

    def __init__(self, database: Database, scans: Scans, records: Records) -> None:
        self._database = database
        self._scans = scans
        self._records = records

    def write(self, case_id: str, scan_id: str, at: datetime, known: Iterable[Known]) -> None:
        """What a check showed of each finding, in place of what the one before it showed. What was
        noted of archives while it was under way stays."""
        with self._database.begin() as connection:
            connection.execute(delete(TURNS).where(TURNS.c.scan_id == scan_id))
            for item in known:
                self._put(connection, case_id, item)
                connection.execute(
                    insert(TURNS).values(
                        case_id=case_id,
                        finding_id=item.finding_id,
                        scan_id=scan_id,
                        turn=item.turn.value,
                        at=at,
                    )
                )

    def note(self, case_id: str, archived: Iterable[Known]) -> int:
        """Puts what web archives showed beside what checks did; how many were not known at all.

        Of a finding that is known already, the archive's day is all that is added, and since when
        there was one; what an archive saw after it was gone has come back.
        """
        new = 0
        with self._database.begin() as connection:
            for item in archived:
                row = connection.execute(
                    select(FINDINGS).where(
                        FINDINGS.c.case_id == case_id, FINDINGS.c.id == item.finding_id
                    )
                ).first()
                new += row is None
                there = self._known(case_id, row) if row is not None else None
                self._put(connection, case_id, with_archive(there, item) if there else item)
        return new

    def _put(self, connection: Connection, case_id: str, item: Known) -> None:
        of_it = (FINDINGS.c.case_id == case_id, FINDINGS.c.id == item.finding_id)
        connection.execute(delete(FINDINGS).where(*of_it))
        connection.execute(
            insert(FINDINGS).values(
                case_id=case_id,
                id=item.finding_id,
                turn=item.turn.value,
                first_seen_at=item.first_seen_at,
                last_seen_at=item.last_seen_at,
                payload=self._database.seal(item, f"finding/{case_id}/{item.finding_id}"),
            )
        )

    def known(self, case_id: str) -> tuple[Known, ...]:
        """Every finding of the case, by id."""
        return tuple(self._known(case_id, row) for row in self._rows(case_id))

    def legible(self, case_id: str) -> tuple[Known, ...]:
        """Of the same findings those that are not damaged."""
        known: list[Known] = []
        for row in self._rows(case_id):
            with contextlib.suppress(CaseError):
                known.append(self._known(case_id, row))
        return tuple(known)

    def _rows(self, case_id: str) -> Sequence[Row[tuple[object, ...]]]:
        asked = select(FINDINGS).where(FINDINGS.c.case_id == case_id).order_by(FINDINGS.c.id)
        with self._database.begin() as connection:
            return connection.execute(asked).all()

    def _known(self, case_id: str, row: Row[tuple[object, ...]]) -> Known:
        return self._database.unseal(Known, row.payload, f"finding/{case_id}/{row.id}")

    def turns(self, case_id: str, finding_id: str) -> tuple[tuple[datetime, Turn], ...]:
        """The life of one finding, oldest first."""
        asked = (
            select(TURNS.c.at, TURNS.c.turn)
            .where(TURNS.c.case_id == case_id, TURNS.c.finding_id == finding_id)
            .order_by(TURNS.c.at)
        )
        with self._database.begin() as connection:
            return tuple((row.at, Turn(row.turn)) for row in connection.execute(asked))

    def before(self, case_id: str) -> Before:
        """All that the next check needs to know."""
        scan, last = self._scans.newest(case_id) or (None, None)
        earlier = self._scans.record(scan.id).before.testimonies if scan else ()
        return Before(
            known=self.known(case_id),
            points=last.history.trend if last and last.history else (),
            testimonies=with_testimony(earlier, testimony_of(last)) if last else (),
            letters=self.letters(case_id),
            marks=tuple(self.marks(case_id).values()),
            buried=self.buried(case_id),
        )

    def marks(self, case_id: str) -> dict[str, Marked]:
        """The newest mark of each finding, by its id."""
        marks = self._records.of(case_id, RecordKind.MARK, Marked)
        return {mark.finding_id: mark for _, mark in marks}

    def letters(self, case_id: str) -> tuple[LetterSent, ...]:
        """The letters that went out, in the order in which they were noted."""
        letters = self._records.of(case_id, RecordKind.LETTER, LetterSent)
        return tuple(letter for _, letter in letters)

    def rewrite(self, case_id: str, known: Iterable[Known]) -> None:
        """Puts these in the place of what is known of the same findings."""
        with self._database.begin() as connection:
            for item in known:
                payload = self._database.seal(item, f"finding/{case_id}/{item.finding_id}")
                connection.execute(
                    update(FINDINGS)
                    .where(FINDINGS.c.case_id == case_id, FINDINGS.c.id == item.finding_id)
                    .values(payload=payload)
                )

    def forget(self, case_id: str, finding_ids: Iterable[str]) -> None:
        """Deletes findings and their lives."""
        with self._database.begin() as connection:
            for finding_id in finding_ids:
                for table, column in ((FINDINGS, FINDINGS.c.id), (TURNS, TURNS.c.finding_id)):
                    connection.execute(
                        delete(table).where(table.c.case_id == case_id, column == finding_id)
                    )

    def bury(self, case_id: str, at: datetime, finding_ids: Iterable[str]) -> None:
        """Leaves tombstones, by which a relisting is noticed."""
        new = sorted(set(finding_ids) - self.buried(case_id))
        with self._database.begin() as connection:
            for finding_id in new:
                connection.execute(
                    insert(TOMBSTONES).values(case_id=case_id, finding_id=finding_id, at=at)
                )

    def buried(self, case_id: str) -> frozenset[str]:
        asked = select(TOMBSTONES.c.finding_id).where(TOMBSTONES.c.case_id == case_id)
        with self._database.begin() as connection:
            return frozenset(connection.scalars(asked))
