"""Sherlock's list, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanner.importers import Format
from tests.importers.lists import imported, loss, rule, sherlock, sherlock_site

SUCCESS = [200, 201, 202, 203, 204, 205, 206]
MISSING = [400, 404, 410, 422]
MOVED = [301, 302, 303, 307, 308]


@pytest.mark.parametrize(
    ("fields", "found", "absent", "follows"),
    [
        ({}, {"status": SUCCESS}, [{"status": MISSING}], True),
        (
            {"errorCode": 204},
            {"status": [s for s in SUCCESS if s != 204]},
            [{"status": [204, *MISSING]}],
            True,
        ),
        (
            {"errorCode": [204, 999]},
            {"status": [s for s in SUCCESS if s != 204]},
            [{"status": [204, *MISSING]}],
            True,
        ),
        (
            {"errorType": "message", "errorMsg": "<title>Nobody</title>"},
            {"status": SUCCESS, "none": [{"body": ["<title>Nobody</title>"]}]},
            [{"body": ["<title>Nobody</title>"]}],
            True,
        ),
        (
            {"errorType": "message", "errorMsg": ["a", "b {}"]},
            {"status": SUCCESS, "none": [{"body": ["a", "b {{ handle }}"]}]},
            [{"body": ["a", "b {{ handle }}"]}],
            True,
        ),
        (
            {"errorType": "response_url", "errorUrl": "https://town-book.example/"},
            {"status": SUCCESS},
            [{"status": [*MOVED, *MISSING]}],
            False,
        ),
        (
            {"errorType": ["status_code", "message"], "errorMsg": "no"},
            {"status": SUCCESS, "none": [{"body": ["no"]}]},
            [{"body": ["no"]}, {"status": MISSING}],
            True,
        ),
        (
            {"errorType": ["message", "response_url"], "errorMsg": "no", "errorUrl": "/"},
            {"status": SUCCESS, "none": [{"body": ["no"]}]},
            [{"body": ["no"]}, {"status": [*MOVED, *MISSING]}],
            False,
        ),
    ],
)
def test_error_types(
    tmp_path: Path,
    fields: dict[str, Any],
    found: dict[str, Any],
    absent: list[dict[str, Any]],
    follows: bool,
) -> None:
    made = rule(tmp_path, sherlock(Book=sherlock_site(**fields)))
    assert made["answers"] == {"found": [found], "absent": absent}
    assert ("redirects" not in made["request"]) is follows


def test_a_message_that_tells_of_a_limit_is_no_no(tmp_path: Path) -> None:
    messages = ['{"taken":false}', "The resource is being rate limited"]
    site = sherlock_site(errorType="message", errorMsg=messages)
    answers = rule(tmp_path, sherlock(Book=site))["answers"]
    assert answers["absent"] == [{"body": [messages[0]]}]
    assert answers["blocked"] == [{"body": [messages[1]]}]


def test_probe_payload_headers_and_the_rest(tmp_path: Path) -> None:
    site = sherlock_site(
        urlProbe="https://api.town-book.example/find",
        request_method="POST",
        request_payload={"query": "query($n:String){u(n:$n){id}}", "variables": {"n": "{}"}},
        headers={"Accept": "text/html", "Cookie": "human=1"},
        regexCheck="^[a-z][a-z0-9_]{2,19}$",
        isNSFW=True,
        tags=["gaming"],
        __comment__="a remark",
    )
    made = rule(tmp_path, {"$schema": "x", "Tôwn Book!": site})
    assert made["id"] == "src.sherlock.town_book"
    assert made["origin"] == "sherlock:Tôwn Book!"
    assert made["request"] == {
        "method": "POST",
        "url": "https://api.town-book.example/find",
        "headers": {"Accept": "text/html"},
        "json": {"query": "query($n:String){u(n:$n){id}}", "variables": {"n": "{{ handle }}"}},
    }
    assert made["page_url"] == "https://town-book.example/u/{{ handle | path }}"
    assert made["handle_pattern"] == "[a-z][a-z0-9_]{2,19}"
    assert made["sensitive"] is True
    assert made["known_handle"] == "alice_at_the_book"
    assert "Cookie is left out" in made["notes"]


@pytest.mark.parametrize("tags", ["adult", ["gaming", "adult"]])
def test_adult_tags_are_sensitive(tmp_path: Path, tags: Any) -> None:
    assert rule(tmp_path, sherlock(Book=sherlock_site(tags=tags)))["sensitive"] is True


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": None}, "url"),
        ({"url": "https://town-book.example/"}, "url"),
        ({"errorType": None}, "errorType"),
        ({"errorType": "guess"}, "errorType"),
        ({"errorType": "message"}, "errorMsg"),
        ({"request_method": "PUT", "request_payload": {"n": "{}"}}, "request_method"),
        ({"request_method": "POST"}, "request_payload"),
        ({"regexCheck": "^[a-z]{1,8}$"}, "regexCheck"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    data = sherlock(Book=sherlock_site(**fields))
    assert loss(tmp_path, data, Format.SHERLOCK)[0] == field


def test_head_is_asked_as_get_and_a_field_that_nobody_knows_is_told(tmp_path: Path) -> None:
    site = sherlock_site(request_method="HEAD", errorMessage="x")
    (made,) = imported(tmp_path, sherlock(Book=site)).rules
    assert {remark.field for remark in made.remarks} == {"request_method", "errorMessage"}
