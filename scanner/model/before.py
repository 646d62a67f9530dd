"""All that a case knows of a person when a check begins: an argument of judging, so that the same
answers come to the same assessment again."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.assessment import Assessment
from scanner.model.history import Known, LetterSent, Marked, Point


@dataclass(frozen=True, slots=True)
class Before:
    """Earlier checks of one person, and what was done since."""

    last: Assessment | None = None
    """The last check that ended, for what it looked for and read."""
    known: tuple[Known, ...] = ()
    """Every finding of any earlier check, gone ones included."""
    points: tuple[Point, ...] = ()
    """One for each earlier check, oldest first."""
    letters: tuple[LetterSent, ...] = ()
    marks: tuple[Marked, ...] = ()
    """The newest for each finding."""
    buried: frozenset[str] = frozenset()
    """Ids of findings of an erased fact or purged case, kept as keyed hashes with the person's
    leave, so that a relisting is noticed."""
