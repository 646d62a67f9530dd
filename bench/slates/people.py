"""The people of a slate, each with a consent, a name, a handle of their own and one of them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

import pyrage

from bench import people
from scanner.model.facts import FactKind
from scanner.model.slate import Person, PersonState, Sharing
from scanner.model.subject import Subject
from scanner.profile import parse_profile

SHARED_HANDLE = "wexcombe_party"
"""Of the team, so everybody's: asked once at each site, whoever is looked for."""

_PROFILE = """\
schema = 1

[subject]
id = "{id}"
role = "candidate"

[consent]
basis = "self"
given_by = "{name}"
given_on = {given_on}
recorded_by = "{name}"
how = "form of the slate"
valid_until = {valid_until}
scope = "all"
name_searches = [{by_name}]

[facts]
name = "{name}"
handle = ["{handle}", "{shared}"]
phone = "{phone}"
email = "{email}"
"""


def profiles(count: int, seed: int, by_name: Sequence[str], today: date) -> Iterator[str]:
    """A profile file for each person. `by_name`: sources that may be asked by name."""
    for subject in people.slate(count, seed):
        yield _PROFILE.format(
            id=subject.id,
            name=subject.display_name,
            given_on=today.replace(year=today.year - 1, day=1),
            valid_until=today.replace(year=today.year + 1, day=1),
            by_name=", ".join(f'"{source}"' for source in by_name),
            handle=handle_of(subject),
            shared=SHARED_HANDLE,
            phone=_value(subject, FactKind.PHONE),
            email=_value(subject, FactKind.EMAIL),
        )


def entries(texts: Iterable[str], today: date) -> Iterator[Person]:
    """As they stand on a slate once they have consented."""
    for number, text in enumerate(texts, start=1):
        subject = parse_profile(text, today).subject
        identity = pyrage.x25519.Identity.generate()
        yield Person(
            number,
            f"ref-{number}",
            subject.display_name,
            subject.role,
            state=PersonState.CONSENTED,
            changed_at=datetime.now(UTC),
            profile=text,
            subject_id=subject.id,
            sharing=Sharing.NUMBERS,
            recipient=str(identity.to_public()),
            locked_identity=str(identity).encode(),
        )


def handle_of(subject: Subject) -> str:
    """Without what an address would escape, such as the apostrophe of a name."""
    return re.sub(r"[^a-z0-9_]", "", _value(subject, FactKind.HANDLE))


def _value(subject: Subject, kind: FactKind) -> str:
    return next(fact.value.reveal() for fact in subject.facts if fact.kind is kind)
