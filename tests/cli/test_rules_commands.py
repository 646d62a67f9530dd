"""`netcurtain rules`: shipped and own rules listed, shown, linted and tested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.resources import resource_folder
from tests.cli.command import Run
from tests.cli.small_site import WORDS, Site

TOWN_BOOK = """\
id: src.soc.town_book
kind: source
title: Town Book profile
why: A profile shows a telephone number to every member of the town.
references:
  - https://town-book.example/help
reviewed: "2026-11-22"
category: social
access: page
controller: Town Book
needs: [handle]
handle_sites: [town-book.example]
request:
  url: "http://town-book.example/people/{{ handle | path }}"
page_url: "http://town-book.example/people/{{ handle | path }}"
results: record
answers:
  found: {status: 200, css: article.profile, shows: handle}
  absent: {status: 404, text: no such page}
control: {replaces: handle}
exposes: Street and telephone number.
ease: via_handle
persistence: own_page
terms:
  automation: unclear
  checked: "2026-11-22"
  basis: Its terms have not been read.
remedy: rem.gdpr.erase
review_by: "2027-11-22"
examples:
  - name: a member
    variables: {handle: janemarlow}
    status: 200
    body: <article class="profile"><h1>janemarlow</h1></article>
    expect: found
  - name: nobody
    variables: {handle: janemarlow}
    status: 404
    body: <p>There is no such page here.</p>
    expect: absent
  - name: a wall
    variables: {handle: janemarlow}
    status: 200
    body: <p>Members only.</p>
    expect: stale
"""


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A folder with one good rule."""
    folder = tmp_path / "my-rules/sources"
    folder.mkdir(parents=True)
    (folder / "town_book.yaml").write_text(TOWN_BOOK)
    return folder.parent


def test_the_list_has_one_line_a_rule_even_when_piped(netcurtain: Run, own_rules: Path) -> None:
    done = netcurtain("rules", "list", "--rules", own_rules)
    assert done.code == 0
    ids = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"src.page.given", "src.soc.town_book", "det.phone"} <= set(ids)
    assert len(ids) == len(set(ids))
    sources = netcurtain("rules", "list", "--kind", "source").stdout.splitlines()
    assert sources
    assert {line.split()[1] for line in sources} == {"source"}


def test_a_rule_is_shown_as_it_is_written(netcurtain: Run, own_rules: Path) -> None:
    done = netcurtain("rules", "show", "src.soc.town_book", "--rules", own_rules)
    assert (done.code, done.stdout) == (0, TOWN_BOOK)
    assert "town_book.yaml" in done.stderr


def test_the_shipped_rules_are_sound_and_their_examples_hold(netcurtain: Run) -> None:
    """Of all of them, one by one: test_rulecheck.py."""
    assert "rules are sound" in netcurtain("rules", "lint").stdout
    some = ("src.code.github_user", "src.reg.ch_officers", "esc.threat")
    tested = netcurtain("rules", "test", *(word for each in some for word in ("--only", each)))
    assert (tested.code, tested.stdout.endswith(" 0 do not.\n")) == (0, True)
    assert int(tested.stdout.split()[0]) > len(some)


def test_a_rule_of_ones_own_is_linted_and_tested_alone(netcurtain: Run, own_rules: Path) -> None:
    assert netcurtain("rules", "lint", own_rules).code == 0
    done = netcurtain("rules", "test", own_rules, "--only", "src.soc.town_book")
    assert done.code == 0, done.stdout
    assert int(done.stdout.split()[0]) >= 3


@pytest.mark.parametrize(
    ("was", "becomes", "line", "mend"),
    [
        ("kind: source", "kind: sauce", 2, "source"),
        ("results: record\n", "results: record\nresult: record\n", 17, "result"),
        ("needs: [handle]", "needs: [handel]", 11, "Did you mean handle?"),
        ("title: Town Book profile", "title: [", 5, "quotes"),
        ("id: src.soc.town_book", "id: src.page.given", 1, "given.yaml"),
    ],
)
def test_a_broken_rule_is_told_with_file_line_and_mend(
    netcurtain: Run, own_rules: Path, was: str, becomes: str, line: int, mend: str
) -> None:
    path = own_rules / "sources/town_book.yaml"
    path.write_text(TOWN_BOOK.replace(was, becomes))
    done = netcurtain("rules", "lint", own_rules)
    assert done.code == 1
    assert f"town_book.yaml:{line}" in done.stderr
    assert mend in done.stderr
    assert "Traceback" not in done.stderr


