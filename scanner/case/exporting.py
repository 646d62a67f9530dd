"""All that is held on a person, for the person: as one JSON value, written piece by piece.

It is read from the store as it lies there, whatever this version knows of it, so that nothing can
be forgotten. Everything is in clear. The form is `netcurtain/export/1` (docs/case.md).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from scanner import __version__
from scanner.case.evidence import evidence_of_case
from scanner.case.serial import plain
from scanner.case.store import Case, CaseStore
from scanner.case.store.packing import unpack
from scanner.case.store.slate_entries import held_on_slates
from scanner.case.store.tables import CASES, FINDINGS, JOURNAL, SCANS, TOMBSTONES, TURNS

SCHEMA = "netcurtain/export/1"


def export_json(store: CaseStore, case: Case, at: datetime) -> Iterator[str]:
    """Text of one JSON object, in pieces, since the answers of many checks are large."""
    head = {"schema": SCHEMA, "made_at": at, "tool_version": __version__, **_case(store, case)}
    yield _text(head)[:-1]
    yield ',"checks":['
    for number, scan_id in enumerate(_scan_ids(store, case.id)):
        yield "," if number else ""
        yield _text(check_of(store, scan_id))[:-1] + ',"journal":['
        for place, entry in enumerate(journal_of(store, scan_id)):
            yield "," if place else ""
            yield _text(entry)
        yield "]}"
    yield "]}\n"


def held(store: CaseStore, case: Case) -> dict[str, Any]:
    """The same without journals and reports, as bare values."""
    checks = [check_of(store, scan_id) for scan_id in _scan_ids(store, case.id)]
    short = [{key: check[key] for key in check if key != "assessment"} for check in checks]
    bare: dict[str, Any] = json.loads(_text({**_case(store, case), "checks": short}))
    return bare


def _case(store: CaseStore, case: Case) -> dict[str, Any]:
    with store.database.begin() as connection:
        row = connection.execute(select(CASES).where(CASES.c.id == case.id)).one()
        buried = connection.execute(
            select(TOMBSTONES.c.finding_id, TOMBSTONES.c.at)
            .where(TOMBSTONES.c.case_id == case.id)
            .order_by(TOMBSTONES.c.finding_id)
        ).all()
    records: dict[str, list[dict[str, Any]]] = {}
    for record in store.records.every(case.id):
        told = {"id": record.id, "at": record.at, "value": record.value}
        records.setdefault(record.kind, []).append(told)
    return {
        "case": {key: row._mapping[key] for key in row._mapping if key != "payload"},
        "subject": _bare(store, row.payload, f"case/{case.id}"),
        "records": records,
        "findings": list(_findings(store, case.id)),
        "slates": list(held_on_slates(store.database, case.id)),
        "tombstones": [{"finding_id": each.finding_id, "at": each.at} for each in buried],
        "evidence_files": [
            {
                "path": str(path),
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in evidence_of_case(store, case.id).places()
        ],
        "audit": [
            {"number": line.number, "at": line.at, "verb": line.verb.value, "who": line.who}
            | {"what": line.what, "digest": line.digest}
            for line in store.audit.lines(case.id)
        ],
    }


def _findings(store: CaseStore, case_id: str) -> Iterator[dict[str, Any]]:
    asked = select(TURNS).where(TURNS.c.case_id == case_id).order_by(TURNS.c.at)
    with store.database.begin() as connection:
        turns: dict[str, list[dict[str, Any]]] = {}
        for row in connection.execute(asked):
            turn = {"at": row.at, "turn": row.turn, "check": row.scan_id}
            turns.setdefault(row.finding_id, []).append(turn)
        asked_known = select(FINDINGS).where(FINDINGS.c.case_id == case_id).order_by(FINDINGS.c.id)
        rows = connection.execute(asked_known).all()
    for row in rows:
        known = _bare(store, row.payload, f"finding/{case_id}/{row.id}")
        yield {"id": row.id, "known": known, "turns": turns.pop(row.id, [])}
    for finding_id, left in turns.items():
        yield {"id": finding_id, "known": None, "turns": left}


def _scan_ids(store: CaseStore, case_id: str) -> list[str]:
    return [scan.id for scan in store.scans.of(case_id)]


def check_of(store: CaseStore, scan_id: str) -> dict[str, Any]:
    """A check without its journal."""
    with store.database.begin() as connection:
        row = connection.execute(select(SCANS).where(SCANS.c.id == scan_id)).one()
    told = {
        key: row._mapping[key]
        for key in row._mapping
        if key not in ("case_id", "payload", "assessment")
    }
    made = row.assessment
    return {
        **told,
        "record": _bare(store, row.payload, f"scan/{scan_id}"),
        "assessment": _bare(store, made, f"assessment/{scan_id}") if made else None,
    }


def journal_of(store: CaseStore, scan_id: str) -> Iterator[dict[str, Any]]:
    """What came back, in order, with whole contents."""
    codec = store.database.codec
    asked = select(JOURNAL).where(JOURNAL.c.scan_id == scan_id).order_by(JOURNAL.c.number)
    with store.database.begin() as connection:
        for row in connection.execution_options(yield_per=20).execute(asked):
            entry: dict[str, Any] = {
                "number": row.number,
                "kind": row.kind,
                "probe_id": row.probe_id,
                "head": _bare(store, row.head, f"head/{scan_id}/{row.number}"),
            }
            for name in ("body", "wire"):
                sealed = row._mapping[name]
                if sealed:
                    content = codec.unseal(sealed, f"{name}/{scan_id}/{row.number}")
                    entry[name] = _content(unpack(content))
            yield entry


def _content(content: bytes) -> dict[str, str]:
    try:
        return {"text": content.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}


def _bare(store: CaseStore, payload: bytes, context: str) -> Any:
    return plain(store.database.codec.unseal(payload, context))


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_when)


def _when(value: date | datetime) -> str:
    return value.isoformat()
