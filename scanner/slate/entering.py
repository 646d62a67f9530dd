"""How a person comes into a run: whether they may be checked, and the check that is begun for them.

All that is refused here is refused before anything is asked, with a reason that the officer may
read: it names nobody and quotes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scanner import __version__
from scanner.case.consents import require_not_withdrawn, withdrawn_at
from scanner.case.recording import begin
from scanner.case.store import CaseStore, ScanRecord
from scanner.case.store.runs import Run, RunRecord
from scanner.errors import ConsentError, ProfileError, SlateError
from scanner.language.times import day
from scanner.model.before import Before
from scanner.model.plan import Plan
from scanner.model.slate import Person, PersonState, Sharing
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, make_plan, placeholder_keys, require_consent
from scanner.profile import parse_profile
from scanner.slate.consenting import seal_result
from scanner.slate.setting import Place


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who may be checked."""

    subject: Subject
    case_id: str


def entered(store: CaseStore, slate_id: str, person: Person, today: date) -> Entered:
    """The person by their whole profile. Raises NetcurtainError when they may not be checked."""
    require_consented(person)
    subject = _subject_of(person, today)
    require_consent(subject, today)
    case_id = store.cases.id_of(subject.id)
    _require_not_withdrawn(store, subject)
    if person.sharing is Sharing.NUMBERS:
        seal_result(person, {})  # Refused now, not when all has been asked.
    _require_own_case(store, slate_id, person, case_id)
    return Entered(subject, case_id)


def require_still(store: CaseStore, person: Person, record: ScanRecord, today: date) -> None:
    """Raises ConsentError when what the check rests on has ended or changed since it began."""
    require_consented(person)
    _require_not_withdrawn(store, record.subject)
    require_consent(record.subject, today)
    is_new = person.changed_at is not None and person.changed_at > record.started_at
    if is_new and _subject_of(person, today) != record.subject:
        raise ConsentError(
            "Their profile or consent was changed while the run was under way. They are checked by "
            "it in the next one."
        )


def require_consented(person: Person) -> None:
    """Raises ConsentError unless the person's own consent lies here."""
    if person.state is PersonState.WITHDRAWN:
        raise ConsentError("They withdrew their consent: nothing is checked.")
    if person.state is not PersonState.CONSENTED or not person.profile:
        raise ConsentError("Nobody is checked without a consent of their own: invite them first.")


def begun(place: Place, run: Run, person: Person, who: Entered, at: datetime) -> str:
    """Begins their check in their case, all of it or nothing; the id of the check.

    The case's lock must be held. Raises NetcurtainError.
    """
    store, before = place.store, place.store.lives.before(who.case_id)
    record = ScanRecord(
        subject=who.subject,
        plan=planned(place, run.record, who.subject, before, at.date()),
        seed=run.record.seed,
        started_at=at,
        tool_version=__version__,
        rules_digest=place.book.digest,
        before=before,
        controls_by_source=True,
    )
    with store.database.together():
        store.cases.enrol(who.subject, at)
        recording = begin(store, who.case_id, record, f"run {run.number} of a slate")
        store.runs.begin_scan(run.id, person.number, recording.scan.id)
    return recording.scan.id


def planned(place: Place, record: RunRecord, subject: Subject, before: Before, today: date) -> Plan:
    """What a run asks for somebody. `before`: what their case knows, whose finds are looked at
    again. Raises ConsentError, PlanError."""
    options = PlanOptions(
        only=frozenset(record.only),
        skip=frozenset(record.skip),
        secrets=_keys_at_hand(place),
        allow_loopback=place.setting.network.allow_loopback,
        lead_budget=record.lead_budget,
    )
    return make_plan(subject, place.book, options, today, before)


def _keys_at_hand(place: Place) -> dict[str, str]:
    """That there is a key of a service, not which: only who asks puts it in its place."""
    named = placeholder_keys(place.book)
    return {name: text for name, text in named.items() if place.secrets.get(name)}


def _subject_of(person: Person, today: date) -> Subject:
    try:
        return parse_profile(person.profile, today).subject
    except ProfileError as error:
        told = "; ".join(f"{problem.where}: {problem.what}" for problem in error.problems[:3])
        raise ConsentError(f"Their profile cannot be used: {told}") from None


def _require_not_withdrawn(store: CaseStore, subject: Subject) -> None:
    try:
        require_not_withdrawn(store, subject)
    except ConsentError:
        at = withdrawn_at(store, subject.id)
        when = f" on {day(at)}" if at else ""
        raise ConsentError(f"They withdrew their consent{when}: nothing is checked.") from None


def _require_own_case(store: CaseStore, slate_id: str, person: Person, case_id: str) -> None:
    """Two people of one slate must never meet in one case; who stands on two lists is checked
    once."""
    others = [
        other.number
        for their_slate, other in store.slates.of_case(case_id)
        if their_slate == slate_id and other.number < person.number
    ]
    if others:
        raise SlateError(
            f"Their profile has the same id as that of person {others[0]} of the slate, who is "
            f"checked. If they are two people, give them ids of their own in [subject]."
        )
