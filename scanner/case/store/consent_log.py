"""How a consent came and went: one line for each time that it was given, withdrawn or renewed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scanner.model.subject import Consent


class ConsentTurn(StrEnum):
    GIVEN = "given"
    """As a profile says; also when a later profile says it otherwise."""
    WITHDRAWN = "withdrawn"
    RENEWED = "renewed"
    """Given again after it was withdrawn."""


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One turn of a person's consent. Kind CONSENT of a case's records."""

    turn: ConsentTurn
    at: datetime
    """When the case was told."""
    by: str = field(repr=False)
    """Who told it: the operator."""
    consent: Consent = field(repr=False)
    """The consent that was given or withdrawn."""
    keep_until: date | None = None
    """Of a withdrawal: the day after which `retention` deletes the case."""
