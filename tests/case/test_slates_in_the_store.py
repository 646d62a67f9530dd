"""Slates and their people: what is put in comes out again, in order, and nothing gives way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scanner.case.store import CaseStore, open_store, store_path
from scanner.errors import CaseError
from scanner.model.slate import Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.profile import parse_profile
from tests.case import postgresql
from tests.case.test_case_store import PROFILE

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = bytes(range(32))
RECORD = SlateRecord(
    title="Wexcombe 2027",
    officer="Ruth Calder, 01632 960001",
    poll_date=date(2027, 5, 6),
    identity="AGE-SECRET-KEY-1INVENTED",
    mapping={"Candidate Name": "name"},
)


@pytest.fixture(
    params=["file", pytest.param("server", marks=pytest.mark.xdist_group("postgresql"))]
)
def store(request: pytest.FixtureRequest) -> Iterator[CaseStore]:
    url = ""
    if request.param == "server":
        server: postgresql.Server | None = request.getfixturevalue("postgresql_server")
        if server is None:
            pytest.skip("PostgreSQL is missing (Debian: postgresql)")
        url = server.database()
    with open_store(KEY, url) as opened:
        yield opened


def _person(number: int, **others: object) -> Person:
    person = Person(number, f"R{number}", f"Nobody {number}", Role.CANDIDATE, changed_at=NOW)
    return replace(person, **others)  # type: ignore[arg-type]


def test_a_slate_and_its_people_come_out_as_they_went_in(store: CaseStore) -> None:
    slates = store.slates
    slate = slates.begin(RECORD, NOW)
    assert slates.all() == (slate,)
    assert slates.one(slate.id) == slates.find(" wexcombe  2027") == slate
    whole = Person(
        number=7,
        ref="DC-1234",
        name="Jane Marlow",
        role=Role.AGENT,
        contact="jane@marlow-for-wexcombe.example",
        ballots=("local.wexcombe.market.2027-05-06",),
        group="Market",
        state=PersonState.CONSENTED,
        changed_at=NOW,
        draft="[facts]",
        profile="[consent]",
        subject_id="jane-marlow",
        sharing=Sharing.ALL,
        recipient="age1invented",
        locked_identity=b"\x00\xff",
        invited_at=NOW,
        token="token",
    )
    assert slates.add(slate.id, [whole]) == (7,)
    assert slates.person(slate.id, 7) == slates.by_ref(slate.id, "DC-1234") == whole
    assert slates.by_ref(slate.id, "DC-123") is None
    slates.change(slate.id, replace(RECORD, mapping={"Name": "name"}))
    assert slates.one(slate.id).record.mapping == {"Name": "name"}
    slates.remove(slate.id)
    assert slates.all() == ()
    assert store.slates.counts(slate.id) == {}


def test_people_come_in_order_and_by_state_however_many(store: CaseStore) -> None:
    slate = store.slates.begin(RECORD, NOW)
    assert store.slates.add(slate.id, (_person(0, ref=f"R{n}") for n in range(1, 451))) == tuple(
        range(1, 451)
    )
    assert [one.number for one in store.slates.people(slate.id)] == list(range(1, 451))
    changed = store.slates.revise(
        slate.id,
        range(100, 500),
        lambda one: replace(one, state=PersonState.INVITED) if one.number % 2 else None,
    )
    assert changed == 175
    assert store.slates.counts(slate.id) == {PersonState.INVITED: 175, PersonState.LISTED: 275}
    invited = list(store.slates.people(slate.id, [PersonState.INVITED]))
    assert [one.number for one in invited] == list(range(101, 451, 2))


def test_a_number_is_never_given_twice(store: CaseStore) -> None:
    slate = store.slates.begin(RECORD, NOW)
    store.slates.add(slate.id, [_person(1), _person(2)])
    store.slates.take_out(slate.id, 2)
    assert store.slates.add(slate.id, [_person(0, ref="new")]) == (3,)
    with pytest.raises(LookupError):
        store.slates.person(slate.id, 2)
    with pytest.raises(LookupError):
        store.slates.put(slate.id, _person(2))


def test_a_reference_is_one_persons(store: CaseStore) -> None:
    slates = store.slates
    slate, other = slates.begin(RECORD, NOW), slates.begin(replace(RECORD, title="Other"), NOW)
    slates.add(slate.id, [_person(1), _person(2)])
    with pytest.raises(CaseError, match="same reference"):
        slates.add(slate.id, [_person(3), _person(4, ref="R1")])
    with pytest.raises(CaseError, match="same reference"):
        slates.put(slate.id, _person(2, ref="R1"))
    assert [one.ref for one in slates.people(slate.id)] == ["R1", "R2"]
    slates.add(other.id, [_person(1)])


def test_a_title_is_one_slates(store: CaseStore) -> None:
    store.slates.begin(RECORD, NOW)
    other = store.slates.begin(replace(RECORD, title="Other"), NOW)
    with pytest.raises(CaseError, match="title"):
        store.slates.begin(replace(RECORD, title="WEXCOMBE 2027 "), NOW)
    with pytest.raises(CaseError, match="title"):
        store.slates.change(other.id, RECORD)
    store.slates.change(other.id, replace(RECORD, title="other"))


def test_a_person_is_found_by_their_case(store: CaseStore) -> None:
    subject = parse_profile(PROFILE, NOW.date()).subject
    case = store.cases.enrol(subject, NOW)
    one, two = (store.slates.begin(replace(RECORD, title=title), NOW) for title in "ab")
    store.slates.add(one.id, [_person(1, subject_id=subject.id), _person(2)])
    store.slates.add(two.id, [_person(5)])
    assert [(slate, one.number) for slate, one in store.slates.of_case(case.id)] == [(one.id, 1)]
    store.slates.put(two.id, _person(5, subject_id=subject.id))
    assert {slate for slate, _ in store.slates.of_case(case.id)} == {one.id, two.id}


def test_columns_hold_nobodys_name_or_reference() -> None:
    with open_store(KEY) as store:
        slate = store.slates.begin(RECORD, NOW)
        store.slates.add(slate.id, [_person(1, ref="Marlow-J", name="Jane Marlow")])
    store_file = sqlite3.connect(store_path())
    rows = store_file.execute("SELECT ref, case_id, state FROM people").fetchall()
    store_file.close()
    assert len(rows) == 1
    assert "Marlow" not in str(rows)
