"""Slates and their people."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError

from scanner.case.store.database import Database
from scanner.case.store.slate_entries import forget_entry
from scanner.case.store.tables import PEOPLE, SLATES
from scanner.errors import CaseError
from scanner.model.clock import utc_now
from scanner.model.slate import Person, PersonState, SlateRecord

T = TypeVar("T")

_AT_ONCE = 200
"""People who are in memory, or in one statement, together."""


@dataclass(frozen=True, slots=True)
class Slate:
    """A slate as the store knows it, without its people."""

    id: str
    created_at: datetime
    record: SlateRecord


class Slates:
    """All slates of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, record: SlateRecord, at: datetime) -> Slate:
        """A new slate, of nobody yet. Raises CaseError when there is one of that title."""
        slate = Slate(secrets.token_hex(16), at, record)
        row = {"id": slate.id, "created_at": at, "last_number": 0, "payload": self._payload(slate)}
        with self._database.begin() as connection:
            self._require_free_title(connection, slate)
            connection.execute(insert(SLATES).values(row))
        return slate

    def all(self) -> tuple[Slate, ...]:
        """Every slate, oldest first."""
        with self._database.begin() as connection:
            return self._all(connection)

    def one(self, slate_id: str) -> Slate:
        """Raises LookupError when there is none of that id."""
        with self._database.begin() as connection:
            row = connection.execute(select(SLATES).where(SLATES.c.id == slate_id)).first()
        if row is None:
            raise LookupError("no such slate")
        return self._slate(row)

    def find(self, title: str) -> Slate | None:
        """The slate of that title, however it is spaced and whatever its capitals."""
        return next((one for one in self.all() if _same(one.record.title, title)), None)

    def change(self, slate_id: str, record: SlateRecord) -> None:
        """What the slate is from now on. Raises CaseError when another has that title."""
        slate = Slate(slate_id, utc_now(), record)
        with self._database.begin() as connection:
            self._require_free_title(connection, slate)
            connection.execute(
                update(SLATES).where(SLATES.c.id == slate_id).values(payload=self._payload(slate))
            )

    def remove(self, slate_id: str) -> None:
        """Deletes it with its people and its runs; their cases stay."""
        with self._database.begin() as connection:
            connection.execute(delete(SLATES).where(SLATES.c.id == slate_id))

    def add(self, slate_id: str, people: Iterable[Person]) -> tuple[int, ...]:
        """Puts people on the slate, and gives their numbers: their own, or the next for each that
        comes with 0. Raises CaseError when two would have one reference or number; then nobody
        was added."""
        numbers: list[int] = []
        with self._database.begin() as connection:
            last = self._last_number(connection, slate_id)
            for some in _pieces(people):
                rows = []
                for person in some:
                    numbered = person if person.number else replace(person, number=last + 1)
                    last = max(last, numbered.number)
                    numbers.append(numbered.number)
                    rows.append(self._row(slate_id, numbered))
                _insert(connection, rows)
            connection.execute(
                update(SLATES).where(SLATES.c.id == slate_id).values(last_number=last)
            )
        return tuple(numbers)

    def put(self, slate_id: str, person: Person) -> None:
        """Puts this in the place of what was known of the person of that number. Whoever decides by
        what they have read uses `revise`. Raises LookupError when there is none."""
        with self._database.begin() as connection:
            if not self._write(connection, slate_id, person):
                raise LookupError("no such person")

    def revise(
        self, slate_id: str, numbers: Collection[int], change: Callable[[Person], Person | None]
    ) -> int:
        """Reads and writes people anew in one transaction, so that nobody else's writing is lost.

        `change` gives what a person is from now on, or None to leave them as they are. How many
        were changed.
        """
        changed = 0
        with self._database.begin() as connection:
            for some in _pieces(sorted(numbers)):
                asked = _of(slate_id).where(PEOPLE.c.number.in_(some)).with_for_update()
                for row in connection.execute(asked).all():
                    after = change(self._person(row))
                    if after is not None:
                        changed += self._write(connection, slate_id, after)
        return changed

    def people(
        self, slate_id: str, states: Collection[PersonState] | None = None
    ) -> Iterator[Person]:
        """Everybody, or all in one of those states, in the order of their numbers; read in pieces,
        each as it is when its turn comes."""
        last = 0
        asked = _of(slate_id).order_by(PEOPLE.c.number).limit(_AT_ONCE)
        if states is not None:
            asked = asked.where(PEOPLE.c.state.in_([state.value for state in states]))
        while True:
            with self._database.begin() as connection:
                rows = connection.execute(asked.where(PEOPLE.c.number > last)).all()
            if not rows:
                return
            yield from map(self._person, rows)
            last = rows[-1].number

    def person(self, slate_id: str, number: int) -> Person:
        """Raises LookupError when there is none of that number."""
        found = self._first(_of(slate_id).where(PEOPLE.c.number == number))
        if found is None:
            raise LookupError("no such person")
        return found

    def by_ref(self, slate_id: str, ref: str) -> Person | None:
        """Whoever has that reference."""
        return self._first(_of(slate_id).where(PEOPLE.c.ref == self._hashed(slate_id, ref)))

    def of_case(self, case_id: str) -> tuple[tuple[str, Person], ...]:
        """On which slates, by id, the person of a case stands, and as whom."""
        asked = select(PEOPLE).where(PEOPLE.c.case_id == case_id)
        with self._database.begin() as connection:
            rows = connection.execute(asked.order_by(PEOPLE.c.slate_id, PEOPLE.c.number)).all()
        return tuple((str(row.slate_id), self._person(row)) for row in rows)

    def counts(self, slate_id: str) -> Mapping[PersonState, int]:
        """How many people there are in each state that anybody is in."""
        asked = select(PEOPLE.c.state, func.count()).where(PEOPLE.c.slate_id == slate_id)
        with self._database.begin() as connection:
            rows = connection.execute(asked.group_by(PEOPLE.c.state)).all()
        return {PersonState(state): int(number) for state, number in sorted(map(tuple, rows))}

    def take_out(self, slate_id: str, number: int) -> None:
        """Forgets one person of the slate, and what its runs came to for them. Their number is
        never given again."""
        with self._database.begin() as connection:
            forget_entry(connection, slate_id, number)

    def _all(self, connection: Connection) -> tuple[Slate, ...]:
        asked = select(SLATES).order_by(SLATES.c.created_at, SLATES.c.id)
        return tuple(map(self._slate, connection.execute(asked).all()))

    def _require_free_title(self, connection: Connection, slate: Slate) -> None:
        for other in self._all(connection):
            if other.id != slate.id and _same(other.record.title, slate.record.title):
                raise CaseError("There is a slate of that title already. Give this one another.")

    def _last_number(self, connection: Connection, slate_id: str) -> int:
        """Held until the transaction ends, so that nobody else gives the same number."""
        asked = select(SLATES.c.last_number).where(SLATES.c.id == slate_id).with_for_update()
        last = connection.scalar(asked)
        if last is None:
            raise LookupError("no such slate")
        return int(last)

    def _write(self, connection: Connection, slate_id: str, person: Person) -> bool:
        this = (PEOPLE.c.slate_id == slate_id, PEOPLE.c.number == person.number)
        values = self._row(slate_id, person)
        try:
            return connection.execute(update(PEOPLE).where(*this).values(values)).rowcount == 1
        except IntegrityError:
            raise _same_reference() from None

    def _first(self, asked: Select[Any]) -> Person | None:
        with self._database.begin() as connection:
            row = connection.execute(asked).first()
        return self._person(row) if row else None

    def _row(self, slate_id: str, person: Person) -> dict[str, object]:
        case_id = self._database.name("subject", person.subject_id) if person.subject_id else None
        return {
            "slate_id": slate_id,
            "number": person.number,
            "ref": self._hashed(slate_id, person.ref),
            "case_id": case_id,
            "state": person.state.value,
            "changed_at": person.changed_at or utc_now(),
            "payload": self._database.seal(person, f"person/{slate_id}/{person.number}"),
        }

    def _hashed(self, slate_id: str, ref: str) -> str:
        return self._database.name("ref", slate_id, ref)

    def _payload(self, slate: Slate) -> bytes:
        return self._database.seal(slate.record, f"slate/{slate.id}")

    def _slate(self, row: Row[Any]) -> Slate:
        record = self._database.unseal(SlateRecord, row.payload, f"slate/{row.id}")
        return Slate(row.id, row.created_at, record)

    def _person(self, row: Row[Any]) -> Person:
        return self._database.unseal(Person, row.payload, f"person/{row.slate_id}/{row.number}")


def _of(slate_id: str) -> Select[Any]:
    return select(PEOPLE).where(PEOPLE.c.slate_id == slate_id)


def _insert(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    try:
        connection.execute(insert(PEOPLE), rows)
    except IntegrityError:
        raise _same_reference() from None


def _same_reference() -> CaseError:
    return CaseError("Two people of the slate would have the same reference. Nothing was changed.")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _pieces(values: Iterable[T]) -> Iterator[list[T]]:
    some: list[T] = []
    for value in values:
        some.append(value)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
