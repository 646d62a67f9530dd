"""Mails for a mail merge: who of a slate gets which, and the files that mail programs read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from scanner.case.store import CaseStore
from scanner.case.store.runs import Run
from scanner.case.store.slates import Slate
from scanner.language import Language, speaking
from scanner.model.mail import Mail, MailKind
from scanner.model.slate import EntrantState, Numbers, Person, PersonState
from scanner.render.csv_report import inert
from scanner.render.slate_mail import render_mail
from scanner.render.veil import printable
from scanner.slate.consenting.inviting import file_name
from scanner.slate.consenting.speech import language_of
from scanner.slate.handing.names import result_name
from scanner.slate.overview.calls import day_in_london

COLUMNS = ("reference", "name", "to", "subject", "body", "attachment")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")
_ASKED = {
    MailKind.INVITE: (PersonState.LISTED, PersonState.INVITED),
    MailKind.REMINDER: (PersonState.INVITED,),
    MailKind.RESULT: (PersonState.CONSENTED,),
}
_RULE = "-" * 72


@dataclass(frozen=True, slots=True)
class Addressed:
    """A mail and whom it is for."""

    person: Person = field(repr=False)
    mail: Mail

    @property
    def has_address(self) -> bool:
        """Whether the list has one e-mail address for them, and nothing beside it."""
        return bool(_MAILBOX.fullmatch(self.mail.to))


def mails_of(
    store: CaseStore,
    slate: Slate,
    kind: MailKind,
    now: datetime,
    said: Language | None = None,
) -> Iterator[Addressed]:
    """The mails of a kind, in the order of the slate: to who has no form yet or has not answered
    it, to who has not answered it, or to who was checked in the newest run. `said`: the language of
    all; else that of each one's form."""
    today = day_in_london(now)
    run = store.runs.newest(slate.id) if kind is MailKind.RESULT else None
    done = {
        one.number: one.numbers
        for one in (store.runs.entrants(run.id) if run else ())
        if one.state is EntrantState.DONE and one.numbers is not None
    }
    for person in store.slates.people(slate.id, _ASKED[kind]):
        checked_on: date | None = None
        if kind is not MailKind.RESULT:
            attachment = file_name(person)
        elif (numbers := done.get(person.number)) and not _is_lost(store, run, person, numbers):
            # What only they can open may travel by mail; nothing else may.
            attachment = result_name(person, ".html") if person.recipient else ""
            checked_on = day_in_london(numbers.ended_at)
        else:
            continue
        with speaking(language_of(person, said)):
            mail = render_mail(kind, slate.record, person, attachment, today, checked_on)
        yield Addressed(person, mail)


def _is_lost(store: CaseStore, run: Run | None, person: Person, numbers: Numbers) -> bool:
    """Whether there is nothing that they could open: it was sealed for the key of an earlier
    form."""
    answered = person.answered_at
    is_newer = answered is not None and answered > numbers.ended_at
    return run is not None and is_newer and bool(store.runs.sealed(run.id, person.number))


def mails_csv(mails: Iterable[Addressed]) -> str:
    """One mail a row, for a mail merge; bodies run over lines. Whoever has no e-mail address stands
    there with an empty one. In UTF-8, with a mark by which Excel sees it."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in mails:
        mail = each.mail
        to = mail.to if each.has_address else ""
        cells = (_line(each.person.ref), _line(each.person.name), to)
        table.writerow(map(inert, (*cells, mail.subject, mail.body, mail.attachment)))
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()


def mails_text(mails: Iterable[Addressed]) -> str:
    """The same to read, or to send one by one."""
    return f"\n{_RULE}\n\n".join(map(_as_text, mails))


def _as_text(each: Addressed) -> str:
    mail = each.mail
    lines = [f"To: {mail.to if each.has_address else '(no e-mail address)'}"]
    lines += [f"Subject: {mail.subject}"]
    lines += [f"Attach: {mail.attachment or '(nothing)'}", "", mail.body]
    return "\n".join(lines)


def _line(text: str) -> str:
    return printable(" ".join(text.split()))
