"""For whom a report is made, and what they have it say of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scanner.errors import PlanError

_LONGEST = 120
_LONGEST_REFERENCE = 40
"""There is no national form of a crime or incident number, so it is free text."""
_EXHIBIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9/ ._-]*")


class Audience(StrEnum):
    """Who reads the report. Each gets less than the one before, or more of how it was made."""

    CANDIDATE = "candidate"
    """The person: all of it."""
    OFFICER = "officer"
    """Whoever helps many candidates: how bad, how far, by when. No details."""
    POLICE = "police"
    """What was seen where and when, and how that is known."""


@dataclass(frozen=True, slots=True)
class Unmasking:
    """That values were put into a report in clear: who asked for it, when and why."""

    by: str
    at: datetime
    """UTC."""
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One report of an assessment: for whom, and what stands on it. Texts are the user's own."""

    audience: Audience = Audience.CANDIDATE
    case_reference: str = ""
    """Of the police, as they write it; nothing is read into it."""
    exhibit: str = ""
    """Such as AB/1: the producer's initials and a number."""
    marking: str = ""
    """Such as OFFICIAL-SENSITIVE, above and below on every page. Empty unless somebody who may mark
    says so: the program never marks by itself."""
    operator: str = ""
    """Who made the report: name, role, organisation."""
    unmasking: Unmasking | None = None
    """Only for the police: with it the report has an annex of values in clear."""
    seal: str = ""
    """Fingerprint of the key with which the evidence is sealed, to which this report belongs;
    empty without evidence."""
    source_sha256: str = ""
    """Of the assessment.json that says the same to programs; empty when not known."""
    redacted_from: str = ""
    """SHA-256 of the list of contents of the pack that this one is a redacted copy of; empty for
    an original."""

    def __post_init__(self) -> None:
        """Raises PlanError for what cannot stand on a report."""
        for name, text, longest in (
            ("case reference", self.case_reference, _LONGEST_REFERENCE),
            ("exhibit", self.exhibit, _LONGEST_REFERENCE),
            ("marking", self.marking, _LONGEST_REFERENCE),
            ("operator", self.operator, _LONGEST),
        ):
            if len(text) > longest or not text.isprintable():
                raise PlanError(f"The {name} may have at most {longest} characters, in one line.")
        if self.exhibit and not _EXHIBIT.fullmatch(self.exhibit):
            raise PlanError("An exhibit is initials and a number, such as AB/1.")
        if self.unmasking and self.audience is not Audience.POLICE:
            raise PlanError("Only a report for the police has an annex of values in clear.")

    @property
    def reference(self) -> str:
        """What tells one report from another at the edge of a page."""
        return ", ".join(text for text in (self.case_reference, self.exhibit) if text)


OWN_COPY = Edition()
"""The person's own report, with nothing else on it."""
