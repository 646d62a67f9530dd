"""Of thousands of people only those are met at a glance of whom more than a common piece stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from bench.people import subject
from scanner.match.glance import Glance, Look
from scanner.model.facts import FactKind
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.rulebook.loader import load_rulebook
from scanner.sweep.source import looks_of

FILLER = "Old minutes of the last meeting were agreed and the tea was strong. " * 3


@cache
def detectors() -> Mapping[FactKind, FactDetector]:
    return load_rulebook().detectors


def person(name: str, **given: str | dict[str, str]) -> Subject:
    facts: dict[FactKind, str | dict[str, str]] = {FactKind.NAME: name}
    facts |= {FactKind(kind): value for kind, value in given.items()}
    return subject(name.lower().replace(" ", "-"), facts)


def home(house: str, street: str, town: str, postcode: str) -> dict[str, str]:
    return {"house": house, "street": street, "town": town, "postcode": postcode}


NEIGHBOURS = [
    person("Jane Marlow", address=home("14", "Church Lane", "Wexcombe", "WX4 7QT")),
    person("Tom Marlow", address=home("3", "Church Lane", "Northmoor", "WX9 1AA")),
    person("Ann Reed", address=home("27", "Church Lane", "Aldersley", "WX7 2BB")),
    person("Peter Hall", address=home("8", "Church Lane", "Brackwell", "WX8 3CC")),
]


def met(people: list[Subject], text: str) -> set[str]:
    """Who is met in a text, among others."""
    shown = f"{FILLER}{text} {FILLER}".encode()
    return set(Glance(people, detectors()).candidates(Look(shown)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A shop in Church Lane was closed.", set()),
        ("14 Church Lane, Wexcombe.", {"jane-marlow"}),
        ("14 Church Lane, Northmoor.", set()),
        ("15 Church Lane, Wexcombe.", set()),
        ("A shop in Church Lane. Jane Marlow spoke.", {"jane-marlow"}),
        ("A shop in Church Lane, said J. Marlow.", {"jane-marlow"}),
        ("Marlow, Jane, moved it. Church Lane was closed.", {"jane-marlow"}),
        ("The hall in Church Lane; a reed by the pond.", set()),
        ("Jane Marlow and Ann Reed spoke.", set()),
        ("Jane Elizabeth Marlow of Church Ln.", {"jane-marlow"}),
    ],
)
def test_a_street_of_many_leads_to_whom_more_is_said_of(text: str, expected: set[str]) -> None:
    assert met(NEIGHBOURS, text) == expected


def test_a_host_of_many_leads_to_whose_user_stands_before_it() -> None:
    users = ["jane.marlow", "tom.reed", "ann.hall", "peter.aske", "lucy.field"]
    people = [person(user.replace(".", " ").title(), email=f"{user}@gmail.com") for user in users]
    assert met(people, "Write to somebody.else@gmail.com.") == set()
    assert met(people, "Write to Jane.Marlow (at) gmail (dot) com.") == {"jane-marlow"}
    assert met(people, "moc.liamg@wolram.enaj") == {"jane-marlow"}
    assert met(people, "Write to jane.marlow@NOSPAM.gmail.com.") == {"jane-marlow"}


def test_a_date_is_one_of_birth_only_where_a_birth_is_told_and_somebody_is_named() -> None:
    people = [person("Jane Marlow", birth_date="1979-03-14")]
    assert met(people, "Jane Marlow, born 14 March 1979.") == {"jane-marlow"}
    assert met(people, "Marlow, Jane (b. 14/03/1979)") == {"jane-marlow"}
    assert met(people, "Jane Marlow spoke on 14 March 1979 of a job or not.") == set()
    assert met(people, "Somebody was born on 14 March 1979.") == set()
    assert met(people, "Jane Marlow, born 15 March 1979.") == set()


@pytest.mark.parametrize("name", ["Иван Петров", "Иван Marlow"])
def test_a_name_that_letters_do_not_tell_is_taken_for_there(name: str) -> None:
    people = [person(name, address=home("14", "Church Lane", "Wexcombe", "WX4 7QT"))]
    assert len(met(people, f"Church Lane, and {name} spoke.")) == 1


@pytest.mark.parametrize(
    ("source", "is_met"),
    [
        ("<script>var x = 1; track('nobody');</script>", False),
        ("<script>var t = '07700 900123';</script>", True),
        ("<SCRIPT>var t = '07700 900123';</SCRIPT>", True),
        ('<script type="application/json">["07700 900123"]</script>', True),
        ("<style>.a7700900123{color:red}</style>", False),
        ("<p title='<script>'>Ring 07700 900123.</p>", True),
        ("<p title='<script>'>Ring 07700 900123.</p><script>var y;</script>", True),
        ("<!-- <script> -->Ring 07700 900123.", True),
        ("<!-- never ended Ring 07700 900123.", True),
        ("<scripture>Ring 07700 900123.</scripture>", True),
        ("<script>never ended; Ring 07700 900123", True),
        ("<p>07<b>700</b> 9<i></i>00123", True),
        ('<a href="tel:+447700900123">ring</a>', True),
        ('<a data-call="07700&#32;900%20123">ring</a>', True),
    ],
)
def test_what_is_left_out_of_a_source_is_what_nobody_reads(source: str, is_met: bool) -> None:
    people = [person("Jane Marlow", phone="07700 900123")]
    looks = looks_of(f"<html><body><p>{FILLER}{source}<p>{FILLER}".encode())
    assert looks is not None
    assert bool(Glance(people, detectors()).candidates(*looks)) is is_met


def test_a_gazetteer_costs_no_more_than_to_look_for_everybody() -> None:
    streets = [f"{first}{last} Road" for first in "ABCDEFGHIJ" for last in ("xby", "xham", "xley")]
    streets += [street.replace("Road", kind) for street in streets for kind in ("Lane", "Close")]
    people = [
        person(f"Jane Marlow{number}", address=home("14", street, "Wexcombe", "WX4 7QT"))
        for number, street in enumerate(streets)
    ]
    long = "\n".join(streets) + " and so on" * 40_000
    assert len(Glance(people, detectors()).candidates(Look(long.encode()))) == len(people)
    assert met(people, "\n".join(streets)) == set()
