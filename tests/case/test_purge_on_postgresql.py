"""A team's store on a server: what is deleted there is gone, and what is not ours is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner.case.exporting import held
from scanner.case.purging import held_of, purge
from scanner.case.retention import apply_retention
from scanner.case.store import (
    CaseStore,
    Entry,
    EntryKind,
    RecordKind,
    ScanRecord,
    ScanState,
    open_store,
)
from scanner.cli.purge import certificate_text
from scanner.model.history import Marked, Step
from scanner.model.plan import Plan
from scanner.profile import parse_profile
from tests.case import postgresql
from tests.case.test_case_store import PROFILE

pytestmark = pytest.mark.xdist_group("postgresql")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture
def store(postgresql_server: postgresql.Server | None) -> Iterator[CaseStore]:
    if postgresql_server is None:
        pytest.skip("PostgreSQL is missing (Debian: postgresql)")
    with open_store(KEY, postgresql_server.database()) as opened:
        yield opened


def test_a_case_on_a_server_is_aged_exported_and_purged(
    store: CaseStore, own_data_folder: Path
) -> None:
    subject = parse_profile(PROFILE, NOW.date()).subject
    case = store.cases.enrol(subject, NOW)
    record = ScanRecord(subject, Plan((), (), (), (), (), 0), 7, NOW, "1.0", "digest")
    scan = store.scans.begin(case.id, record)
    store.scans.write(scan.id, 0, Entry(EntryKind.ANSWER, "probe", b"head", b"body", b"body"))
    store.scans.turn_to(scan.id, ScanState.ENDED, NOW)
    store.records.add(case.id, RecordKind.MARK, NOW, Marked("f1", Step.DONE, NOW.date()))
    assert len(held(store, case)["records"]["mark"]) == 1
    (expired,) = apply_retention(store, datetime(2026, 12, 30, tzinfo=UTC), "jm")
    assert (expired.what, expired.number) == ("answers of sites", 1)
    done = purge(store, case, NOW, "jm")
    assert done.is_server
    assert done.overwritten
    assert "ask who runs it" in certificate_text(done)
    assert store.cases.all() == ()
    left = held_of(store, case.id).stored
    assert (left.checks, left.answers, left.records) == (0, 0, ())
    assert store.audit.first_broken() is None
