"""How bad a finding is, and in which part of a report it belongs."""

from __future__ import annotations

from enum import StrEnum


class Band(StrEnum):
    """How bad, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Its place in that order: 0 is the worst."""
        return _BANDS.index(self)


_BANDS = tuple(Band)


class Standing(StrEnum):
    """In which part of the report a finding belongs."""

    RISK = "risk"
    """Confirmed or probable, private: counts in the headline."""
    UNSURE = "unsure"
    """Possibly somebody else: a question, never in the headline."""
    PUBLIC_BY_CHOICE = "public_by_choice"
    PUBLIC_BY_LAW = "public_by_law"
