"""How often a piece that came to nothing is tried again, and when."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto

from scanner.engine import PieceError, Trouble

_MOST = 8
"""Judgement: with the pauses below a minute goes by, in which a server is back from a restart."""
_MOST_LOST = 5
"""A page that ends its reader ends the next one, too."""
_FIRST_S, _LONGEST_S = 0.5, 30.0
_BUSY_S = 5.0


class Verdict(Enum):
    AGAIN = auto()
    GIVE_UP = auto()


@dataclass(slots=True)
class _Record:
    began_at: float
    failed: int = 0
    lost: int = 0
    again_at: float = 0.0


class Attempts:
    """Of those alone that went wrong: what works is forgotten at once."""

    def __init__(self) -> None:
        self._records: dict[Hashable, _Record] = {}
        self._worked_at = float("-inf")

    def failed(self, who: Hashable, error: PieceError) -> tuple[Verdict, float]:
        """Whether to try again, and after how many seconds."""
        delay_s = 0.0
        if error.trouble is Trouble.FORGOTTEN:
            return Verdict.AGAIN, delay_s
        record = self._of(who)
        record.failed += 1
        if error.trouble is Trouble.LOST:
            record.lost += 1
        else:
            delay_s = min(_FIRST_S * 2 ** (record.failed - 1), _LONGEST_S)
        record.again_at = time.monotonic() + delay_s
        is_enough = record.failed >= _MOST or record.lost >= _MOST_LOST
        return (Verdict.GIVE_UP if is_enough else Verdict.AGAIN), delay_s

    def set_aside(self, who: Hashable) -> None:
        """Somebody else is at work on it; that is no failure."""
        self._of(who).again_at = time.monotonic() + _BUSY_S

    def worked(self, who: Hashable) -> None:
        self._records.pop(who, None)
        self._worked_at = time.monotonic()

    def others_worked(self, who: Hashable) -> bool:
        """Whether anything worked since this one began to fail."""
        return self._worked_at >= self._of(who).began_at

    def _of(self, who: Hashable) -> _Record:
        return self._records.setdefault(who, _Record(time.monotonic()))

    def waiting(self) -> frozenset[Hashable]:
        """Those whose time has not come yet."""
        now = time.monotonic()
        return frozenset(who for who, record in self._records.items() if record.again_at > now)
