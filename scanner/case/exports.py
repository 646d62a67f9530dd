"""Files that were written outside the store, and to whom they went: on record, so that a purge can
say what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scanner.case.store import CaseStore, RecordKind, Verb


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


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Something that somebody else has now. Kind HAND_OVER of a case's records."""

    path: str = field(repr=False)
    """Of the file or folder, absolute, as it was written."""
    to: str
    """Who has it, in the operator's own words."""
    at: datetime
    consent: str = field(repr=False, default="")
    """How the person agreed to it, in the operator's words; empty where that was not asked."""


def note_hand_over(
    store: CaseStore,
    case_id: str,
    path: Path,
    to: str,
    at: datetime,
    who: str,
    what: str = "a pack of evidence",
    consent: str = "",
) -> None:
    """Remembers to whom something was given; the log names the deed alone."""
    handed = HandedOver(str(path.resolve()), to, at, consent)
    store.records.add(case_id, RecordKind.HAND_OVER, at, handed)
    store.audit.tell(at, Verb.DISCLOSED, who, f"{what} handed over", case_id)


def hand_overs_of(store: CaseStore, case_id: str) -> tuple[HandedOver, ...]:
    """All that were noted, oldest first."""
    found = store.records.of(case_id, RecordKind.HAND_OVER, HandedOver)
    return tuple(hand_over for _, hand_over in found)
