"""Who did what with a case: an append-only log whose lines are chained by their hashes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, insert, select

from scanner.case.store.database import Database
from scanner.case.store.tables import AUDIT

_CHAIN = 0x6E657461
"""The advisory lock of PostgreSQL under which a line is added."""


class Verb(StrEnum):
    """The six words of the Data Protection Act 2018, section 62, and the two ends of a case."""

    COLLECTED = "collection"
    ALTERED = "alteration"
    CONSULTED = "consultation"
    DISCLOSED = "disclosure"
    COMBINED = "combination"
    ERASED = "erasure"
    OPENED = "opening"
    REVOKED = "revocation"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One deed. Nothing here may hold a private value."""

    number: int
    at: datetime
    case_id: str
    verb: Verb
    who: str = field(repr=False)
    what: str
    digest: str
    """SHA-256 of the line before and of this one's own words, in hex."""


@dataclass(frozen=True, slots=True)
class _Words:
    who: str
    what: str


class Audit:
    """The log of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tell(self, at: datetime, verb: Verb, who: str, what: str, case_id: str = "") -> None:
        """Adds a line. `case_id` is empty for what concerns the whole store."""
        with self._database.begin() as connection:
            if self._database.is_server:
                # Two at once would follow on the same line.
                connection.execute(select(func.pg_advisory_xact_lock(_CHAIN)))
            last = connection.execute(
                select(AUDIT.c.number, AUDIT.c.digest).order_by(AUDIT.c.number.desc()).limit(1)
            ).first()
            number = last.number + 1 if last else 1
            words = _Words(who, what)
            row = {
                "number": number,
                "at": at,
                "case_id": case_id or None,
                "verb": verb.value,
                "payload": self._database.seal(words, f"audit/{number}"),
                "digest": _digest(last.digest if last else "", number, at, verb, case_id, words),
            }
            connection.execute(insert(AUDIT).values(row))

    def lines(self, case_id: str = "") -> tuple[AuditLine, ...]:
        """The log in order; of one case, or all of it."""
        asked = select(AUDIT).order_by(AUDIT.c.number)
        if case_id:
            asked = asked.where(AUDIT.c.case_id == case_id)
        with self._database.begin() as connection:
            rows = connection.execute(asked).all()
        lines: list[AuditLine] = []
        for row in rows:
            words = self._database.unseal(_Words, row.payload, f"audit/{row.number}")
            verb = Verb(row.verb)
            lines.append(
                AuditLine(
                    row.number, row.at, row.case_id or "", verb, words.who, words.what, row.digest
                )
            )
        return tuple(lines)

    def first_broken(self) -> int | None:
        """The number of the first line that was changed, or that lacks the one before it."""
        before = ""
        for expected, line in enumerate(self.lines(), start=1):
            words = _Words(line.who, line.what)
            digest = _digest(before, line.number, line.at, line.verb, line.case_id, words)
            if line.number != expected or digest != line.digest:
                return expected
            before = line.digest
        return None


def _digest(before: str, number: int, at: datetime, verb: Verb, case_id: str, words: _Words) -> str:
    text = "\0".join(
        (before, str(number), at.isoformat(), verb.value, case_id, words.who, words.what)
    )
    return hashlib.sha256(text.encode()).hexdigest()
