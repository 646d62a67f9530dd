"""`netcurtain manual`: one check after the other, and answers that the next check counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import Run


@pytest.fixture
def both(netcurtain: Run, profile: Path) -> tuple[str, ...]:
    """Two checks by hand that are due with this profile."""
    due = [line.split()[0] for line in netcurtain("manual", profile, "--list").stdout.splitlines()]
    first, second = due[:2]
    return ("--only", first, "--only", second)


def test_answers_go_into_the_profile_and_nothing_else_changes(
    netcurtain: Run, profile: Path, both: tuple[str, ...]
) -> None:
    before = profile.read_text()
    profile.chmod(0o600)
    done = netcurtain("manual", profile, *both, stdin="what?\ns\nn\n")
    assert done.code == 0
    assert "https://" in done.stderr
    assert "Please type s" in done.stderr
    after = profile.read_text()
    assert after.startswith(before)
    assert after.count('answer = "seen"') == after.count('answer = "not there"') == 1
    assert profile.stat().st_mode & 0o777 == 0o600
    again = netcurtain("manual", profile, *both)
    assert "nothing that you need to look at" in again.stderr
    assert profile.read_text() == after
    assert [path.name for path in profile.parent.iterdir()] == [profile.name]
    listed = netcurtain("manual", profile, "--list", *both).stdout
    assert "seen (" in listed
    assert "not there (" in listed


def test_what_was_answered_before_a_stop_is_kept(
    netcurtain: Run, profile: Path, both: tuple[str, ...]
) -> None:
    done = netcurtain("manual", profile, *both, stdin="s\n")  # the end of input is a stop
    assert done.code == 130
    assert profile.read_text().count("answer =") == 1
    assert netcurtain("manual", profile, *both, stdin="q\n").code == 0


def test_not_yet_is_no_answer_but_takes_one_back(
    netcurtain: Run, profile: Path, both: tuple[str, ...]
) -> None:
    before = profile.read_text()
    netcurtain("manual", profile, *both, stdin="\n\n")
    assert profile.read_text() == before
    netcurtain("manual", profile, *both, stdin="s\ns\n")
    netcurtain("manual", profile, *both, "--all", stdin="\nq\n")
    assert profile.read_text().count('answer = "not yet"') == 1


def test_an_answer_counts_in_coverage_and_is_told(
    netcurtain: Run, profile: Path, both: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "nowhere.json").write_text("{}")

    def coverage() -> tuple[dict[str, int], dict[str, object]]:
        done = netcurtain(
            *("check", profile, *both, "--page", "https://herald.example/", "--json"),
            *("--only", "src.page.given", "--connect-to", tmp_path / "nowhere.json"),
        )
        told = json.loads(done.stdout)
        return told["coverage"], told

    before, _ = coverage()
    netcurtain("manual", profile, *both, stdin="s\nn\n")
    after, told = coverage()
    assert after["answered"] == before["answered"] + 2
    assert after["applicable"] == before["applicable"] + 2
    assert after["manual_open"] == before["manual_open"] - 2 == 0
    assert {item["answer"]["looked"] for item in told["manual"]} == {"seen", "not there"}
    assert "You saw something of yours at one place" in told["headline"]["sentence"]
    seen = next(item for item in told["manual"] if item["answer"]["looked"] == "seen")
    assert seen["remedy_id"] in {item["id"] for item in told["remedies"]}
    (report,) = sorted(tmp_path.glob("netcurtain-*/report.html"))[-1:]
    text = report.read_text()
    assert "something of yours, seen on" in text


def test_an_old_answer_is_asked_for_again(
    netcurtain: Run, profile: Path, both: tuple[str, ...]
) -> None:
    netcurtain("manual", profile, *both, stdin="n\nn\n")
    text = profile.read_text()
    line = next(line for line in text.splitlines() if "answer =" in line)
    day = line.split("on = ")[1].split("}")[0].strip()
    profile.write_text(text.replace(day, "2025-01-02"))
    done = netcurtain("manual", profile, *both, stdin="q\n")
    assert "2 places to look at yourself" in done.stderr
