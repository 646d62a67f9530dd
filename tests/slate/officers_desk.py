"""An officer's store with a small slate that was checked, and the command line beside it.

Two people share numbers alone (1 and 5), one shares everything and has a key (2), one shares
everything and brought a profile, so has none (3), one has not answered (4).
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from scanner.case.recording import begin
from scanner.case.store import CaseStore, ScanRecord, ScanState
from scanner.case.store.runs import RunRecord, RunState
from scanner.cli.cases import opened_store
from scanner.cli.main import main
from scanner.model.assessment import Assessment
from scanner.model.plan import Plan
from scanner.model.slate import Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.profile import parse_profile
from scanner.slate.consenting import kept_for_next, seal_result
from scanner.slate.numbers import numbers_of
from scanner.slate.result_files import result_files
from tests.cli.command import Done
from tests.render import invented
from tests.slate.locked_keys import key_pair

CHECKED = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
PASSPHRASE = "heron lantern biscuit"
OFFICER = "Alex Bell, 01632 960100"
PRIVATE = ("07700 900123", "Bramble Road", "jane.marlow@mailbox.example")
"""Values of the people's own that no mail, list or numbers may hold."""

_PROFILE = """\
schema = 1
[subject]
id = "person-{number}"
role = "candidate"
[consent]
basis = "written_consent"
given_by = "{name}"
given_on = 2026-11-01
recorded_by = "Alex Bell"
how = "form of the slate"
valid_until = 2126-05-31
scope = "all"
[facts]
name = "{name}"
phone = "07700 900123"
email = "jane.marlow@mailbox.example"
address = {{ house = "14", street = "Bramble Road", town = "Wexcombe", postcode = "WX4 7QT" }}
"""


def people() -> list[Person]:
    kinds = {
        1: ("Jane Marlow", Sharing.NUMBERS, True),
        2: ("Ben Ashdown", Sharing.ALL, True),
        3: ("Carys Denholm", Sharing.ALL, False),
        5: ("Jane Marlow", Sharing.NUMBERS, True),
    }
    made = [_person(number, *kind) for number, kind in kinds.items()]
    waits = Person(
        4,
        "dc/4",
        "Dilip Farrow",
        Role.AGENT,
        contact="dilip@example.org",
        state=PersonState.INVITED,
        invited_at=CHECKED,
    )
    return [*made, waits]


def checked_slate(store: CaseStore) -> str:
    """A slate whose people were checked once; its id."""
    slate = store.slates.begin(SlateRecord("Wexcombe 2027", OFFICER, "Wexcombe Party"), CHECKED)
    everybody = people()
    store.slates.add(slate.id, everybody)
    check_again(store, slate.id, {one.number: one for one in everybody if one.profile})
    return slate.id


def check_again(store: CaseStore, slate_id: str, who: Mapping[int, Person]) -> None:
    """A run in which these people come to the same result."""
    record = RunRecord(1, "1", "")
    run = store.runs.begin(slate_id, record, sorted(who), CHECKED)
    for number, person in who.items():
        scan_id, assessment = _check(store, person)
        store.runs.begin_scan(run.id, number, scan_id)
        shares = person.sharing is Sharing.ALL
        sealed = b"" if shares else seal_result(person, result_files(assessment))
        store.runs.finish(run.id, number, numbers_of(assessment), sealed)
    store.runs.turn_to(run.id, RunState.ENDED, CHECKED)


def _check(store: CaseStore, person: Person) -> tuple[str, Assessment]:
    subject = parse_profile(person.profile, CHECKED.date()).subject
    case = store.cases.enrol(subject, CHECKED)
    plan = Plan((), (), (), (), (), 0)
    record = ScanRecord(subject, plan, random.randrange(99), CHECKED, "1", "")
    recording = begin(store, case.id, record, "test")
    assessment = replace(invented.rich(), ended_at=CHECKED)
    kept = assessment if person.sharing is Sharing.ALL else kept_for_next(assessment)
    store.scans.turn_to(recording.scan.id, ScanState.ENDED, CHECKED, kept)
    return recording.scan.id, assessment


@cache
def key() -> tuple[str, bytes, str]:
    """A person's key pair: public, locked, secret. One for all."""
    return key_pair(PASSPHRASE)


@dataclass(frozen=True)
class OfficersDesk:
    """The officer's folder, with a store of their own."""

    folder: Path

    def run(self, *arguments: object, **variables: str) -> Done:
        """A command of `slate`, typed in that folder by somebody without a terminal."""
        with self._at(variables), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["netcurtain", "slate", *map(str, arguments)])
            patch.setattr(sys, "stdin", io.StringIO())
            said, warned = io.StringIO(), io.StringIO()
            with (
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(warned),
                pytest.raises(SystemExit) as end,
            ):
                main()
        return Done(int(end.value.code or 0), said.getvalue(), warned.getvalue())

    @contextlib.contextmanager
    def store(self) -> Iterator[CaseStore]:
        with self._at({}), opened_store() as store:
            yield store

    @contextlib.contextmanager
    def _at(self, variables: Mapping[str, str]) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name in ("DATA", "CONFIG"):
                patch.setenv(f"XDG_{name}_HOME", str(self.folder / name.lower()))
            for name, value in variables.items():
                patch.setenv(name, value)
            yield

    def copy(self, folder: Path) -> OfficersDesk:
        shutil.copytree(self.folder, folder)
        return OfficersDesk(folder)


def _person(number: int, name: str, sharing: Sharing, has_key: bool) -> Person:
    profile = _PROFILE.format(number=number, name=name)
    public, locked, _ = key()
    return Person(
        number,
        f"dc/{number}",
        name,
        Role.CANDIDATE,
        contact=f"person{number}@example.org",
        state=PersonState.CONSENTED,
        profile=profile,
        subject_id=f"person-{number}",
        sharing=sharing,
        recipient=public if has_key else "",
        locked_identity=locked if has_key else b"",
    )
