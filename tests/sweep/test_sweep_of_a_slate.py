"""A sweep for everybody of a slate: whose finds go where, and what is asked then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner.cli.cases import opened_store
from scanner.model.slate import Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from tests.sweep.archives import PAGES, PRIVATE, PROFILE, warc, write

Run = Callable[..., tuple[int, str]]
TITLE = "Wexcombe 2027"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "a.warc.gz", warc(PAGES))


def slate_of(sharing: Sharing) -> str:
    jane = Person(
        1,
        "W1",
        "Jane Marlow",
        Role.CANDIDATE,
        state=PersonState.CONSENTED,
        profile=PROFILE,
        subject_id="jane-marlow",
        sharing=sharing,
    )
    with opened_store() as store:
        slate = store.slates.begin(SlateRecord(TITLE), datetime.now(UTC))
        store.slates.add(slate.id, [jane])
    return slate.id


def test_live_pages_of_a_slate_are_asked_by_its_next_run(
    sweep: Run, run_other: Run, archive: Path
) -> None:
    slate_id = slate_of(Sharing.ALL)
    code, said = sweep("--slate", TITLE, "--archive", archive, "--check-live")
    assert "2 pages on record in 1 case" in said
    assert "1 person may be checked" in said and "a.example" in said, said
    assert code == 2 and "Nobody can be asked here" in said
    with opened_store() as store:
        assert store.runs.newest(slate_id) is None
    assert "In a web archive; no check has seen its page" in run_other("history")[1]


def test_who_shares_numbers_alone_shares_no_finds(
    sweep: Run, run_other: Run, archive: Path, profile: Path
) -> None:
    slate_of(Sharing.NUMBERS)
    code, said = sweep("--slate", TITLE, "--archive", archive)
    assert code == 0 and "1 person keeps what is found to themselves" in " ".join(said.split())
    for command in (
        ("history",),
        ("history", profile),
        ("sweep", profile, "--archive", archive),
    ):
        code, told = run_other(*command)
        assert code != 0 and "lets you see numbers alone" in " ".join(told.split())
        said += told
    assert not [text for text in (*PRIVATE, "a.example", "b.example") if text in said]
