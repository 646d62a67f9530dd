"""Pieces of facts: never silently dropped beside the name, never more than a question alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.judge import Judged
from scanner.model.finding import Attribution

Judge = Callable[[str, str], Judged]


@pytest.fixture
def judged(judge_page: Judge) -> Judge:
    return judge_page


@pytest.mark.parametrize(
    ("fact", "body"),
    [
        ('phone = "900456"', "Jane Marlow, 3 Mill Lane, Dunmere, SW1A 2AA, 07700 900456"),
        ('address = { house = "27", street = "Larkspur Lane" }',
         "Jane Marlow, 27 Larkspur Lane, Dunmere, SW1A 2AA"),
        ('address = { street = "Larkspur Lane" }', "Jane Marlow lives on Larkspur Lane."),
        ("birth_date = 1981-07-09",
         "Jane Marlow of Northwich, born 9 July 1981, 3 Mill Lane, CW9 5AA"),
    ],
)  # fmt: skip
def test_a_piece_beside_the_name_is_told(judged: Judge, fact: str, body: str) -> None:
    result = judged(fact, f"<p>{body}</p>")
    kept = [f for f in result.findings if f.attribution is not Attribution.OTHER_PERSON]
    assert kept


@pytest.mark.parametrize(
    ("fact", "body"),
    [
        ('phone = "900456"', "Jane Marlow, 07700 900456"),
        ('address = { house = "27", street = "Larkspur Lane" }',
         "Jane Marlow, 27 Larkspur Lane"),
        ('address = { street = "Larkspur Lane" }', "Jane Marlow lives on Larkspur Lane."),
        ('vehicle = "AB12"', "Jane Marlow drives AB12 CDE."),
    ],
)  # fmt: skip
def test_a_piece_alone_is_only_a_question(judged: Judge, fact: str, body: str) -> None:
    result = judged(fact, f"<p>{body}</p>")
    assert {f.attribution for f in result.findings} <= {Attribution.POSSIBLE}


@pytest.mark.parametrize(
    ("fact", "body"),
    [
        ('phone = "900456"', "Ring 07700 900456 for logs."),
        ('address = { street = "Larkspur Lane" }', "Larkspur Lane is closed."),
        ('address = { house = "27", street = "Larkspur Lane" }', "For sale: 27 Larkspur Lane"),
    ],
)
def test_a_piece_without_the_name_is_nobodys(judged: Judge, fact: str, body: str) -> None:
    result = judged(fact, f"<p>{body}</p>")
    assert {f.attribution for f in result.findings} <= {Attribution.OTHER_PERSON}


def test_a_private_host_is_masked_but_for_its_ending(judged: Judge) -> None:
    body = "<p>Jane Marlow, jane@post.marlow-family.example</p>"
    question = judged('phone = "07700 900123"', body).questions[0]
    assert question.masked == "j•••@p•••.••••••-••••••.example"
    assert "marlow-family" not in question.quote.shown(True)


def test_another_street_that_begins_alike_is_not_the_persons(judged: Judge) -> None:
    address = (
        'address = { house = "14", street = "Bramble Road", town = "Wexcombe", '
        'postcode = "WX4 7QT" }'
    )
    result = judged(address, "<p>Jane Marlow, 14 Bramble Road North, Wexcombe</p>")
    assert not [f for f in result.findings if f.attribution is not Attribution.OTHER_PERSON]
