"""The hours in which a run may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from scanner.cli.slate_options import until_of_option
from scanner.slate.nights import night_of, nights_of


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    import time

    monkeypatch.setenv("TZ", getattr(request, "param", "UTC"))
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def test_a_night_lasts_over_midnight() -> None:
    nights = nights_of("22:00-06:00")
    assert nights.length == timedelta(hours=8)
    assert nights.is_open(at(22)) and nights.is_open(at(0)) and nights.is_open(at(5, 59))
    assert not nights.is_open(at(6)) and not nights.is_open(at(21, 59))
    assert str(nights) == "22:00-06:00"


def test_it_opens_tonight_or_tomorrow() -> None:
    nights = nights_of("01:00 - 05:30")
    assert nights.opens_at(at(0, 30)) == at(1)
    assert nights.opens_at(at(2)) == at(2)
    assert nights.opens_at(at(12)) == at(1, day=2)


def test_a_night_that_lasts_is_not_the_next() -> None:
    nights = nights_of("22:00-06:00")
    assert nights.opens_next(at(23)) == at(22, day=2)
    assert nights.opens_next(at(2, day=2)) == at(22, day=2)
    assert nights.opens_next(at(12)) == at(22)


def test_a_night_begins_when_its_hours_do() -> None:
    nights = nights_of("22:00-06:00")
    assert night_of(nights, at(23)) == night_of(nights, at(5, day=2)) == at(22)
    assert night_of(nights, at(22, day=2)) == at(22, day=2)
    # Without hours it is the day.
    assert night_of(None, at(0)) == night_of(None, at(23, 59)) == at(0)


@pytest.mark.parametrize("_clocks", ["Europe/London"], indirect=True)
def test_clocks_that_are_changed_meanwhile_count() -> None:
    nights = nights_of("22:00-06:00")
    # On 28 March 2027 at 01:00 UTC clocks go on to 02:00, on 31 October at 01:00 UTC back.
    for day, is_after in ((at(23, day=27), at(5, day=28)), (_october(30, 22), _october(31, 6))):
        until = until_of_option("06:00", day)
        assert until == is_after
        assert nights.is_open(until - timedelta(minutes=1)) and not nights.is_open(until)
        assert night_of(nights, until) == day.replace(hour=22 if day.month == 3 else 21)
        assert nights.opens_next(until).astimezone().hour == 22


def _october(day: int, hour: int) -> datetime:
    return datetime(2027, 10, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "22-06", "25:00-06:00", "22:00", "06:00-06:00", "22:60-06:00"]
)
def test_what_is_no_span_of_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        nights_of(text)
