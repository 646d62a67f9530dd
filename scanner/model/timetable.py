"""An election's days, and what is to be asked for by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Timing(StrEnum):
    """Where today stands to the last useful day of something to do."""

    UNDATED = "undated"
    """No poll is ahead from which to count back."""
    NOW = "now"
    """An emergency: it is put off to no day."""
    IN_TIME = "in_time"
    LATE = "late"
    """Too late for the day that it should have worked by, in time for the poll."""
    TOO_LATE = "too_late"
    """Too late for the poll as well. Still worth it, unless it was a choice that has ended."""


@dataclass(frozen=True, slots=True)
class Due:
    """By when something to do must be asked for, so that it has worked when it matters."""

    aims_at: str = ""
    """The milestone by which it should have worked; empty when undated."""
    ask_by: date | None = None
    """The last day on which asking still works by then, the usual wait and whatever waits for it
    counted in."""
    last_day: date | None = None
    """The same for the poll; for a choice that ends earlier, that end."""
    timing: Timing = Timing.UNDATED

    @property
    def next_day(self) -> date | None:
        """The last useful day that is still ahead; None when there is none."""
        match self.timing:
            case Timing.IN_TIME:
                return self.ask_by
            case Timing.LATE:
                return self.last_day
        return None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the election."""

    id: str
    """`notice_of_election`, `nominations`, `agents`, `sopn` (statement of persons nominated),
    `register`, `postal_vote`, `proxy_vote`, `poll` or `expenses`."""
    title: str
    day: date
    time: str
    """Until when on that day, `16:00`; empty for all day."""
    public: str
    """What becomes public then; empty when nothing does."""
    still: str
    """What can still be done before."""
    basis: str
    """Where the law says so."""
    link: str
    """Where that can be read; may be empty."""
    days_left: int
    """From the day of the check; 0 on the day itself, less when it is past."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days of the poll that the person stands in, as the law counts them."""

    rule_id: str
    title: str
    poll: date
    limits: str
    """For which polls these days do not hold, and whom to ask."""
    milestones: tuple[Milestone, ...]
    """In order of their days."""
