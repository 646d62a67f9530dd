"""The consenting person: who they are, what they consented to, and the facts they gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.manual import ManualAnswer
from scanner.model.situation import Situation


class Role(StrEnum):
    CANDIDATE = "candidate"
    AGENT = "agent"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    HOUSEHOLD = "household"


class Basis(StrEnum):
    """On what a scan may rest. There is no other basis than the person's own consent."""

    SELF = "self"
    """The person runs the check about themself."""
    WRITTEN_CONSENT = "written_consent"
    """Somebody else runs it with the person's written consent."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The person's recorded consent, without which nothing is planned."""

    basis: Basis
    given_by: str
    """The person themself, by name."""
    given_on: date
    recorded_by: str
    how: str
    """Own device, signed form, e-mail reply, in person."""
    scope: frozenset[FactKind]
    """Kinds of fact that may be looked for."""
    valid_until: date
    name_searches: frozenset[str] = frozenset()
    """Ids of the registers and search engines that the person ticked to be asked by name."""
    sensitive_sources: frozenset[str] = frozenset()
    """Ids of sensitive sources that the person turned on."""
    revealing_searches: frozenset[str] = frozenset()
    """Ids of the sources that may also be asked for the name together with a postcode, a street, an
    e-mail address or a number."""
    case_reference: str = ""
    """A police reference that stands beside the consent, never instead of it."""


@dataclass(frozen=True, slots=True)
class Election:
    """The poll that the person stands in, as far as given."""

    kind: str = ""
    """parliament, local, mayor, pcc, senedd, scottish-parliament, ni-assembly, parish or other."""
    nation: str = ""
    """England, Wales, Scotland, Northern Ireland."""
    poll_date: date | None = None
    council_site: str = ""
    """Address of the council's site for members and meetings, without a slash at its end."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of a site that the person runs."""

    url: str = field(repr=False)
    ignore_robots: str = ""
    """Why it is to be looked at whatever its robots.txt says; empty to obey that."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One consenting person."""

    id: str
    role: Role
    consent: Consent
    facts: tuple[Fact, ...]
    election: Election = Election()
    endpoints: tuple[tuple[str, str], ...] = ()
    """Source id and the exact origin that the person named for it (an own search engine)."""
    pages: tuple[str, ...] = field(default=(), repr=False)
    """Pages to look at that the person listed in the profile."""
    own_pages: tuple[OwnPage, ...] = ()
    """Those among the pages that the person says are their own."""
    manual: tuple[ManualAnswer, ...] = ()
    """What the person saw where only a person can look."""
    situation: Situation = field(default_factory=Situation)
    """What the person told of their life, for the weights alone."""

    def of_kind(self, *kinds: FactKind) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def fact(self, fact_id: str) -> Fact:
        """The fact with that id; raises KeyError when there is none."""
        for fact in self.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    @property
    def display_name(self) -> str:
        """The name that outputs use for the person."""
        names = self.of_kind(FactKind.NAME) or self.of_kind(*NAME_KINDS)
        return names[0].value.reveal() if names else self.id
