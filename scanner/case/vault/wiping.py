"""Takes files away so that little of them stays: overwritten, then deleted.

Disks that move blocks about (SSDs), file systems that copy on write, and backups may still hold
what was there; docs/case.md says so.
"""

from __future__ import annotations

import os
from pathlib import Path

UNFINISHED = ".new."
"""How the name of a file begins that is being written."""
_GONE = ".gone."
_ZEROS = bytes(1 << 16)


def wipe(path: Path) -> None:
    """Overwrites and deletes a file; none is fine. Raises OSError.

    It is renamed first, so that no file is ever half overwritten under its own name.
    """
    gone = path.with_name(_GONE + path.name.removeprefix(_GONE))
    try:
        path.replace(gone)
        handle = os.open(gone, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        overwrite(handle)
    finally:
        os.close(handle)
    gone.unlink(missing_ok=True)


def sweep(folder: Path, is_deep: bool = True) -> None:
    """Takes away what a crash left of files that were being written or wiped, in a folder and, if
    it is to go deep, in those below. Nobody else may be at work there. Raises OSError."""
    for start in (_GONE, UNFINISHED):
        for path in sorted(folder.glob(f"{'**/' if is_deep else ''}{start}*")):
            wipe(path)


def overwrite(handle: int) -> None:
    """Puts noughts in the place of an open file's content, whose length stays."""
    left = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    while left:
        left -= os.write(handle, _ZEROS[:left])
    os.fsync(handle)
