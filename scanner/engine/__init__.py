"""Pieces of work on the processes of this machine or on a cluster. It knows nothing of people."""

from scanner.engine.choosing import engine_of, usual_jobs
from scanner.engine.local import LocalEngine
from scanner.engine.piece import Ended, Engine, Lane, Piece, PieceError, Trouble

__all__ = [
    "Ended",
    "Engine",
    "Lane",
    "LocalEngine",
    "Piece",
    "PieceError",
    "Trouble",
    "engine_of",
    "usual_jobs",
]
