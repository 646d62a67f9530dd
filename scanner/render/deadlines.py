"""What a report says of the days of the election, and of by when to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scanner.language import times
from scanner.model.assessment import Action, Assessment
from scanner.model.timetable import Due, Milestone, Timing
from scanner.render.own_words import OwnWords

TITLES: Mapping[str, str] = {
    "notice_of_election": "the notice of election",
    "nominations": "nominations close",
    "agents": "agents have to be named",
    "sopn": "the list of candidates comes out",
    "register": "the last day to register",
    "postal_vote": "the last day to ask for a postal vote",
    "proxy_vote": "the last day to ask for a proxy vote",
    "poll": "polling day",
    "expenses": "the spending return is due",
}
"""What an action is to be done before, after "before"."""

_VOTERS = frozenset({"register", "postal_vote", "proxy_vote"})


@dataclass(frozen=True, slots=True)
class Stop:
    """One day of the way to the poll: a milestone, or by when to ask for something, or both."""

    day: date
    days_left: int
    milestones: tuple[Milestone, ...]
    actions: tuple[Action, ...]
    """To be asked for on that day at the latest."""


@dataclass(frozen=True, slots=True)
class Way:
    """All days in order; what comes too late stands apart."""

    ahead: tuple[Stop, ...]
    past: tuple[Milestone, ...]
    too_late: tuple[Action, ...]
    is_over: bool
    """The poll is past: what is left to do has no day any more."""


def way_of(assessment: Assessment) -> Way | None:
    """None when the person gave no day for the poll.

    Days for voters alone are left out: they are in the calendar file.
    """
    timetable = assessment.timetable
    if timetable is None:
        return None
    today = assessment.ended_at.date()
    shown = [item for item in timetable.milestones if item.id not in _VOTERS]
    ahead: dict[date, tuple[list[Milestone], list[Action]]] = {}
    for milestone in shown:
        if milestone.days_left >= 0:
            ahead.setdefault(milestone.day, ([], []))[0].append(milestone)
    for action in assessment.actions:
        if (day := action.due.next_day) is not None:
            ahead.setdefault(day, ([], []))[1].append(action)
    return Way(
        ahead=tuple(
            Stop(day, (day - today).days, tuple(milestones), tuple(actions))
            for day, (milestones, actions) in sorted(ahead.items())
        ),
        past=tuple(item for item in shown if item.days_left < 0),
        too_late=tuple(a for a in assessment.actions if a.due.timing is Timing.TOO_LATE),
        is_over=timetable.poll < today,
    )


def days_left(number: int) -> OwnWords:
    """`today`, `tomorrow`, `in 12 days`, `in 6 weeks`; `past` for a day that is over."""
    if number < 0:
        return OwnWords("past")
    if number == 0:
        return OwnWords("today")
    if number == 1:
        return OwnWords("tomorrow")
    return OwnWords(f"in {number} days" if number < 21 else f"in {number // 7} weeks")


def at_time(time: str) -> OwnWords:
    """`4pm` for `16:00`; empty for a whole day."""
    if not time:
        return OwnWords("")
    hour, minute = (int(part) for part in time.split(":"))
    half = "am" if hour < 12 else "pm"
    return OwnWords(f"{hour % 12 or 12}{f'.{minute:02d}' if minute else ''}{half}")


def due_words(due: Due) -> OwnWords:
    """By when to ask, in a sentence; empty without a poll ahead."""
    match due.timing:
        case Timing.NOW:
            return OwnWords("Do this now.")
        case Timing.IN_TIME if due.ask_by is not None:
            return OwnWords(
                f"Best today. To have worked before {_aim(due)}, it needs asking by "
                f"{times.day(due.ask_by)}."
            )
        case Timing.LATE if due.last_day is not None:
            return OwnWords(
                f"Too late for the day when {_aim(due)}. Ask by {times.day(due.last_day)}, so that "
                "it has worked before polling day."
            )
        case Timing.TOO_LATE if due.last_day == due.ask_by and due.aims_at != "poll":
            return OwnWords(
                f"This had to be settled before {_aim(due)}. Ask what can still be done."
            )
        case Timing.TOO_LATE:
            return OwnWords("This will probably not work before polling day. It is still worth it.")
    return OwnWords("")


def _aim(due: Due) -> str:
    return TITLES.get(due.aims_at, "polling day")


FILTERS = {"days_left": days_left, "at_time": at_time, "due_words": due_words}
