"""Ten thousand invented people, as alike as a real slate: common names, common streets."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Iterator
from datetime import date

from scanner.model.facts import FactKind
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact
from scanner.resources import resource_folder

_STREETS = [
    *("High Street", "Station Road", "Main Street", "Park Road", "Church Road", "Church Street"),
    *("London Road", "Victoria Road", "Green Lane", "Manor Road", "Church Lane", "Park Avenue"),
    *("The Avenue", "The Crescent", "Queens Road", "New Road", "Grange Road", "Kings Road"),
    *("Kingsway", "Windsor Road", "Highfield Road", "Mill Lane", "Alexander Road", "York Road"),
]
_FIRST = [
    "Bramble",
    "Thorn",
    "Hazel",
    "Rowan",
    "Willow",
    "Aspen",
    "Birch",
    "Linden",
    "Maple",
    "Elder",
    "Holly",
    "Ivy",
    "Larch",
]
_LAST = ["Road", "Street", "Lane", "Close", "Avenue", "Drive", "Way", "Gardens", "Court", "Terrace"]
_TOWNS = [
    "Wexcombe",
    "Northmoor",
    "Aldersley",
    "Brackwell",
    "Tilbourne",
    "Penhallow",
    "Strathdee",
    "Orme",
]
JANE: dict[FactKind, str | dict[str, str]] = {
    FactKind.NAME: "Jane Marlow",
    FactKind.ADDRESS: {
        "house": "14",
        "street": "Bramble Road",
        "town": "Wexcombe",
        "postcode": "WX4 7QT",
    },
    FactKind.PHONE: "07700 900123",
    FactKind.EMAIL: "jane.marlow@mailbox.example",
    FactKind.HANDLE: "janemarlow",
    FactKind.BIRTH_DATE: "1979-03-14",
    FactKind.VEHICLE: "AB12 CDE",
}


def subject(subject_id: str, given: dict[FactKind, str | dict[str, str]]) -> Subject:
    consent = Consent(
        Basis.SELF,
        subject_id,
        date(2026, 1, 1),
        subject_id,
        "own device",
        frozenset(FactKind),
        date(2027, 1, 1),
    )
    facts = tuple(make_fact(kind, value) for kind, value in given.items())
    return Subject(subject_id, Role.CANDIDATE, consent, facts)


def slate(count: int, seed: int, named: Collection[str] = ()) -> list[Subject]:
    """Jane Marlow, and others whose names are drawn by their frequency in the United Kingdom.

    `named`: names of people on the pages, whom nobody of the slate shall be.
    """
    drawn = _people(random.Random(seed))
    others = (person for person in drawn if person[FactKind.NAME] not in named)
    return [
        subject("jane-marlow", JANE),
        *(subject(f"person-{n}", next(others)) for n in range(count - 1)),
    ]


def _names(table: str) -> tuple[list[str], list[float]]:
    """Names, and the sums of their frequencies up to each."""
    text = (resource_folder("rules") / "tables" / table).read_text()
    rows = [line.split(",") for line in text.splitlines() if line and line[0] != "#"]
    rows = [row for row in rows if row[1].replace(".", "").isdigit()]
    sums = itertools.accumulate(float(row[1]) for row in rows)
    return [row[0].title() for row in rows], list(sums)


def _people(chance: random.Random) -> Iterator[dict[FactKind, str | dict[str, str]]]:
    first, first_weights = _names("given_names.csv")
    last, last_weights = _names("family_names.csv")
    # Ofcom's ranges for drama; the pages' own numbers are in another one, so that none is met.
    cities = (113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161, 191)
    areas = [*(f"0{city} 496 0" for city in cities), "020 7946 0", "028 9649 6", "029 2018 0"]
    number = 0
    while True:
        number += 1
        name = f"{chance.choices(first, cum_weights=first_weights)[0]} "
        name += chance.choices(last, cum_weights=last_weights)[0]
        user = f"{name.lower().replace(' ', '.')}{number}"
        street = (
            chance.choice(_STREETS)
            if chance.random() < 0.4
            else f"{chance.choice(_FIRST)}{chance.choice(('', 'field', 'wood', 'ton', 'bank'))} "
            f"{chance.choice(_LAST)}"
        )
        yield {
            FactKind.NAME: name,
            FactKind.ADDRESS: {
                "house": str(chance.randint(1, 180)),
                "street": street,
                "town": chance.choice(_TOWNS),
                "postcode": f"{chance.choice(('WX', 'NM', 'PN', 'ZD'))}{chance.randint(1, 29)} "
                f"{chance.randint(1, 9)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}",
            },
            FactKind.PHONE: f"{areas[number // 1000 % len(areas)]}{number % 1000:03}",
            FactKind.EMAIL: f"{user}@mailbox.example",
            FactKind.HANDLE: user.replace(".", "_"),
            FactKind.BIRTH_DATE: f"{chance.randint(1945, 2004)}-{chance.randint(1, 12):02}-"
            f"{chance.randint(1, 28):02}",
            FactKind.VEHICLE: f"{''.join(chance.choices('ABCDEFGHJKLMNOPRSTUVWXY', k=2))}"
            f"{chance.randint(2, 74):02} {''.join(chance.choices('ABCDEFGHJKLMNPRSTUVWXYZ', k=3))}",
        }
