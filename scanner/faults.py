"""Where netcurtain itself broke, in words that carry nothing of anybody."""

from __future__ import annotations

import traceback
from pathlib import Path

_OURS = Path(__file__).parent.name


def fault_of(error: BaseException) -> str:
    """An exception's kind and the last of our own lines that it passed, such as "KeyError at
    turns.py:78". Never its own text, which may carry a private value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _OURS in Path(frame.filename).parts]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
