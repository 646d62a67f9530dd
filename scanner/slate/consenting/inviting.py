"""Who gets a form, and under which token."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from scanner.case.store import CaseStore, Verb
from scanner.case.store.slates import Slate
from scanner.errors import SlateError
from scanner.language import Language, speaking
from scanner.model.slate import Person, PersonState
from scanner.rulebook.book import RuleBook
from scanner.slate.consenting.form import consent_form
from scanner.slate.consenting.speech import language_of

_TOKEN_BYTES = 24
_WAITING = (PersonState.LISTED, PersonState.INVITED)
_IN_NAME = 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """One form."""

    person: Person
    file: str
    """A plain file name."""
    html: str


def invitations(
    store: CaseStore,
    slate: Slate,
    book: RuleBook,
    now: datetime,
    who: str,
    only: Collection[int] = (),
    renews: bool = False,
    said: Language | None = None,
) -> Iterator[Invitation]:
    """A form for everybody who has not answered; each person is marked as invited once their form
    was taken.

    `only`: numbers of those who get one. `renews`: also for who has answered, and with a new token
    for all, so that what comes from earlier forms counts no more. Who withdrew is not asked again
    unless named. `said`: the language of all; else that of each one's earlier form. Raises
    SlateError.
    """
    record = slate.record
    if not (record.officer or record.organisation):
        raise SlateError(
            "Say who asks for consent: netcurtain slate describe --officer "
            '"Name, and how to reach them". It stands on every form.'
        )
    number = 0
    answered = (PersonState.CONSENTED, *((PersonState.WITHDRAWN,) if only else ()))
    wanted = (*_WAITING, *answered) if renews else _WAITING
    for person in store.slates.people(slate.id, wanted):
        if only and person.number not in only:
            continue
        token = person.token if person.token and not renews else secrets.token_urlsafe(_TOKEN_BYTES)
        language = language_of(person, said)
        invited = replace(person, token=token, language=language.value)
        with speaking(language):
            html = consent_form(record, invited, book, now.date())
        yield Invitation(invited, file_name(invited), html)
        _mark(store, slate.id, invited, now)
        number += 1
    if number:
        store.audit.tell(now, Verb.COLLECTED, who, f"{number} forms were made for a slate")


def file_name(person: Person, ending: str = ".html") -> str:
    """`consent-0007-jane-marlow.html`: the number tells two of one name apart."""
    plain = unicodedata.normalize("NFKD", person.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_IN_NAME].strip("-")
    return f"consent-{person.number:04}{f'-{slug}' if slug else ''}{ending}"


def _mark(store: CaseStore, slate_id: str, invited: Person, now: datetime) -> None:
    """Who consented stays so while their new form is on its way."""

    def marked(there: Person) -> Person:
        is_new = there.state is PersonState.LISTED
        return replace(
            there,
            token=invited.token,
            language=invited.language,
            invited_at=now,
            state=PersonState.INVITED if is_new else there.state,
            changed_at=now if is_new else there.changed_at,
        )

    store.slates.revise(slate_id, [invited.number], marked)
