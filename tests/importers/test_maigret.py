"""Maigret's list, field by field, engines included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.importers.lists import imported, loss, maigret, maigret_site, rule

SUCCESS = [200, 201, 202, 203, 204, 205, 206]
MISSING = [400, 404, 410, 422]


@pytest.mark.parametrize(
    ("fields", "found", "absent"),
    [
        (
            {},
            {"status": SUCCESS, "body": ["class=member"], "none": [{"body": ["no such member"]}]},
            [{"body": ["no such member"]}],
        ),
        (
            {"presenseStrs": None},
            {"status": SUCCESS, "none": [{"body": ["no such member"]}]},
            [{"body": ["no such member"]}],
        ),
        ({"absenceStrs": None}, {"status": SUCCESS, "body": ["class=member"]}, []),
        (
            {"ignore403": True, "absenceStrs": None},
            {"status": [*SUCCESS, 403], "body": ["class=member"]},
            [],
        ),
        (
            {"similarSearch": True, "absenceStrs": None},
            {"status": SUCCESS, "body": ["class=member"], "shows": "handle"},
            [],
        ),
        ({"checkType": "status_code"}, {"status": SUCCESS}, [{"status": MISSING}]),
        (
            {"checkType": "response_url"},
            {"status": SUCCESS, "body": ["class=member"]},
            [{"status": [301, 302, 303, 307, 308, *MISSING]}],
        ),
    ],
)
def test_check_types(
    tmp_path: Path, fields: dict[str, Any], found: dict[str, Any], absent: list[dict[str, Any]]
) -> None:
    made = rule(tmp_path, maigret(Book=maigret_site(**fields)))
    assert made["answers"]["found"] == [found]
    assert made["answers"].get("absent", []) == absent
    follows = fields.get("checkType") != "response_url"
    assert ("redirects" not in made["request"]) is follows


def test_an_engine_fills_in_what_the_entry_leaves_open(tmp_path: Path) -> None:
    engines = {
        "Board": {
            "name": "Board",
            "presenseStrs": ["powered by Board"],
            "site": {
                "url": "{urlMain}{urlSubpath}/members/?username={username}",
                "urlProbe": "{urlMain}/api/{username}.json",
                "checkType": "message",
                "presenseStrs": ["profilePage"],
                "absenceStrs": ["cannot be found"],
                "errors": {"You are banned": "IP ban"},
                "headers": {"Accept": "text/html"},
                "regexCheck": "^[^\\.]+$",
                "ignore403": True,
            },
        }
    }
    entry = {
        "engine": "Board",
        "urlMain": "https://board.town-book.example",
        "urlSubpath": "/forum/",
        "presenseStrs": ["our own"],
        "headers": {"Accept": "*/*", "X-A": "1"},
        "errors": {"Closed": "closed"},
        "usernameClaimed": "alice",
        "usernameUnclaimed": "nobody",
    }
    made = rule(tmp_path, maigret(engines, Book=entry))
    board = "https://board.town-book.example"
    assert made["request"]["url"] == f"{board}/api/{{{{ handle | path }}}}.json"
    assert made["page_url"] == f"{board}/forum/members/?username={{{{ handle | path }}}}"
    assert made["request"]["headers"] == {"Accept": "*/*", "X-A": "1"}
    assert made["answers"]["found"] == [
        {
            "status": [*SUCCESS, 403],
            "body": ["our own", "profilePage"],
            "none": [{"body": ["cannot be found"]}],
        }
    ]
    assert set(made["answers"]["blocked"][0]["body"]) == {"You are banned", "Closed"}
    assert made["handle_pattern"] == r"[^\.]+"


def test_parameters_payload_tags_and_the_rest(tmp_path: Path) -> None:
    site = maigret_site(
        urlProbe="https://api.town-book.example/graphql?v=2",
        getParams={"lang": "en"},
        requestMethod="POST",
        requestPayload={"query": '{{ user(name: "{username}") {{ id }} }}', "n": 5},
        tags=["gb", "porn", "coding"],
        protection=["tls_fingerprint"],
        alexaRank=7,
        source="Elsewhere",
        mirrors=["https://mirror.example"],
        encoding="gbk",
        requestHeadOnly=True,
        caseSentitive=True,
        errorUrl="https://town-book.example",
    )
    made = rule(tmp_path, maigret(Book=site))
    assert made["request"]["url"] == "https://api.town-book.example/graphql?v=2&lang=en"
    assert made["request"]["json"] == {
        "query": '{ user(name: "{{ handle }}") { id } }',
        "n": 5,
    }
    assert made["category"] == "code"
    assert made["sensitive"] is True
    (whole,) = imported(tmp_path, maigret(Book=site)).rules
    fields = {remark.field for remark in whole.remarks}
    assert fields == {"protection", "mirrors", "encoding", "requestHeadOnly"}


def test_a_form_is_sent_as_one(tmp_path: Path) -> None:
    site = maigret_site(
        requestMethod="POST",
        requestPayload={"user": "{username}", "n": 5},
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert rule(tmp_path, maigret(Book=site))["request"]["form"] == {
        "user": "{{ handle }}",
        "n": "5",
    }


def test_what_the_list_has_switched_off_is_a_draft(tmp_path: Path) -> None:
    result = imported(tmp_path, maigret(A=maigret_site(disabled=True), B=maigret_site()))
    assert [made.name for made in result.in_use] == ["B"]
    assert '"draft"' in result.rules[0].text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"type": "gaia_id"}, "type"),
        ({"protocol": "tor"}, "protocol"),
        ({"activation": {"method": "x", "url": "https://a.example"}}, "activation"),
        ({"engine": "Unheard"}, "engine"),
        ({"url": None}, "url"),
        ({"url": "{urlMain}/u"}, "url"),
        ({"checkType": None}, "checkType"),
        ({"checkType": "guess"}, "checkType"),
        ({"presenseStrs": None, "absenceStrs": None}, "presenseStrs"),
        ({"absenceStrs": [1]}, "absenceStrs"),
        ({"requestMethod": "DELETE"}, "requestMethod"),
        ({"requestMethod": "POST"}, "requestPayload"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    assert loss(tmp_path, maigret(Book=maigret_site(**fields)))[0] == field
