"""Days are counted as election law counts them; held against calendars written by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.working_days import WorkingDays
from scanner.rulebook.timetable import DayLeftOut

LAW = (
    DayLeftOut.CHRISTMAS_EVE,
    DayLeftOut.CHRISTMAS_DAY,
    DayLeftOut.GOOD_FRIDAY,
    DayLeftOut.BANK_HOLIDAYS,
)
ENGLAND = WorkingDays(LAW, ("E",))
SCOTLAND = WorkingDays((*LAW, DayLeftOut.EASTER_MONDAY), ("S",))
KINGDOM = WorkingDays(LAW, ("E", "W", "S", "NI"))
ULSTER = WorkingDays(LAW, ("NI",))
DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("days", "day", "counts"),
    [
        (ENGLAND, date(2027, 5, 1), False),  # a Saturday
        (ENGLAND, date(2027, 5, 3), False),  # the May bank holiday
        (ENGLAND, date(2027, 3, 26), False),  # Good Friday
        (ENGLAND, date(2027, 3, 29), False),  # Easter Monday
        (ENGLAND, date(2027, 12, 24), False),  # Christmas Eve, a Friday
        (ENGLAND, date(2027, 12, 27), False),  # for Christmas Day, a Saturday
        (ENGLAND, date(2027, 11, 30), True),  # St Andrew's is Scotland's
        (SCOTLAND, date(2027, 11, 30), False),
        (KINGDOM, date(2027, 11, 30), False),
        (KINGDOM, date(2027, 7, 12), False),  # the Boyne, in Northern Ireland
        (ENGLAND, date(2027, 7, 12), True),
        (ULSTER, date(2027, 3, 17), False),  # St Patrick's
        (SCOTLAND, date(2027, 3, 29), False),  # by its election rules, though no bank holiday
        (WorkingDays(LAW, ("S",)), date(2027, 3, 29), True),
        (ENGLAND, date(2023, 5, 8), False),  # the coronation, once
        (WorkingDays((), ()), date(2027, 12, 24), True),
    ],
)
def test_a_day_counts_or_not(days: WorkingDays, day: date, counts: bool) -> None:
    assert days.counts(day) is counts


def test_bank_holidays_that_are_not_left_out_count() -> None:
    assert WorkingDays((DayLeftOut.GOOD_FRIDAY,), ("E",)).counts(date(2027, 5, 3))


@given(DAYS, st.integers(1, 30))
def test_so_many_days_that_count_lie_between(day: date, number: int) -> None:
    found = ENGLAND.before(day, number)
    between = [found + timedelta(n) for n in range((day - found).days)]
    assert ENGLAND.counts(found)
    assert sum(ENGLAND.counts(each) for each in between) == number


@given(DAYS, DAYS, st.integers(0, 30))
def test_a_later_day_never_gives_an_earlier_one(one: date, other: date, number: int) -> None:
    early, late = sorted((one, other))
    assert KINGDOM.before(early, number) <= KINGDOM.before(late, number)
    assert KINGDOM.on_or_after(early) <= KINGDOM.on_or_after(late)
