"""Numbers of many people put together, so that none of them can be told from the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from scanner.model.bands import Band
from scanner.model.overview import Answered, DayAhead, OverviewRow, SourceShare, Week
from scanner.model.slate import Numbers
from scanner.slate.overview.calls import day_in_london

FEWEST = 3
"""People below whom no source is named. A source tells what somebody uses or where they stand, and
of two people each would know the other's."""


_STEPS = "last useful day for steps on their lists"


def sources_of(
    newest: Sequence[Numbers], titles: Mapping[str, str]
) -> tuple[tuple[SourceShare, ...], int]:
    """Sources at which several people are exposed, and how many are held back.

    Counts are rounded down to a multiple of `FEWEST`, and below everybody who was checked: else two
    overviews, one check apart, would tell of that one, and "all of them" of each. `titles`: of the
    sources that may be named at all; sensitive ones are not among them.
    """
    people = Counter(
        source for numbers in newest for source, count in numbers.by_source.items() if count
    )
    shown = []
    for source, count in people.items():
        at_least = min(count, len(newest) - 1) // FEWEST * FEWEST
        if at_least >= FEWEST and source in titles:
            shown.append(SourceShare(source, titles[source], at_least))
    shown.sort(key=lambda share: (-share.at_least, share.title))
    return tuple(shown), len(people) - len(shown)


def weeks_of(checks: Mapping[int, Sequence[Numbers]], today: date) -> tuple[Week, ...]:
    """How everybody stood at the end of each week, from that of the first check to this one.

    `checks`: of each person, oldest first.
    """
    events = sorted(
        (day_in_london(now.ended_at), number, place)
        for number, theirs in checks.items()
        for place, now in enumerate(theirs)
    )
    if not events:
        return ()
    weeks = []
    standing: dict[int, Numbers] = {}
    monday, last, at = _monday(events[0][0]), max(_monday(today), _monday(events[-1][0])), 0
    while monday <= last:
        ended: list[tuple[Numbers, bool]] = []
        while at < len(events) and events[at][0] < monday + timedelta(days=7):
            _, number, place = events[at]
            standing[number] = checks[number][place]
            ended.append((standing[number], place > 0))
            at += 1
        weeks.append(_week(monday, ended, standing.values()))
        monday += timedelta(days=7)
    return tuple(weeks)


def _week(monday: date, ended: Sequence[tuple[Numbers, bool]], standing: Iterable[Numbers]) -> Week:
    stand = tuple(standing)
    again = [numbers for numbers, has_earlier in ended if has_earlier]
    return Week(
        monday=monday,
        checks=len(ended),
        checked=len(stand),
        open_by_band=bands_of(stand),
        new=sum(numbers.new for numbers in again),
        gone=sum(numbers.gone for numbers in again),
        newly_public=sum(numbers.newly_public for numbers in again),
        actions=sum(numbers.actions for numbers in stand),
        actions_done=sum(numbers.actions_done for numbers in stand),
    )


def bands_of(newest: Iterable[Numbers]) -> dict[Band, int]:
    """Findings by band, noughts included, the worst first."""
    total: Counter[Band] = Counter()
    for numbers in newest:
        total.update({Band(name): count for name, count in numbers.by_band.items()})
    return {band: total[band] for band in Band}


def people_by_band(rows: Iterable[OverviewRow]) -> tuple[dict[Band | None, int], int]:
    """Who was checked, by the worst of theirs; and, apart from who has nothing that counts, those
    of whom too little was answered to say that."""
    total: Counter[Band | None] = Counter()
    too_little = 0
    for row in rows:
        if row.numbers and row.worst is None and not row.numbers.is_enough:
            too_little += 1
        elif row.numbers:
            total[row.worst] += 1
    return {band: total[band] for band in (*Band, None)}, too_little


def days_of(
    newest: Iterable[Numbers], poll_date: date | None, poll_people: int, today: date
) -> tuple[DayAhead, ...]:
    """What is due from today on, with the poll, the next day first."""
    people: Counter[tuple[date, str]] = Counter()
    for numbers in newest:
        people.update(
            {
                (due.day, _STEPS if due.steps else due.title)
                for due in numbers.deadlines
                if due.day >= today
            }
        )
    days = [
        DayAhead(day, title, count, (day - today).days) for (day, title), count in people.items()
    ]
    # Everybody's own timetable has that day; where no person has one, the slate does.
    is_told = any(item.day == poll_date and item.title != _STEPS for item in days)
    if poll_date is not None and poll_date >= today and not is_told:
        days.append(DayAhead(poll_date, "polling day", poll_people, (poll_date - today).days))
    return tuple(sorted(days, key=lambda each: (each.day, -each.people, each.title)))


def answered_of(newest: Sequence[Numbers]) -> Answered:
    """How much was looked at."""
    shares = [numbers.coverage for numbers in newest]
    return Answered(
        checked=len(newest),
        enough=sum(numbers.is_enough for numbers in newest),
        partial=sum(numbers.is_partial for numbers in newest),
        median=median(shares) if shares else 0.0,
        lowest=min(shares, default=0.0),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
