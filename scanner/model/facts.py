"""Facts that a person gave about themself, in a wrapper that does not leak them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class FactKind(StrEnum):
    """What sort of fact a person may give. A closed list that rules and profiles share."""

    NAME = "name"
    ALIAS = "alias"
    FORMER_NAME = "former_name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    BIRTH_DATE = "birth_date"
    HOUSEHOLD_MEMBER = "household_member"
    VEHICLE = "vehicle"
    EMPLOYER = "employer"
    SCHOOL = "school"
    DOMAIN = "domain"
    CUSTOM = "custom"


NAME_KINDS = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.FORMER_NAME})
"""Kinds that name the person: they tell whom a page is about and are no exposure by themselves."""


class Use(StrEnum):
    """What a fact is to the person; decides, with its kind, how harmful its exposure is."""

    HOME = "home"
    SECOND_HOME = "second_home"
    PREVIOUS = "previous"
    OFFICE = "office"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Secret:
    """A private value. Its `repr` and `str` show a mask; `reveal()` is the one way to the value."""

    _value: str = field(repr=False)
    mask: str

    def reveal(self) -> str:
        """The value in clear: only to match, to send what the plan announced, or on `--reveal`."""
        return self._value

    def shown(self, reveal: bool) -> str:
        """The value for an output: in clear only if the reader asked for it."""
        return self._value if reveal else self.mask

    def __repr__(self) -> str:
        return f"Secret({self.mask!r})"

    def __str__(self) -> str:
        return self.mask


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one person."""

    id: str
    """Stable within the profile: kind and number, or kind and label (`phone-1`, `address-home`)."""
    kind: FactKind
    value: Secret
    """The whole fact in one line, in canonical form (E.164 number, ISO date)."""
    parts: tuple[tuple[str, Secret], ...] = ()
    """Named pieces, empty ones left out. name: given, middle, family. address: house, street,
    locality, town, postcode, latitude, longitude. handle: user, site (host name). birth_date: year,
    month, day."""
    use: Use | None = None
    label: str = ""
    """The person's own word for it ("home", "campaign office")."""
    public_by_choice: str = ""
    """Why the person wants it public; empty when it is private."""

    def part(self, name: str) -> str:
        """The piece called `name` in clear, or an empty string."""
        return next((secret.reveal() for key, secret in self.parts if key == name), "")

    @property
    def is_public(self) -> bool:
        return bool(self.public_by_choice)
