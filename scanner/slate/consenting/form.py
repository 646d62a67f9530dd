"""The form for one person: one HTML file that needs nothing else and asks nobody anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from scanner import __version__
from scanner.language import said
from scanner.model.facts import FactKind
from scanner.model.slate import Person, SlateRecord
from scanner.model.subject import Role
from scanner.profile.sections import ELECTION_KINDS, NATIONS
from scanner.render.environment import fill
from scanner.render.html_report import content_security_policy, own_part
from scanner.render.veil import Veil
from scanner.render.words import category
from scanner.rulebook.book import RuleBook
from scanner.slate.consenting import form_words as words
from scanner.slate.consenting.choices import (
    ChoiceGroup,
    asked_anyway,
    name_searches,
    revealing_searches,
    sensitive_sources,
)
from scanner.slate.consenting.draft import Draft, read_draft

AGE = "vendor/age-encryption/age.js"
_AFTER_POLL = timedelta(days=30)
_WITHOUT_POLL = timedelta(days=182)
"""How long a consent holds unless the person says otherwise: until a month after the poll, or for
half a year. Judgement: an election's abuse ends with it, and a consent is not for ever."""
_TITLES_SHOWN = 200
EXAMPLES: Mapping[FactKind, str] = {
    FactKind.NAME: "Jane Marlow",
    FactKind.ADDRESS: "14 Bramble Road, Wexcombe, WX4 7QT",
    FactKind.PHONE: "07700 900123",
    FactKind.EMAIL: "jane.marlow@mailbox.example",
    FactKind.HANDLE: "janemarlow",
    FactKind.BIRTH_DATE: "14 March 1979",
    FactKind.ALIAS: "Janey Marlow",
    FactKind.FORMER_NAME: "Jane Thornbury",
    FactKind.HOUSEHOLD_MEMBER: "Tom Marlow",
    FactKind.VEHICLE: "AB12 CDE",
    FactKind.EMPLOYER: "Wexcombe Pottery",
    FactKind.SCHOOL: "Wexcombe Primary School",
    FactKind.DOMAIN: "marlow-for-wexcombe.example",
    FactKind.CUSTOM: "The Heron",
}
"""What stands in an empty field, the same in every language."""


@dataclass(frozen=True, slots=True)
class _List:
    """One list of ticks."""

    key: str
    title: str
    says: str
    groups: tuple[dict[str, Any], ...]
    folded: bool
    all: bool
    """Whether there is a button that ticks all: not where each wants a thought of its own."""


def consent_form(record: SlateRecord, person: Person, book: RuleBook, today: date) -> str:
    """The whole form. What a list says of the person stands in it in clear, nothing else of them.

    Raises ResourceError when the installation lacks its script or style.
    """
    draft = read_draft(person.draft)
    style, script, policy = _parts()
    kinds = tuple(map(_said_kind, words.KINDS))
    return fill(
        "slate/consent.html.j2",
        {
            "veil": Veil((), reveal=True),
            "policy": policy,
            "style": style,
            "script": script,
            "version": __version__,
            "name": person.name,
            "officer": record.officer or record.organisation,
            "who": (record.officer or record.organisation).partition(",")[0],
            "organisation": record.organisation if record.officer else "",
            "data": json.dumps(_data(record, person, draft, today), ensure_ascii=False),
            "roles": [(role.value, said(words.ROLES[role])) for role in words.ROLES],
            "kinds": kinds,
            "usual": words.USUAL,
            "rarer": ", ".join(kind.title.lower() for kind in kinds[words.USUAL :]),
            "examples": EXAMPLES,
            "polls": [(kind, said(words.POLLS[kind])) for kind in ELECTION_KINDS],
            "nations": NATIONS,
            "situation": [
                (key.value, said(asked), said(why)) for key, (asked, why) in words.SITUATION.items()
            ],
            "anyway": tuple(_anyway(book)),
            "lists": tuple(_lists(book, draft)),
        },
    )


def default_end(record: SlateRecord, draft: Draft, today: date) -> date:
    """The last day of a consent, unless the person names another."""
    poll: date | None
    try:
        poll = date.fromisoformat(draft.election.get("poll_date", ""))
    except ValueError:
        poll = record.poll_date
    if poll is not None and poll >= today:
        return poll + _AFTER_POLL
    return today + _WITHOUT_POLL


def _data(record: SlateRecord, person: Person, draft: Draft, today: date) -> dict[str, Any]:
    facts = dict(draft.facts)
    facts.setdefault(FactKind.NAME.value, [{"value": person.name}])
    election = dict(draft.election)
    if record.poll_date is not None:
        election.setdefault("poll_date", record.poll_date.isoformat())
    return {
        "number": person.number,
        "token": person.token,
        "recipient": record.recipient,
        "name": person.name,
        "role": (Role.CANDIDATE if person.role is Role.HOUSEHOLD else person.role).value,
        "facts": facts,
        "election": election,
        "pages": list(draft.pages),
        "until": default_end(record, draft, today).isoformat(),
    }


def _said_kind(kind: words.KindWords) -> words.KindWords:
    return replace(
        kind,
        title=said(kind.title),
        label=said(kind.label),
        hint=said(kind.hint),
        uses=tuple((value, said(text)) for value, text in kind.uses),
    )


def _anyway(book: RuleBook) -> Iterator[dict[str, Any]]:
    for told in asked_anyway(book):
        what = ", ".join(said(words.LEARNT[key]) for key in told.what)
        titles = "; ".join(map(said, told.sources[:_TITLES_SHOWN]))
        yield {
            "words": said(words.PLACES_THAT_LEARN[bool(what)]).replace("{what}", what),
            "count": len(told.sources),
            "titles": titles + ".",
        }


def _lists(book: RuleBook, draft: Draft) -> Iterator[_List]:
    groups = {
        "name_searches": name_searches(book, draft.endpoints),
        "revealing_searches": revealing_searches(book, draft.endpoints),
        "sensitive_sources": sensitive_sources(book),
    }
    for key, found in groups.items():
        if found:
            title, says = words.LISTS[key]
            is_long = key == "name_searches"
            yield _List(key, said(title), said(says), tuple(map(_group, found)), is_long, is_long)


def _group(group: ChoiceGroup) -> dict[str, Any]:
    choices = tuple(
        replace(one, title=said(one.title), shows=said(one.shows)) for one in group.choices
    )
    return {"words": said(category(group.category)), "choices": choices}


@lru_cache(maxsize=1)
def _parts() -> tuple[Markup, Markup, str]:
    """Style, script and policy: the same for everybody."""
    style = own_part("report.css") + own_part("consent_form.css")
    script = own_part(AGE) + own_part("consent_form.js")
    policy = content_security_policy(style, script)
    return Markup(style), Markup(script), policy  # noqa: S704  our own files, checked there
