"""What a police file needs of a scan: the answers as they came, hashes to check them by, a seal."""

from scanner.evidence.archive import write_archive
from scanner.evidence.capture_log import CaptureLog, LogContext, capture_log, read_capture_log
from scanner.evidence.manifest import manifest
from scanner.evidence.reading import read_archive
from scanner.evidence.seal import Signature, sign, verify_signature
from scanner.evidence.timestamp import TimeStamp, request_timestamp, verify_timestamp
from scanner.evidence.writing import (
    Circumstances,
    Evidence,
    Sealed,
    write_evidence,
    write_seal,
)

__all__ = [
    "CaptureLog",
    "Circumstances",
    "Evidence",
    "LogContext",
    "Sealed",
    "Signature",
    "TimeStamp",
    "capture_log",
    "manifest",
    "read_archive",
    "read_capture_log",
    "request_timestamp",
    "sign",
    "verify_signature",
    "verify_timestamp",
    "write_archive",
    "write_evidence",
    "write_seal",
]