def test_a_rule_that_fits_nothing_is_told_too(netcurtain: Run, own_rules: Path) -> None:
    path = own_rules / "sources/town_book.yaml"
    path.write_text(TOWN_BOOK.replace("rem.gdpr.erase", "rem.gdpr.vanish"))
    done = netcurtain("rules", "lint", own_rules)
    assert done.code == 1
    assert "town_book.yaml:" in done.stderr
    assert "rem.gdpr.vanish" in done.stderr


def test_an_example_that_does_not_hold_fails_the_test(netcurtain: Run, own_rules: Path) -> None:
    path = own_rules / "sources/town_book.yaml"
    path.write_text(TOWN_BOOK.replace("expect: stale", "expect: blocked"))
    done = netcurtain("rules", "test", own_rules, "--only", "src.soc.town_book")
    assert done.code == 1
    assert "FAILED src.soc.town_book: a wall" in done.stdout
    assert "1 do not" in done.stdout


def test_a_folder_that_is_not_there_is_told(netcurtain: Run) -> None:
    done = netcurtain("rules", "lint", "no-such-folder")
    assert done.code == 1
    assert "no-such-folder" in done.stderr


@pytest.mark.parametrize("words", [["lint"], ["test"], ["list", "--rules"]])
def test_a_folder_without_a_rule_is_told(netcurtain: Run, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "empty/sources").mkdir(parents=True)
    done = netcurtain("rules", *words, "empty")
    assert (done.code, done.stdout) == (1, "")
    assert "empty: holds no rules." in done.stderr


def test_the_shipped_folder_named_once_more_is_not_empty(netcurtain: Run, tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(resource_folder("rules"))
    assert netcurtain("rules", "lint", "again").code == 0


def test_rules_that_do_not_fit_together_are_not_tested(netcurtain: Run, own_rules: Path) -> None:
    path = own_rules / "sources/town_book.yaml"
    path.write_text(TOWN_BOOK.replace("ease: via_handle", "ease: via_handel"))
    done = netcurtain("rules", "test", own_rules, "--only", "src.soc.town_book")
    assert (done.code, done.stdout) == (1, "")
    assert "town_book.yaml:" in done.stderr
    assert "via_handel" in done.stderr


def test_the_schema_is_what_editors_take(netcurtain: Run) -> None:
    schema = json.loads(netcurtain("rules", "schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_a_check_asks_by_a_rule_of_ones_own(
    netcurtain: Run, site: Site, profile: Path, own_rules: Path, tmp_path: Path
) -> None:
    site.pages["/people/janemarlow"] = (
        f'<article class="profile"><h1>janemarlow</h1><p>Jane Marlow, 07700 900123</p>'
        f"<p>{WORDS * 4}</p></article>"
    )
    handle = '[facts]\nhandle = { value = "janemarlow", site = "town-book.example" }\n'
    profile.write_text(profile.read_text().replace("[facts]\n", handle))
    (tmp_path / "map.json").write_text(json.dumps({"town-book.example": ["127.0.0.1", site.port]}))
    done = netcurtain(
        "check", profile, "--rules", own_rules, "--only", "src.soc.town_book",
        "--connect-to", "map.json", "--json", "--out", "report",
    )  # fmt: skip
    assert "/people/janemarlow" in site.asked
    found = {(f["source_id"], f["exposure"]) for f in json.loads(done.stdout or "{}")["findings"]}
    assert ("src.soc.town_book", "fact.personal_mobile") in found
    assert done.code == 10
    assert not done.leaks
