"""Mails to the people of a slate: that there is a form, or a report, and how to open it.

An e-mail is as private as a postcard. So nothing of what was found is in it, not even how much.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from jinja2 import Environment

from scanner.language import times
from scanner.model.mail import Mail, MailKind
from scanner.model.slate import Person, Sharing, SlateRecord
from scanner.render.environment import environment_of
from scanner.render.own_words import OwnWords
from scanner.render.veil import Veil, printable


def render_mail(
    kind: MailKind,
    slate: SlateRecord,
    person: Person,
    attachment: str,
    today: date,
    checked_on: date | None = None,
) -> Mail:
    """The mail. `attachment`: empty where the result may not be sent by mail, since nothing but the
    mail would protect it. `today` and `checked_on` (the day of their check): in London."""
    poll = slate.poll_date
    values: Mapping[str, object] = {
        "veil": Veil((), reveal=True),
        "name": _line(person.name),
        "title": _line(slate.title),
        "officer": _line(slate.officer),
        "organisation": _line(slate.organisation),
        "attachment": attachment,
        "is_shared": person.sharing is Sharing.ALL,
        "poll": OwnWords(times.day(poll)) if poll and poll > today else "",
        "asked_on": OwnWords(times.day(person.invited_at)) if person.invited_at else "",
        "checked_on": OwnWords(times.day(checked_on)) if checked_on else "",
    }
    text = _environment().get_template(f"officer/mail_{kind.value}.txt.j2").render(values)
    subject, _, body = text.strip().partition("\n")
    return Mail(_line(person.contact), subject.strip(), f"{body.strip()}\n", attachment)


def _line(text: str) -> str:
    """One line: a name with a line break could pass for a header of the mail."""
    return printable(" ".join(text.split()))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Plain text is no markup: an apostrophe in a name stays one."""
    return environment_of(None).overlay(autoescape=False)
