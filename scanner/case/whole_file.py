"""A file that is there whole or not at all, whatever happens while it is written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO


def _replace(temporary: Path, target: Path) -> None:
    temporary.replace(target)


@contextlib.contextmanager
def whole_file(
    target: Path, put: Callable[[Path, Path], None] = _replace, prefix: str = ""
) -> Iterator[BinaryIO]:
    """A stream into a new file of its owner's alone (0600), which is on disk and gets the name of
    `target` when the block ends well. Raises OSError.

    `put` gives it that name; it replaces what is there unless told otherwise. `prefix`: how its
    name begins until then.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix or f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        put(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
