"""The hours in which a run may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from scanner.slate.nights import nights_of


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch):
    import time

    monkeypatch.setenv("TZ", "UTC")
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


@pytest.mark.parametrize(
    "text", ["", "22-06", "25:00-06:00", "22:00", "06:00-06:00", "22:60-06:00"]
)
def test_what_is_no_span_of_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        nights_of(text)
