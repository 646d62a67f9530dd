"""What a police file needs of a scan: the answers as they came, and hashes to check them by."""

from scanner.evidence.archive import write_archive
from scanner.evidence.capture_log import CaptureLog, LogContext, capture_log, read_capture_log
from scanner.evidence.manifest import manifest
from scanner.evidence.reading import read_archive

__all__ = [
    "CaptureLog",
    "LogContext",
    "capture_log",
    "manifest",
    "read_archive",
    "read_capture_log",
    "write_archive",
]
