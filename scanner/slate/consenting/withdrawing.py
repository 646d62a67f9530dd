"""A person of a slate takes their consent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from scanner.case import consents
from scanner.case.consents import KEEP_DAYS
from scanner.case.store import Case, CaseStore, Verb
from scanner.case.store.runs import CONSENT_WITHDRAWN
from scanner.errors import CaseError
from scanner.model.slate import Person, PersonState
from scanner.slate.giving_up import give_up


def withdraw_person(
    store: CaseStore,
    slate_id: str,
    person: Person,
    at: datetime,
    who: str,
    keep_days: int = KEEP_DAYS,
) -> date | None:
    """Ends the consent at once: on this slate, on every other that has the same case, and in the
    case. The day after which the case is deleted; None where there is none.

    Nothing more is asked for them, and what runs found goes. It stays on record that a consent was
    withdrawn, so that an old profile or form does not bring it back.
    """
    if not person.subject_id:
        _end(store, slate_id, person, at)
        store.audit.tell(at, Verb.REVOKED, who, f"number {person.number} of a slate said no")
        return None
    case_id = store.cases.id_of(person.subject_id)
    case = store.cases.find(person.subject_id)
    end_on_slates(store, case_id, at)
    if case is None:
        store.audit.tell(at, Verb.REVOKED, who, "consent withdrawn", case_id)
        return None
    if case.revoked_at is not None:
        return consents.keep_until(store, case)
    return consents.withdraw(store, case, at, who, keep_days)


def end_on_slates(store: CaseStore, case_id: str, at: datetime) -> int:
    """On every slate on which the person of a case stands; on how many."""
    entries = store.slates.of_case(case_id)
    for slate_id, person in entries:
        _end(store, slate_id, person, at)
    return len(entries)


def withdraw_case(
    store: CaseStore, case: Case, at: datetime, who: str, keep_days: int = KEEP_DAYS
) -> date:
    """`consents.withdraw`, and the same on the slates on which the person stands."""
    last = consents.withdraw(store, case, at, who, keep_days)
    end_on_slates(store, case.id, at)
    return last


def _end(store: CaseStore, slate_id: str, person: Person, at: datetime) -> None:
    """The profile goes with the consent, and so does what a list said; the name, the key and what
    opens results stay, so that what was handed over can still be opened."""

    def ended(there: Person) -> Person:
        return replace(
            there,
            state=PersonState.WITHDRAWN,
            changed_at=at,
            answered_at=at,
            profile="",
            draft="",
        )

    store.slates.revise(slate_id, [person.number], ended)
    for run in store.runs.of(slate_id):
        try:
            give_up(store, run, person.number, CONSENT_WITHDRAWN, at)
        except (CaseError, LookupError):
            # Of a store that is damaged, too: whatever cannot be told, they are asked for no more.
            store.runs.withdraw(run.id, person.number)
