"""A cluster on which the program is not installed is told as that, never as lost workers."""

from __future__ import annotations

from typing import Any, cast

import pytest
from distributed import KilledWorker

from scanner.engine.cluster import _told
from scanner.engine.piece import Trouble


class Failed:
    """A future as the scheduler leaves it."""

    status = "error"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def exception(self, timeout: float) -> Exception:
        assert timeout
        return self._error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (ModuleNotFoundError("No module named 'scanner'"), Trouble.REFUSED),
        (RuntimeError("Error during deserialization of the task graph. "), Trouble.REFUSED),
        (RuntimeError("something else"), Trouble.LOST),
        (KilledWorker("turn-1", cast(Any, None), 3), Trouble.LOST),
    ],
)
def test_why_a_piece_failed(error: Exception, trouble: Trouble) -> None:
    ended = _told("turn-1", cast(Any, Failed(error)))
    assert ended.error is not None and ended.error.trouble is trouble
    assert "No module" not in ended.error.words
