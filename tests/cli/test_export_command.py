"""`export`: everything that is held comes out, whatever its kind."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from scanner.case.exports import Exported, HandedOver
from scanner.case.store import RecordKind, open_store
from scanner.case.store.runs import RunRecord
from scanner.case.store.tables import FINDINGS, JOURNAL, METADATA, SCANS, TURNS
from scanner.model.history import LetterSent
from scanner.model.slate import Person, Sharing, SlateRecord
from scanner.model.subject import Role
from tests.cli.command import Run
from tests.cli.kept_case import KEY, KeptCase, kept_case

pytestmark = pytest.mark.xdist_group("kept_case")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOLD_APART = {
    *("audit", "cases", "scans", "journal", "findings", "turns", "records", "tombstones"),
    *("people", "entrants"),
}
"""Tables that hold something of a case, and that the test below looks into."""


@pytest.fixture
def kept(own_data_folder: Path) -> KeptCase:
    case = kept_case()
    case.copy_to(own_data_folder)
    return case


_TYPED = {
    RecordKind.EXPORT: Exported("note: of export", "report"),
    RecordKind.HAND_OVER: HandedOver("note: of hand_over", "A. Officer", NOW),
    RecordKind.LETTER: LetterSent(
        "1", "letter.x", "A letter", "note: of letter", (), NOW.date(), None
    ),
}
"""Kinds that the command itself, or a purge, reads."""


def _of_a_person() -> set[str]:
    """Tables that hang on a case, by a column of theirs."""
    return {
        table.name
        for table in METADATA.sorted_tables
        if {"case_id", "scan_id"} & {column.name for column in table.columns}
    } | {"cases"}


def test_no_table_is_forgotten() -> None:
    assert _of_a_person() == TOLD_APART


def test_everything_held_is_exported(netcurtain: Run, kept: KeptCase) -> None:
    with open_store(KEY) as store:
        (case,) = store.cases.all()
        for kind in RecordKind:
            value = _TYPED.get(kind, {"note": f"of {kind}", "bell": "\x07"})
            store.records.add(case.id, kind, NOW, value)
        # A kind that this version has never heard of.
        store.records.add(case.id, _Later.DIARY, NOW, {"note": "of later"})  # type: ignore[arg-type]
        store.lives.bury(case.id, NOW, ["buried-finding"])
        slate = store.slates.begin(SlateRecord("Wexcombe 2027", identity="the slate's own"), NOW)
        jane = Person(1, "W1", "Jane", Role.AGENT, subject_id=case.subject.id, sharing=Sharing.ALL)
        store.slates.add(slate.id, [jane])
        store.runs.begin(slate.id, RunRecord(1, "0", "0"), [1], NOW)
        with store.database.begin() as connection:
            amounts = {
                table.name: connection.scalar(select(func.count()).select_from(table))
                for table in (SCANS, JOURNAL, FINDINGS, TURNS)
            }
        lines = len(store.audit.lines(case.id))
    asked = netcurtain("export", "Jane Marlow", "--out", "copy")
    assert (asked.code, "--yes" in asked.stderr) == (2, True)
    assert not Path("copy/what-is-held.json").exists()
    done = netcurtain("export", "Jane Marlow", "--out", "copy", "--yes")
    assert done.code == 0, done.said
    assert done.leaks == []
    machine, readable = Path("copy/what-is-held.json"), Path("copy/what-is-held.txt")
    assert {path.stat().st_mode & 0o777 for path in (machine, readable)} == {0o600}
    told: dict[str, Any] = json.loads(machine.read_text())
    assert told["schema"] == "netcurtain/export/1"
    assert set(told["records"]) >= {*RecordKind, "diary"}
    assert len(told["checks"]) == amounts["scans"]
    journal = [entry for check in told["checks"] for entry in check["journal"]]
    assert len(journal) == amounts["journal"]
    assert len(told["findings"]) == amounts["findings"]
    assert sum(len(item["turns"]) for item in told["findings"]) == amounts["turns"]
    (entry,) = told["slates"]
    assert (entry["person"]["ref"], entry["runs"][0]["state"]) == ("W1", "due")
    assert "the slate's own" not in machine.read_text()
    assert told["tombstones"][0]["finding_id"] == "buried-finding"
    assert len(told["audit"]) == lines + 1
    assert told["audit"][-1]["verb"] == "disclosure"
    bodies = "".join(
        body.get("text") or base64.b64decode(body["base64"]).decode("latin-1")
        for entry in journal
        if (body := entry.get("body"))
    )
    assert "Bramble Road" in bodies
    text = readable.read_text()
    for value in kept.values:
        assert value in text
    for kind in (*RecordKind, "later"):
        assert f"note: of {kind}" in text
    assert "\x07" not in text
    purged = netcurtain("purge", "Jane Marlow", "--yes")
    assert purged.code == 0, purged.said
    said = purged.stdout
    assert str(machine.resolve()) in said
    assert str(readable.resolve()) in said


class _Later:
    DIARY = type("Kind", (), {"value": "diary"})()
