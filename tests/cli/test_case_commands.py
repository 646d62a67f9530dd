"""`cases`, `history`, `done` and `sent` on a case with one check of the demonstration web."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Run
from tests.cli.kept_case import KeptCase, kept_case

pytestmark = pytest.mark.xdist_group("kept_case")


@pytest.fixture
def kept(own_data_folder: Path) -> KeptCase:
    case = kept_case()
    case.copy_to(own_data_folder)
    return case


def _findings(netcurtain: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(netcurtain("history", "--json").stdout)["findings"]
    return found


def test_cases_and_history_are_masked_and_on_record(netcurtain: Run, kept: KeptCase) -> None:
    listed = netcurtain("cases")
    assert listed.stdout.startswith("Jane Marlow: last check ")
    shown = netcurtain("history")
    assert "check 1, " in shown.stdout
    assert "New (" in shown.stdout
    assert listed.leaks == shown.leaks == []
    assert "janemarlow" not in shown.stdout
    assert "janemarlow" in netcurtain("history", "--reveal", "--all").stdout
    log = netcurtain("history", "--audit").stdout
    assert "collection: check 1 ended" in log
    assert "consultation: history, with values" in log
    assert "was changed" not in log


def test_one_finding_is_named_by_how_its_id_begins(netcurtain: Run, kept: KeptCase) -> None:
    first = _findings(netcurtain)[0]
    life = netcurtain("history", "Jane Marlow", "--finding", first["short_id"])
    assert first["title"] in life.stdout
    assert life.stdout.rstrip().endswith("New")
    told = json.loads(netcurtain("history", "--finding", first["id"], "--json").stdout)
    assert [turn["turn"] for turn in told["turns"]] == ["new"]
    nobody = netcurtain("history", "--finding", "zzzz")
    assert (nobody.code, nobody.stdout) == (1, "")
    assert "`netcurtain history` shows" in nobody.stderr


def test_what_the_person_did_stands_beside_the_finding(netcurtain: Run, kept: KeptCase) -> None:
    first = _findings(netcurtain)[0]
    done = netcurtain("done", first["short_id"], "--on", "2026-11-20")
    assert done.code == 0
    assert "The next check proves it" in done.stderr
    told = _findings(netcurtain)[0]
    assert (told["step"], told["step_on"], told["turn"]) == ("done", "2026-11-20", "new")
    assert "regulator" in netcurtain("done", first["short_id"], "--refused").stderr
    assert _findings(netcurtain)[0]["step"] == "refused"
    netcurtain("done", first["short_id"], "--undo")
    assert _findings(netcurtain)[0]["step"] == "done"
    netcurtain("done", first["short_id"], "--undo")
    assert _findings(netcurtain)[0]["step"] is None
    assert netcurtain("done", first["short_id"], "--undo").code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--on", "2226-01-01"], "still to come"),
        (["--on", "last week"], "takes a day such as"),
        (["--refused", "--accepted"], "Say one of"),
    ],
)
def test_done_refuses_what_cannot_be(
    netcurtain: Run, kept: KeptCase, words: list[str], told: str
) -> None:
    short = _findings(netcurtain)[0]["short_id"]
    done = netcurtain("done", short, *words)
    assert done.code == 2
    assert told in done.stderr


def test_a_letter_starts_a_clock_that_an_answer_stops(netcurtain: Run, kept: KeptCase) -> None:
    assert "No answer is waited for" in netcurtain("sent").stderr
    at = ("--to", "wexcombe-swapshop.example")
    noted = netcurtain("sent", "erasure", *at, "--on", "2026-10-19")
    assert noted.code == 0, noted.stderr
    assert "They have until 19 November 2026" in noted.stderr
    (waiting,) = json.loads(netcurtain("history", "--json").stdout)["waiting"]
    assert waiting["overdue"]
    sites = {item["id"]: item["site"] for item in _findings(netcurtain)}
    assert {sites[one] for one in waiting["finding_ids"]} == {"wexcombe-swapshop.example"}
    listed = netcurtain("sent", "Jane Marlow")
    assert "OVERDUE since 19 November 2026" in listed.stdout
    assert "complaint that comes next" in listed.stderr
    early = netcurtain("sent", waiting["id"], "--answered", "2026-10-01")
    assert (early.code, "the answer came later" in early.stderr) == (2, True)
    assert netcurtain("sent", "letter.erasure", "--answered", "2026-11-20").code == 0
    assert json.loads(netcurtain("history", "--json").stdout)["waiting"] == []
    assert "disclosure: letter.erasure sent" in netcurtain("history", "--audit").stdout


def test_a_letter_to_one_site_says_to_which(netcurtain: Run, kept: KeptCase) -> None:
    asked = netcurtain("sent", "letter.erasure")
    assert asked.code == 2
    assert "Say to which, with --to: " in asked.stderr
    unknown = netcurtain("sent", "letter.love")
    assert "There are: letter." in unknown.stderr
    short = _findings(netcurtain)[0]["short_id"]
    noted = netcurtain("sent", "letter.ico_complaint", "--finding", short)
    assert "No law says by when" in noted.stderr


def test_a_strange_address_steers_no_terminal(netcurtain: Run, kept: KeptCase) -> None:
    from dataclasses import replace

    from scanner.case.store import open_store
    from scanner.model.finding import Quote, QuotePart
    from tests.cli.kept_case import KEY

    with open_store(KEY) as store:
        (case,) = store.cases.all()
        (scan,) = store.scans.of(case.id)
        known = store.lives.known(case.id)
        url = Quote((QuotePart("https://a.example/\x1b[2J\u202e[bold]"),))
        changed = [replace(item, url=url) for item in known]
        assert scan.ended_at is not None
        store.lives.write(case.id, scan.id, scan.ended_at, changed)
    shown = netcurtain("history").stdout
    assert "https://a.example/?[2J?[bold]" in shown
    assert "\x1b" not in shown
