"""Pages on which something was found before are planned again, announced, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scanner.errors import ConsentError
from scanner.model.bands import Band, Standing
from scanner.model.before import Before
from scanner.model.finding import Quote, QuotePart
from scanner.model.history import Known, Turn
from scanner.model.plan import Plan, Probe, Purpose
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, make_plan
from scanner.plan.revisits import MOST_REVISITS, RELAPSE_DAYS
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.text.identities import fact_identity

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LISTED = "https://www.wexcombe-herald.example/news/marlow-stands"
FORUM = "https://talk.wexcombe-forum.example/viewtopic.php?t=4471"
PROFILE = f"""
schema = 1
[subject]
role = "candidate"
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
[pages]
urls = ["{LISTED}"]
"""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook([])


@pytest.fixture(scope="module")
def subject() -> Subject:
    return parse_profile(PROFILE, TODAY).subject


@pytest.fixture
def known(subject: Subject) -> Any:
    (phone,) = (fact for fact in subject.facts if fact.kind == "phone")

    def make(url: str = FORUM, **given: Any) -> Known:
        fields: dict[str, Any] = {
            "finding_id": f"id-{url}",
            "probe_id": "searxng-1.lead-1",
            "source_id": "src.page.lead",
            "exposure": "fact.personal_mobile",
            "fact_ids": (phone.id,),
            "title": "Your mobile number",
            "standing": Standing.RISK,
            "band": Band.HIGH,
            "harm": 8.0,
            "site": url.split("/")[2],
            "url": Quote((QuotePart(url),)),
            "address": url,
            "content": "",
            "turn": Turn.NEW,
            "first_seen_at": NOW,
            "last_seen_at": NOW,
            "facts": (fact_identity(phone),),
        }
        return Known(**{**fields, **given})

    return make


def plan(subject: Subject, book: RuleBook, *known: Known, **options: Any) -> Plan:
    before = Before(known=known)
    return make_plan(subject, book, PlanOptions(**options), TODAY, before)


def again(made: Plan) -> list[Probe]:
    return [probe for probe in made.probes if probe.purpose is Purpose.REVISIT]


def test_a_page_that_a_search_named_is_asked_again_by_itself(subject, book, known) -> None:
    made = plan(subject, book, known())
    (probe,) = again(made)
    assert (probe.request.url, probe.source_id, probe.sends) == (FORUM, "src.page.lead", ())
    (told,) = (entry for entry in made.disclosures if entry.site == "wexcombe-forum.example")
    assert told.sends == () and told.requests >= 1
    assert again(make_plan(subject, book, PlanOptions(), TODAY)) == []


def test_its_id_is_the_same_in_every_check(subject, book, known) -> None:
    alone = again(plan(subject, book, known()))[0].id
    more = again(plan(subject, book, known("https://a.example/1", band=Band.CRITICAL), known()))
    assert alone == next(probe.id for probe in more if probe.request.url == FORUM)


def test_what_is_asked_anyway_is_asked_once(subject, book, known) -> None:
    also = LISTED.replace("https://", "http://") + "/"
    assert again(plan(subject, book, known(LISTED), known(also))) == []
    assert len(again(plan(subject, book, known(), known(f"{FORUM}#top", finding_id="b")))) == 1


def test_what_is_gone_is_watched_for_a_while(subject, book, known) -> None:
    days = timedelta(days=RELAPSE_DAYS)
    lately = known(turn=Turn.GONE, gone_at=NOW - days)
    long_ago = known(turn=Turn.GONE, gone_at=NOW - days - timedelta(days=1))
    back_again = replace(long_ago, turn=Turn.RELAPSED)
    assert len(again(plan(subject, book, lately))) == 1
    assert again(plan(subject, book, long_ago)) == []
    assert len(again(plan(subject, book, back_again))) == 1


def test_only_for_what_is_still_looked_for_and_only_pages(subject, book, known) -> None:
    taken_out = known(facts=("phone\n+447700900461",))
    record = known(source_id="src.code.github_user")
    unknown = known(source_id="src.retired")
    inside = known("http://192.168.1.1/people")
    assert again(plan(subject, book, taken_out, record, unknown, inside)) == []


def test_the_worst_come_first_and_there_is_an_end(subject, book, known) -> None:
    many = [known(f"https://site-{n}.example/") for n in range(MOST_REVISITS + 5)]
    worst = known("https://worst.example/", band=Band.CRITICAL)
    made = again(plan(subject, book, *many, worst))
    assert len(made) == MOST_REVISITS
    assert made[0].request.url == "https://worst.example/"


def test_only_what_the_user_asks_for(subject, book, known) -> None:
    assert again(plan(subject, book, known(), only=frozenset({"src.page.given"}))) == []


def test_no_page_is_asked_again_once_consent_has_ended(subject, book, known) -> None:
    ended = replace(subject, consent=replace(subject.consent, valid_until=date(2026, 11, 22)))
    with pytest.raises(ConsentError):
        plan(ended, book, known())
