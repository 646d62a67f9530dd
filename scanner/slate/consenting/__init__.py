"""Consent at scale: the form for each person, what comes back, and results that only they open."""

from scanner.slate.consenting.keeping import kept_for_next, kept_ledger, kept_record, left_record
from scanner.slate.consenting.sealing import Opened, open_result, seal_result, unlock

__all__ = [
    "Opened",
    "kept_for_next",
    "kept_ledger",
    "kept_record",
    "left_record",
    "open_result",
    "seal_result",
    "unlock",
]
