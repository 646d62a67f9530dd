"""`slate overview` on a store with three weekly runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scanner.case.store import CaseStore, open_store
from scanner.case.store.runs import RunRecord, RunState
from scanner.rulebook.book import RuleBook
from scanner.slate.overview.reading import read_overview
from tests.slate.many_people import NOW, SLATE, Invented, slate_of

KEY = bytes(range(32))
WEEKS = 3


def put(store: CaseStore, many: Invented) -> str:
    """The slate in the store, with its runs; one of the last run is left, one is under way."""
    slate = store.slates.begin(SLATE, NOW)
    store.slates.add(slate.id, many.people)
    record = RunRecord(seed=1, tool_version="1", rules_digest="")
    numbers = sorted(many.checks)
    for week in range(WEEKS):
        began = NOW - timedelta(days=7 * (WEEKS - week) - 4)
        run = store.runs.begin(slate.id, record, numbers, began)
        with store.database.together():
            for number in numbers:
                if week < WEEKS - 1 or number not in numbers[:2]:
                    store.runs.finish(run.id, number, many.checks[number][week])
        if week < WEEKS - 1:
            store.runs.turn_to(run.id, RunState.ENDED, began + timedelta(hours=9))
    store.runs.leave(run.id, numbers[0], "the profile cannot be read")
    return slate.id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with open_store(KEY, f"sqlite:///{tmp_path / 'cases.sqlite3'}") as opened:
        yield opened


def test_reads_every_run(store: CaseStore) -> None:
    many = slate_of(30)
    left, under_way = sorted(many.checks)[:2]
    shown = read_overview(store, put(store, many), RuleBook.of(()), NOW)
    assert (shown.runs, shown.is_under_way, len(shown.rows)) == (3, True, 30)
    rows = {row.number: row for row in shown.rows}
    for number, theirs in many.checks.items():
        expected = theirs[1] if number in (left, under_way) else theirs[2]
        assert rows[number].numbers == expected
        assert rows[number].checks == (2 if number in (left, under_way) else 3)
    assert rows[left].not_checked == "the profile cannot be read"
    assert rows[under_way].not_checked == "the check is under way"
    assert shown.sources == (), "no rule names these, so they may be sensitive"
    assert [week.checks for week in shown.weeks] == [len(many.checks)] * 2 + [len(many.checks) - 2]
