"""What a run that is driven tells: one stream of events for the command, tests and benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scanner.model.slate import EntrantState, SiteProgress


@dataclass(frozen=True, slots=True)
class Looked:
    """How far the run is, by person and by site; about once a second."""

    at: datetime
    people: Mapping[EntrantState, int]
    sites: tuple[SiteProgress, ...]
    """Longest first."""
    askers: int = 0
    """Processes that ask at the moment."""
    opens_at: datetime | None = None
    """When sites may be asked again; None while they may be."""


@dataclass(frozen=True, slots=True)
class PersonSettled:
    """Somebody's check has ended (DONE), or cannot be made (LEFT; why stands in the store)."""

    number: int
    state: EntrantState


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody's check failed again and again, and the others went on without."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class PieceLost:
    """A worker was lost; what it had is done again."""

    key: str


@dataclass(frozen=True, slots=True)
class StoreAway:
    """The store did not answer; it is tried again for a while."""


@dataclass(frozen=True, slots=True)
class StoreBack:
    """It answers again."""


class How(StrEnum):
    """Why a run is driven no further."""

    ENDED = "ended"
    """Everybody is done or left out."""
    STOPPED = "stopped"
    OUT_OF_TIME = "out_of_time"
    SPENT = "spent"
    """The sites that are left have had tonight's share of requests."""


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The last event."""

    how: How


Driven = Looked | PersonSettled | PersonLeft | PieceLost | StoreAway | StoreBack | RunEnded
