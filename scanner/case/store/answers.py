"""What a run was answered: written once for each question, read by all who asked it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, delete, distinct, exists, func, select, update

from scanner.case.serial import dump
from scanner.case.store.conflicts import pieces
from scanner.case.store.contents import ANSWER, Contents, unsealed
from scanner.case.store.database import Database
from scanner.case.store.leases import Visits, note_visits
from scanner.case.store.packing import pack
from scanner.case.store.questions import ANSWERED, SENDING, WAITING, forget
from scanner.case.store.tables import ASKS, ENTRANTS, QUESTIONS, RUNS, TOLD
from scanner.model.capture import Capture, Sending, Skipped
from scanner.model.slate import EntrantState

if TYPE_CHECKING:
    from scanner.fetch import RobotsAnswer
    from scanner.gather.journal import Earlier

_ROBOTS, _RECEIPT, _REST = "robots", "receipt", "rest"
ENDED = "ended"
"""The state of a run in which nothing is asked any more."""
_GOING = (EntrantState.DUE.value, EntrantState.ASKING.value)


@dataclass(frozen=True, slots=True)
class Rest:
    """A host that did not answer, or a whole site that refused, is left alone for a while."""

    host: str
    """Empty for the whole site."""
    until: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What came of asking, to be kept in one transaction: all of it, or nothing."""

    at: datetime
    answers: Sequence[Capture | Skipped] = ()
    """Each under the key of its question (`probe_id`)."""
    sendings: Sequence[Sending] = ()
    """Likewise."""
    robots: Sequence[tuple[str, RobotsAnswer]] = ()
    """By the hashed name of the site."""
    visits: Mapping[str, Visits] = field(default_factory=dict)
    """By the hashed name of the site."""
    rests: Sequence[tuple[str, Rest]] = ()
    """Likewise."""
    put_off: Collection[str] = ()
    """Questions that wait for another try."""
    receipt: tuple[str, int] = ("", 0)
    """Who tells, and the how manieth time: told twice, since it was not known whether the first
    time had reached the store, it is kept once."""


