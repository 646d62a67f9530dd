"""Pieces of facts: never silently dropped beside the name, never more than a question alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from scanner.judge import Judged, judge
from scanner.match import FactIndex
from scanner.model.answer import Answer
from scanner.model.capture import Capture, Hop
from scanner.model.finding import Attribution
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose, Request
from scanner.profile import parse_profile
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

HEAD = """
schema = 1
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "Jane Marlow"
"""

URL = "https://a.example/page"

Judge = Callable[[str, str], Judged]


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook([])


@pytest.fixture
def judged(book: RuleBook) -> Judge:
    """Judges a page for Jane Marlow with one further fact, written as in a profile."""

    def run(fact: str, body: str) -> Judged:
        subject = parse_profile(HEAD + fact, date(2026, 11, 22)).subject
        probe = Probe("p", "src.page.given", Request(URL), "a.example", "a.example", Purpose.PAGE)
        data = f"<!doctype html><title>A page</title><body>{body}".encode()
        hop = Hop(URL, 200, (("Content-Type", "text/html; charset=utf-8"),), "127.0.0.1:443")
        capture = Capture("p", (hop,), data, data, datetime(2026, 11, 22, tzinfo=UTC), 5)
        document = read(capture)
        answer = Answer(probe, capture, Outcome("p", OutcomeKind.FOUND, "found", ""), document)
        matched = {"p": FactIndex([subject], book.detectors).match(document)}
        return judge(subject, book, [answer], matched, b"key")

    return run


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
