"""Archives that are asked about pages which nobody listed, once a private fact was found on one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scanner.errors import RuleError
from tests.following.loopback_services import Asked, Checked, Reply, checked, serving, source

HANDLE = "janemarlow"
HOME = "<p>Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT</p>"
PROFILE = source(
    "profile",
    access="page",
    needs=["handle"],
    handle_sites=["town-book.example"],
    request={"url": "http://town-book.example/{{ handle | path }}"},
    answers={"found": {"status": 200, "css": "article"}, "absent": {"status": 404}},
)
ARCHIVE = source(
    "archive",
    category="archive",
    needs=["page"],
    asks_about_finds=True,
    request={"url": "http://old-copies.example/of?url={{ page | query }}"},
    results="listing",
    answers={"found": {"status": 200, "json": "copies"}, "absent": {"json_empty": "copies"}},
)
ID = "src.sim.archive"


def service(shown: str, handle: str = HANDLE) -> Any:
    def answer(asked: Asked) -> Reply:
        if asked.host == "old-copies.example":
            return Reply(200, {"copies": ["20240101"]})
        if asked.path == f"/{handle}":
            return Reply(200, f"<article><h1>{handle}</h1>{shown}</article>")
        return Reply(404, "<p>Nobody of that name.</p>")

    return answer


def run(folder: Path, shown: str, **more: Any) -> tuple[Checked, list[str]]:
    """The check, and the pages that the archive was asked about."""
    with serving(service(shown)) as served:
        hosts = ("town-book.example", "old-copies.example")
        rules = [PROFILE | more.pop("profile_rule", {}), ARCHIVE]
        result = checked(folder, rules, served, hosts=hosts, **more)
        asked = [a for a in served.asked if a.host == "old-copies.example"]
    return result, [parse_qs(urlsplit(a.path).query)["url"][0] for a in asked]


def test_a_page_with_a_private_fact_is_asked_about_once_and_the_plan_said_so(
    tmp_path: Path,
) -> None:
    result, pages = run(tmp_path, HOME)
    assert pages == [f"http://town-book.example/{HANDLE}"]
    (told,) = result.answers(ID)
    assert (told.probe.purpose.value, told.outcome.kind.value) == ("lead", "found")
    (announced,) = [entry for entry in result.plan.disclosures if entry.source_id == ID]
    assert set(told.probe.sends) <= set(announced.sends)
    assert {sent.kind.value for sent in told.probe.sends} == {"handle"}
    assert {sent.kind.value for sent in announced.sends} == {"name", "handle"}
    assert announced.requests >= len(pages)


@pytest.mark.parametrize("by_law", [False, True])
def test_what_only_says_who_she_is_or_the_law_keeps_public_is_left_alone(
    tmp_path: Path, by_law: bool
) -> None:
    shown = HOME if by_law else "<p>Jane Marlow turns pots.</p>"
    _, pages = run(tmp_path, shown, profile_rule={"by_law": by_law})
    assert pages == []


def test_an_address_that_says_more_than_her_name_is_told_to_nobody(tmp_path: Path) -> None:
    page = {"page_url": "https://town-book.example/14-bramble-road-wx4-7qt/{{ handle | path }}"}
    _, pages = run(tmp_path, HOME, profile_rule=page)
    assert pages == []


def test_who_leaves_the_archive_out_has_it_left_out(tmp_path: Path) -> None:
    result, pages = run(tmp_path, HOME, skip=frozenset({ID}))
    assert pages == []
    assert ID not in {entry.source_id for entry in result.plan.disclosures}


def test_without_leads_there_are_no_questions_of_this_kind(tmp_path: Path) -> None:
    result, pages = run(tmp_path, HOME, lead_budget=1)
    assert pages == []
    assert ID not in {entry.source_id for entry in result.plan.disclosures}


@pytest.mark.parametrize(
    "changed",
    [
        {"needs": ["page", "name"]},
        {"secret": "club", "secret_help": "Put it into NETCURTAIN_KEY_CLUB."},
        {"steps": [{"request": {"url": "http://old-copies.example/"}}]},
    ],
)
def test_only_a_plain_question_about_a_page_may_be_asked_so(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    with serving(service(HOME)) as served, pytest.raises(RuleError, match="asks_about_finds"):
        checked(tmp_path, [PROFILE, ARCHIVE | changed], served)
