"""What an officer sees of a whole slate: numbers of each person, and of all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scanner.model.bands import Band
from scanner.model.slate import Deadline, Numbers, PersonState, Sharing
from scanner.model.subject import Role


class CallFor(StrEnum):
    """Why a person is to be rung today, the most urgent first."""

    EMERGENCY = "emergency"
    """A warning sign of the highest level."""
    WARNING = "warning"
    CRITICAL = "critical"
    """More critical exposures than at the check before, or the first check showed some."""
    RELEASED = "released"
    """What was not public is now."""
    HIGH = "high"
    DEADLINE = "deadline"
    """Something of theirs is due within days."""
    STALLED = "stalled"
    """Something critical has been open for a while, and no step was taken."""
    CONSENT = "consent"
    """It runs out, or has, and then nothing is checked any more."""

    @property
    def rank(self) -> int:
        """Its place in that order: 0 is the most urgent."""
        return _CALLS.index(self)


_CALLS = tuple(CallFor)


@dataclass(frozen=True, slots=True)
class Call:
    """One reason to ring somebody, in plain words that name nothing of theirs."""

    reason: CallFor
    say: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One person of the slate."""

    number: int
    ref: str = field(repr=False)
    name: str = field(repr=False)
    role: Role
    group: str
    state: PersonState
    sharing: Sharing
    checks: int
    """Checks that came to an end, in all runs."""
    numbers: Numbers | None
    """Of the newest of them."""
    calls: tuple[Call, ...]
    """The most urgent first; empty when nobody need ring."""
    not_checked: str
    """Why the newest run has no result of theirs; empty when it has."""
    deadline: Deadline | None
    """The next one, today included."""
    consent_until: date | None

    @property
    def worst(self) -> Band | None:
        """None for who was not checked, or has nothing that counts."""
        if self.numbers is None:
            return None
        return next((band for band in Band if self.numbers.by_band.get(band)), None)


@dataclass(frozen=True, slots=True)
class SourceShare:
    """A source at which several people are exposed."""

    source_id: str
    title: str
    at_least: int
    """People, rounded down, so that one person's check more or less cannot be read off."""


@dataclass(frozen=True, slots=True)
class Week:
    """How the slate stood at the end of a week, by everybody's newest check until then."""

    monday: date
    """Its first day, in London."""
    checks: int
    """That ended in it."""
    checked: int
    """People with a check by its end."""
    open_by_band: Mapping[Band, int]
    """Findings, each person's newest check counted once."""
    new: int
    gone: int
    newly_public: int
    """The three: of the checks that ended in it, those that had one before."""
    actions: int
    actions_done: int

    @property
    def open(self) -> int:
        return sum(self.open_by_band.values())


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day on which something is due, and for how many people."""

    day: date
    title: str
    people: int
    days_left: int
    """0 today; less when it is past."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How much of what could be checked was, over everybody's newest check."""

    checked: int
    enough: int
    """People for whom it reached the floor."""
    partial: int
    """Whose check was cut short."""
    median: float
    """Share, 0 to 1."""
    lowest: float


@dataclass(frozen=True, slots=True)
class ConsentCounts:
    """How the consents of a slate stand."""

    by_state: Mapping[PersonState, int]
    ending: int
    """Of who consented: ends within the days that are called soon."""
    ended: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the officer's page, tables and terminal show of a slate."""

    title: str
    officer: str
    organisation: str
    poll_date: date | None
    made_at: datetime
    today: date
    """In London."""
    runs: int
    last_run_at: datetime | None
    """When the newest one began."""
    is_under_way: bool
    rows: tuple[OverviewRow, ...] = field(repr=False)
    """Everybody, the most urgent first."""
    people_by_band: Mapping[Band | None, int]
    """Who was checked, by the worst of theirs; None: nothing that counts, and enough was answered
    to say so."""
    too_little: int
    """Who was checked, of whom nothing can be said: nothing was found, and too little answered."""
    findings_by_band: Mapping[Band, int]
    sources: tuple[SourceShare, ...]
    """At which most people are exposed first."""
    sources_held_back: int
    """Those at which too few are exposed to be named."""
    fewest: int
    """People below whom no source is named."""
    weeks: tuple[Week, ...]
    """Oldest first."""
    days: tuple[DayAhead, ...]
    answered: Answered
    consents: ConsentCounts
    not_checked: tuple[tuple[str, int], ...]
    """Why people have no result in the newest run, and how many; the most frequent first."""
    credits: tuple[str, ...] = ()
    """What the licences of the lists that people came from ask to be said."""

    @property
    def calls(self) -> tuple[OverviewRow, ...]:
        """Who needs a call today, the most urgent first."""
        return tuple(row for row in self.rows if row.calls)

    @property
    def checked(self) -> int:
        return self.answered.checked

    @property
    def says_little(self) -> bool:
        """Whether of most who were checked too little was answered to reassure anybody."""
        return self.answered.enough * 2 < self.checked
