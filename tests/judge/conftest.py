"""A page judged for an invented person, through the real reader, matcher and rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from scanner.judge import Attributed, Judged, attributed, judge
from scanner.match import FactIndex
from scanner.model.answer import Answer
from scanner.model.capture import Capture, Hop
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

JudgePage = Callable[..., Judged]


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_rulebook([])


@pytest.fixture
def judge_page(book: RuleBook) -> JudgePage:
    """Judges a page for Jane Marlow with the further facts given, written as in a profile."""

    def run(
        facts: str,
        body: str,
        url: str = "https://a.example/page",
        kind: OutcomeKind = OutcomeKind.FOUND,
        key: bytes = b"key",
        asked: str = "",
    ) -> Judged:
        subject = parse_profile(HEAD + facts, date(2026, 11, 22)).subject
        asked = asked or url  # another address, when it led on to `url`
        host = asked.split("/")[2]
        probe = Probe("p", "src.page.given", Request(asked), host, host, Purpose.PAGE)
        data = f"<!doctype html><title>A page</title><body>{body}".encode()
        hop = Hop(url, 200, (("Content-Type", "text/html; charset=utf-8"),), "127.0.0.1:443")
        capture = Capture("p", (hop,), data, data, datetime(2026, 11, 22, tzinfo=UTC), 5)
        document = read(capture)
        answer = Answer(probe, capture, Outcome("p", kind, kind.value, ""), document)
        matched = {"p": FactIndex([subject], book.detectors).match(document)}
        return judge(subject, book, [answer], matched, key)

    return run


@pytest.fixture
def attribute_page(book: RuleBook) -> Callable[..., tuple[Attributed, ...]]:
    """Every sighting of the person of a profile on a page or in a file, with its attribution.

    `others`: profiles of further people who are looked for at the same time.
    """

    def run(
        profile: str, content: str, media_type: str = "text/html", others: Sequence[str] = ()
    ) -> tuple[Attributed, ...]:
        subjects = [parse_profile(text, date(2026, 11, 22)).subject for text in (profile, *others)]
        data = content.encode()
        hop = Hop(
            "https://a.example/page",
            200,
            (("Content-Type", f"{media_type}; charset=utf-8"),),
            "127.0.0.1:443",
        )
        document = read(Capture("p", (hop,), data, data, datetime(2026, 11, 22, tzinfo=UTC), 5))
        matched = FactIndex(subjects, book.detectors).match(document)
        return attributed(subjects[0], book, document, matched)

    return run
