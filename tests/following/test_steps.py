"""Sources that are asked in steps: one answer feeds the next request, and nothing else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from scanner.model.plan import SentForm
from tests.following.loopback_services import (
    CONSENT,
    FACTS,
    Asked,
    Reply,
    checked,
    serving,
    source,
)

STEPS: list[dict[str, Any]] = [
    {
        "request": {"url": "http://id.example/resolve?name={{ handle | query }}"},
        "answers": {
            "found": {"status": 200, "json": "id"},
            "absent": {"status": 404, "json_equals": {"error": "unknown name"}},
        },
        "keep": {"id": {"json": "id", "pattern": "^did:([a-z0-9]+)$"}},
    }
]
ENTRY = source(
    "book",
    needs=["handle"],
    steps=STEPS,
    request={"url": "http://town-book.example/entries/{{ kept.id | path }}"},
    answers={"found": {"status": 200, "json": "name"}, "absent": {"status": 410, "json": "error"}},
)
ID = "src.sim.book"
KNOWN = {"janemarlow": "ab12"}


def book(asked: Asked) -> Reply:
    """Knows one name, and one entry that shows a telephone number."""
    if asked.path.startswith("/resolve"):
        number = KNOWN.get(asked.path.partition("=")[2])
        return Reply(200, {"id": f"did:{number}"}) if number else MISSING
    if asked.path == "/entries/ab12":
        return Reply(200, {"name": "Jane Marlow", "handle": "janemarlow", "tel": "07700 900123"})
    return Reply(410, {"error": "gone"})


MISSING = Reply(404, {"error": "unknown name"})


def test_the_answer_of_a_step_feeds_the_next_request(tmp_path: Path) -> None:
    with serving(book) as served:
        result = checked(tmp_path, [ENTRY], served)
    assert result.told(ID) == [
        ("step", "found", "found"),
        ("source", "found", "found"),
        ("control", "absent", "absent"),
    ]
    accounts = [f for f in result.assessment.findings if f.finding.kind.value == "handle"]
    assert [f.finding.attribution.value for f in accounts] == ["confirmed"]
    phones = [f for f in result.assessment.findings if f.finding.kind.value == "phone"]
    assert len(phones) == 1
    assert result.assessment.coverage.answered == result.assessment.coverage.applicable == 1


def test_a_control_goes_through_the_whole_chain(tmp_path: Path) -> None:
    """The service knows every name, so its yes means nothing."""

    def yes(asked: Asked) -> Reply:
        if asked.path.startswith("/resolve"):
            return Reply(200, {"id": "did:ab12"})
        return Reply(200, {"name": "Somebody", "about": "Welcome to the town book"})

    with serving(yes) as served:
        result = checked(tmp_path, [ENTRY], served)
    told = result.told(ID)
    assert ("source", "stale", "same_for_everyone") in told
    assert [t for t in told if t[0] == "control"] == [("control", "found", "found")] * 2
    controls = [a for a in served.asked if "janemarlow" not in a.path]
    assert len(controls) == 3  # Both entries have the same number.


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (MISSING, ("absent", "absent")),
        (Reply(404, "<h1>Not here</h1>"), ("stale", "no_signature")),
        (Reply(200, {"id": "not a number!"}), ("stale", "step_lacks")),
        (Reply(200, {"id": "did:" + "a" * 600}), ("stale", "step_lacks")),
        (Reply(429, "Slow down"), ("blocked", "rate_limited")),
        (Reply(500, "Oh"), ("failed", "server_error")),
    ],
)
def test_a_step_that_says_anything_else_ends_the_chain(
    tmp_path: Path, reply: Reply, expected: tuple[str, str]
) -> None:
    with serving(lambda asked: reply) as served:
        result = checked(tmp_path, [ENTRY], served)
    assert result.told(ID)[0] == ("step", *expected)
    assert {asked.host for asked in served.asked} == {"id.example"}
    coverage = result.assessment.coverage
    assert (coverage.answered, coverage.applicable) == (int(expected[0] == "absent"), 1)


def test_the_plan_announces_each_step_and_no_more_is_sent(tmp_path: Path) -> None:
    with serving(book) as served:
        result = checked(tmp_path, [ENTRY], served)
    told = {d.site: d for d in result.plan.disclosures}
    assert set(told) == {"id.example", "town-book.example"}
    (sent,) = told["id.example"].sends
    assert (sent.kind.value, sent.form) == ("handle", SentForm.CLEAR)
    assert told["town-book.example"].sends == ()
    for site, disclosure in told.items():
        requests = [s for s in result.gathered.sendings if s.site == site]
        assert 0 < len(requests) <= disclosure.requests
        assert {x for s in requests for x in s.sends} <= set(disclosure.sends)
    assert next(x.purpose.value for x in result.assessment.ledger if x.purpose) == "step"


def test_an_answer_cannot_choose_who_is_asked_next(tmp_path: Path) -> None:
    climbing = {**STEPS[0], "keep": {"id": {"json": "id"}}}
    rule = ENTRY | {"steps": [climbing]}

    def hostile(asked: Asked) -> Reply:
        if asked.path.startswith("/resolve"):
            return Reply(200, {"id": "//elsewhere.example/../../admin?x=1#"})
        return Reply(410, {"error": "gone"})

    with serving(hostile) as served:
        checked(tmp_path, [rule], served)
    (second,) = [asked for asked in served.asked if asked.host == "town-book.example"]
    assert unquote(second.path) == "/entries///elsewhere.example/../../admin?x=1#"
    assert second.path.count("/") == 2


def test_a_private_fact_in_an_answer_is_not_passed_on(tmp_path: Path) -> None:
    """The first service names the person's e-mail address; the second was not to learn it."""
    keeping = {**STEPS[0], "keep": {"mail": {"json": "mail"}}}
    rule = ENTRY | {
        "steps": [keeping],
        "request": {"url": "http://town-book.example/by-mail/{{ kept.mail | path }}"},
    }

    def telling(asked: Asked) -> Reply:
        return Reply(200, {"id": "did:ab12", "mail": "jane.marlow@mailbox.example"})

    with serving(telling) as served:
        result = checked(tmp_path, [rule], served)
    assert result.told(ID) == [("step", "stale", "step_would_tell")]
    assert {asked.host for asked in served.asked} == {"id.example"}


