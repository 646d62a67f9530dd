"""A page that shows nothing of the person counts as read only if the site can also say no."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import responses
from requests import PreparedRequest

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.assessment import Assessment
from scanner.model.bands import Standing
from scanner.model.events import AssessmentMade
from scanner.model.outcome import OutcomeKind
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 22)
PROFILE = """
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
phone = "07700 900123"
"""
PAGE = "https://a.example/minutes"
LONG = "<p>" + "Please sign in to read what members of the town write to each other. " * 40 + "</p>"
MINUTES = "<p>" + "The minutes of the last meeting were read, agreed and signed. " * 40 + "</p>"

Answer = Callable[[str], tuple[int, str]]


MESSAGE = """From: clerk@a.example
Subject: Minutes
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=part

--part
Content-Type: text/plain

{words}
--part
Content-Type: {attached}; name=more
Content-Transfer-Encoding: base64

AAAAAAAAAAAAAAAA
--part--
"""
"""A page that may be read in part."""


def checked(answer: Answer, media_type: str = "text/html") -> Assessment:
    """Checks one page of a site that answers each path as `answer` says."""

    def reply(request: PreparedRequest) -> tuple[int, dict[str, str], str]:
        path = (request.url or "").removeprefix("https://a.example")
        if path == "/robots.txt":
            return 404, {}, ""
        status, body = answer(path)
        body = f"<!doctype html>{body}" if media_type == "text/html" else body
        return status, {"Content-Type": media_type}, body

    subject = parse_profile(PROFILE, TODAY).subject
    book = load_rulebook([])
    options = PlanOptions(pages=(PAGE,), only=frozenset({"src.page.given"}))
    plan = make_plan(subject, book, options, TODAY)
    fetch = FetchOptions(connect_to={"a.example": ("127.0.0.1", 9)}, spacing_s=0.0)
    with responses.RequestsMock() as web, Fetcher(fetch, now=lambda: datetime.now(UTC)) as fetcher:
        web.add_callback(responses.GET, url=re.compile(r"https://a\.example/.*"), callback=reply)
        events = list(
            check(subject, book, plan, fetcher, b"key", lambda: datetime.now(UTC), random.Random(5))
        )
    last = events[-1]
    assert isinstance(last, AssessmentMade)
    return last.assessment


def outcome(assessment: Assessment) -> OutcomeKind:
    return next(c.outcome for c in assessment.checks if c.probe_id == "given-1")


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_long_wall_is_never_an_answer(status: int) -> None:
    assessment = checked(lambda path: (status, LONG))
    assert outcome(assessment) is OutcomeKind.BLOCKED
    assert assessment.headline.kind == "not_enough"


def test_a_quiet_page_of_a_site_that_can_say_no_is_read() -> None:
    assessment = checked(
        lambda path: (200, MINUTES) if path == "/minutes" else (404, "<p>No such page.</p>")
    )
    assert outcome(assessment) is OutcomeKind.FOUND
    assert assessment.headline.kind == "nothing_found"


def test_a_soft_error_page_that_differs_is_a_no_too() -> None:
    assessment = checked(
        lambda path: (200, MINUTES if path == "/minutes" else "<p>Sorry, nothing here. Try home.")
    )
    assert outcome(assessment) is OutcomeKind.FOUND


@pytest.mark.parametrize("status", [200, 404, 410, 500])
def test_a_page_that_shows_a_fact_is_told_whatever_its_status(status: int) -> None:
    assessment = checked(lambda path: (status, "<p>Jane Marlow, 07700 900123</p>"))
    assert outcome(assessment) is OutcomeKind.FOUND
    assert [f.standing for f in assessment.findings] == [Standing.RISK]


def test_what_a_wall_shows_is_told_though_it_stays_a_wall() -> None:
    assessment = checked(lambda path: (403, "<p>Members only. Jane Marlow, 07700 900123</p>"))
    assert outcome(assessment) is OutcomeKind.BLOCKED
    assert [f.standing for f in assessment.findings] == [Standing.RISK]


def test_a_challenge_that_repeats_the_name_is_no_answer() -> None:
    assessment = checked(lambda path: (200, "<p>One moment, Jane Marlow, we are checking.</p>"))
    assert outcome(assessment) is not OutcomeKind.FOUND


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Log in</title><form><input type=password></form>{MINUTES}",
        "<title>Page not found</title><h1>Sorry, that page does not exist</h1>" + MINUTES[:900],
    ],
    ids=["a long log-in page", "an error page that says 200"],
)
def test_what_says_that_it_is_no_answer_is_none(page: str) -> None:
    def answer(path: str) -> tuple[int, str]:
        return (200, page) if path == "/minutes" else (404, "<p>No such page.</p>")

    assert outcome(checked(answer)) not in (OutcomeKind.FOUND, OutcomeKind.ABSENT)


@pytest.mark.parametrize(
    ("words", "attached", "expected"),
    [
        (MINUTES, "text/plain", OutcomeKind.FOUND),
        (MINUTES, "application/octet-stream", OutcomeKind.FAILED),
        (f"Jane Marlow wrote this. {MINUTES}", "application/octet-stream", OutcomeKind.FAILED),
        (f"Jane Marlow, 07700 900123. {MINUTES}", "application/octet-stream", OutcomeKind.FOUND),
    ],
    ids=["wholly read", "half read and silent", "half read with the name", "half read with a fact"],
)
def test_the_silence_of_what_was_half_read_proves_nothing(
    words: str, attached: str, expected: OutcomeKind
) -> None:
    message = MESSAGE.format(words=words, attached=attached)

    def answer(path: str) -> tuple[int, str]:
        return (200, message) if path == "/minutes" else (404, "There is no such page.")

    assessment = checked(answer, "message/rfc822")
    assert outcome(assessment) is expected
    if expected is OutcomeKind.FAILED:
        assert assessment.headline.kind == "not_enough"
        check = next(c for c in assessment.checks if c.probe_id == "given-1")
        assert (check.reason, bool(check.look_yourself)) == ("partly_read", True)
