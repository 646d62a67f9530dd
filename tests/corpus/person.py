"""The people whom the corpus is about: subjects, and those who may be mistaken for them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the corpus; only a subject's facts are planted exposures."""

    SUBJECT = "subject"
    STRANGER = "stranger"
    NAMESAKE = "namesake"
    NEIGHBOUR = "neighbour"
    LONGER_NAME = "longer name"
    SAME_INITIAL = "same surname and initial"


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; `nick` is what friends say, `former` an earlier surname."""

    given: str
    family: str
    sex: str
    middle: tuple[str, ...] = ()
    nick: str = ""
    former: str = ""
    honours: str = ""
    family_first: bool = False

    @property
    def plain(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `house` is a number, a range or 14A, `house_name` a name such as Hill Farm.

    `style` says how its flat is written: "" (Flat 2, 14 …), "tenement" (2/1, 27 …).
    """

    street: str
    town: str
    postcode: str
    house: str = ""
    house_name: str = ""
    flat: str = ""
    locality: str = ""
    county: str = ""
    style: str = ""
    use: str = "home"
    public: str = ""

    @property
    def front(self) -> str:
        """All that stands before the street, as the post would write it, with its own comma."""
        if self.style == "tenement":
            return f"{self.flat}, {self.house}"
        parts = [part for part in (self.flat, self.house_name) if part]
        lead = "".join(f"{part}, " for part in parts)
        return f"{lead}{self.house}" if self.house else lead.rstrip(", ")

    @property
    def first_line(self) -> str:
        """House and street in one line."""
        if not self.street:
            return self.front
        gap = " " if self.house else ", "
        return f"{self.front}{gap}{self.street}" if self.front else self.street

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as on an envelope, line by line."""
        return tuple(
            part
            for part in (self.first_line, self.locality, self.town, self.county, self.postcode)
            if part
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number (E.164), an e-mail address, a handle or a domain, private or public."""

    value: str
    public: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, with all that a page might say about them."""

    id: str
    name: Name
    addresses: tuple[Address, ...]
    phones: tuple[Contact, ...]
    emails: tuple[Contact, ...]
    born: datetime.date
    handles: tuple[Contact, ...] = ()
    domains: tuple[Contact, ...] = ()
    vehicle: str = ""
    employer: str = ""
    school: str = ""
    member: str = ""
    custom: str = ""
    role: Role = Role.STRANGER
    looks_like: str = ""
    """The id of the subject for whom this person may be taken."""
    party: str = field(default="Independent")

    @property
    def is_subject(self) -> bool:
        return self.role is Role.SUBJECT

    @property
    def home(self) -> Address:
        return self.addresses[0]

    def known_as(self, **changes: object) -> Person:
        """The same person with some things changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def slug(text: str) -> str:
    """Lower-case ASCII with hyphens, as in the address of a page."""
    plain = text.replace("Ł", "L").replace("ł", "l").replace("'", "").replace("’", "")
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
