"""The store of cases: what is put in comes out again, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from scanner.case.store import (
    Entry,
    EntryKind,
    RecordKind,
    ScanRecord,
    ScanState,
    open_store,
    store_path,
)
from scanner.case.store.audit import Verb
from scanner.case.store.database import trouble
from scanner.case.store.tables import SCANS
from scanner.model.history import Marked, Step
from scanner.model.plan import Plan
from scanner.model.subject import Subject
from scanner.profile import load_profile

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = bytes(range(32))
PROFILE = """
schema = 1
[subject]
role = "candidate"
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "Jane Marlow"
phone = "07700 900123"
"""


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    path = tmp_path / "profile.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return load_profile(path, NOW.date()).subject


def _record(subject: Subject) -> ScanRecord:
    plan = Plan((), (), (), (), (), 0)
    return ScanRecord(subject, plan, 7, NOW, "1.0", "digest")


def test_what_is_put_in_comes_out_again(subject: Subject) -> None:
    with open_store(KEY) as store:
        case = store.cases.enrol(subject, NOW)
        record = _record(subject)
        scan = store.scans.begin(case.id, record)
        entry = Entry(EntryKind.ANSWER, "probe", b"head", b"body", b"body")
        store.scans.write(scan.id, 0, entry)
        store.records.add(case.id, RecordKind.MARK, NOW, Marked("f1", Step.DONE, NOW.date()))
        store.audit.tell(NOW, Verb.COLLECTED, "Jane Marlow", "a check", case.id)
    with open_store(KEY) as store:
        found = store.cases.find(subject.id)
        assert found is not None
        assert found.subject == subject
        assert store.scans.of(found.id)[0].state is ScanState.RUNNING
        assert store.scans.record(scan.id) == record
        assert tuple(store.scans.journal(scan.id)) == (entry,)
        assert store.lives.before(found.id).marks[0].finding_id == "f1"
        assert store.audit.first_broken() is None


def test_removing_a_case_leaves_nothing_of_it(subject: Subject) -> None:
    with open_store(KEY) as store:
        case = store.cases.enrol(subject, NOW)
        scan = store.scans.begin(case.id, _record(subject))
        store.scans.write(scan.id, 0, Entry(EntryKind.ANSWER, "probe", b"head"))
        store.lives.bury(case.id, NOW, ["f1"])
        store.cases.remove(case.id)
        assert store.cases.all() == ()
        assert store.scans.of(case.id) == ()
        assert tuple(store.scans.journal(scan.id)) == ()
        assert store.lives.buried(case.id) == frozenset()


@pytest.mark.skipif(os.name == "nt", reason="its modes say nothing of who may read")
def test_the_own_folder_is_closed_to_others_and_a_shared_one_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    file = tmp_path / "cases.sqlite3"
    store_path().parent.mkdir(mode=0o755)
    with open_store(KEY), open_store(KEY, f"sqlite:///{file}"):
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
        assert stat.S_IMODE(store_path().parent.stat().st_mode) == 0o700
        for path in (file, store_path()):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_without_room_for_side_files_is_told() -> None:
    told = str(trouble("disk I/O error"))
    assert "disk is full" in told
    assert "What was stored is safe" in told


def test_what_is_written_together_is_there_wholly_or_not_at_all(subject: Subject) -> None:
    with open_store(KEY) as store, open_store(KEY) as other:
        case = store.cases.enrol(subject, NOW)
        with pytest.raises(ZeroDivisionError), store.database.together():
            store.scans.begin(case.id, _record(subject))
            store.audit.tell(NOW, Verb.COLLECTED, "Jane Marlow", "a check", case.id)
            raise ZeroDivisionError
        assert not store.scans.of(case.id) and not store.audit.lines()
        with store.database.together():
            scan = store.scans.begin(case.id, _record(subject))
            store.audit.tell(NOW, Verb.COLLECTED, "Jane Marlow", "a check", case.id)
            with other.database.read() as connection:
                # Who only reads waits for nobody, and sees what was there before.
                assert connection.execute(select(SCANS.c.id)).all() == []
        assert [one.id for one in other.scans.of(case.id)] == [scan.id]
        assert other.audit.first_broken() is None and len(other.audit.lines()) == 1
