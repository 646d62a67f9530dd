"""What the person saw where only a person can look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Looked(StrEnum):
    """How a check by hand came out."""

    SEEN = "seen"
    NOT_THERE = "not there"
    NOT_YET = "not yet"
    """Put off: it stays open."""


@dataclass(frozen=True, slots=True)
class ManualAnswer:
    """The person's own answer to a check by hand, as the profile holds it."""

    source_id: str
    looked: Looked
    on: date
