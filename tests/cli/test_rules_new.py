"""`netcurtain rules new source`: a rule from a few answers, sound from the first moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.rulebook.loader import load_rule
from scanner.rulebook.source import SourceRule
from tests.cli.command import Done, Run

OPTIONS = {
    "--title": "Town Book profile",
    "--address": "https://www.town-book.example/people/{handle}?lang={town}",
    "--found-status": "200",
    "--found": "css:article.profile",
    "--absent-status": "404",
    "--absent": "Nobody of that name",
    "--category": "social",
    "--controller": "Town Book Ltd",
    "--why": 'It shows "everything": street and all.',
    "--exposes": "Street and number.",
    "--terms": "allowed",
    "--basis": "Its help page says so.",
}


def begin(netcurtain: Run, *more: str, stdin: str = "", **changed: str) -> Done:
    options = {**OPTIONS, **{f"--{key}": value for key, value in changed.items()}}
    words = [word for pair in options.items() if pair[1] for word in pair]
    return netcurtain("rules", "new", "source", "my-rules", *words, *more, stdin=stdin)


def rule_in(tmp_path: Path, tail: str = "town_book_profile") -> SourceRule:
    path = tmp_path / "my-rules" / "sources" / f"{tail}.yaml"
    rule = load_rule(path.read_text(), path).rule
    assert isinstance(rule, SourceRule)
    return rule


@pytest.mark.parametrize(
    ("found", "absent"),
    [
        ("css:article.profile", "Nobody of that name"),
        ("Member since", "css:#lost.page"),
        ("json:user.login", "json:error"),
        ("css:main .card", "Nobody: try again"),
    ],
)
def test_given_all_answers_nothing_is_asked_and_all_its_tests_hold(
    netcurtain: Run, tmp_path: Path, found: str, absent: str
) -> None:
    done = begin(netcurtain, found=found, absent=absent)
    assert done.code == 0, done.said
    assert "FAILED" not in done.stdout, done.stdout
    assert "Next: 1." in done.stderr
    rule = rule_in(tmp_path)
    assert rule.id == "src.soc.town_book_profile"
    assert rule.status == "draft"
    assert rule.request is not None
    assert rule.request.url.endswith("/{{ handle | path }}?lang={{ town | query }}")
    assert rule.handle_sites == ("town-book.example",)
    assert netcurtain("rules", "lint", "my-rules").code == 0
    tested = netcurtain("rules", "test", "my-rules", "--only", rule.id)
    assert tested.code == 0, tested.stdout


def test_what_is_not_given_is_asked(netcurtain: Run, tmp_path: Path) -> None:
    answers = (
        "Town Book profile\n"
        "town-book.example/people\nhttps://town-book.example/{nickname}\n"
        "https://town-book.example/{{ handle | path }}\n"
        "perhaps\nallowed\nn\n200\nMember since\n\nNobody of that name\n\nno\n\n"
        "\nTown Book Ltd\nIt shows all.\nStreet.\nIts help page says so.\n"
    )
    done = netcurtain("rules", "new", "source", "my-rules", stdin=answers)
    assert done.code == 0, done.said
    assert "No variable is called nickname" in done.stderr
    rule = rule_in(tmp_path)
    assert rule.terms.automation == "allowed"
    assert rule.answers is not None
    assert rule.answers.absent[0].status == (404,)


def test_a_search_by_name_is_a_listing_that_must_be_ticked(netcurtain: Run, tmp_path: Path) -> None:
    done = begin(
        netcurtain,
        address="https://town-book.example/search?q={name}",
        found="Results for",
        absent="No results",
        name="town_search",
    )
    assert "FAILED" not in done.stdout, done.stdout
    rule = rule_in(tmp_path, "town_search")
    assert (rule.by_name, rule.results.value) == (True, "listing")


@pytest.mark.parametrize(
    "changed",
    [
        {"records": "css:ol.results li", "found": "css:ol.results", "next": "css:a[rel=next]"},
        {"records": "css:li.hit", "found": "Results for", "next": "parameter:page"},
        {"records": "json:items[*]", "found": "json:items[0].id", "next": "json:links.next"},
        {"records": "json:data.hits[*]", "found": "json:data.hits", "next": "header:Link"},
    ],
)
def test_pages_leads_and_a_key_are_written_with_examples_that_hold(
    netcurtain: Run, tmp_path: Path, changed: dict[str, str]
) -> None:
    is_json = changed["records"].startswith("json")
    changed["leads"] = f"json:{changed['records'][5:]}.url" if is_json else "css:a.title"
    done = begin(
        netcurtain,
        address="https://town-book.example/search?q={name}",
        absent="json_equals:total=0" if is_json else "No results",
        name="town_search",
        key="town_search",
        **changed,
    )
    assert done.code == 0, done.said
    assert "FAILED" not in done.stdout, done.stdout
    rule = rule_in(tmp_path, "town_search")
    assert rule.pages is not None
    assert rule.leads is not None
    assert rule.request is not None
    assert dict(rule.request.headers) == {"Authorization": "Bearer {{ secret }}"}
    found = rule.examples[0]
    assert (len(found.pages), found.regions, len(found.leads or ())) == (1, 2, 1)


def test_pages_leads_and_a_key_are_asked_for(netcurtain: Run, tmp_path: Path) -> None:
    answers = (
        "Town Search\nhttps://town-book.example/find?q={name}\nallowed\ny\n200\njson:hits[0].id\n"
        "200\njson_equals:total=0\njson:hits[*]\njson:next\njson:hits[*].url\ntown_book\n"
        "X-Key: KEY\npress\nTown Book Ltd\nIt names streets.\nStreet.\nIts help page says so.\n"
    )
    done = netcurtain("rules", "new", "source", "my-rules", stdin=answers)
    assert done.code == 0, done.said
    assert "FAILED" not in done.stdout, done.stdout
    rule = rule_in(tmp_path, "town_search")
    assert (rule.access, rule.secret) == ("api", "town_book")
    assert rule.request is not None
    assert dict(rule.request.headers) == {"X-Key": "{{ secret }}"}


def test_terms_that_forbid_machines_make_a_check_by_hand(netcurtain: Run, tmp_path: Path) -> None:
    done = begin(netcurtain, terms="forbidden", how="Look at your own page.")
    assert done.code == 0, done.said
    rule = rule_in(tmp_path)
    assert rule.is_manual
    assert rule.how == "Look at your own page."


def test_nothing_is_written_over(netcurtain: Run) -> None:
    assert begin(netcurtain).code == 0
    again = begin(netcurtain)
    assert again.code == 1
    assert "--name" in again.stderr
