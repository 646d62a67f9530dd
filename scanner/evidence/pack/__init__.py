"""A pack: the evidence of one check as one file that can be handed over, checked and judged again.

It is a zip in the form of a WACZ 1.1.1, so that others' tools open it, and in one canonical form of
zip, so that every single byte of it is covered by the seal.
"""

from scanner.evidence.pack.building import evidence_in, packed, sealed, with_index, write_pack
from scanner.evidence.pack.container import Member
from scanner.evidence.pack.details import PackDetails, stamp
from scanner.evidence.pack.folder import Evidence, read_evidence
from scanner.evidence.pack.making import Ingredients, hand_over, make_pack
from scanner.evidence.pack.opening import OpenedPack, open_pack, opened
from scanner.evidence.pack.source import Folder, Source
from scanner.evidence.pack.verdict import Fault, Problem, Verdict
from scanner.evidence.pack.verifying import verify_opened, verify_pack

__all__ = [
    "Evidence",
    "Fault",
    "Folder",
    "Ingredients",
    "Member",
    "OpenedPack",
    "PackDetails",
    "Problem",
    "Source",
    "Verdict",
    "evidence_in",
    "hand_over",
    "make_pack",
    "open_pack",
    "opened",
    "packed",
    "read_evidence",
    "sealed",
    "stamp",
    "verify_opened",
    "verify_pack",
    "with_index",
    "write_pack",
]
