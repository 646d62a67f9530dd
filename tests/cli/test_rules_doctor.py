"""`netcurtain rules doctor`: what ails rules of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.test_rules_commands import TOWN_BOOK


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "my-rules" / "sources"
    path.mkdir(parents=True)
    return path


def ails(netcurtain: Run, folder: Path) -> tuple[int, list[tuple[str, str, str]]]:
    done = netcurtain("rules", "doctor", folder.parent, "--json")
    told = json.loads(done.stdout)
    assert told["schema"] == "netcurtain/doctor/1"
    listed = [(d["rule_id"], d["what"], d["other"]) for d in told["diagnoses"]]
    assert told["faults"] == sum(d["is_fault"] for d in told["diagnoses"])
    return done.code, listed


def put(folder: Path, tail: str, text: str) -> str:
    text = text.replace("src.soc.town_book", f"src.soc.{tail}")
    (folder / f"{tail}.yaml").write_text(text)
    return f"src.soc.{tail}"


def test_a_fresh_rule_has_no_fault_and_its_unread_terms_are_noted(
    netcurtain: Run, folder: Path
) -> None:
    book = put(folder, "town_book", TOWN_BOOK)
    assert ails(netcurtain, folder) == (0, [(book, "unclear_terms", "")])
    said = netcurtain("rules", "doctor", folder.parent).stdout
    assert "0 faults; beside them: 1 unclear terms" in said


def test_a_rule_past_its_review_is_a_fault(netcurtain: Run, folder: Path) -> None:
    old = TOWN_BOOK.replace('review_by: "2027-11-22"', 'review_by: "2020-01-01"')
    book = put(folder, "town_book", old.replace("automation: unclear", "automation: allowed"))
    assert ails(netcurtain, folder) == (1, [(book, "overdue", "")])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://town-book.example/help", "https://town-book.example/help2"),
        (
            "http://town-book.example/people/{{ handle | path }}",
            "http://www.town-book.example/people/{{ handle|path }}/",
        ),
    ],
)
def test_another_rule_that_asks_the_same_is_a_look_alike(
    netcurtain: Run, folder: Path, old: str, new: str
) -> None:
    first = put(folder, "town_book", TOWN_BOOK)
    second = put(folder, "village_book", TOWN_BOOK.replace(old, new).replace("Town B", "Other B"))
    code, listed = ails(netcurtain, folder)
    assert code == 1
    assert (second, "look_alike", first) in listed


def test_another_rule_of_the_same_name_on_the_same_site_is_one(
    netcurtain: Run, folder: Path
) -> None:
    first = put(folder, "town_book", TOWN_BOOK)
    other = TOWN_BOOK.replace("/people/", "/members/").replace(
        "title: Town Book profile", "title: profile, town book"
    )
    second = put(folder, "village_book", other.replace("handle | path", "handle_bare | path"))
    (folder / "village_book.yaml").write_text(
        (folder / "village_book.yaml")
        .read_text()
        .replace("needs: [handle]", "needs: [handle_bare]")
        .replace("{handle: janemarlow}", "{handle_bare: janemarlow}")
        .replace("shows: handle", "shows: handle_bare")
    )
    assert (second, "look_alike", first) in ails(netcurtain, folder)[1]


def test_an_imported_rule_without_proof_of_absence_is_noted(netcurtain: Run, folder: Path) -> None:
    text = TOWN_BOOK.replace("  absent: {status: 404, text: no such page}\n", "")
    text = text.replace("kind: source\n", 'kind: source\nstatus: imported\norigin: "wmn:Town"\n')
    book = put(folder, "town_book", text.partition("examples:")[0])
    code, listed = ails(netcurtain, folder)
    assert code == 0
    assert (book, "imported_without_absence", "") in listed


def test_a_rule_whose_remedy_is_missing_is_a_fault(netcurtain: Run, folder: Path) -> None:
    book = put(folder, "town_book", TOWN_BOOK.replace("rem.gdpr.erase", "rem.gdpr.nothing"))
    code, listed = ails(netcurtain, folder)
    assert code == 1
    assert (book, "no_remedy", "") in listed
