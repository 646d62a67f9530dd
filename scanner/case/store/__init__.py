"""The store of cases: SQLite in the user's data folder, or PostgreSQL for a team."""

from scanner.case.store.audit import AuditLine, Verb
from scanner.case.store.cases import Case, CaseHead
from scanner.case.store.database import Codec, Plain
from scanner.case.store.opening import CaseStore, open_store, store_path
from scanner.case.store.records import RecordKind
from scanner.case.store.scans import Entry, EntryKind, ScanRecord, ScanState, StoredScan

__all__ = [
    "AuditLine",
    "Case",
    "CaseHead",
    "CaseStore",
    "Codec",
    "Entry",
    "EntryKind",
    "Plain",
    "RecordKind",
    "ScanRecord",
    "ScanState",
    "StoredScan",
    "Verb",
    "open_store",
    "store_path",
]
