"""The two kinds of work of a run, as pieces for an engine. No key or argument of theirs says who
somebody is: people are numbers of a run, and all else stands in the store."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from scanner.engine import Lane, Piece
from scanner.slate.setting import Setting

ASKING_S = 45.0
"""How long one piece asks on a cluster, whose workers come and go: afterwards sites are shared out
anew. Judgement: long beside what it takes to begin."""
_OWN_ASKING_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Turn:
    setting: Setting
    run_id: str
    number: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class _Asking:
    setting: Setting
    run_id: str
    owner: str
    seconds: float


def turn_piece(setting: Setting, run_id: str, number: int, is_over: bool = False) -> Piece:
    """The next turn of a person; it gives a `Turned`. `is_over`: conclude with what there is."""
    argument = _Turn(setting, run_id, number, is_over)
    return Piece(f"turn-{run_id}-{number}", _take, argument)


def number_of(key: str) -> int:
    """Whose turn a piece is."""
    return int(key.rpartition("-")[2])


def asking_piece(setting: Setting, run_id: str, owner: str) -> Piece:
    """Asks sites, with leases of `owner`; it gives an `Asked`. Without an owner the process that
    asks makes one, and asks for a while only."""
    seconds = _OWN_ASKING_S if owner else ASKING_S
    argument = _Asking(setting, run_id, owner, seconds)
    return Piece(f"asking-{run_id}-{uuid4().hex}", _ask, argument, Lane.NETWORK)


def _take(turn: _Turn) -> object:
    from scanner.slate.turns import take_turn  # Only where turns are taken are rules compiled.

    return take_turn(turn.setting, turn.run_id, turn.number, is_over=turn.is_over)


def _ask(asking: _Asking) -> object:
    from scanner.slate.asking import ask

    return ask(asking.setting, asking.run_id, asking.owner or uuid4().hex, asking.seconds)