class Answers:
    """The part of `Runs` that knows answers."""

    _database: Database

    def answered(
        self, run_id: str, answers: Sequence[Capture | Skipped], at: datetime
    ) -> frozenset[str]:
        """Writes answers under the keys of their questions; tells which were new."""
        return self.keep(run_id, News(at, answers))

    def keep(self, run_id: str, news: News) -> frozenset[str]:
        """Keeps what came; on disk when this returns. A question that has an answer gets no other:
        the keys of those that had none are told. Who waits for nothing more is DUE."""
        heads = {one.probe_id: self._answer_row(run_id, one, news.at) for one in news.answers}
        with self._database.begin() as connection:
            if self._has_ended(connection, run_id):
                # All that was asked is forgotten already: nothing of it may come back.
                note_visits(connection, news.visits)
                return frozenset()
            if not self._is_first(connection, run_id, news.receipt):
                return frozenset()
            self._tell(connection, run_id, news)
            note_visits(connection, news.visits)
            if news.put_off:
                rows = [{"run": run_id, "this": key} for key in sorted(news.put_off)]
                connection.execute(_PUT_OFF, rows)
            new = self._answer(connection, run_id, heads)
            if new:
                self._let_go_on(connection, run_id, new)
        return frozenset(new)

    def earlier(self, run_id: str, number: int) -> Earlier:
        """What someone's questions were answered so far, under the ids of their own probes, and the
        requests that were made for them. Contents are read when they are asked for.

        What a request carried (`Sending.sends`) is in nobody's name: `scanner.plan.own_sending`
        tells it of a person's probe.
        """
        from scanner.gather.journal import Earlier  # Opening a store loads no network.

        theirs = and_(ASKS.c.run_id == run_id, ASKS.c.number == number)
        asked = (
            select(ASKS.c.probe_id, ASKS.c.key)
            .join(
                QUESTIONS,
                and_(QUESTIONS.c.run_id == ASKS.c.run_id, QUESTIONS.c.key == ASKS.c.key),
            )
            .where(theirs, QUESTIONS.c.state == ANSWERED)
            .order_by(QUESTIONS.c.answered_at, QUESTIONS.c.key, ASKS.c.probe_id)
        )
        sent = (
            select(TOLD.c.key, TOLD.c.head)
            .where(
                TOLD.c.run_id == run_id,
                TOLD.c.kind == SENDING,
                TOLD.c.key.in_(select(ASKS.c.key).where(theirs)),
            )
            .order_by(TOLD.c.id)
        )
        # By their own rows: grouped by the key, everybody's of the run would be gone through.
        own = select(ASKS.c.key, ASKS.c.probe_id).where(theirs).order_by(ASKS.c.probe_id.desc())
        with self._database.read() as connection:
            answered = connection.execute(asked).all()
            sendings = connection.execute(sent).all()
            # Of two probes of theirs that are one question, the first one's request was made.
            probe_of = {row.key: row.probe_id for row in connection.execute(own)}
        contents = Contents(self._database, run_id, {row.probe_id: row.key for row in answered})
        return Earlier(
            answers={row.probe_id: partial(contents.read, row.probe_id) for row in answered},
            ahead=contents.ahead,
            sendings=tuple(
                replace(self._sending(run_id, row), probe_id=probe_of[row.key]) for row in sendings
            ),
        )

    def robots(self, run_id: str, sites: Collection[str]) -> tuple[RobotsAnswer, ...]:
        """What the robots.txt of sites (by their hashed names) said in this run."""
        from scanner.fetch import RobotsAnswer

        found: list[RobotsAnswer] = []
        with self._database.read() as connection:
            for some in pieces(sorted(sites)):
                asked = select(TOLD).where(
                    TOLD.c.run_id == run_id, TOLD.c.kind == _ROBOTS, TOLD.c.key.in_(some)
                )
                for row in connection.execute(asked.order_by(TOLD.c.id)):
                    at = f"{run_id}/{_ROBOTS}/{row.key}"
                    body = unsealed(self._database, row.body, f"told-body/{at}")
                    answer = self._database.unseal(RobotsAnswer, row.head, f"told/{at}")
                    found.append(replace(answer, body=body))
        return tuple(found)

    def rests(self, run_id: str, sites: Collection[str]) -> tuple[tuple[str, Rest], ...]:
        """Which hosts of the sites, or whole sites, were to be left alone until when."""
        found: list[tuple[str, Rest]] = []
        with self._database.read() as connection:
            for some in pieces(sorted(sites)):
                asked = select(TOLD.c.key, TOLD.c.head).where(
                    TOLD.c.run_id == run_id, TOLD.c.kind == _REST, TOLD.c.key.in_(some)
                )
                for row in connection.execute(asked.order_by(TOLD.c.id)):
                    at = f"told/{run_id}/{_REST}/{row.key}"
                    found.append((row.key, self._database.unseal(Rest, row.head, at)))
        return tuple(found)

    def forget_answers(self, run_id: str) -> None:
        """Deletes all that a run asked, sent and was answered. Nobody's results need it any more,
        and no turn of it can be taken after this."""
        with self._database.begin() as connection:
            self._forget_all(connection, run_id)

    def _forget_all(self, connection: Connection, run_id: str) -> None:
        for table in (ASKS, QUESTIONS, TOLD):
            connection.execute(delete(table).where(table.c.run_id == run_id))

    def forget_unneeded(self, run_id: str) -> None:
        """Lets go of all answers that only people who are done or gone had asked for: those that
        were kept for somebody who had no turn yet, but did not ask for them."""
        with self._database.begin() as connection:
            if not self._is_anybody_new(connection, run_id):
                self._forget_among(connection, run_id, None)

    def _forget_of(self, run_id: str, number: int, at_once: bool = False) -> None:
        """Lets go of what they asked for and nobody else needs. Unless `at_once`, that is put off
        while someone had no turn yet, who may ask the same.

        A transaction of its own, after theirs: of two who end together, the later one sees both.
        """
        theirs = select(ASKS.c.key).where(ASKS.c.run_id == run_id, ASKS.c.number == number)
        with self._database.begin() as connection:
            if at_once or not self._is_anybody_new(connection, run_id):
                self._forget_among(connection, run_id, theirs)

    def _forget_among(self, connection: Connection, run_id: str, keys: Any) -> None:
        """What concerns nobody stays: whoever comes later may ask for the same control."""
        # By the question's own columns, so that who asked it is looked up first, and not for each
        # question everybody who is still to come.
        needed = (
            exists()
            .where(ASKS.c.run_id == QUESTIONS.c.run_id, ASKS.c.key == QUESTIONS.c.key)
            .where(
                ENTRANTS.c.run_id == ASKS.c.run_id,
                ENTRANTS.c.number == ASKS.c.number,
                ENTRANTS.c.state.in_(_GOING),
            )
        )
        answered = and_(
            QUESTIONS.c.run_id == run_id, QUESTIONS.c.state == ANSWERED, QUESTIONS.c.place > 0
        )
        asked = select(QUESTIONS.c.key).where(answered, ~needed)
        if keys is not None:
            asked = asked.where(QUESTIONS.c.key.in_(keys))
        locked = connection.scalars(asked.order_by(QUESTIONS.c.key).with_for_update()).all()
        for some in pieces(locked):
            # Once more: who asked the same until we had the lock was not seen before.
            still = select(QUESTIONS.c.key).where(answered, QUESTIONS.c.key.in_(some), ~needed)
            forget(connection, run_id, connection.scalars(still).all())

    def _is_anybody_new(self, connection: Connection, run_id: str) -> bool:
        """Whether someone had no turn yet: what they will ask may have an answer already."""
        asked = (
            select(ENTRANTS.c.number)
            .where(
                ENTRANTS.c.run_id == run_id,
                ENTRANTS.c.state == EntrantState.DUE.value,
                ENTRANTS.c.asked == 0,
            )
            .limit(1)
        )
        return connection.scalar(asked) is not None

    def _has_ended(self, connection: Connection, run_id: str) -> bool:
        return connection.scalar(select(RUNS.c.state).where(RUNS.c.id == run_id)) in (None, ENDED)

    def _is_first(self, connection: Connection, run_id: str, receipt: tuple[str, int]) -> bool:
        """Whether this was not told before; from now on it was."""
        owner, number = receipt
        if not owner:
            return True
        this = and_(TOLD.c.run_id == run_id, TOLD.c.kind == _RECEIPT, TOLD.c.key == owner)
        at = f"told/{run_id}/{_RECEIPT}/{owner}"
        content = connection.scalar(select(TOLD.c.head).where(this))
        head = self._database.seal(number, at)
        if content is None:
            row = {"run_id": run_id, "kind": _RECEIPT, "key": owner, "head": head}
            connection.execute(TOLD.insert(), [row])
            return True
        if self._database.unseal(int, content, at) >= number:
            return False
        connection.execute(update(TOLD).where(this).values(head=head))
        return True

    def _tell(self, connection: Connection, run_id: str, news: News) -> None:
        rows: list[dict[str, Any]] = []
        for sending in news.sendings:
            at = f"told/{run_id}/{SENDING}/{sending.probe_id}"
            head = self._database.seal(sending, at)
            row = {"run_id": run_id, "kind": SENDING, "key": sending.probe_id, "head": head}
            rows.append({**row, "body": None})
        for site, answer in news.robots:
            at = f"{run_id}/{_ROBOTS}/{site}"
            head = self._database.seal(replace(answer, body=b""), f"told/{at}")
            body = self._packed(answer.body, f"told-body/{at}") if answer.body else None
            row = {"run_id": run_id, "kind": _ROBOTS, "key": site, "head": head}
            rows.append({**row, "body": body})
        for site, rest in news.rests:
            head = self._database.seal(rest, f"told/{run_id}/{_REST}/{site}")
            row = {"run_id": run_id, "kind": _REST, "key": site, "head": head}
            rows.append({**row, "body": None})
        if rows:
            connection.execute(TOLD.insert(), rows)

    def _answer_row(self, run_id: str, answer: Capture | Skipped, at: datetime) -> dict[str, Any]:
        """What is written of an answer, with all that costs time done before the transaction."""
        key, body, wire = answer.probe_id, b"", b""
        if isinstance(answer, Capture):
            body, wire = answer.body, answer.wire
            answer = replace(answer, body=b"", wire=b"")
        place = f"{run_id}/{key}"
        head = self._database.codec.seal(dump(answer, ANSWER), f"answer/{place}")
        return {
            "this": key,
            "at": at,
            "head": head,
            "body": self._packed(body, f"answer-body/{place}") if body else None,
            "wire": self._packed(wire, f"answer-wire/{place}") if wire != body else None,
        }

    def _answer(
        self, connection: Connection, run_id: str, rows: Mapping[str, dict[str, Any]]
    ) -> list[str]:
        """Writes the answers of questions that have none, and tells which those were."""
        new: list[str] = []
        for some in pieces(sorted(rows)):
            asked = (
                select(QUESTIONS.c.key)
                .where(
                    QUESTIONS.c.run_id == run_id,
                    QUESTIONS.c.key.in_(some),
                    QUESTIONS.c.state == WAITING,
                )
                .order_by(QUESTIONS.c.key)
                .with_for_update()
            )
            new += connection.scalars(asked)
        if new:
            connection.execute(_WRITE, [{"run": run_id, **rows[key]} for key in new])
        return new

    def _let_go_on(self, connection: Connection, run_id: str, keys: Sequence[str]) -> None:
        """Whoever asked these waits for so many fewer; who waits for none is due."""
        fewer: Counter[int] = Counter()
        for some in pieces(keys):
            asked = (
                select(ASKS.c.number, func.count(distinct(ASKS.c.key)))
                .where(ASKS.c.run_id == run_id, ASKS.c.key.in_(some))
                .group_by(ASKS.c.number)
            )
            for number, count in connection.execute(asked):
                fewer[number] += count
        if not fewer:
            return
        rows = [{"run": run_id, "this": n, "fewer": count} for n, count in sorted(fewer.items())]
        connection.execute(_LET_GO_ON, rows)
        for some_numbers in pieces(sorted(fewer)):
            connection.execute(
                update(ENTRANTS)
                .where(
                    ENTRANTS.c.run_id == run_id,
                    ENTRANTS.c.number.in_(some_numbers),
                    ENTRANTS.c.state == EntrantState.ASKING.value,
                    ENTRANTS.c.open <= 0,
                )
                .values(state=EntrantState.DUE.value)
            )

    def _sending(self, run_id: str, row: Any) -> Sending:
        at = f"told/{run_id}/{SENDING}/{row.key}"
        return self._database.unseal(Sending, row.head, at)

    def _packed(self, content: bytes, context: str) -> bytes:
        return self._database.codec.seal(pack(content), context)


_WRITE = (
    update(QUESTIONS)
    .where(QUESTIONS.c.run_id == bindparam("run"), QUESTIONS.c.key == bindparam("this"))
    .values(
        state=ANSWERED,
        answered_at=bindparam("at"),
        head=bindparam("head"),
        body=bindparam("body"),
        wire=bindparam("wire"),
    )
)

_PUT_OFF = (
    update(QUESTIONS)
    .where(
        QUESTIONS.c.run_id == bindparam("run"),
        QUESTIONS.c.key == bindparam("this"),
        QUESTIONS.c.state == WAITING,
    )
    .values(tries=QUESTIONS.c.tries + 1)
)
_LET_GO_ON = (
    update(ENTRANTS)
    .where(
        ENTRANTS.c.run_id == bindparam("run"),
        ENTRANTS.c.number == bindparam("this"),
        ENTRANTS.c.state == EntrantState.ASKING.value,
    )
    .values(open=ENTRANTS.c.open - bindparam("fewer"))
)
