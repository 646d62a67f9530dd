"""The profile that a form makes: TOML written from what came, key by key.

Only keys that the form has are taken over; whatever else a file holds is left out. Values are
quoted, never pasted, and the whole is read by the ordinary reader of profiles afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scanner.errors import Problem, ProfileError
from scanner.model.facts import FactKind
from scanner.model.situation import Circumstance
from scanner.model.subject import Role
from scanner.profile.kinds import KINDS
from scanner.profile.writing import quoted

_MOST_FACTS = 200
"""Of one kind."""
_MOST_PAGES = 200
_LONGEST_TEXT = 2_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMMON = ("value", "label", "public_by_choice", "use")
_TICKS = ("name_searches", "sensitive_sources", "revealing_searches")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the officer's side adds to a consent: by whom it is recorded, and how it was given."""

    subject_id: str
    recorded_by: str
    how: str
    endpoints: Mapping[str, str]
    """Services of the officer's own, by the ids of sources."""
    known_ids: Mapping[str, frozenset[str]]
    """By key of the consent, the sources that may be ticked there."""


@dataclass(frozen=True, slots=True)
class ProfileText:
    """The profile, and what was left out of it."""

    text: str
    left_out: tuple[str, ...]
    """Ids of ticked sources that the rules do not have (any more)."""


def profile_text(given: Mapping[str, Any], recorded: Recorded) -> ProfileText:
    """The profile (TOML) of what a form holds. Raises ProfileError for what is not even text."""
    left_out: list[str] = []
    lines = ["schema = 1", "", *_subject(given, recorded)]
    lines += _consent(_table(given, "consent"), recorded, left_out)
    lines += _election(_table(given, "election"))
    lines += _situation(_table(given, "situation"))
    lines += _facts(_table(given, "facts"))
    lines += _pages(_table(given, "pages"))
    if recorded.endpoints:
        lines += ["", "[endpoints]"]
        lines += [f"{quoted(key)} = {quoted(url)}" for key, url in recorded.endpoints.items()]
    return ProfileText("\n".join(lines) + "\n", tuple(left_out))


def _subject(given: Mapping[str, Any], recorded: Recorded) -> Iterator[str]:
    role = _table(given, "subject").get("role")
    yield "[subject]"
    yield f"id = {quoted(recorded.subject_id)}"
    known = {each.value for each in Role} - {Role.HOUSEHOLD.value}
    yield f"role = {quoted(role if role in known else Role.CANDIDATE.value)}"


def _consent(given: Mapping[str, Any], recorded: Recorded, left_out: list[str]) -> Iterator[str]:
    yield from ("", "[consent]", 'basis = "written_consent"')
    yield f"given_by = {_text(given.get('given_by'), 'consent.given_by')}"
    for key in ("given_on", "valid_until"):
        yield f"{key} = {_day(given.get(key), f'consent.{key}')}"
    yield f"recorded_by = {quoted(recorded.recorded_by)}"
    yield f"how = {quoted(recorded.how)}"
    yield f"scope = {_listed(_strings(given.get('scope'), 'consent.scope'))}"
    for key in _TICKS:
        ticked = sorted(set(_strings(given.get(key, []), f"consent.{key}")))
        known = recorded.known_ids[key]
        left_out += [each for each in ticked if each not in known]
        yield f"{key} = {_listed(each for each in ticked if each in known)}"


def _election(given: Mapping[str, Any]) -> Iterator[str]:
    if not given:
        return
    yield from ("", "[election]")
    for key in ("kind", "nation", "council_site"):
        if given.get(key):
            yield f"{key} = {_text(given[key], f'election.{key}')}"
    if given.get("poll_date"):
        yield f"poll_date = {_day(given['poll_date'], 'election.poll_date')}"


def _situation(given: Mapping[str, Any]) -> Iterator[str]:
    """What they told of their life; what they left open is left out."""
    told = []
    for key in Circumstance:
        answer = given.get(key.value)
        if isinstance(answer, bool):
            told.append(f"{key} = {'true' if answer else 'false'}")
        elif answer is not None:
            raise _fault(f"situation.{key}", "is neither yes nor no.")
    if told:
        yield from ("", "[situation]", *told)


def _facts(given: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", "[facts]")
    for kind in FactKind:
        entries = given.get(kind.value, [])
        where = f"facts.{kind}"
        if not isinstance(entries, list) or len(entries) > _MOST_FACTS:
            raise _fault(where, "is no list, or a list too long.")
        if entries:
            told = [_fact(kind, each, f"{where}[{place}]") for place, each in enumerate(entries)]
            yield f"{kind} = [{', '.join(told)}]"


def _fact(kind: FactKind, given: object, where: str) -> str:
    if not isinstance(given, dict):
        raise _fault(where, "is no fact.")
    form = KINDS[kind]
    keys = (*_COMMON, *form.parts, *form.beside)
    told = [f"{key} = {_text(given[key], where)}" for key in keys if given.get(key)]
    if not told:
        raise _fault(where, "has no value.")
    return f"{{ {', '.join(told)} }}"


def _pages(given: Mapping[str, Any]) -> Iterator[str]:
    urls = _strings(given.get("urls", []), "pages.urls")
    if len(urls) > _MOST_PAGES:
        raise _fault("pages.urls", f"has more than {_MOST_PAGES} pages.")
    if urls:
        yield from ("", "[pages]", f"urls = {_listed(urls)}")


def _table(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = given.get(key, {})
    if not isinstance(table, dict):
        raise _fault(key, "is no block.")
    return table


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _fault(where, "is no list of texts.")
    if any(len(each) > _LONGEST_TEXT for each in value):
        raise _fault(where, "has a text that is too long.")
    return list(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise _fault(where, "is no text, or one too long.")
    return quoted(value)


def _day(value: object, where: str) -> str:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise _fault(where, "is no day.")


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _fault(where: str, what: str) -> ProfileError:
    return ProfileError("The form cannot be used.", [Problem(where, what)])
