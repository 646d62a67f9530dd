"""The shipped table of headings and words: how people's spreadsheets call what they hold."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scanner.errors import ResourceError
from scanner.model.subject import Role
from scanner.profile.reading import words
from scanner.resources import resource_folder

_TABLE = "columns.toml"

MEANINGS = words(
    """
    ref old_refs name given family ballot_name known_as ballot_given ballot_family former_names
    role group party ballot election poll_date nation email public_phone public_address
    public_handles website page facebook twitter instagram linkedin youtube tiktok threads bluesky
    mastodon personal_email phone address house address_1 address_2 address_3 town county postcode
    postcode_end previous_postcodes birth_date handles domains employer contact consent_basis
    consent_date consent_evidence consent_until death_date
    """
)
"""All that a column may mean."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column may hold."""

    key: str
    says: str
    is_shown: bool
    """Whether an example of it may be shown in clear."""
    is_one: bool
    """Whether only one column may mean it."""


@dataclass(frozen=True, slots=True)
class Service:
    """A site on which people have accounts."""

    site: str
    hosts: frozenset[str]
    before: tuple[str, ...]
    """What stands before the user name in the path of a profile."""
    never: frozenset[str]
    """First parts of paths that are nobody's name."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of list whose headings leave nothing to guess."""

    id: str
    title: str
    needs: frozenset[str]
    """Headings, squashed, that make a list one of this kind."""
    columns: Mapping[str, str]
    """What headings, squashed, mean here, where that is more than elsewhere."""
    ref_prefix: str
    public: str
    """Why its contact details are public by choice."""
    credit: str
    role: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole table. Headings and words are squashed: letters and digits alone."""

    meanings: Mapping[str, Meaning]
    headings: Mapping[str, str]
    """To a meaning's key; to an empty one where a column is known to be of no use."""
    private_words: frozenset[str]
    """Words that call private what a heading names."""
    private: Mapping[str, str]
    """To what is public by choice the meaning of the same where it is called private."""
    register_signs: frozenset[str]
    register_beside: frozenset[str]
    empty: frozenset[str]
    empty_names: frozenset[str]
    errors: frozenset[str]
    roles: Mapping[str, Role]
    nations: tuple[tuple[str, str], ...]
    """Beginnings of codes and names, and the nation."""
    elections: Mapping[str, str]
    services: Mapping[str, Service]
    formats: tuple[Format, ...]


def squashed(text: str) -> str:
    """Letters and digits alone, small and without accents: `Area Name` and AREA_NAME are one."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", "", text.casefold())


@cache
def vocabulary() -> Vocabulary:
    """Raises ResourceError when the table is missing, or is not as it must be."""
    path = resource_folder("rules") / "tables" / _TABLE
    try:
        return _built(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ResourceError(f"The table {_TABLE} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"The table {_TABLE} is not in order: {error}.") from None


def _built(table: Mapping[str, Any]) -> Vocabulary:
    if unlike := set(table["meaning"]) ^ MEANINGS:
        raise ValueError(f"meanings do not agree: {', '.join(sorted(unlike))}")
    headings: dict[str, str] = {}
    for heading, key in _headings(table):
        if headings.setdefault(heading, key) != key:
            raise ValueError(f"a heading has two meanings: {heading}")
    register, special = table["register"], table["words"]
    return Vocabulary(
        meanings={key: _meaning(key, row) for key, row in table["meaning"].items()},
        headings=headings,
        private_words=frozenset(table["private"]["words"]),
        private=_private(table["private"]["meanings"]),
        register_signs=_squashed_all(register["signs"]),
        register_beside=_squashed_all(register["beside"]),
        empty=frozenset(special["empty"]),
        empty_names=frozenset(special["empty_names"]),
        errors=frozenset(special["errors"]),
        roles={squashed(word): Role(role) for role, row in table["roles"].items() for word in row},
        nations=tuple((start, name) for name, row in table["nations"].items() for start in row),
        elections=dict(table["elections"]),
        services={key: _service(row) for key, row in table["service"].items()},
        formats=tuple(_format(row) for row in table["format"]),
    )


def _headings(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, row in table["meaning"].items():
        yield squashed(key), key
        yield from ((squashed(heading), key) for heading in row["headings"])
    yield from ((squashed(heading), "") for heading in table["unused"]["headings"])


def _private(meanings: Mapping[str, str]) -> dict[str, str]:
    if not {*meanings, *meanings.values()} <= MEANINGS:
        raise ValueError("private names no meaning")
    return dict(meanings)


def _meaning(key: str, row: Mapping[str, Any]) -> Meaning:
    return Meaning(key, row["says"], bool(row.get("shown", False)), bool(row.get("one", True)))


def _service(row: Mapping[str, Any]) -> Service:
    return Service(
        row["site"], frozenset(row["hosts"]), tuple(row["before"]), frozenset(row["never"])
    )


def _format(row: Mapping[str, Any]) -> Format:
    columns = {squashed(heading): str(key) for heading, key in row["columns"].items()}
    if not set(columns.values()) <= MEANINGS:
        raise ValueError(f"{row['id']} names no meaning")
    return Format(
        id=row["id"],
        title=row["title"],
        needs=_squashed_all(row["needs"]),
        columns=columns,
        ref_prefix=row["ref_prefix"],
        public=row["public"],
        credit=row["credit"],
        role=row["role"],
    )


def _squashed_all(words: list[str]) -> frozenset[str]:
    return frozenset(map(squashed, words))
