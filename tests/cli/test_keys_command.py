"""`netcurtain keys`: what is asked for, where it goes, and that it is never printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Run

KEY = "k3y-of-nobody-81"
NAME = "companies_house"


def test_a_key_is_read_kept_listed_and_forgotten(netcurtain: Run, own_data_folder: Path) -> None:
    done = netcurtain("keys", "set", NAME, stdin=f"{KEY}\n")
    assert done.code == 0
    assert str(own_data_folder / "config") in done.stderr
    listed = netcurtain("keys", "list")
    assert f"{NAME:<20} set (file)" in listed.stdout
    told = json.loads(netcurtain("keys", "list", "--json").stdout)
    entry = next(item for item in told["keys"] if item["name"] == NAME)
    assert entry["kept_in"] == "file"
    assert "src.reg.ch_officers" in entry["sources"]
    removed = netcurtain("keys", "remove", NAME)
    assert removed.code == 0
    assert netcurtain("keys", "remove", NAME).code == 1
    assert f"{NAME:<20} missing" in netcurtain("keys", "list").stdout
    for each in (done, listed, removed):
        assert KEY not in each.said


def test_the_environment_is_told_to_go_first(
    netcurtain: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETCURTAIN_KEY_COMPANIES_HOUSE", "another")
    done = netcurtain("keys", "set", NAME, stdin=KEY)
    assert "NETCURTAIN_KEY_COMPANIES_HOUSE is set, and goes before it" in done.stderr
    assert "still set in your environment" in netcurtain("keys", "remove", NAME).stderr


@pytest.mark.parametrize("typed", ["", "\n", "a\tb\n"])
def test_what_is_no_key_is_not_kept(netcurtain: Run, typed: str) -> None:
    assert netcurtain("keys", "set", NAME, stdin=typed).code == 2
    assert "missing" in netcurtain("keys", "list").stdout


def test_a_name_that_no_source_asks_for_is_refused(netcurtain: Run) -> None:
    done = netcurtain("keys", "set", "companies_hous", stdin=KEY)
    assert done.code == 2
    assert NAME in " ".join(done.stderr.split())


def test_a_check_uses_the_kept_key_and_refuses_a_file_open_to_others(
    netcurtain: Run, profile: Path, own_data_folder: Path
) -> None:
    text = profile.read_text().replace(
        'scope = "all"', 'scope = "all"\nname_searches = ["src.reg.ch_officers"]'
    )
    profile.write_text(text)

    def reasons() -> dict[str, str]:
        plan = json.loads(netcurtain("plan", profile, "--json").stdout)
        return {item["source_id"]: item["reason"] for item in plan["left_out"]}

    assert reasons()["src.reg.ch_officers"] == "no_key"
    netcurtain("keys", "set", NAME, stdin=KEY)
    assert "src.reg.ch_officers" not in reasons()
    (own_data_folder / "config" / "netcurtain" / "keys.json").chmod(0o644)
    done = netcurtain("plan", profile)
    assert done.code == 1
    assert "chmod 600" in done.stderr
    assert KEY not in done.said
