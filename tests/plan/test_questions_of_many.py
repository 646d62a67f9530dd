"""When the probes of two people are one question, and what of them a store may hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.errors import PlanError
from scanner.model.capture import Sending
from scanner.model.facts import FactKind, Secret
from scanner.model.plan import Manners, Probe, Purpose, Request, Robots, Sent, SentForm
from scanner.plan import own_sending, question_of, question_parts, with_all_told, with_key
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from tests.case.probes_for_tests import NOW

SECRET = "k3y/with+signs"
PROBE = Probe(
    "janes-probe",
    "src.page.given",
    Request("https://council.example/people"),
    "council.example",
    "council.example",
    Purpose.PAGE,
    subject_ids=("jane-marlow",),
    page_url="https://council.example/people",
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


def test_who_asks_and_how_long_the_pause_is_make_no_other_question() -> None:
    other = replace(
        PROBE,
        id="another",
        subject_ids=("bob",),
        parent_id="x",
        page_url="",
        sends=(Sent(FactKind.NAME, SentForm.CLEAR, "name-1"),),
        manners=Manners(spacing_s=9.0),
    )
    assert question_parts(PROBE) == question_parts(other)


@pytest.mark.parametrize(
    "other",
    [
        replace(PROBE, request=Request("https://council.example/people?page=2")),
        replace(PROBE, request=replace(PROBE.request, method="POST")),
        replace(PROBE, request=replace(PROBE.request, headers=(("Accept", "text/plain"),))),
        replace(PROBE, request=replace(PROBE.request, body=b"x")),
        replace(PROBE, manners=Manners(robots=Robots.NOT_APPLICABLE)),
        replace(PROBE, manners=Manners(timeout_s=5.0)),
        replace(PROBE, robots_waiver="it is my own"),
        replace(PROBE, trusted_origin=True),
        replace(PROBE, forwards_to=("cdn.example",)),
        replace(PROBE, key=Secret(SECRET, "•")),
    ],
    ids=lambda other: "",
)
def test_whatever_changes_the_request_or_its_bounds_makes_another(other: Probe) -> None:
    assert question_parts(PROBE) != question_parts(other)


def test_a_waiver_is_one_whatever_its_words() -> None:
    first, second = (replace(PROBE, robots_waiver=why) for why in ("mine", "I run this page"))
    assert question_parts(first) == question_parts(second)
    assert "mine" not in repr(question_of(first, "k"))


def test_a_key_is_neither_in_the_question_nor_in_its_name_and_comes_back(book: RuleBook) -> None:
    rule = next(
        rule
        for rule in book.sources.values()
        if rule.secret and rule.request and "secret" in str(rule.request.headers)
    )
    probe = replace(
        PROBE,
        source_id=rule.id,
        key=Secret(SECRET, "•"),
        request=Request("https://api.example/v1?page=2", headers=(("X-Key", SECRET),)),
        step=len(rule.steps),
        variables=(("email", Secret("jane.marlow@mailbox.example", "j…")),),
    )
    question = question_of(probe, "k")
    assert SECRET not in "".join(question_parts(probe))
    assert question.request == Request("https://api.example/v1?page=2")
    assert question.key.reveal() == ""
    asked = with_key(question, book, {rule.secret: SECRET})
    assert asked.key.reveal() == SECRET
    assert any(SECRET in value for _, value in asked.request.headers)
    assert asked.request.url == probe.request.url
    other_key = replace(
        probe,
        key=Secret("other", "•"),
        request=replace(probe.request, headers=(("X-Key", "other"),)),
    )
    assert question_parts(other_key) == question_parts(probe)
    with pytest.raises(PlanError, match="keys set"):
        with_key(question, book, {})


def test_a_request_carries_each_ones_own_facts() -> None:
    jane = replace(
        PROBE,
        request=Request("https://social.example/janemarlow"),
        sends=(Sent(FactKind.HANDLE, SentForm.CLEAR, "handle-1"),),
        variables=(("handle", Secret("janemarlow", "j…")),),
    )
    question = question_of(jane, "k")
    assert [sent.fact_id for sent in question.sends] == [""]
    sent = Sending("k", "https://social.example/", "GET", "social.example", NOW, "redirect")
    led_on = replace(sent, url="https://www.social.example/janemarlow")
    assert own_sending(sent, jane).sends == ()
    assert own_sending(led_on, jane).sends == jane.sends
    assert own_sending(replace(sent, what="probe"), jane).sends == jane.sends
    # Who listed the page without a name in it is told the same, with nothing of theirs.
    assert own_sending(led_on, PROBE).sends == ()
    assert with_all_told(question_of(PROBE, "k"), question).sends == question.sends
