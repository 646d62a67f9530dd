"""A person who shares numbers alone: no command shows their officer more, they themself may see
and take all of it, and what is deleted is gone from the slate and its runs, too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select

from scanner.case.recording import Disclosed
from scanner.case.store import CaseStore, RecordKind, ScanState, open_store
from scanner.case.store.runs import RunRecord
from scanner.case.store.tables import ASKS, ENTRANTS, PEOPLE, QUESTIONS
from scanner.model.slate import Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.slate.consenting import kept_for_next, kept_ledger, kept_record
from scanner.slate.consenting.withdrawing import withdraw_person
from scanner.slate.handing.lists import note_lists
from tests.cli.command import Done
from tests.cli.desk import Desk
from tests.cli.kept_case import KEY, kept_case
from tests.slate.locked_keys import key_pair

pytestmark = pytest.mark.xdist_group("kept_case")

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PASSPHRASE = "heron lantern biscuit moon"


@cache
def keys() -> tuple[str, bytes]:
    """The person's key, and how it is locked."""
    public, locked, _ = key_pair(PASSPHRASE)
    return public, locked


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The case of the demonstration, whose person is on a slate."""
    kept_case().copy_to(tmp_path / "data")
    return Desk(tmp_path)


def stored(desk: Desk) -> CaseStore:
    return open_store(KEY, f"sqlite:///{desk.data / 'cases.sqlite3'}")


def put_on_slate(store: CaseStore, sharing: Sharing = Sharing.NUMBERS) -> str:
    recipient, locked = keys()
    (case,) = store.cases.all()
    slate = store.slates.begin(SlateRecord("Wexcombe 2027", officer="Ruth Calder"), NOW)
    jane = Person(
        1,
        "W1",
        "Jane Marlow",
        Role.CANDIDATE,
        state=PersonState.CONSENTED,
        subject_id=case.subject.id,
        sharing=sharing,
        recipient=recipient,
        locked_identity=locked,
        profile="schema = 1",
        token="t" * 20,
    )
    store.slates.add(slate.id, [jane, replace(jane, number=2, ref="W2", subject_id="")])
    return slate.id


def with_run(store: CaseStore, slate_id: str) -> None:
    """A run in which one question is only hers and one is asked for another, too."""
    (case,) = store.cases.all()
    (scan,) = store.scans.of(case.id)
    own, *others = store.scans.record(scan.id).plan.probes
    shared = next(probe for probe in others if probe.site != own.site)
    run = store.runs.begin(slate_id, RunRecord(1, "0", "0"), [1, 2], NOW)
    store.runs.ask(run.id, 1, [own, shared])
    store.runs.ask(run.id, 2, [shared])


def amounts(store: CaseStore) -> list[int]:
    with store.database.begin() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (PEOPLE, ENTRANTS, ASKS, QUESTIONS)
        ]


def refused(done: Done) -> bool:
    return done.code != 0 and "numbers alone" in done.stderr and not done.leaks


def test_no_command_shows_the_officer_more_than_numbers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored(desk) as store:
        put_on_slate(store)
        (case,) = store.cases.all()
        finding = store.lives.known(case.id)[0].finding_id[:10]
    Path(desk.folder / "profile.toml").write_text(kept_case().profile)
    for words in (
        ["history"],
        ["history", "--json", "--reveal"],
        ["export", "Jane Marlow", "--out", "copy", "--yes"],
        ["done", finding],
        ["sent"],
        ["pack", "Jane Marlow", "--operator", "A. Bell"],
        ["check", "profile.toml", "--yes", "--out", "report"],
    ):
        assert refused(desk.run(*words)), words
    assert not (desk.folder / "copy").exists()
    taken = desk.run("slate", "remove", "W1", "--yes")
    assert (taken.code, "purge" in taken.stderr) == (1, True)
    assert desk.run("consent", "show", "Jane Marlow").code == 0
    monkeypatch.setenv("NETCURTAIN_RESULT_PASSPHRASE", "not hers")
    wrong = desk.run("history")
    assert (wrong.code, "not the passphrase" in wrong.stderr) == (1, True)
    monkeypatch.setenv("NETCURTAIN_RESULT_PASSPHRASE", PASSPHRASE)
    assert desk.run("history").code == 0


def test_who_shares_everything_is_shown(desk: Desk) -> None:
    with stored(desk) as store:
        put_on_slate(store, Sharing.ALL)
    assert desk.run("history").code == 0


def test_export_and_purge_reach_the_slate_and_its_runs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stored(desk) as store:
        with_run(store, put_on_slate(store))
        before = amounts(store)
    monkeypatch.setenv("NETCURTAIN_RESULT_PASSPHRASE", PASSPHRASE)
    done = desk.run("export", "Jane Marlow", "--out", "copy", "--yes")
    assert done.code == 0, done.said
    (entry,) = json.loads((desk.folder / "copy" / "what-is-held.json").read_text())["slates"]
    assert entry["slate"]["title"] == "Wexcombe 2027" and "identity" not in entry["slate"]
    assert entry["person"]["ref"] == "W1"
    assert len(entry["runs"][0]["questions"]) == 2
    purged = desk.run("purge", "Jane Marlow", "--yes")
    assert purged.code == 0, purged.said
    assert "1 entry of a slate" in purged.said
    with stored(desk) as store:
        assert amounts(store) == [before[0] - 1, before[1] - 1, before[2] - 2, before[3] - 1]


def test_a_withdrawal_counts_on_the_slate_and_in_the_case(desk: Desk) -> None:
    with stored(desk) as store:
        slate_id = put_on_slate(store)
        with_run(store, slate_id)
        overview = desk.folder / "overview.csv"
        overview.touch()
        note_lists(store, slate_id, [overview])
    done = desk.run("revoke", "Jane Marlow", "--yes")
    assert done.code == 0, done.said
    assert str(overview) in done.stdout, "which has a line of hers still"
    with stored(desk) as store:
        jane = store.slates.person(slate_id, 1)
        assert (jane.state, jane.profile) == (PersonState.WITHDRAWN, "")
        (run,) = store.runs.of(slate_id)
        assert store.runs.entrant(run.id, 1).why == "consent withdrawn"
        assert len(store.runs.waiting(run.id, None, 9)) == 1, "what another asks, too, is asked"
        bea = store.slates.person(slate_id, 2)
        assert withdraw_person(store, slate_id, bea, NOW, "rc") is None
        assert store.slates.person(slate_id, 2).state is PersonState.WITHDRAWN


def test_what_is_kept_for_the_next_check_serves_it_and_says_little(desk: Desk) -> None:
    with stored(desk) as store:
        (case,) = store.cases.all()
        (scan,) = store.scans.of(case.id)
        whole = store.lives.before(case.id)
        record, assessment = store.scans.record(scan.id), store.scans.assessment(scan.id)
        assert assessment is not None
        store.scans.change(scan.id, kept_record(record, assessment))
        kept = kept_for_next(assessment)
        store.scans.turn_to(scan.id, ScanState.ENDED, scan.ended_at, kept, forgets=True)
        assert store.lives.before(case.id) == whole
        assert not (kept.findings or kept.checks or kept.letters or kept.ledger)
        (_, ledger), *_ = store.records.of(case.id, RecordKind.LEDGER, Disclosed)
        assert {each.url.count("/") for each in kept_ledger(ledger).sendings} == {3}
