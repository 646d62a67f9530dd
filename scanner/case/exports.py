"""Files that were written outside the store: on record, so that a purge can say what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scanner.case.store import CaseStore, RecordKind


@dataclass(frozen=True, slots=True)
class Exported:
    """A file or folder that holds something of a case. Kind EXPORT of its records."""

    path: str = field(repr=False)
    """Absolute, as it was written."""
    what: str
    """Such as "report" or "pack"."""


def note_export(store: CaseStore, case_id: str, path: Path, what: str, at: datetime) -> None:
    """Remembers where something of a case was written; once for each place."""
    exported = Exported(str(path.resolve()), what)
    if exported not in exports_of(store, case_id):
        store.records.add(case_id, RecordKind.EXPORT, at, exported)


def exports_of(store: CaseStore, case_id: str) -> tuple[Exported, ...]:
    """All that was noted, in the order in which it was first written."""
    return tuple(exported for _, exported in store.records.of(case_id, RecordKind.EXPORT, Exported))
