"""What a police file needs of a scan: the answers as they came, and hashes to check them by."""

from scanner.evidence.archive import capture_list, write_archive
from scanner.evidence.manifest import manifest

__all__ = ["capture_list", "manifest", "write_archive"]
