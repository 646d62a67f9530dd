"""A piece of work, what became of it, and what every engine can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from scanner.errors import NetcurtainError
from scanner.faults import fault_of


class Lane(StrEnum):
    """What a piece spends its time on."""

    WORK = "work"
    """A processor: as many at a time as the engine is wide."""
    NETWORK = "network"
    """Waiting for others: it takes no processor from the rest, and may last long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to do, in whatever process. Doing it twice must do no harm: a worker may be lost
    between the end of the work and the telling of it."""

    key: str
    """Its name, also for those who watch a cluster: never a private value."""
    work: Callable[[Any], Any]
    """A function of a module, so that another process finds it by its name."""
    argument: Any = field(repr=False)
    """Whatever can be pickled."""
    lane: Lane = Lane.WORK


class Trouble(StrEnum):
    """Why a piece came to nothing."""

    LOST = "lost"
    """Its process ended. It may be submitted again, but may well have been the reason."""
    FORGOTTEN = "forgotten"
    """The scheduler was restarted, and all that it knew is gone: no fault of the piece."""
    REFUSED = "refused"
    """It said why in words for the user (a NetcurtainError). Again would be the same."""
    FAULT = "fault"
    """Something broke inside it."""


@dataclass(frozen=True, slots=True)
class PieceError:
    """Why a piece came to nothing, in words without a private value."""

    trouble: Trouble
    words: str = ""
    kind: str = ""
    """The class of the error, such as "CaseError"; empty when the piece was lost."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A piece that is no longer under way."""

    key: str
    value: Any = field(default=None, repr=False)
    error: PieceError | None = None

    @property
    def is_lost(self) -> bool:
        """Whether nobody has it any longer, and it is to be submitted again."""
        lost = (Trouble.LOST, Trouble.FORGOTTEN)
        return self.error is not None and self.error.trouble in lost


class Engine(Protocol):
    """Does pieces of work elsewhere. Used by one thread."""

    @property
    def width(self) -> int:
        """How many WORK pieces it does at a time."""

    @property
    def askers(self) -> int:
        """How many NETWORK pieces are of use at a time."""

    @property
    def is_own(self) -> bool:
        """Whether all its processes belong to this program and may be told its secrets."""

    @property
    def runs_once(self) -> bool:
        """Whether the process of a piece that is told as lost is surely gone. Else it may go on
        unseen, and the piece may have been begun again by the engine itself."""

    @property
    def under_way(self) -> int:
        """Pieces that were submitted and of which `ended` has not told."""

    def submit(self, piece: Piece) -> None:
        """Takes a piece. One that cannot be passed on is told as lost by `ended`."""

    def ended(self, timeout_s: float) -> list[Ended]:
        """The pieces that have ended since, in the order in which they did. Waits up to
        `timeout_s` for a first one. Raises EngineError when the engine itself is gone for good."""

    def close(self) -> None:
        """Ends everything at once, whatever is under way."""


def done(piece_key: str, work: Callable[[Any], Any], argument: Any) -> Ended:
    """Does a piece in this very process, and puts into words what went wrong: an exception's own
    text may carry a private value, and not every exception survives the way to another process."""
    try:
        return Ended(piece_key, work(argument))
    except NetcurtainError as error:
        return Ended(piece_key, error=_error(Trouble.REFUSED, error, str(error)))
    except Exception as error:
        return Ended(piece_key, error=_error(Trouble.FAULT, error, fault_of(error)))


def _error(trouble: Trouble, error: Exception, words: str) -> PieceError:
    return PieceError(trouble, words, type(error).__name__)
