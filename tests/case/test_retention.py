"""What is kept goes when its time is over, not before, and not while it is on hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scanner.case.consents import withdraw
from scanner.case.holds import set_hold
from scanner.case.recording import Disclosed
from scanner.case.retention import apply_retention
from scanner.case.store import Case, CaseStore, RecordKind, open_store
from scanner.case.store.locking import locked
from scanner.model.history import Marked, Step
from tests.cli.kept_case import KEY, kept_case

pytestmark = pytest.mark.xdist_group("kept_case")
DAY = timedelta(days=1)


@pytest.fixture
def store(own_data_folder: Path) -> Iterator[CaseStore]:
    kept_case().copy_to(own_data_folder)
    with open_store(KEY) as opened:
        yield opened


@pytest.fixture
def case(store: CaseStore) -> Case:
    """Of somebody whose poll is past, with a consent for years."""
    (found,) = store.cases.all()
    consent = replace(found.subject.consent, valid_until=date(2126, 1, 1))
    election = replace(found.subject.election, poll_date=date(2026, 5, 7))
    subject = replace(found.subject, consent=consent, election=election)
    return store.cases.enrol(subject, datetime.now(UTC))


@pytest.fixture
def checked(store: CaseStore, case: Case) -> datetime:
    (scan,) = store.scans.of(case.id)
    assert scan.ended_at is not None
    return scan.ended_at


def _whats(store: CaseStore, now: datetime, dry_run: bool = False) -> list[str]:
    return [item.what for item in apply_retention(store, now, "jm", dry_run)]


def test_answers_go_after_a_month_and_findings_stay(
    store: CaseStore, case: Case, checked: datetime
) -> None:
    (scan,) = store.scans.of(case.id)
    assert _whats(store, checked + 29 * DAY) == []
    late = checked + 31 * DAY
    assert _whats(store, late, dry_run=True) == ["answers of sites"]
    assert tuple(store.scans.journal(scan.id))
    assert _whats(store, late) == ["answers of sites"]
    assert not tuple(store.scans.journal(scan.id))
    assert store.scans.assessment(scan.id) is not None
    assert store.lives.known(case.id)
    assert _whats(store, late) == []
    last = store.audit.lines(case.id)[-1]
    assert (last.verb, last.what[:8]) == ("erasure", "by age: ")


def test_findings_go_after_a_year_and_the_ledger_stays_masked(
    store: CaseStore, case: Case, checked: datetime
) -> None:
    (scan,) = store.scans.of(case.id)
    one = store.lives.known(case.id)[0].finding_id
    store.records.add(case.id, RecordKind.MARK, checked, Marked(one, Step.DONE, checked.date()))
    assert _whats(store, checked + 364 * DAY) == ["answers of sites"]
    gone = _whats(store, checked + 367 * DAY)
    assert gone == [
        *("check's report and plan", "findings"),
        *("records of kind mark", "records of kind capture", "ledgers' addresses"),
    ]
    assert store.scans.assessment(scan.id) is None
    assert store.scans.record(scan.id).plan.probes == ()
    assert store.lives.known(case.id) == ()
    assert store.records.of(case.id, RecordKind.MARK, Marked) == ()
    ((_, ledger),) = store.records.of(case.id, RecordKind.LEDGER, Disclosed)
    assert any(sending.sends for sending in ledger.sendings)
    assert all(re.fullmatch(r"https?://[^/]+/", sending.url) for sending in ledger.sendings)
    assert store.cases.find(case.subject.id) is not None
    assert _whats(store, checked + 367 * DAY) == []


def test_a_later_poll_keeps_findings_until_no_petition_can_come(
    store: CaseStore, case: Case, checked: datetime
) -> None:
    poll = (checked + 500 * DAY).date()
    election = replace(case.subject.election, poll_date=poll)
    store.cases.enrol(replace(case.subject, election=election), checked)
    assert _whats(store, checked + 520 * DAY) == ["answers of sites"]
    assert "findings" in _whats(store, checked + 522 * DAY)


@pytest.mark.parametrize("days", [0, 7])
def test_a_withdrawn_consent_takes_the_case_with_it(
    store: CaseStore, case: Case, checked: datetime, days: int
) -> None:
    withdraw(store, case, checked, "jm", days)
    assert "case, its consent withdrawn" not in _whats(store, checked + days * DAY)
    assert _whats(store, checked + (days + 1) * DAY) == ["case, its consent withdrawn"]
    assert store.cases.all() == ()


def test_a_case_at_work_has_its_turn_later(store: CaseStore, case: Case, checked: datetime) -> None:
    late = checked + 31 * DAY
    with locked(store.database.engine, case.id):
        (item,) = apply_retention(store, late, "jm")
    assert item.is_busy
    assert _whats(store, late) == ["answers of sites"]


def test_a_hold_keeps_everything_and_is_told(
    store: CaseStore, case: Case, checked: datetime
) -> None:
    withdraw(store, case, checked, "jm", 0)
    set_hold(store, case, True, "the police asked", checked, "jm")
    (item,) = apply_retention(store, checked + 400 * DAY, "jm")
    assert item.on_hold
    assert store.lives.known(case.id)


def test_a_case_goes_with_its_consent_unless_abuse_was_noted(
    store: CaseStore, case: Case, checked: datetime
) -> None:
    ended = replace(case.subject.consent, valid_until=(checked + 60 * DAY).date())
    store.cases.enrol(replace(case.subject, consent=ended), checked)
    incident = store.records.add(case.id, RecordKind.INCIDENT, checked, {"said": "go away"})
    late = checked + 400 * DAY
    assert "findings" in _whats(store, late)
    assert _whats(store, late) == []
    store.records.forget(incident)
    assert _whats(store, late) == ["case, its consent ended"]
    assert store.cases.all() == ()
