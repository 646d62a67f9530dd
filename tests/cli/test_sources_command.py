"""`netcurtain sources`: the catalogue by group, with and without a profile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.rulebook.loader import load_rulebook
from tests.cli.command import Run

KEY = "k3y-of-nobody-81"


def listed(netcurtain: Run, *arguments: object) -> dict[str, dict[str, Any]]:
    told = json.loads(netcurtain("sources", *arguments, "--json").stdout)
    assert told["schema"] == "netcurtain/sources/1"
    return {row["id"]: row for row in told["sources"]}


def test_all_sources_are_listed_with_what_they_learn(netcurtain: Run) -> None:
    rows = listed(netcurtain)
    assert set(rows) == set(load_rulebook().sources)
    assert all(row["group"] for row in rows.values())
    assert rows["src.code.github_user"]["learns"] == [{"kind": "handle", "form": "clear"}]
    assert rows["src.code.gravatar"]["learns"] == [{"kind": "email", "form": "hash"}]
    assert rows["src.soc.facebook"]["access"] == "by hand"
    assert rows["src.page.given"]["learns"] == []
    text = netcurtain("sources", "--all").stdout
    assert "Registers (" in text
    assert "learns e-mail (fingerprint)" in text or "learns email (fingerprint)" in text


def test_the_state_of_a_key_is_told_and_the_key_never(
    netcurtain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = listed(netcurtain)["src.reg.ch_officers"]
    assert (row["key"], row["key_state"]) == ("companies_house", "missing")
    monkeypatch.setenv("NETCURTAIN_KEY_COMPANIES_HOUSE", KEY)
    assert listed(netcurtain)["src.reg.ch_officers"]["key_state"] == "set"
    assert KEY not in netcurtain("sources", "--all").said


def test_with_a_profile_it_says_what_each_adds_and_leaks_nothing(
    netcurtain: Run, profile: Path
) -> None:
    rows = listed(netcurtain, profile)
    assert rows["src.code.gravatar"]["state"] == "asked"
    assert rows["src.code.gravatar"]["adds"] == 1
    assert 0 < rows["src.code.gravatar"]["share"] < 1
    github = rows["src.code.github_user"]
    assert (github["state"], github["adds"]) == ("left out", 1)
    assert "handle" in github["why"]
    officers = rows["src.reg.ch_officers"]
    assert "name_searches" in officers["why"]
    done = netcurtain("sources", profile, "--all")
    assert "would add 1 check" in done.stdout
    assert "With this profile" in done.stdout
    assert done.leaks == []


def test_an_answer_by_hand_is_counted(netcurtain: Run, profile: Path) -> None:
    by_hand = [i for i, row in listed(netcurtain, profile).items() if row["state"] == "open"]
    first = by_hand[0]
    profile.write_text(
        profile.read_text() + f'\n[manual]\n"{first}" = {{ answer = "seen", on = 2026-01-01 }}\n'
    )
    row = listed(netcurtain, profile)[first]
    assert (row["state"], row["adds"]) == ("answered", 1)


def test_in_one_screen_it_says_what_would_turn_on_the_rest(netcurtain: Run, profile: Path) -> None:
    rows = listed(netcurtain, profile).values()
    done = netcurtain("sources", profile)
    lines = done.stdout.splitlines()
    assert len(lines) < 60
    assert done.leaks == []
    states = ("asked", "left out", "open", "answered")
    numbers = [sum(row["state"] == state for row in rows) for state in states]
    (total,) = [line.split() for line in lines if line.startswith("All ")]
    assert total == ["All", *(str(number or "·") for number in numbers)]
    by_name = [row for row in rows if row["tick"] == "name_searches"]
    (told,) = [line for line in lines if "(name_searches in [consent])" in line]
    assert f": {len(by_name)} sources, " in told
    counted = sum(row["adds"] for row in rows if row["state"] in ("asked", "answered"))
    share = len(by_name) / (counted + len(by_name))
    assert f"{share:.0%} of all checks then" in told
    assert {row["reason"] for row in rows if row["tick"]} == {"not_ticked"}


def test_without_a_profile_the_groups_are_counted(netcurtain: Run) -> None:
    rows = listed(netcurtain).values()
    lines = netcurtain("sources").stdout.splitlines()
    assert len(lines) < 40
    (total,) = [line.split() for line in lines if line.startswith("All ")]
    by_hand = sum(row["access"] == "by hand" for row in rows)
    assert total[1:] == [
        str(len(rows) - by_hand),
        str(sum(bool(row["key"]) for row in rows)),
        str(by_hand),
    ]
