"""A data folder with a case in it and a file of evidence, and cheap key stretching."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import Parameters
from argon2.low_level import Type

from scanner.case.store import CaseStore, Entry, EntryKind, RecordKind, ScanRecord
from scanner.case.store.audit import Verb
from scanner.case.vault import opening
from scanner.case.vault.files import evidence_folder
from scanner.model.history import Marked, Step
from scanner.model.plan import Plan
from scanner.profile import parse_profile

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PASSPHRASE = "apron violin gravel"
PRIVATE = ("07700 900123", "WX4 7QT", "Bramble Road", "Jane Marlow")
EVIDENCE = b"WX4 7QT, Bramble Road " * 9_000
PROFILE = """
schema = 1
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
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""


def stretch_cheaply(patch: pytest.MonkeyPatch) -> None:
    """What a record is made with; it costs nothing, and everything else stays."""
    cheap = Parameters(Type.ID, 19, 16, 32, time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr("scanner.case.vault.record.RFC_9106_LOW_MEMORY", cheap)


def forget_opened() -> None:
    """As in a new process."""
    opening._opened.clear()


def fill(store: CaseStore) -> Path:
    """Puts in a case with one of each kind of payload; the path of its file of evidence."""
    subject = parse_profile(PROFILE, NOW.date()).subject
    case = store.cases.enrol(subject, NOW)
    record = ScanRecord(subject, Plan((), (), (), (), (), 0), 7, NOW, "1.0", "digest")
    scan = store.scans.begin(case.id, record)
    body = b"<p>Jane Marlow, 14 Bramble Road, WX4 7QT</p>" * 50
    store.scans.write(scan.id, 0, Entry(EntryKind.ANSWER, "probe", b"head", body, b"wire" + body))
    store.records.add(case.id, RecordKind.MARK, NOW, Marked("f1", Step.DONE, NOW.date()))
    store.audit.tell(NOW, Verb.COLLECTED, "Jane Marlow", "a check", case.id)
    evidence = evidence_folder() / case.id / "scan" / "captures.warc.gz"
    store.vault.files.write(evidence, EVIDENCE)
    return evidence


def require_all(store: CaseStore) -> None:
    """Everything that `fill` put in is there, and can be read."""
    (case,) = store.cases.all()
    assert case.subject.display_name == "Jane Marlow"
    (scan,) = store.scans.of(case.id)
    assert store.scans.record(scan.id).seed == 7
    (entry,) = store.scans.journal(scan.id)
    assert entry.body.count(b"WX4 7QT") == 50
    assert entry.wire == b"wire" + entry.body
    assert store.lives.before(case.id).marks[0].finding_id == "f1"
    assert store.audit.lines(case.id)[0].who == "Jane Marlow"
    assert store.audit.first_broken() is None
    evidence = evidence_folder() / case.id / "scan" / "captures.warc.gz"
    assert store.vault.files.read(evidence) == EVIDENCE


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its mode and content; every folder with its mode."""
    return {
        str(path.relative_to(folder)): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }
