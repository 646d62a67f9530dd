"""Takes in the forms that came back: who consented, on what terms, and who withdrew."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from scanner.case.consents import renew, withdrawn_at
from scanner.case.store import CaseStore, Verb
from scanner.case.store.slates import Slate
from scanner.errors import Problem, SlateError
from scanner.language.times import day
from scanner.model.slate import Person, PersonState
from scanner.profile import Profile, parse_profile
from scanner.profile.sections import id_from_name
from scanner.rulebook.book import RuleBook
from scanner.slate.consenting.choices import allowed_ids
from scanner.slate.consenting.draft import read_draft
from scanner.slate.consenting.namesakes import name_doubts
from scanner.slate.consenting.profile_text import Recorded, profile_text
from scanner.slate.consenting.reply import Act, Reply, read_reply
from scanner.slate.consenting.withdrawing import withdraw_person

_SLUG = 40


class Became(StrEnum):
    """What a file did."""

    CONSENTED = "consented"
    CHANGED = "changed"
    """They had consented before; this is what counts now."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Collected:
    """One file that was taken in."""

    became: Became
    person: Person
    valid_until: date | None = None
    doubts: tuple[Problem, ...] = ()
    """Of the profile: without a value."""
    left_out: tuple[str, ...] = ()
    """Ids of ticked sources that the rules do not have."""


class TakenAlready(SlateError):
    """A file that counts as it is: an inbox may be read again, night after night."""


class Collecting:
    """Takes in files, one after the other. Nothing of one is ever written down but to the store."""

    def __init__(self, store: CaseStore, slate: Slate, book: RuleBook, who: str) -> None:
        self._store = store
        self._slate = slate
        self._who = who
        self._known_ids: Mapping[str, frozenset[str]] = allowed_ids(book)
        self._by_token = dict(self._tokens())

    def take(
        self,
        content: bytes,
        now: datetime,
        name: str = "the form",
        replaces: bool = False,
        expected: Act | None = None,
        other_name: bool = False,
    ) -> Collected:
        """One file. `replaces`: also when it is older than what counts. `expected`: what it must
        do, where anything else would be a mistake. `other_name`: also when its name has nothing in
        common with what the person is called here.

        Raises SlateError when it is no form of this slate, or an older one; ProfileError and
        ConsentError (under `name`) with all that is wrong in its facts. Then nothing was changed.
        """
        reply = read_reply(content, self._slate.record.identity, now)
        if expected is not None and reply.act is not expected:
            raise SlateError("is no withdrawal." if expected is Act.WITHDRAW else "is no consent.")
        number = self._by_token.get(reply.token)
        if number is None:
            raise SlateError(
                "belongs to no form that counts: a newer form was made for this person, or they "
                "are not on the slate any more."
            )
        person = self._store.slates.person(self._slate.id, number)
        _require_newer(person, reply, replaces)
        if reply.act is Act.WITHDRAW:
            withdraw_person(self._store, self._slate.id, person, now, self._who)
            return Collected(Became.WITHDRAWN, person)
        return self._consent(person, reply, now, name, other_name)

    def _consent(
        self, person: Person, reply: Reply, now: datetime, name: str, other_name: bool
    ) -> Collected:
        subject_id = person.subject_id or self._new_id(person)
        written = profile_text(reply.profile, self._recorded(person, subject_id, reply))
        profile = parse_profile(written.text, now.date(), name)
        doubts = (*profile.warnings, *name_doubts(person, profile.subject, other_name))
        changed = replace(
            person,
            name=profile.subject.display_name,
            role=profile.subject.role,
            state=PersonState.CONSENTED,
            changed_at=now,
            answered_at=reply.made_at,
            profile=written.text,
            subject_id=subject_id,
            sharing=reply.sharing,
            recipient=reply.recipient,
            locked_identity=reply.locked_identity,
            language=reply.language or person.language,
        )
        self._put(changed, profile, now)
        had = person.state is PersonState.CONSENTED
        became = Became.CHANGED if had else Became.CONSENTED
        until = profile.subject.consent.valid_until
        return Collected(became, changed, until, doubts, written.left_out)

    def _put(self, person: Person, profile: Profile, now: datetime) -> None:
        """A consent that was withdrawn comes back only by a newer one."""
        store, subject = self._store, profile.subject
        if withdrawn_at(store, subject.id) is not None:
            renew(store, subject, now, self._who)
        elif store.cases.find(subject.id) is not None:
            store.cases.enrol(subject, now)
        store.slates.put(self._slate.id, person)
        what = f"consent of number {person.number} of a slate, by form"
        store.audit.tell(now, Verb.COLLECTED, self._who, what, store.cases.id_of(subject.id))

    def _recorded(self, person: Person, subject_id: str, reply: Reply) -> Recorded:
        record = self._slate.record
        return Recorded(
            subject_id=subject_id,
            recorded_by=record.officer or record.organisation or self._who,
            how=f"form on their own device, saved on {day(reply.made_at)}",
            endpoints=read_draft(person.draft).endpoints,
            known_ids=self._known_ids,
        )

    def _new_id(self, person: Person) -> str:
        """That of the list, unless it is another's here: two people of one name are two cases."""
        listed = read_draft(person.draft).subject_id
        others = self._store.slates.of_case(self._store.cases.id_of(listed)) if listed else ()
        if listed and not any(slate_id == self._slate.id for slate_id, _ in others):
            return listed
        slug = id_from_name(person.name)[:_SLUG].strip("-")
        return f"{slug}-{secrets.token_hex(4)}"

    def _tokens(self) -> Iterator[tuple[str, int]]:
        for person in self._store.slates.people(self._slate.id):
            if person.token:
                yield person.token, person.number


def _require_newer(person: Person, reply: Reply, replaces: bool) -> None:
    if person.answered_at is None:
        return
    is_withdrawn = person.state is PersonState.WITHDRAWN
    if is_withdrawn and reply.act is Act.CONSENT and reply.made_at < person.answered_at:
        # Also where nobody was checked yet, so that no case has the withdrawal on record.
        raise SlateError(
            f"is older than the withdrawal of {day(person.answered_at)}. Only a form that is "
            f"filled in after it counts."
        )
    if replaces:
        return
    if reply.made_at == person.answered_at:
        raise TakenAlready("was taken in already.")
    if reply.made_at < person.answered_at:
        raise SlateError(
            f"is older than what counts, which is of {day(person.answered_at)}. --replace takes it "
            f"all the same."
        )
