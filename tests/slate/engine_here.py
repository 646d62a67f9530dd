"""An engine that does each piece in the very process that submits it: where another process is not
the point, none has to begin."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from scanner.engine import Ended, Piece
from scanner.engine.piece import done


@dataclass
class EngineHere:
    """See `Engine`."""

    is_own: bool = True
    runs_once: bool = True
    width: int = 1
    askers: int = 1
    dashboard: str = ""
    _waiting: deque[Piece] = field(default_factory=deque)

    @property
    def under_way(self) -> int:
        return len(self._waiting)

    def submit(self, piece: Piece) -> None:
        self._waiting.append(piece)

    def ended(self, timeout_s: float) -> list[Ended]:
        if not self._waiting:
            return []
        piece = self._waiting.popleft()
        return [done(piece.key, piece.work, piece.argument)]

    def close(self) -> None:
        self._waiting.clear()
