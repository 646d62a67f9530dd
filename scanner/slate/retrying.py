"""Patience with a server that is being restarted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from scanner.case.store.database import ServerLost

T = TypeVar("T")

PATIENCE_S = 180.0
"""How long a server may be away. Judgement: one that is started anew takes a minute or two."""
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 2.0


def retrying(work: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """Does the work, and again while the store's server cannot be reached.

    It may have been done although the server was lost: it must be such as can be done twice.
    Raises ServerLost when that lasts longer than the patience.
    """
    began, pause_s = time.monotonic(), _FIRST_PAUSE_S
    while True:
        try:
            return work()
        except ServerLost:
            if time.monotonic() - began >= patience_s:
                raise
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
