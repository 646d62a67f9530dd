"""What an answer means for its probe: never a bare boolean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class OutcomeKind(StrEnum):
    FOUND = "found"
    """The record or page is there and was read."""
    ABSENT = "absent"
    """Proved by the rule's own absence signature."""
    BLOCKED = "blocked"
    """Challenge, login wall, consent interstitial, too many requests, robots.txt."""
    STALE = "stale"
    """The rule no longer fits: neither signature, both, or a control was found too."""
    FAILED = "failed"
    """Network, time-out, too large, unreadable."""
    NOT_RUN = "not_run"
    """Never sent."""


CHECKED = frozenset({OutcomeKind.FOUND, OutcomeKind.ABSENT})
"""The only outcomes that count towards coverage."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of `Document.text` that holds one record, such as one officer or listing."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lead:
    """A page that an answer points to and that is worth opening."""

    url: str = field(repr=False)
    title: str = field(default="", repr=False)
    start: int = -1
    """Where it stands in `Document.text`; -1 when that cannot be told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The meaning of one answer."""

    probe_id: str
    kind: OutcomeKind
    reason: str
    """A short code: `found`, `absent`, `challenge`, `login_wall`, `rate_limited`, `no_signature`,
    `both_signatures`, `control_found`, `same_for_everyone`, a Failure or a SkipReason …"""
    detail: str
    """In plain words for the report; carries no private value."""
    regions: tuple[Region, ...] = ()
    """Where the records stand; empty means the whole document is one record."""
    leads: tuple[Lead, ...] = ()
    control_wanted: bool = False
    """Whether the answer only counts once a control question was answered otherwise."""
