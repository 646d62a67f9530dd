"""What verifying a pack came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.evidence.pack.continuity import Line
from scanner.evidence.pack.details import PackDetails


class Fault(StrEnum):
    """What can be wrong with a pack. The values are the words of the terminal."""

    CHANGED = "changed"
    ADDED = "added"
    MISSING = "missing"
    MOVED = "re-ordered"
    CONTAINER = "container"
    """The zip around the files is another than they make."""
    SEAL = "seal"
    CONTINUITY = "continuity"
    MANIFEST = "manifest"
    """The list of the check itself, which is older than the pack."""
    TIME_STAMP = "time-stamp"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong."""

    fault: Fault
    name: str
    """Of the file; empty when it is about the whole."""
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pack against what it says of itself."""

    problems: tuple[Problem, ...]
    checked: tuple[str, ...]
    """What was looked at and holds, in words."""
    unchecked: tuple[str, ...]
    """What could not be looked at, and what is needed for it."""
    fingerprint: str
    """Of the key that sealed it; empty when there is none that can be read."""
    lines: tuple[Line, ...]
    """Of the continuity log, as far as they hold."""
    details: PackDetails | None

    @property
    def is_sound(self) -> bool:
        return not self.problems
