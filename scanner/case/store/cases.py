"""The cases of a store: one per person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Row

from scanner.case.serial import holds
from scanner.case.store.consent_log import ConsentLine, ConsentTurn
from scanner.case.store.database import Database
from scanner.case.store.records import RecordKind, Records
from scanner.case.store.tables import CASES, TOMBSTONES
from scanner.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Case:
    """One person's case, without its checks."""

    id: str
    subject: Subject = field(repr=False)
    created_at: datetime
    revoked_at: datetime | None
    hold: bool
    """A legal hold: nothing of it may be deleted until it is lifted."""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What can be told of a case whatever became of its content."""

    id: str
    hold: bool


class Cases:
    """All cases of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._records = Records(database)

    def id_of(self, subject_id: str) -> str:
        return self._database.name("subject", subject_id)

    def enrol(self, subject: Subject, at: datetime) -> Case:
        """The case of a person, made or brought up to date with their profile. A consent that was
        not yet on record is put there."""
        case_id = self.id_of(subject.id)
        until = datetime.combine(subject.consent.valid_until, time.max, UTC)
        values = {
            "consent_until": until,
            "payload": self._database.seal(subject, f"case/{case_id}"),
        }
        with self._database.begin() as connection:
            there = connection.scalar(select(CASES.c.id).where(CASES.c.id == case_id))
            if there is None:
                row = {"id": case_id, "created_at": at, "hold": False, **values}
                connection.execute(insert(CASES).values(row))
            else:
                connection.execute(update(CASES).where(CASES.c.id == case_id).values(values))
        self._note_consent(case_id, subject, at)
        found = self.find(subject.id)
        assert found is not None
        return found

    def find(self, subject_id: str) -> Case | None:
        """The case of the person with that id, if there is one."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(CASES).where(CASES.c.id == self.id_of(subject_id))
            ).first()
        return self._case(row) if row else None

    def head(self, case_id: str) -> CaseHead | None:
        """The case with that id, without its content."""
        with self._database.begin() as connection:
            row = connection.execute(
                select(CASES.c.id, CASES.c.hold).where(CASES.c.id == case_id)
            ).first()
        return CaseHead(row.id, row.hold) if row else None

    def all(self) -> tuple[Case, ...]:
        """Every case, oldest first."""
        with self._database.begin() as connection:
            rows = connection.execute(select(CASES).order_by(CASES.c.created_at, CASES.c.id)).all()
        return tuple(self._case(row) for row in rows)

    def first(self, most: int) -> tuple[Case, ...]:
        """The oldest ones."""
        asked = select(CASES).order_by(CASES.c.created_at, CASES.c.id).limit(most)
        with self._database.begin() as connection:
            rows = connection.execute(asked).all()
        return tuple(self._case(row) for row in rows)

    def count(self) -> int:
        with self._database.begin() as connection:
            return connection.scalar(select(func.count()).select_from(CASES)) or 0

    def called(self, name: str) -> tuple[Case, ...]:
        """Those of whom a name or an id is this, but for capitals and spaces; oldest first. There
        is no index of names, in clear or hashed: every profile is glanced at."""
        folded = " ".join(name.split()).casefold()
        words = folded.split()
        found: list[Case] = []
        with self._database.read() as connection:
            asked = select(CASES).order_by(CASES.c.created_at, CASES.c.id)
            for row in connection.execute(asked):
                content = self._database.codec.unseal(row.payload, f"case/{row.id}")
                if not holds(content, words):
                    continue
                case = self._case(row)
                names = (case.subject.id, case.subject.display_name)
                if folded in (" ".join(each.split()).casefold() for each in names):
                    found.append(case)
        return tuple(found)

    def rewrite(self, case_id: str, subject: Subject) -> None:
        """Puts this in the place of the profile."""
        self._change(case_id, payload=self._database.seal(subject, f"case/{case_id}"))

    def set_hold(self, case_id: str, hold: bool) -> None:
        self._change(case_id, hold=hold)

    def revoke(self, case_id: str, at: datetime | None) -> None:
        """Consent is withdrawn; with None, given anew."""
        self._change(case_id, revoked_at=at)

    def consent_lines(self, case_id: str) -> tuple[ConsentLine, ...]:
        """How the consent came and went, oldest first."""
        found = self._records.of(case_id, RecordKind.CONSENT, ConsentLine)
        return tuple(line for _, line in found)

    def remove(self, case_id: str, keep_tombstones: bool = False) -> None:
        """Deletes the case with all that hangs on it; tombstones, too, unless they may stay."""
        with self._database.begin() as connection:
            if not keep_tombstones:
                connection.execute(delete(TOMBSTONES).where(TOMBSTONES.c.case_id == case_id))
            connection.execute(delete(CASES).where(CASES.c.id == case_id))

    def _note_consent(self, case_id: str, subject: Subject, at: datetime) -> None:
        lines = self.consent_lines(case_id)
        if lines and lines[-1].consent == subject.consent:
            return
        by = subject.consent.recorded_by or subject.consent.given_by
        line = ConsentLine(ConsentTurn.GIVEN, at, by, subject.consent)
        self._records.add(case_id, RecordKind.CONSENT, at, line)

    def _change(self, case_id: str, **values: object) -> None:
        with self._database.begin() as connection:
            connection.execute(update(CASES).where(CASES.c.id == case_id).values(values))

    def _case(self, row: Row[tuple[object, ...]]) -> Case:
        subject = self._database.unseal(Subject, row.payload, f"case/{row.id}")
        return Case(row.id, subject, row.created_at, row.revoked_at, row.hold)
