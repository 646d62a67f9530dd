"""WhatsMyName's list, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.importers.lists import imported, loss, rule, wmn, wmn_site

U = "https://town-book.example/u/{{ handle | path }}"


def test_an_entry_becomes_a_rule(tmp_path: Path) -> None:
    made = rule(tmp_path, wmn(wmn_site("Town Book (UK)")))
    assert made["id"] == "src.wmn.town_book_uk"
    assert made["origin"] == "wmn:Town Book (UK)"
    assert made["status"] == "imported"
    assert made["request"] == {"url": U, "redirects": "same"}
    assert made["answers"] == {
        "found": [{"status": 200, "body": "<b class='member'>"}],
        "absent": [{"status": 404, "body": "isn&#39;t here"}],
    }
    assert made["known_handle"] == "alice_at_the_book"
    assert made["handle_sites"] == ["town-book.example"]
    assert made["control"] == {"replaces": "handle"}
    assert made["terms"]["automation"] == "unclear"
    assert "examples" not in made and "sensitive" not in made


@pytest.mark.parametrize(
    ("fields", "found", "absent"),
    [
        # Without a text the status alone says it ...
        ({"e_string": ""}, {"status": 200}, [{"status": 404, "body": "isn&#39;t here"}]),
        ({"m_string": ""}, {"status": 200, "body": "<b class='member'>"}, [{"status": 404}]),
        # ... unless both are the same, or it only says that nobody may come in.
        ({"m_code": 200, "m_string": ""}, {"status": 200, "body": "<b class='member'>"}, []),
        ({"m_code": 403, "m_string": ""}, {"status": 200, "body": "<b class='member'>"}, []),
        (
            {"m_code": 200},
            {"status": 200, "body": "<b class='member'>"},
            [{"status": 200, "body": "isn&#39;t here"}],
        ),
        # One text within the other.
        (
            {"e_string": "Book of x", "m_string": "Book", "m_code": 200},
            {"status": 200, "body": "Book of x"},
            [{"status": 200, "body": "Book", "none": [{"body": "Book of x"}]}],
        ),
        (
            {"e_string": "Book", "m_string": "Book is empty", "m_code": 200},
            {"status": 200, "body": "Book", "none": [{"body": "Book is empty"}]},
            [{"status": 200, "body": "Book is empty"}],
        ),
        (
            {"e_string": "", "m_code": 200},
            {"status": 200, "none": [{"body": "isn&#39;t here"}]},
            [{"status": 200, "body": "isn&#39;t here"}],
        ),
        ({"m_code": 500, "m_string": ""}, {"status": 200, "body": "<b class='member'>"}, []),
        # A redirect is the answer, though the text may be that of the page behind it.
        ({"m_code": 302}, {"status": 200, "body": "<b class='member'>"}, [{"status": 302}]),
        (
            {"e_string": '"name":"{account}"'},
            {"status": 200, "body": '"name":"{{ handle }}"'},
            [{"status": 404, "body": "isn&#39;t here"}],
        ),
    ],
)
def test_statuses_and_texts(
    tmp_path: Path, fields: dict[str, Any], found: dict[str, Any], absent: list[dict[str, Any]]
) -> None:
    answers = rule(tmp_path, wmn(wmn_site(**fields)))["answers"]
    assert answers["found"] == [found]
    assert answers.get("absent", []) == absent


def test_pretty_address_bad_characters_and_headers(tmp_path: Path) -> None:
    made = rule(
        tmp_path,
        wmn(
            wmn_site(
                uri_check="https://{account}.town-book.example/api?x={account}",
                uri_pretty="https://www.town-book-pages.example/{account}",
                strip_bad_char=".",
                headers={"Accept": "application/json", "X-For": "{account}", "User-Agent": "A/1"},
            )
        ),
    )
    url = "https://{{ handle | path }}.town-book.example/api?x={{ handle | path }}"
    assert made["request"]["url"] == url
    assert made["request"]["headers"] == {
        "Accept": "application/json",
        "X-For": "{{ handle | query }}",
    }
    assert made["request"]["forwards_to"] == ["town-book-pages.example"]
    assert made["page_url"] == "https://www.town-book-pages.example/{{ handle | path }}"
    assert made["handle_without"] == "."
    assert made["handle_pattern"] == "[A-Za-z0-9_-]{1,63}"
    assert made["handle_sites"] == ["town-book-pages.example", "town-book.example"]
    assert "User-Agent is left out" in made["notes"]


@pytest.mark.parametrize(
    ("body", "headers", "request_"),
    [
        (
            '{"user": "{account}", "n": 1}',
            {"Content-Type": "application/json"},
            {"json": {"user": "{{ handle }}", "n": 1}},
        ),
        (
            '{"query":"{user(name:\\"{account}\\"){{id}}"}',
            {},
            {"json": {"query": '{user(name:"{{ handle }}"){{ "{" }}{id}}'}},
        ),
        (
            "user={account}&find=a+b",
            {"Content-Type": "application/x-www-form-urlencoded"},
            {"form": {"user": "{{ handle }}", "find": "a b"}},
        ),
        (
            '[{"user": "{account}"}]',
            {"Content-Type": "application/json"},
            {"body": '[{"user": "{{ handle | json }}"}]'},
        ),
        ("<u>{account}</u>", {"content-type": "text/xml"}, {"body": "<u>{{ handle | query }}</u>"}),
    ],
)
def test_bodies(
    tmp_path: Path, body: str, headers: dict[str, str], request_: dict[str, Any]
) -> None:
    site = wmn_site(
        uri_check="https://town-book.example/api", post_body=body, headers=headers or None
    )
    made = rule(tmp_path, wmn(site))
    assert made["access"] == "api"
    assert made["request"]["method"] == "POST"
    assert made["request"].items() >= request_.items()


@pytest.mark.parametrize(
    ("category", "sensitive"),
    [("xx NSFW xx", True), ("dating", True), ("health", True), ("social", False), ("new", False)],
)
def test_sensitive_categories_are_marked(tmp_path: Path, category: str, sensitive: bool) -> None:
    assert rule(tmp_path, wmn(wmn_site(cat=category))).get("sensitive", False) is sensitive


def test_what_the_list_calls_invalid_is_a_draft(tmp_path: Path) -> None:
    data = wmn(wmn_site(valid=False, protection=["cloudflare"]))
    made = rule(tmp_path, data)
    assert made["status"] == "draft"
    assert "the list calls it invalid" in made["notes"] and "protected" in made["notes"]
    used = imported(tmp_path, data, with_disabled=True)
    assert len(used.in_use) == 1 and '"imported"' in used.rules[0].text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"uri_check": "https://town-book.example/u"}, "uri_check"),
        ({"uri_check": None}, "uri_check"),
        ({"uri_check": 7}, "uri_check"),
        ({"uri_check": "http://127.0.0.1/{account}"}, "url"),
        ({"uri_check": "http://[::1]/{account}"}, "url"),
        ({"uri_check": "ftp://town-book.example/{account}"}, "url"),
        ({"uri_check": "https://user:secret@town-book.example/{account}"}, "url"),
        ({"uri_check": "{account}"}, "url"),
        ({"uri_check": "https://intranet/{account}"}, "url"),
        ({"uri_check": "http://abc.onion/{account}"}, "url"),
        ({"e_code": None}, "e_code"),
        ({"e_code": 7}, "e_code"),
        ({"e_code": "200"}, "e_code"),
        ({"e_string": "", "m_string": "", "m_code": 200}, "e_string"),
        ({"headers": ["x"]}, "headers"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(
    tmp_path: Path, fields: dict[str, Any], field: str
) -> None:
    assert loss(tmp_path, wmn(wmn_site(**fields)))[0] == field


def test_one_entry_that_is_none_leaves_the_others(tmp_path: Path) -> None:
    data = wmn(wmn_site("A"), wmn_site("B"))
    data["sites"] += ["what", None, {}]
    result = imported(tmp_path, data)
    assert [made.name for made in result.rules] == ["A", "B"]
    assert [lost.name for lost in result.losses] == ["entry 3", "entry 4", "entry 5"]


def test_names_are_kept_and_ids_are_their_own(tmp_path: Path) -> None:
    names = [
        "Town Book",
        "town-book",
        "TOWN BOOK",
        "Böök",
        "書",
        "本",
        "town_book_2",
        "{account}",
        "#",
    ]
    result = imported(tmp_path, wmn(*(wmn_site(name) for name in names)))
    assert [made.name for made in result.rules] == names
    ids = [made.id for made in result.rules]
    assert len(set(ids)) == len(ids)
    assert ids[:4] == [
        "src.wmn.town_book",
        "src.wmn.town_book_2",
        "src.wmn.town_book_3",
        "src.wmn.book",
    ]


def test_braces_of_a_list_are_no_templates(tmp_path: Path) -> None:
    """What looks like a template in somebody else's list stays text."""
    site = wmn_site(
        uri_check="https://town-book.example/{{ 7 * 7 }}/{% raw %}{account}",
        e_string="{{ handle | path }}{% x %}",
        headers={"X-A": "{{ secret }}"},
    )
    made = rule(tmp_path, wmn(site))
    from scanner.rulebook.template import render

    address = render(made["request"]["url"], {"handle": "x"})
    assert address == "https://town-book.example/{{ 7 * 7 }}/{% raw %}x"
    assert render(made["request"]["headers"]["X-A"], {}) == "{{ secret }}"
