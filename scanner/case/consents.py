"""Withdrawing a consent and giving it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from scanner.case.store import Case, CaseStore, RecordKind, Verb
from scanner.case.store.consent_log import ConsentLine, ConsentTurn
from scanner.errors import ConsentError
from scanner.language.times import day
from scanner.model.subject import Subject

KEEP_DAYS = 30
"""How long a case stays after its consent was withdrawn, unless the person says otherwise: as long
as captures do (docs/case.md), time enough to ask for a copy. Judgement: no law sets it."""
_RENEW = "`netcurtain consent renew PROFILE`"


def withdraw(
    store: CaseStore, case: Case, at: datetime, who: str, keep_days: int = KEEP_DAYS
) -> date:
    """Ends the consent at once. The day after which `retention` deletes the case.

    Raises ConsentError when it is withdrawn already.
    """
    if case.revoked_at is not None:
        raise ConsentError(
            f"The consent was withdrawn on {day(case.revoked_at)} already. Nothing is checked; "
            f"`netcurtain purge` deletes the case at once."
        )
    keep_until = (at + timedelta(days=keep_days)).date()
    line = ConsentLine(ConsentTurn.WITHDRAWN, at, who, case.subject.consent, keep_until)
    store.cases.revoke(case.id, at)
    store.records.add(case.id, RecordKind.CONSENT, at, line)
    store.audit.tell(at, Verb.REVOKED, who, "consent withdrawn", case.id)
    return keep_until


def keep_until(store: CaseStore, case: Case) -> date | None:
    """The day after which a case whose consent was withdrawn is deleted; None for any other."""
    if case.revoked_at is None:
        return None
    days = [line.keep_until for line in store.cases.consent_lines(case.id) if line.keep_until]
    return days[-1] if days else (case.revoked_at + timedelta(days=KEEP_DAYS)).date()


def withdrawn_at(store: CaseStore, subject_id: str) -> datetime | None:
    """When the person's consent was withdrawn, if it has not been renewed since.

    It stays so when the case is deleted: the log, which names nobody, remembers it.
    """
    case = store.cases.find(subject_id)
    if case is not None and case.revoked_at is not None:
        return case.revoked_at
    lines = store.audit.lines(store.cases.id_of(subject_id))
    turns = [line for line in lines if line.verb in (Verb.REVOKED, Verb.OPENED)]
    return turns[-1].at if turns and turns[-1].verb is Verb.REVOKED else None


def require_not_withdrawn(store: CaseStore, subject: Subject) -> None:
    """Raises ConsentError when the person has withdrawn the consent on which a check would rest."""
    at = withdrawn_at(store, subject.id) or _withdrawn_of(store, subject)
    if at is not None:
        raise ConsentError(
            f"{subject.display_name} withdrew their consent on {day(at)}: nothing is checked. If "
            f"they have given it again since, write the new consent into the profile "
            f"and say so with {_RENEW}."
        )


def _withdrawn_of(store: CaseStore, subject: Subject) -> datetime | None:
    """When this very consent was withdrawn: it does not come back because another was given since,
    in another profile, nor because the case was deleted."""
    case_id = store.cases.id_of(subject.id)
    for line in store.cases.consent_lines(case_id):
        if line.turn is ConsentTurn.WITHDRAWN and line.consent == subject.consent:
            return line.at
    ends = [line.at for line in store.audit.lines(case_id) if line.verb is Verb.REVOKED]
    given_on = subject.consent.given_on
    return next((at for at in reversed(ends) if given_on < at.astimezone(UTC).date()), None)


def renew(store: CaseStore, subject: Subject, at: datetime, who: str) -> None:
    """Takes up a case again, or begins another, on a consent given after the withdrawal.

    Raises ConsentError when there is nothing to renew, or when the profile's consent is none of
    after it.
    """
    withdrawn = withdrawn_at(store, subject.id)
    if withdrawn is None:
        raise ConsentError("The consent is not withdrawn: there is nothing to renew.")
    before = store.cases.consent_lines(store.cases.id_of(subject.id))
    is_old = bool(before) and before[-1].consent == subject.consent
    if is_old or subject.consent.given_on < withdrawn.astimezone(UTC).date():
        raise ConsentError(
            f"The consent in the profile is the one that was withdrawn on {day(withdrawn)}. "
            f"Write into [consent] when (given_on) and how the person gave it "
            f"again."
        )
    case = store.cases.enrol(subject, at)
    store.cases.revoke(case.id, None)
    line = ConsentLine(ConsentTurn.RENEWED, at, who, subject.consent)
    store.records.add(case.id, RecordKind.CONSENT, at, line)
    store.audit.tell(at, Verb.OPENED, who, "consent given again", case.id)