def test_values_are_kept_from_headers_and_elements_and_posted(tmp_path: Path) -> None:
    steps = [
        {
            "request": {"url": "http://id.example/u/{{ handle | path }}"},
            "keep": {
                "number": {"header": "X-Number"},
                "token": {"css": "meta[name=token]", "attribute": "content"},
            },
        }
    ]
    rule = ENTRY | {
        "steps": steps,
        "request": {
            "url": "http://town-book.example/graphql",
            "method": "POST",
            "headers": {"X-Token": "{{ kept.token }}"},
            "json": {"query": "entry", "variables": {"of": ["{{ kept.number }}", 3]}},
        },
    }

    def service(asked: Asked) -> Reply:
        if asked.host == "id.example":
            page = '<meta name="token" content="t-9"><p>A page of the town book</p>'
            return Reply(200, page, {"X-Number": "77"})
        return Reply(200, {"name": asked.body.decode(), "handle": "janemarlow"})

    with serving(service) as served:
        checked(tmp_path, [rule], served)
    posted = next(asked for asked in served.asked if asked.method == "POST")
    assert posted.headers["X-Token"] == "t-9"
    assert posted.headers["Content-Type"] == "application/json"
    assert posted.body == b'{"query": "entry", "variables": {"of": ["77", 3]}}'


def test_a_handle_that_the_site_cannot_have_is_told_and_not_asked_for(tmp_path: Path) -> None:
    rule = ENTRY | {"handle_pattern": "[a-z]{3,20}", "handle_without": "."}
    profile = CONSENT + FACTS.replace('"janemarlow"', '["jane.marlow", "jane_marlow"]')
    with serving(book) as served:
        result = checked(tmp_path, [rule], served, profile=profile)
    assert not [asked for asked in served.asked if "jane_marlow" in unquote(asked.path)]
    assert [asked for asked in served.asked if asked.path.endswith("=janemarlow")]
    (left_out,) = [item for item in result.plan.left_out if item.source_id == ID]
    assert left_out.reason.value == "impossible"
    assert "jane_marlow" not in left_out.detail
