"""Mails to the people of a slate: that there is a form, or a report, and how to open it.

An e-mail is as private as a postcard. So nothing of what was found is in it, not even how much.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date

from scanner.language import times
from scanner.model.mail import Mail, MailKind
from scanner.model.slate import Person, Sharing, SlateRecord
from scanner.render.environment import fill
from scanner.render.own_words import OwnWords
from scanner.render.veil import Veil, printable

_BLOCK = re.compile(r"<(h1|p|li)>(.*?)</\1>", re.DOTALL)


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
        "officer": _line(slate.officer),
        "organisation": _line(slate.organisation),
        "attachment": attachment,
        "is_shared": person.sharing is Sharing.ALL,
        "poll": OwnWords(times.day(poll)) if poll and poll > today else "",
        "asked_on": OwnWords(times.day(person.invited_at)) if person.invited_at else "",
        "checked_on": OwnWords(times.day(checked_on)) if checked_on else "",
    }
    subject, *parts = _parts(fill(f"slate/mail_{kind.value}.html.j2", values))
    body = "\n\n".join(parts)
    return Mail(_line(person.contact), subject, f"{body}\n", attachment)


def _parts(page: str) -> Iterator[str]:
    """The subject and the paragraphs, steps as lines of one; what is markup in a value was escaped,
    so none of it is taken for any."""
    steps: list[str] = []
    for name, inner in _BLOCK.findall(page):
        text = "\n".join(_text(line) for line in inner.split("<br>"))
        if name == "li":
            steps.append(f"{len(steps) + 1}. {text}")
            continue
        if steps:
            yield "\n".join(steps)
            steps = []
        yield text
    if steps:
        yield "\n".join(steps)


def _text(markup: str) -> str:
    return html.unescape(" ".join(markup.split()))


def _line(text: str) -> str:
    """One line: a name with a line break could pass for a header of the mail."""
    return printable(" ".join(text.split()))
