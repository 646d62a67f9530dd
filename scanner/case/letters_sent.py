"""Letters that went out: the clock that each starts, and the answers that came."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from scanner.assess.answer_days import last_day_for_answer
from scanner.case.store import Case, CaseStore, RecordKind, Verb
from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.history import LetterSent
from scanner.rulebook.letter import LetterRule, Recipient

ONE_SITE = frozenset({Recipient.OPERATOR, Recipient.PLATFORM, Recipient.HOST})
"""Recipients each of whom hears of one site alone."""


def letters_of(store: CaseStore, case_id: str) -> tuple[tuple[str, LetterSent], ...]:
    """Every letter with the id of its record, in the order in which they were noted."""
    return store.records.of(case_id, RecordKind.LETTER, LetterSent)


def helped_by(assessment: Assessment, letter_id: str) -> tuple[AssessedFinding, ...]:
    """Findings of a check whose remedy names the letter, or one that it follows."""
    first = {text.id: text.after for text in assessment.letters}.get(letter_id, ())
    wanted = {letter_id, *first}
    named = {item.id for item in assessment.remedies if wanted & {*item.letters}}
    return tuple(item for item in assessment.findings if item.remedy_id in named)


def note_sent(
    store: CaseStore,
    case: Case,
    rule: LetterRule,
    to: str,
    finding_ids: Collection[str],
    sent_on: date,
    at: datetime,
    who: str,
) -> LetterSent:
    """Starts a letter's clock. `sent_on`: the day on which the recipient had it."""
    within = rule.answer_within
    nation = case.subject.election.nation
    letter = LetterSent(
        id=secrets.token_hex(3),
        letter_id=rule.id,
        title=rule.title,
        to=to,
        finding_ids=tuple(sorted(finding_ids)),
        sent_on=sent_on,
        answer_by=last_day_for_answer(sent_on, within, nation) if within else None,
    )
    store.records.add(case.id, RecordKind.LETTER, at, letter)
    store.audit.tell(at, Verb.DISCLOSED, who, f"{rule.id} sent", case.id)
    return letter


def note_answered(
    store: CaseStore,
    case: Case,
    record_id: str,
    letter: LetterSent,
    on: date,
    at: datetime,
    who: str,
) -> LetterSent:
    """Stops a letter's clock."""
    answered = replace(letter, answered_on=on)
    store.records.replace(record_id, answered)
    store.audit.tell(at, Verb.ALTERED, who, f"{letter.letter_id} answered", case.id)
    return answered
