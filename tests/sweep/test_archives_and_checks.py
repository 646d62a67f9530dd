"""What an archive saw, put beside what checks of the case said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scanner.assess import with_archive
from scanner.model.bands import Band, Standing
from scanner.model.finding import Quote
from scanner.model.history import Known, Proof, Turn

_MAY, _JUNE, _JULY, _AUGUST = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7, 8))


def archived(at: datetime) -> Known:
    return Known(
        finding_id="f1",
        probe_id="",
        source_id="src.page.given",
        exposure="fact.home_address",
        fact_ids=("address-1",),
        title="Your home address",
        standing=Standing.RISK,
        band=Band.HIGH,
        harm=1.0,
        site="a.example",
        url=Quote(),
        address="https://a.example/",
        content="",
        turn=Turn.UNSEEN,
        first_seen_at=at,
        last_seen_at=at,
        archived_at=at,
        noted_at=_AUGUST,
    )


def checked(turn: Turn, at: datetime, **more: object) -> Known:
    return replace(
        archived(at),
        **{"content": "digest", "turn": turn, "archived_at": None, "noted_at": None, **more},
    )


def test_what_a_check_saw_stands_and_gets_the_archive_s_day() -> None:
    met = with_archive(checked(Turn.STILL_THERE, _JUNE), archived(_MAY))
    assert (met.turn, met.first_seen_at, met.last_seen_at) == (Turn.STILL_THERE, _MAY, _JUNE)
    assert met.archived_at == _MAY and not met.is_of_archive


@pytest.mark.parametrize(
    ("copied", "turn", "seen"), [(_MAY, Turn.GONE, _JUNE), (_AUGUST, Turn.UNSEEN, _AUGUST)]
)
def test_only_a_copy_from_after_it_was_gone_opens_it_again(
    copied: datetime, turn: Turn, seen: datetime
) -> None:
    gone = checked(Turn.GONE, _JUNE, gone_at=_JULY, proof=Proof.WITHOUT)
    met = with_archive(gone, archived(copied))
    assert (met.turn, met.last_seen_at, met.gone_at) == (turn, seen, _JULY)


@pytest.mark.parametrize("days", [(_MAY, _JULY), (_JULY, _MAY)])
def test_of_several_sweeps_the_newest_copy_counts(days: tuple[datetime, datetime]) -> None:
    met = with_archive(archived(days[0]), archived(days[1]))
    assert (met.first_seen_at, met.last_seen_at, met.archived_at) == (_MAY, _JULY, _JULY)
    assert met.is_of_archive and met.turn is Turn.UNSEEN
