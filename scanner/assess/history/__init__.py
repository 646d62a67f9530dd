"""What became of a person's findings since earlier checks. Pure: `Before` and this check's answers
in, `History` out, and what the case then knows of each finding (`known_after`)."""

from scanner.assess.history.history import came_back, history_of
from scanner.assess.history.knowing import (
    before_next,
    known_after,
    with_archive,
    with_testimony,
)
from scanner.assess.history.moved import under_known_ids
from scanner.assess.history.witnesses import Looked, Witnesses

__all__ = [
    "Looked",
    "Witnesses",
    "before_next",
    "came_back",
    "history_of",
    "known_after",
    "under_known_ids",
    "with_archive",
    "with_testimony",
]
