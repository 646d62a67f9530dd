"""The days of the election and by when to ask for what, as a calendar file (RFC 5545).

Holds rule texts and dates only: a calendar is often shared, so no value of the person's stands in
it, and no site on which something was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from scanner import __version__
from scanner.errors import AssessmentError
from scanner.language import said
from scanner.model.assessment import Action, Assessment
from scanner.model.timetable import Milestone, Timing
from scanner.render.deadlines import at_time, due_words

if TYPE_CHECKING:
    from icalendar import Event

_DAY = timedelta(days=1)
_MORNING = timedelta(hours=9)
_NAMESPACE = uuid5(NAMESPACE_URL, "tag:netcurtain,2026:deadlines")
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class _Entry:
    """One all-day event."""

    key: str
    day: date
    title: str
    text: str
    link: str
    warnings: tuple[timedelta, ...]
    """How long before the day, at nine in the morning, to be reminded."""


def has_days(assessment: Assessment) -> bool:
    """Whether any day lies ahead that a calendar could hold."""
    return next(_entries(assessment), None) is not None


def render_calendar(assessment: Assessment, reveal: bool = False) -> bytes:
    """The calendar as a file's bytes; the same with and without `reveal`.

    An event keeps its identity from check to check, so that taking in a newer file moves it.
    Raises AssessmentError where no day lies ahead: an empty calendar is no valid one.
    """
    # Loaded by who writes a calendar only.
    from icalendar import Calendar

    entries = tuple(_entries(assessment))
    if not entries:
        raise AssessmentError(
            "There is no day to put into a calendar: the check was given no day of a poll in its "
            "profile, or that day is past."
        )
    calendar = Calendar()
    calendar.add("prodid", f"-//netcurtain//netcurtain {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", said("Before polling day"))
    for entry in entries:
        calendar.add_component(_event(entry, assessment.person.id, assessment.ended_at))
    made: bytes = calendar.to_ical()
    return made


def _entries(assessment: Assessment) -> Iterator[_Entry]:
    for milestone in assessment.milestones:
        if milestone.days_left >= 0:
            yield _of_milestone(
                milestone, assessment.timetable.limits if assessment.timetable else ""
            )
    for action in assessment.actions:
        if (day := action.due.next_day) is not None:
            yield _of_action(action, day)


def _of_milestone(item: Milestone, limits: str) -> _Entry:
    time = at_time(item.time)
    title = said(item.title)
    title = f"{title} ({time})" if time and item.id != "poll" else title
    public = f"Becomes public: {item.public}" if item.public else ""
    text = "\n\n".join(said(part) for part in (item.still, public, limits) if part)
    return _Entry(f"milestone:{item.id}", item.day, title, text, item.link, (7 * _DAY, 2 * _DAY))


def _of_action(action: Action, day: date) -> _Entry:
    by = "" if action.due.timing is Timing.IN_TIME else " before polling day"
    text = "\n\n".join(
        (
            said(due_words(action.due)),
            said(f"First step: {action.first_step}"),
            said("All steps are in your report."),
        )
    )
    return _Entry(
        f"action:{action.remedy_id}",
        day,
        said(f"Last day to act{by}: {action.title}"),
        text,
        action.link,
        (3 * _DAY, timedelta(0)),
    )


def _event(entry: _Entry, person_id: str, made: datetime) -> Event:
    from icalendar import Alarm, Event, vUri

    event = Event()
    event.add("uid", f"{uuid5(_NAMESPACE, f'{person_id}/{entry.key}')}@netcurtain.invalid")
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", int(made.timestamp()) // _MINUTE)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + _DAY)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    # A stored assessment may have passed through other hands, and calendars open what they hold.
    if entry.link.startswith("https://"):
        event.add("url", vUri(entry.link))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for warning in entry.warnings:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", _MORNING - warning)
        event.add_component(alarm)
    return event
