"""Takes files away so that little of them stays: overwritten, then deleted.

Disks that move blocks about (SSDs), file systems that copy on write, and backups may still hold
what was there; docs/case.md says so.
"""

from __future__ import annotations

import os
from pathlib import Path

_ZEROS = bytes(1 << 16)


def wipe(path: Path) -> None:
    """Overwrites and deletes a file; none is fine. Raises OSError."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        overwrite(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)


def overwrite(handle: int) -> None:
    """Puts noughts in the place of an open file's content, whose length stays."""
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left:
        left -= os.write(handle, _ZEROS[:left])
    os.fsync(handle)
