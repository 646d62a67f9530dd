"""Seeded slates of invented people, as large as a test needs, with the numbers of their checks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from scanner.model.bands import Band
from scanner.model.slate import (
    Deadline,
    Numbers,
    Person,
    PersonState,
    Sharing,
    SlateRecord,
)
from scanner.model.subject import Role

NOW = datetime(2027, 4, 21, 9, 30, tzinfo=UTC)
"""A Wednesday, a fortnight before the poll."""
POLL = date(2027, 5, 6)
SLATE = SlateRecord(
    "Wexcombe 2027",
    officer="Alex Bell, 01632 960100",
    organisation="Wexcombe Party",
    poll_date=POLL,
)
SOURCES = tuple(f"src.people.example_{number}" for number in range(12))
TITLES = {source: f"Example directory {number}" for number, source in enumerate(SOURCES)}

_FIRST = [
    "Amara",
    "Ben",
    "Carys",
    "Dilip",
    "Efa",
    "Farah",
    "Gwen",
    "Hamish",
    "Isla",
    "Jane",
    "Kofi",
    "Lena",
    "Mair",
    "Niall",
    "Olu",
]
_LAST = [
    "Marlow",
    "Ashdown",
    "Brightwell",
    "Carrow",
    "Denholm",
    "Eastlake",
    "Farrow",
    "Garside",
    "Hollin",
    "Inchmore",
]
_GROUPS = tuple(f"Wexcombe {part}" for part in ("North", "South", "East", "West", "Central"))

_PROFILE = """\
schema = 1

[subject]
role = "{role}"

[consent]
basis = "written_consent"
given_by = "{name}"
given_on = 2027-03-01
recorded_by = "{name}"
how = "form of the slate"
valid_until = {until}
scope = "all"
name_searches = ["src.search.searxng"]

[election]
kind = "local"
nation = "England"
poll_date = 2027-05-06

[facts]
name = "{name}"
phone = ["07700 900{digits:03d}", {{ value = "01632 960{digits:03d}", public_by_choice = "Yes" }}]
email = "{handle}@mailbox.example"
handle = "{handle}"

[[facts.address]]
use = "home"
house = "{house}"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""


@dataclass(frozen=True, slots=True)
class Invented:
    """A slate's people, and the numbers of their checks, oldest first, by number."""

    people: tuple[Person, ...]
    checks: dict[int, tuple[Numbers, ...]]


def slate_of(count: int, weeks: int = 3, seed: int = 8) -> Invented:
    """As many people, most of them checked once a week until `NOW`."""
    chance = random.Random(seed)
    people = tuple(_people(count, chance))
    checks = {
        person.number: tuple(_checks(weeks, chance))
        for person in people
        if person.state is PersonState.CONSENTED and chance.random() < 0.97
    }
    return Invented(people, checks)


def _people(count: int, chance: random.Random) -> Iterator[Person]:
    for number in range(1, count + 1):
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        role = chance.choices(list(Role)[:4], (80, 8, 7, 5))[0]
        state = chance.choices(list(PersonState), (4, 6, 89, 1))[0]
        until = POLL + timedelta(days=chance.choice((-12, 30, 60, 90, 90, 90)))
        profile = _PROFILE.format(
            role=role.value,
            name=name,
            until=until,
            digits=number % 1000,
            handle=f"person{number}",
            house=number % 90 + 1,
        )
        yield Person(
            number,
            f"WX-{number:04d}",
            name,
            role,
            contact=f"person{number}@example.org",
            group=chance.choice(_GROUPS),
            state=state,
            changed_at=NOW - timedelta(days=30),
            profile=profile if state is PersonState.CONSENTED else "",
            sharing=chance.choices(list(Sharing), (80, 20))[0],
        )


def _checks(weeks: int, chance: random.Random) -> Iterator[Numbers]:
    before: Numbers | None = None
    for week in range(weeks):
        ended_at = NOW - timedelta(days=7 * (weeks - week) - 5, minutes=chance.randrange(600))
        before = _next(before, ended_at, chance)
        yield before


def _next(before: Numbers | None, ended_at: datetime, chance: random.Random) -> Numbers:
    usual = {Band.CRITICAL: 0.05, Band.HIGH: 0.3, Band.MEDIUM: 1.2, Band.LOW: 2.5, Band.INFO: 1}
    if before is None:
        bands = {
            band: sum(chance.random() < mean / 5 for _ in range(5)) for band, mean in usual.items()
        }
        actions = sum(bands.values())
        deadlines = (
            Deadline(
                POLL - timedelta(days=chance.choice((2, 5, 9, 9, 9, 13))),
                "last useful day for a step",
            ),
        )
        return Numbers(
            ended_at=ended_at,
            band=_worst(bands),
            by_band=bands,
            questions=chance.randrange(4),
            new=actions,
            gone=0,
            still=0,
            newly_public=0,
            warnings=0,
            actions=actions,
            letters_waiting=0,
            coverage=chance.uniform(0.55, 0.95),
            is_enough=chance.random() < 0.96,
            deadlines=deadlines,
            by_source={
                source: 1
                for place, source in enumerate(SOURCES)
                if chance.random() < 0.3 / (place + 1)
            },
        )
    bands = {
        band: max(0, number - (chance.random() < 0.5)) + (chance.random() < usual[band] / 40)
        for band, number in before.by_band.items()
    }
    there = sum(before.by_band.values())
    now = sum(bands.values())
    return replace(
        before,
        ended_at=ended_at,
        band=_worst(bands),
        by_band=bands,
        new=max(0, now - there),
        gone=max(0, there - now),
        still=min(there, now),
        newly_public=int(chance.random() < 0.004),
        warnings=int(chance.random() < 0.002),
        warning_level=chance.choice(("emergency", "urgent", "attention")),
        actions_done=min(before.actions, before.actions_done + chance.randrange(3)),
    )


def _worst(bands: dict[Band, int]) -> Band:
    return next((band for band in Band if bands.get(band)), Band.INFO)
