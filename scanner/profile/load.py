"""A profile: one TOML file that describes one consenting person."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scanner.errors import ConsentError, Problem, ProfileError
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.subject import Subject
from scanner.profile.consent import check_scope, read_consent
from scanner.profile.contradictions import note_contradictions
from scanner.profile.facts import FoundFact, read_facts
from scanner.profile.manual import read_manual
from scanner.profile.pages import read_pages
from scanner.profile.sections import id_from_name, read_election, read_endpoints, read_role
from scanner.profile.situation import read_situation
from scanner.profile.tables import Problems, Table

SCHEMA = 1
KEYS = (
    "schema",
    "subject",
    "consent",
    "election",
    "facts",
    "pages",
    "endpoints",
    "manual",
    "situation",
)
LARGEST_FILE = 1_000_000
"""Bytes. A profile has a few thousand."""

_QUOTES = (
    'Put texts in double quotes (name = "Jane Marlow"), telephone numbers too '
    '(phone = "07700 900123"); put a list in square brackets.'
)


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that may be used, and what is doubtful in it."""

    subject: Subject
    warnings: tuple[Problem, ...] = ()


def load_profile(path: Path, today: date) -> Profile:
    """Reads the profile at `path`.

    Raises ProfileError (with all that is wrong) when it cannot be read or used, ConsentError when
    it is in order but its consent does not cover `today` or one of its kinds of fact.
    """
    return parse_profile(profile_in(path), today, path.name)


def profile_in(path: Path) -> str:
    """The text of the file at `path`. Raises ProfileError when it cannot be read."""
    text, fault = _file_text(path)
    if fault is not None:
        raise ProfileError("The profile cannot be read.", [fault])
    return text


def parse_profile(text: str, today: date, name: str = "profile") -> Profile:
    """The profile written in `text`; `name` stands for the file in messages.

    Raises as `load_profile`.
    """
    data, fault = toml_of(text, name)
    if fault is not None:
        raise ProfileError(f"{name} is not in order.", [fault])
    problems = Problems()
    subject = _subject(Table("", data, problems), today)
    if problems.errors or subject is None:
        everything = (*problems.errors, *problems.consent)
        count = "1 thing" if len(everything) == 1 else f"{len(everything)} things"
        raise ProfileError(f"{name} cannot be used. {count} to mend:", everything)
    if problems.consent:
        said = "\n".join(f"  {problem}" for problem in problems.consent)
        raise ConsentError(f"{name}: no current consent of the person covers this.\n{said}")
    return Profile(subject, tuple(problems.warnings))


def _subject(top: Table, today: date) -> Subject | None:
    top.only(KEYS)
    check_schema(top)
    role, given_id = read_role(top)
    found = _facts(top, today)
    facts = tuple(item.fact for item in found)
    consent = read_consent(top, facts, today)
    election, (pages, own_pages) = read_election(top), read_pages(top, facts)
    endpoints, manual = read_endpoints(top), read_manual(top, today)
    situation = read_situation(top)
    if consent is None:
        return None
    check_scope(consent.scope, facts, top.problems)
    draft = Subject(
        id=given_id or "subject",
        role=role,
        consent=consent,
        facts=facts,
        election=election,
        endpoints=endpoints,
        pages=pages,
        own_pages=own_pages,
        manual=manual,
        situation=situation,
    )
    if given_id or not draft.of_kind(*NAME_KINDS):
        return draft
    return replace(draft, id=id_from_name(draft.display_name))


def check_schema(top: Table) -> None:
    """Notes a form of the file that this version does not read."""
    version = top.content.get("schema")
    if version is None:
        top.problems.warn("schema", "is missing.", f"Write schema = {SCHEMA} in the first line.")
    elif isinstance(version, bool) or version != SCHEMA:
        top.problems.error(
            "schema", "is not one that this version reads.", f"Write schema = {SCHEMA}."
        )


def _facts(top: Table, today: date) -> tuple[FoundFact, ...]:
    problems = top.problems
    table = top.table("facts")
    if table is None:
        if "facts" not in top.content:
            problems.error(
                "facts", "is missing.", "Add a [facts] block with a name and one further fact."
            )
        return ()
    before = len(problems.errors)
    found = read_facts(table.content, problems)
    all_were_read = len(problems.errors) == before
    _check_enough([item.fact for item in found], table, all_were_read)
    note_contradictions(found, today, problems)
    return found


def _check_enough(facts: Sequence[Fact], table: Table, all_were_read: bool) -> None:
    """A name and at least one further fact; silent where a faulty fact may be the missing one."""
    if "name" not in table.content:
        table.problems.error(
            "facts.name", "is missing.", 'Write the person\'s name: name = "Jane Marlow".'
        )
    elif all_were_read and not any(fact.kind not in NAME_KINDS for fact in facts):
        table.problems.error(
            "facts",
            "has a name alone, which too many people share to recognise anyone.",
            "Add one further fact, or a piece of one: a street, a postcode district, the last "
            "digits of a number, a handle.",
        )
    elif all_were_read and not any(fact.kind is FactKind.NAME for fact in facts):
        table.problems.error("facts.name", "is empty.", 'Write it as name = "Jane Marlow".')


def _file_text(path: Path) -> tuple[str, Problem | None]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "it is out of reach"
        return "", Problem(
            path.name,
            f"cannot be read: {reason}.",
            "Check the path, or make one with `netcurtain new`.",
        )
    if len(data) > LARGEST_FILE:
        return "", Problem(
            path.name,
            "is too large to be a profile.",
            "Check the path, or make one with `netcurtain new`.",
        )
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    return "", Problem(
        f"{path.name}:{line}", "is not UTF-8 text.", "Save the file with the encoding UTF-8."
    )


def toml_of(text: str, name: str) -> tuple[dict[str, Any], Problem | None]:
    """The content of a file of TOML, or what is wrong with its syntax.

    The parser's own message is dropped but for its place: it may quote what it stumbled over.
    """
    try:
        return tomllib.loads(text.removeprefix("\ufeff")), None
    except tomllib.TOMLDecodeError as error:
        said = str(error)
    except (RecursionError, ValueError, OverflowError):
        said = ""
    if place := re.search(r"at line (\d+), column (\d+)", said):
        where = f"{name}:{place[1]}:{place[2]}"
    elif "end of document" in said:
        where = f"{name}:{len(text.rstrip().splitlines())}:1"
    else:
        where = name
    what, mend = next(
        (words for start, words in _SYNTAX.items() if said.startswith(start)),
        ("is not valid TOML.", _QUOTES),
    )
    return {}, Problem(where, what, mend)


_SYNTAX = {
    "Cannot overwrite": ("gives the same key twice.", "Put several values into one list."),
    "Cannot declare": ("has the same block twice.", "Put both into one block."),
    "Duplicate inline table key": ("gives the same key twice.", "Leave one of them out."),
    "Unescaped '\\'": (
        "has a backslash inside double quotes.",
        "Double each backslash, or use single quotes.",
    ),
    "Unterminated string": ("has a text without its closing quote.", _QUOTES),
    "Illegal character '\\n'": ("has a text without its closing quote.", _QUOTES),
    "Invalid value": ("has a value without quotes.", _QUOTES),
    "Expected newline": ("goes on after its value has ended.", _QUOTES),
}
