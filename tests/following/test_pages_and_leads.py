"""Further pages, pages of a source's own host, variants of a search, and names for values."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.following.loopback_services import Asked, Checked, Reply, checked, serving, source

SEARCH = source(
    "search",
    needs=["name"],
    by_name=True,
    request={"url": "http://town-book.example/people?q={{ name | query }}"},
    results="listing",
    regions={"json": "items[*]"},
    answers={
        "found": {"status": 200, "json": "items"},
        "absent": {"status": 200, "json_empty": "items"},
    },
)
ID = "src.sim.search"
OTHER = {"name": "Peter Oakes", "address": "2 Quay Street, Port Ashing"}
MINE = {"name": "Jane Marlow", "address": "14 Bramble Road, Wexcombe, WX4 7QT"}


def number_of(asked: Asked, name: str = "page") -> int:
    return int(parse_qs(urlsplit(asked.path).query).get(name, ["1"])[0])


def book(asked: Asked) -> Reply:
    """Three pages of two people each; the person stands on the last."""
    number = number_of(asked)
    people = [OTHER, MINE if number == 3 else OTHER] if number <= 3 else []
    more = f"/people?q=x&page={number + 1}" if number < 3 else None
    headers = {"Link": f'<{more}>; rel="next", </people>; rel="first"'} if more else {}
    body = {"number": number, "items": people, "next": more, "cursor": more and str(number + 1)}
    return Reply(200, body, headers)


@pytest.mark.parametrize(
    "pages",
    [
        {"next": {"json": "next"}},
        {"next": {"header": "Link"}},
        {"parameter": {"name": "page"}},
        {"next": {"json": "cursor"}, "parameter": {"name": "page"}},
        {"parameter": {"name": "page"}, "full": 2},
    ],
    ids=["an address", "a Link header", "a number", "a cursor", "a number, until one is short"],
)
def test_each_page_is_asked_for_once_and_its_records_count(
    tmp_path: Path, pages: dict[str, Any]
) -> None:
    with serving(book) as served:
        result = checked(tmp_path, [SEARCH | {"pages": pages | {"at_most": 5}}], served)
    numbers = [number_of(asked) for asked in served.asked]
    assert numbers[:3] == [1, 2, 3]
    assert len(numbers) == len(set(numbers)) <= 4
    (home,) = [f for f in result.assessment.findings if f.finding.kind.value == "address"]
    assert home.finding.attribution.value == "confirmed"
    (told,) = result.plan.disclosures
    assert len(served.asked) <= told.requests == 5
    assert result.assessment.coverage.answered == 1


def test_pages_end_at_their_bound(tmp_path: Path) -> None:
    def endless(asked: Asked) -> Reply:
        number = number_of(asked)
        return Reply(200, {"number": number, "items": [OTHER], "next": f"?page={number + 1}"})

    with serving(endless) as served:
        rule = SEARCH | {"pages": {"next": {"json": "next"}, "at_most": 4}}
        checked(tmp_path, [rule], served)
    assert [number_of(asked) for asked in served.asked] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "place",
    [
        "http://elsewhere.example/people?page=2",
        "https://town-book.example/people?page=2",
        "//elsewhere.example/people",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_a_next_page_elsewhere_is_not_asked_for(tmp_path: Path, place: str) -> None:
    with serving(lambda asked: Reply(200, {"items": [OTHER], "next": place})) as served:
        rule = SEARCH | {"pages": {"next": {"json": "next"}}}
        hosts = ("town-book.example", "elsewhere.example")
        checked(tmp_path, [rule], served, hosts=hosts)
    assert len(served.asked) == 1


def test_a_service_that_repeats_its_first_page_is_left_after_the_second(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(200, {"items": [OTHER]})) as served:
        rule = SEARCH | {"pages": {"parameter": {"name": "page"}, "at_most": 9}}
        checked(tmp_path, [rule], served)
    assert len(served.asked) == 2


OFFICERS = SEARCH | {
    "id": "src.sim.officers",
    "leads": {"json": "items[*].link", "rule": "src.sim.terms", "of_matches": True},
    "secret": "town",
    "secret_help": "Put it into NETCURTAIN_KEY_TOWN.",
}
OFFICERS["request"] = {
    "url": "http://town-book.example/people?q={{ name | query }}",
    "headers": {"X-Key": "{{ secret }}"},
}
TERMS = source(
    "terms",
    needs=["page"],
    opens_leads=True,
    request={"url": "{{ page }}", "headers": {"X-Key": "{{ secret }}"}},
    results="listing",
    regions={"json": "terms[*]"},
    answers={"found": {"json": "terms"}, "absent": {"json_empty": "terms"}},
    secret="town",
    secret_help="Put it into NETCURTAIN_KEY_TOWN.",
)


def officers(asked: Asked) -> Reply:
    if asked.headers.get("X-Key") != "k-1":
        return Reply(401, {"error": "no key"})
    if asked.path.startswith("/people"):
        people = [
            OTHER | {"link": "/o/1"},
            MINE | {"link": "/o/2"},
            MINE | {"link": "http://elsewhere.example/o/3"},
        ]
        return Reply(200, {"items": people})
    return Reply(200, {"terms": [{"of": "Jane Marlow", "tel": "07700 900123"}]})


def officers_checked(folder: Path) -> tuple[Checked, list[Asked]]:
    with serving(officers) as served:
        hosts = ("town-book.example", "elsewhere.example")
        rules = [OFFICERS, TERMS]
        return checked(folder, rules, served, hosts=hosts, secrets={"town": "k-1"}), served.asked


def test_only_what_the_person_s_own_records_name_is_opened_and_on_that_host(
    tmp_path: Path,
) -> None:
    result, asked = officers_checked(tmp_path)
    assert [(a.host, a.path.partition("?")[0]) for a in asked] == [
        ("town-book.example", "/people"),
        ("town-book.example", "/o/2"),
    ]
    assert result.told("src.sim.terms") == [("lead", "found", "found")]
    assert "phone" in {f.finding.kind.value for f in result.assessment.findings}
    (told,) = result.plan.disclosures
    assert told.requests == 11  # The search, and ten leads at most.


VARIANTS = SEARCH | {
    "request": {"url": "http://town-book.example/people?q={{ search | query }}"},
    "variants": [
        {"needs": ["town"], "search": "{{ name | quoted }} {{ town | quoted }}"},
        {
            "needs": ["postcode"],
            "search": "{{ name | quoted }} {{ postcode | quoted }}",
            "only_if_allowed": True,
        },
    ],
}


@pytest.mark.parametrize(
    ("revealing", "words"),
    [
        ([], ['"Jane Marlow" "Wexcombe"']),
        ([ID], ['"Jane Marlow" "Wexcombe"', '"Jane Marlow" "WX4 7QT"']),
    ],
)
def test_a_search_reveals_no_more_than_the_person_allowed(
    tmp_path: Path, revealing: list[str], words: list[str]
) -> None:
    with serving(lambda asked: Reply(200, {"items": [MINE]})) as served:
        result = checked(tmp_path, [VARIANTS], served, revealing=revealing)
    asked = [parse_qs(urlsplit(a.path).query)["q"][0] for a in served.asked]
    assert sorted(asked) == sorted(words)
    withheld = [item for item in result.plan.left_out if item.source_id == ID]
    assert ["revealing_searches" in item.detail for item in withheld] == [True] * (not revealing)
    shown = [check.url.shown() for check in result.assessment.checks]
    assert not [url for url in shown if "WX4" in url and "7QT" in url]


def test_a_value_without_its_name_is_understood_by_its_field(tmp_path: Path) -> None:
    """A bare number is nothing; the service's own documentation says what it is."""
    people = [{"n": "Peter Oakes", "a": "0001", "t": "x"}, {"n": "Jane Marlow", "t": "Wexcombe"}]
    rule = SEARCH | {
        "fields": {"town": {"json": "items[*].t"}, "n": {"json": "items[*].n", "label": "Name"}}
    }
    with serving(lambda asked: Reply(200, {"items": people})) as served:
        result = checked(tmp_path, [rule], served)
    (answer,) = result.answers(ID)
    assert answer.document is not None
    records = [answer.document.text[r.start : r.end] for r in answer.outcome.regions]
    assert records == [
        "Peter Oakes\n0001\nx\nName: Peter Oakes\nTown: x",
        "Jane Marlow\nWexcombe\nName: Jane Marlow\nTown: Wexcombe",
    ]
    text = answer.document.text
    for segment in answer.document.segments:
        assert "\n" not in text[segment.start : segment.end]
    assert [text[s.start : s.end] for s in answer.document.segments][-2:] == [
        "Name: Jane Marlow",
        "Town: Wexcombe",
    ]
