"""A general election's candidates at once: every fault told, in seconds."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from scanner.case.store import open_store
from scanner.slate.beginning import new_record
from scanner.slate.importing.columns import find_layout
from scanner.slate.importing.delimited import read_delimited
from scanner.slate.importing.rows import Reading
from scanner.slate.importing.taking import meeting_of, read_list, take
from scanner.slate.importing.workbook import read_workbook
from tests.slate.lists import DC_HEADER, as_csv, as_xlsx, dc_row

CANDIDATES = 4_500
LONGEST_S = 10.0
FAULTS = 50
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_LOOPS = 2_000_000
_LOOP_S = 0.17
"""How long so many rounds of a loop take where the import has ten seconds: a core of 2020 or so."""


def _slowness() -> float:
    """How much slower this machine is just now than the one that the seconds are meant for."""
    began, total = time.process_time(), 0
    for number in range(_LOOPS):
        total += number * number % 7
    return max(1.0, (time.process_time() - began) / _LOOP_S)


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        (900, "csv"),
        pytest.param(CANDIDATES, "csv", marks=pytest.mark.hundred),
        pytest.param(CANDIDATES, "xlsx", marks=pytest.mark.hundred),
    ],
)
def test_a_general_elections_candidates_with_fifty_faults_are_imported_in_ten_seconds(
    people: int, kind: str
) -> None:
    """Of fewer people each may take no longer."""
    rows = [dc_row(number) for number in range(people)]
    planted = {}
    for place in range(FAULTS):
        number = place * (people // FAULTS - 1) + 7
        column, value = (
            ("email", "nobody at example.org"),
            ("person_name", ""),
            ("birth_date", "31/02/1979"),
            ("homepage_url", "see below"),
            ("death_date", "2026-10-01"),
        )[place % 5]
        rows[number][column] = value
        planted[number + 2] = column
    if kind == "csv":
        data = as_csv(DC_HEADER, rows).encode()
    else:
        cells = ([row.get(heading, "") for heading in DC_HEADER] for row in rows)
        data = as_xlsx([DC_HEADER, *cells])
    slowness = _slowness()
    began = time.process_time()
    with open_store(bytes(32)) as store:
        sheet = read_delimited(data) if kind == "csv" else read_workbook(data)
        layout = find_layout(sheet, {}, {})
        read = read_list(sheet, layout, Reading(date(2026, 11, 23)))
        slate = store.slates.begin(new_record("Everybody"), NOW)
        taken = take(store, slate, read, meeting_of(store, slate, read, NOW), NOW)
        took = time.process_time() - began
        assert taken.new == sum(store.slates.counts(slate.id).values()) == people - FAULTS
    told = {fault.row: fault.column or "person_name" for fault in read.told.faults}
    assert told == planted
    assert took < LONGEST_S * people / CANDIDATES * slowness
