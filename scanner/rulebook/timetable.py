"""Timetable rules: which day of an election does what, counted from the day of the poll."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from scanner.rulebook.header import Header, HttpsUrl, IsoDate, Part, Text
from scanner.rulebook.source import Nation, Poll


class Moment(StrEnum):
    """The days of an election that matter to what is public of a candidate."""

    NOTICE_OF_ELECTION = "notice_of_election"
    NOMINATIONS = "nominations"
    """Close of nominations."""
    AGENTS = "agents"
    """Last time to name the election agent and an office."""
    SOPN = "sopn"
    """Statement of persons nominated."""
    REGISTER = "register"
    """Last day to register to vote."""
    POSTAL_VOTE = "postal_vote"
    PROXY_VOTE = "proxy_vote"
    POLL = "poll"
    EXPENSES = "expenses"
    """Return of election expenses."""

    @property
    def is_deadline(self) -> bool:
        """Whether it is the last day for something, not the day on which something comes."""
        return self not in (Moment.NOTICE_OF_ELECTION, Moment.SOPN, Moment.POLL)


class DayLeftOut(StrEnum):
    """Days beside Saturdays and Sundays that a timetable does not count."""

    CHRISTMAS_EVE = "christmas_eve"
    CHRISTMAS_DAY = "christmas_day"
    GOOD_FRIDAY = "good_friday"
    EASTER_MONDAY = "easter_monday"
    """Named where it is no bank holiday: in Scotland."""
    BANK_HOLIDAYS = "bank_holidays"


class MilestoneRule(Part):
    """One day of the timetable."""

    moment: Moment
    title: Text
    working_days_before: int | None = Field(
        None, ge=0, le=60, description="Before the poll, by the days that the timetable counts."
    )
    days_after: int | None = Field(
        None,
        ge=1,
        le=120,
        description="Calendar days after the poll; if that day does not count, the next that does.",
    )
    time: str = Field(
        "",
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$",
        description="Until when on that day, `16:00`. Empty: all day.",
    )
    public: str = Field("", description="What becomes public on that day, in plain words.")
    still: str = Field("", description="What can still be done before, in plain words.")
    basis: Text = Field(description="Where the law says so.")
    link: HttpsUrl | None = Field(None, description="Where that can be read.")
    bank_holidays: tuple[Nation, ...] = Field(
        (), description="Whose bank holidays this day leaves out. Empty: those of the timetable."
    )
    also_counts: tuple[DayLeftOut, ...] = Field(
        (), description="Days that the timetable leaves out and that count for this one."
    )

    @model_validator(mode="after")
    def _one_way(self) -> MilestoneRule:
        if (self.working_days_before is None) == (self.days_after is None):
            raise ValueError("give either working_days_before or days_after")
        is_poll = self.moment is Moment.POLL
        if is_poll != (self.working_days_before == 0):
            raise ValueError("the poll, and nothing else, has working_days_before: 0")
        return self


class TimetableCase(Part):
    """A poll whose dates somebody has published."""

    poll: IsoDate
    expect: dict[Moment, IsoDate] = Field(min_length=1)
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        description="Who published these dates."
    )


class TimetableRule(Header):
    """For one kind of poll in some nations."""

    kind: Literal["timetable"]
    poll: Poll = Field(description="The kind of poll, as [election] names it.")
    nations: tuple[Nation, ...] = Field(
        (), description="In these nations: E, W, S, NI. Empty: in any, or in none that was given."
    )
    leaves_out: tuple[DayLeftOut, ...] = Field(
        (), description="Days that are not counted, beside Saturdays and Sundays."
    )
    bank_holidays: tuple[Nation, ...] = Field((), description="Whose bank holidays are left out.")
    limits: Text = Field(description="For which polls these days do not hold, and whom to ask.")
    milestones: tuple[MilestoneRule, ...] = Field(min_length=1)
    examples: tuple[TimetableCase, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> TimetableRule:
        moments = [item.moment for item in self.milestones]
        if len(set(moments)) != len(moments):
            raise ValueError("milestones: each moment may occur once")
        if Moment.POLL not in moments:
            raise ValueError("milestones: the poll itself is missing")
        counts = DayLeftOut.BANK_HOLIDAYS in self.leaves_out
        if counts != bool(self.bank_holidays):
            raise ValueError("bank_holidays and bank_holidays in leaves_out need each other")
        for example in self.examples:
            if unknown := set(example.expect) - set(moments):
                raise ValueError(f"examples: no milestone is called {min(unknown)}")
        return self

    def milestone(self, moment: Moment) -> MilestoneRule | None:
        """None when the timetable does not name it."""
        return next((item for item in self.milestones if item.moment is moment), None)
