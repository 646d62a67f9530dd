"""A profile without a consent: what a list says of a person who has not been asked yet. It is read
as strictly as a profile, and is never enough to look for anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scanner.errors import Problem, ProfileError
from scanner.model.facts import NAME_KINDS, Fact
from scanner.model.subject import Election, OwnPage, Role
from scanner.profile.contradictions import note_contradictions
from scanner.profile.facts import read_facts
from scanner.profile.load import KEYS, check_schema, toml_of
from scanner.profile.pages import read_pages
from scanner.profile.sections import id_from_name, read_election, read_endpoints, read_role
from scanner.profile.tables import Problems, Table
from scanner.profile.writing import quoted

DRAFT_KEYS = tuple(key for key in KEYS if key not in ("consent", "manual", "situation"))
"""What a list may say of somebody: their situation and what they saw is theirs alone to tell."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a person before they consent."""

    id: str
    """Of the subject that they will be; made from the name if the draft gives none."""
    role: Role
    facts: tuple[Fact, ...]
    election: Election = field(default_factory=Election)
    pages: tuple[str, ...] = field(default=(), repr=False)
    own_pages: tuple[OwnPage, ...] = ()
    endpoints: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The name by which they are called."""
        return _name_of(self.facts)


def read_draft(text: str, today: date, name: str = "draft") -> Draft:
    """The draft written in `text` (TOML); `name` stands for it in messages.

    A name alone is enough: the person adds their facts when they consent. Raises ProfileError.
    """
    data, fault = toml_of(text, name)
    if fault is not None:
        raise ProfileError(f"{name} is not in order.", [fault])
    draft, problems = draft_of(data, today)
    if draft is None:
        raise ProfileError(f"{name} cannot be used:", problems.errors)
    return draft


def draft_of(data: Mapping[str, object], today: date) -> tuple[Draft | None, Problems]:
    """The draft that a table makes, as `tomllib` gives one; None when something is wrong in it."""
    problems = Problems()
    top = Table("", data, problems)
    top.only(DRAFT_KEYS)
    check_schema(top)
    role, given_id = read_role(top)
    facts = _facts(top, today)
    election, (pages, own_pages) = read_election(top), read_pages(top, facts)
    endpoints = read_endpoints(top)
    if problems.errors:
        return None, problems
    draft = Draft(
        id=given_id or id_from_name(_name_of(facts)),
        role=role,
        facts=facts,
        election=election,
        pages=pages,
        own_pages=own_pages,
        endpoints=endpoints,
        warnings=tuple(problems.warnings),
    )
    return draft, problems


def _facts(top: Table, today: date) -> tuple[Fact, ...]:
    table = top.table("facts")
    if table is None or "name" not in table.content:
        top.problems.error(
            "facts.name", "is missing.", 'Write the person\'s name: name = "Jane Marlow".'
        )
        if table is None:
            return ()
    found = read_facts(table.content, top.problems)
    note_contradictions(found, today, top.problems)
    return tuple(item.fact for item in found)


def _name_of(facts: Sequence[Fact]) -> str:
    names = [fact for fact in facts if fact.kind in NAME_KINDS]
    return names[0].value.reveal() if names else ""


def profile_text(data: Mapping[str, object]) -> str:
    """A draft, or a profile, as TOML text: tables of texts, dates, and lists of either.

    Reading the text again gives the same table.
    """
    return "\n".join(_blocks(data)) + "\n"


def _blocks(data: Mapping[str, object]) -> Iterator[str]:
    for key, value in data.items():
        if not isinstance(value, Mapping):
            yield f"{key} = {_written(value)}"
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield f"\n[{key}]"
            yield from (f"{inner} = {_written(each)}" for inner, each in value.items())


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_written(each)}" for key, each in value.items()) + " }"
    assert isinstance(value, list | tuple)
    if len(value) == 1:
        return f"[{_written(value[0])}]"
    return "[\n" + "".join(f"    {_written(each)},\n" for each in value) + "]"
