"""Deleting all that is kept of a person, and saying what is left elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from scanner.case import answers
from scanner.case.data_folder import data_folder
from scanner.case.evidence import wipe_folder
from scanner.case.exports import Exported, exports_of
from scanner.case.letters_sent import letters_of
from scanner.case.store import Case, CaseStore, Verb
from scanner.case.store.database import told
from scanner.case.store.tables import FINDINGS, JOURNAL, RECORDS, SCANS, TOMBSTONES, TURNS
from scanner.errors import CaseError
from scanner.model.bands import Standing
from scanner.model.history import LetterSent

ON_HOLD = (
    "There is a legal hold on this case: nothing of it is deleted. `netcurtain hold SUBJECT off "
    "--reason TEXT` lifts it."
)


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept of a person, by what it is."""

    checks: int
    answers: int
    """Kept answers of sites, in the journals of checks."""
    findings: int
    turns: int
    records: tuple[tuple[str, int], ...]
    """By kind."""
    tombstones: int
    files: int
    """Of evidence, beside the store."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a purge cannot reach."""

    exports: tuple[Exported, ...] = field(repr=False)
    letters: tuple[LetterSent, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did."""

    case_id: str
    at: datetime
    by: str
    held: Held
    left: Left
    tombstones: int
    """Keyed hashes that stay, with the person's leave."""
    answers_cleared: bool
    """Whether kept answers, which belong to no case alone, were there and are deleted."""
    overwritten: bool
    """Whether the freed place was overwritten and the store written anew; else another program
    was reading it."""
    is_server: bool


def held_of(store: CaseStore, case_id: str) -> Held:
    """What a purge would delete."""
    scans = select(SCANS.c.id).where(SCANS.c.case_id == case_id)
    with store.database.begin() as connection:

        def count(table: type | object, condition: object) -> int:
            asked = select(func.count()).select_from(table).where(condition)  # type: ignore[arg-type]
            return connection.scalar(asked) or 0

        kinds = connection.execute(
            select(RECORDS.c.kind, func.count())
            .where(RECORDS.c.case_id == case_id)
            .group_by(RECORDS.c.kind)
            .order_by(RECORDS.c.kind)
        ).all()
        return Held(
            checks=count(SCANS, SCANS.c.case_id == case_id),
            answers=count(JOURNAL, JOURNAL.c.scan_id.in_(scans)),
            findings=count(FINDINGS, FINDINGS.c.case_id == case_id),
            turns=count(TURNS, TURNS.c.case_id == case_id),
            records=tuple((str(kind), int(number)) for kind, number in kinds),
            tombstones=count(TOMBSTONES, TOMBSTONES.c.case_id == case_id),
            files=len(evidence_files(case_id)),
        )


def left_of(store: CaseStore, case_id: str) -> Left:
    """What a purge would leave elsewhere."""
    letters = tuple(letter for _, letter in letters_of(store, case_id))
    return Left(exports_of(store, case_id), letters)


def purge(
    store: CaseStore, case: Case, at: datetime, who: str, keep_tombstones: bool = False
) -> Purged:
    """Deletes the case, its evidence, and every kept answer.

    `keep_tombstones`: the person agrees that keyed hashes of what was found stay, so that a
    relisting is noticed. Raises CaseError under a legal hold.
    """
    require_no_hold(case)
    held, left = held_of(store, case.id), left_of(store, case.id)
    if keep_tombstones:
        private = (
            item.finding_id
            for item in store.lives.known(case.id)
            if item.standing in (Standing.RISK, Standing.UNSURE)
        )
        store.lives.bury(case.id, at, private)
    store.cases.remove(case.id, keep_tombstones)
    stay = len(store.lives.buried(case.id))
    _remove_evidence(case.id)
    cleared = _clear_answers()
    store.audit.tell(at, Verb.ERASED, who, "the case, whole", case.id)
    return Purged(
        case_id=case.id,
        at=at,
        by=who,
        held=held,
        left=left,
        tombstones=stay,
        answers_cleared=cleared,
        overwritten=overwrite_freed(store),
        is_server=_is_server(store),
    )


def require_no_hold(case: Case) -> None:
    """Raises CaseError under a legal hold."""
    if case.hold:
        raise CaseError(ON_HOLD)


def evidence_folder(case_id: str) -> Path:
    """Where files of a case lie that are no part of the store."""
    return data_folder() / "evidence" / case_id


def evidence_files(case_id: str) -> tuple[Path, ...]:
    """Every file there."""
    return tuple(sorted(path for path in evidence_folder(case_id).rglob("*") if path.is_file()))


def overwrite_freed(store: CaseStore) -> bool:
    """Writes the store anew without what was deleted, and empties its log of changes.

    In a file of ours deleted rows are overwritten with noughts when they go (`secure_delete`); this
    takes the freed pages and the write-ahead log away, too. A server's own log, copies and backups
    are out of our reach. False when another program that reads the store stood in the way.
    """
    engine = store.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    is_server = _is_server(store)
    statements = [f"VACUUM FULL {table}" for table in _TABLES] if is_server else _ANEW
    try:
        with engine.connect() as connection:
            for statement in statements:
                result = connection.execute(text(statement))
                if result.returns_rows and any(row[0] for row in result):
                    return False
    except DatabaseError as error:
        reason = told(error)
        if "using the case" in str(reason):
            return False
        raise reason from None
    return True


_ANEW = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
_TABLES: Iterable[str] = ("cases", "scans", "journal", "findings", "turns", "records", "tombstones")


def _is_server(store: CaseStore) -> bool:
    return store.database.engine.dialect.name != "sqlite"


def _remove_evidence(case_id: str) -> None:
    try:
        wipe_folder(evidence_folder(case_id))
    except CaseError as error:
        raise CaseError(f"The case is deleted, but: {error}") from None


def _clear_answers() -> bool:
    try:
        return answers.clear_cache()
    except OSError as error:
        raise CaseError(
            f"The case is deleted, but the kept answers in {answers.cache_path()} are not: "
            f"{error.strerror or error}. `netcurtain clear-cache` deletes them."
        ) from None
