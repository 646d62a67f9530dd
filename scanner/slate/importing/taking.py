"""A list, or a folder of profiles, put on a slate."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from scanner.case.consents import require_not_withdrawn
from scanner.case.store import CaseStore
from scanner.case.store.slates import Slate
from scanner.errors import ConsentError
from scanner.model.slate import Person, PersonState, SlateRecord
from scanner.profile import parse_profile
from scanner.slate.importing.columns import Layout
from scanner.slate.importing.joining import joined
from scanner.slate.importing.listed import Listed
from scanner.slate.importing.merging import Change, Meeting, changed, meet
from scanner.slate.importing.profiles import read_profiles
from scanner.slate.importing.rows import DEFAULT_REASON, Reading, RowReader
from scanner.slate.importing.sheet import Sheet
from scanner.slate.importing.telling import Told
from scanner.slate.importing.vocabulary import squashed

PROFILES = "profiles"
NAMESAKE = (
    "The name of somebody on the slate, with nothing else in common: taken for another person. If "
    "they are one, give the row the reference that `slate people` shows, and import again."
)
_WITHDREW = "has withdrawn their consent since."
_RENEW = "If they have given it again: `netcurtain consent renew PROFILE`, then import again."


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a list holds."""

    people: tuple[Listed, ...] = field(repr=False)
    told: Told
    source: str
    """Which kind of list it is."""
    rows: int
    credit: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def poll_date(self) -> date | None:
        """The day of the first poll of anybody."""
        days = [one.election.poll_date for one in self.people]
        return min((day for day in days if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list."""

    new: int
    changes: Mapping[Change, int]
    invited_before: int
    """Of those that were renewed: whose form shows what the list said before."""
    gone: tuple[Person, ...]


def read_list(
    sheet: Sheet, layout: Layout, how: Reading, progress: Callable[[int], None] = lambda _: None
) -> ReadList:
    """Everybody whose rows can be taken, each once; all that is wrong with the others is told."""
    told = Told()
    for note, rows in sheet.notes:
        told.note(note, *rows)
    reader = RowReader(sheet, layout, how, told)
    people, number = [], 0
    for number, row in enumerate(reader.rows, start=1):
        one = reader.read(row)
        if one is not None:
            people.append(one)
        progress(number)
    format = layout.format
    reason = format.public if format is not None else DEFAULT_REASON
    whole = joined(people, told, reason)
    return ReadList(
        people=tuple(whole),
        told=told,
        source=format.id if format is not None else _source(layout),
        rows=number,
        credit=format.credit if format is not None else "",
        mapping=layout.mapping,
    )


def read_folder(folder: Path, today: date) -> ReadList:
    """Everybody of a folder of profiles. Raises SlateError when it has none."""
    told = Told()
    people = tuple(read_profiles(folder, today, told))
    return ReadList(people, told, PROFILES, len(people))


def without_withdrawn(store: CaseStore, read: ReadList, today: date) -> ReadList:
    """Without those whose profile was brought and who have withdrawn its consent since: they are
    told. Of others a withdrawal stands in the slate, and is held against each check."""
    kept = tuple(_standing(store, read.people, today, read.told))
    return replace(read, people=kept)


def meeting_of(store: CaseStore, slate: Slate | None, read: ReadList, at: datetime) -> Meeting:
    """Who of the list is who of the slate; of none, all are new."""
    there = store.slates.people(slate.id) if slate is not None else iter(())
    left_out = read.told.left_out
    meeting = meet(there, read.people, read.source, at, lambda: secrets.token_hex(4), left_out)
    for one in meeting.namesakes:
        read.told.ask(NAMESAKE, *one.rows)
    return meeting


def take(store: CaseStore, slate: Slate, read: ReadList, meeting: Meeting, at: datetime) -> Taken:
    """Puts the list on the slate. Whatever somebody else did to a person meanwhile counts."""
    changes: Counter[Change] = Counter()
    invited = 0

    def revised(person: Person) -> Person | None:
        nonlocal invited
        after, change = changed(person, meeting.known[person.number], read.source, at)
        changes[change] += 1
        invited += change is Change.RENEWED and person.state is PersonState.INVITED
        return after if after != person else None

    store.slates.add(slate.id, meeting.new)
    store.slates.revise(slate.id, meeting.known, revised)
    store.slates.change(slate.id, _record(slate.record, read))
    return Taken(len(meeting.new), dict(changes), invited, meeting.gone)


def _record(record: SlateRecord, read: ReadList) -> SlateRecord:
    """The slate with what this list adds: its columns, its credit, the day of its poll."""
    credits = dict.fromkeys([*record.credits, *filter(None, [read.credit])])
    return replace(
        record,
        mapping={**record.mapping, **read.mapping},
        credits=tuple(credits),
        poll_date=record.poll_date or read.poll_date,
    )


def _standing(
    store: CaseStore, people: Sequence[Listed], today: date, told: Told
) -> Iterator[Listed]:
    for one in people:
        try:
            if one.profile:
                require_not_withdrawn(store, parse_profile(one.profile, today).subject)
        except ConsentError:
            told.fault(0, one.file, _WITHDREW, _RENEW)
        else:
            yield one


def _source(layout: Layout) -> str:
    """The same for the same headings, and nothing of them."""
    headings = sorted(squashed(column.heading) for column in layout.columns)
    return "list-" + hashlib.sha256("\0".join(headings).encode()).hexdigest()[:12]
