"""Deleting all that is kept of a person, and saying what is left elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from scanner.case import answers
from scanner.case.evidence import evidence_of_case
from scanner.case.exports import Exported, HandedOver
from scanner.case.private_log import forget_logs
from scanner.case.store import Case, CaseHead, CaseStore, RecordKind, Verb
from scanner.case.store.emptying import Totals, overwrite_freed, totals_of
from scanner.case.store.slate_entries import forget_entries
from scanner.errors import CaseError
from scanner.model.bands import Standing
from scanner.model.history import LetterSent

ON_HOLD = (
    "There is a legal hold on this case: nothing of it is deleted. `netcurtain hold SUBJECT off "
    "--reason TEXT` lifts it."
)


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept of a person."""

    stored: Totals
    files: int
    """Of evidence, beside the store."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a purge cannot reach."""

    exports: tuple[Exported, ...] = field(repr=False)
    letters: tuple[LetterSent, ...]
    hand_overs: tuple[HandedOver, ...]
    """Packs that others have."""
    damaged: int = 0
    """Notes of such things that cannot be read any more."""


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
    return Held(totals_of(store.database, case_id), len(evidence_of_case(store, case_id).names()))


def left_of(store: CaseStore, case_id: str) -> Left:
    """What a purge would leave elsewhere."""
    legible = store.records.legible
    exports, lost_exports = legible(case_id, RecordKind.EXPORT, Exported)
    letters, lost_letters = legible(case_id, RecordKind.LETTER, LetterSent)
    hand_overs, lost_hand_overs = legible(case_id, RecordKind.HAND_OVER, HandedOver)
    return Left(exports, letters, hand_overs, lost_exports + lost_letters + lost_hand_overs)


def purge(
    store: CaseStore, case: Case | CaseHead, at: datetime, who: str, keep_tombstones: bool = False
) -> Purged:
    """Deletes the case, its evidence, and every kept answer: what cannot be read, too, since the
    right to be deleted needs no tidy store.

    `keep_tombstones`: the person agrees that keyed hashes of what was found stay, so that a
    relisting is noticed. Raises CaseError under a legal hold.
    """
    require_no_hold(case)
    held, left = held_of(store, case.id), left_of(store, case.id)
    if keep_tombstones:
        private = (
            item.finding_id
            for item in store.lives.legible(case.id)
            if item.standing in (Standing.RISK, Standing.UNSURE)
        )
        store.lives.bury(case.id, at, private)
    forget_entries(store.database, case.id)
    store.cases.remove(case.id, keep_tombstones)
    stay = len(store.lives.buried(case.id))
    _remove_evidence(store, case.id)
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
        overwritten=overwrite_freed(store.database),
        is_server=store.database.is_server,
    )


def require_no_hold(case: Case | CaseHead) -> None:
    """Raises CaseError under a legal hold."""
    if case.hold:
        raise CaseError(ON_HOLD)


def _remove_evidence(store: CaseStore, case_id: str) -> None:
    try:
        evidence_of_case(store, case_id).remove()
    except CaseError as error:
        raise CaseError(f"The case is deleted, but: {error}") from None


def _clear_answers() -> bool:
    try:
        forget_logs()
        return answers.clear_cache()
    except OSError as error:
        raise CaseError(
            f"The case is deleted, but the kept answers in {answers.cache_path()} are not: "
            f"{error.strerror or error}. `netcurtain clear-cache` deletes them."
        ) from None
