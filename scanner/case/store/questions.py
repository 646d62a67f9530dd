"""What a run asks: each request once, whoever it concerns, and who waits for which.

In whatever is done here, rows are locked in one order: questions by key, then people by number. So
no two processes ever wait for each other in turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, case, delete, distinct, exists, func, select, update

from scanner.case.store.conflicts import insert_new, pieces
from scanner.case.store.database import Database
from scanner.case.store.tables import ASKS, ENTRANTS, LEASES, QUESTIONS, TOLD
from scanner.model.plan import Probe, Purpose
from scanner.model.slate import EntrantState, SiteProgress
from scanner.plan import question_of, question_parts, with_all_told

WAITING, ANSWERED, FORGOTTEN = "waiting", "answered", "forgotten"
SENDING = "sending"
USUAL_S = 0.3
"""What a request itself is taken to last at a site of which nothing is known. Judgement."""
_OPEN = (EntrantState.DUE.value, EntrantState.ASKING.value)


@dataclass(frozen=True, slots=True)
class Question:
    """A request that waits to be made."""

    key: str
    site_hash: str
    probe: Probe = field(repr=False)
    """With nobody's name and without a key of a service; its id is `key`."""
    tries: int = 0
    """How often it was put off because its site was down."""


@dataclass(frozen=True, slots=True)
class WaitingSite:
    """A site that questions wait for, without its name."""

    site_hash: str
    waiting: int
    spacing_s: float
    lasts_s: float
    """How long it takes to ask them all, at least."""


class Questions:
    """The part of `Runs` that knows questions."""

    _database: Database

    def ask(self, run_id: str, number: int, probes: Sequence[Probe]) -> int:
        """Someone asks these; how many of all their questions have no answer yet.

        What was asked already, by them or by others, is not asked again. Raises LookupError when
        they take no part, or no longer.
        """
        asked = {probe.id: self.key_of(probe) for probe in probes}
        by_key = {asked[probe.id]: probe for probe in reversed(probes)}
        with self._database.begin() as connection:
            rows = [
                {"run_id": run_id, "number": number, "probe_id": probe_id, "key": key}
                for probe_id, key in sorted(asked.items())
            ]
            insert_new(connection, ASKS, rows, ASKS.c.probe_id)
            missing = dict(sorted(by_key.items()))
            while missing:
                # Who leaves may have deleted a question between these two.
                new = self._put(connection, run_id, number, missing)
                known = {key: probe for key, probe in missing.items() if key not in new}
                there = self._lock(connection, run_id, known)
                missing = {key: probe for key, probe in known.items() if key not in there}
            return self._wait(connection, run_id, number)

    def key_of(self, probe: Probe) -> str:
        """What the question of a probe goes by."""
        return self._database.name("question", *question_parts(probe))

    def waiting(
        self, run_id: str, sites: Collection[str] | None, most: int
    ) -> tuple[Question, ...]:
        """Questions without an answer, of some sites (by their hashed names) or of all: of each
        site those of the first people first, and at its end what was put off."""
        found: list[Question] = []
        with self._database.read() as connection:
            for site in (None,) if sites is None else sorted(sites):
                found += self._of_site(connection, run_id, site, most - len(found))
        return tuple(found)

    def waiting_of_each(self, run_id: str, most: Iterable[tuple[str, int]]) -> tuple[Question, ...]:
        """The same for several sites, each with its own bound."""
        with self._database.read() as connection:
            return tuple(
                question
                for site, number in most
                for question in self._of_site(connection, run_id, site, number)
            )

    def waiting_sites(self, run_id: str) -> tuple[WaitingSite, ...]:
        """Where questions wait, the site that takes longest first."""
        asked = (
            select(QUESTIONS.c.site, func.count(), func.max(QUESTIONS.c.spacing_ms))
            .where(QUESTIONS.c.run_id == run_id, QUESTIONS.c.state == WAITING)
            .group_by(QUESTIONS.c.site)
        )
        with self._database.read() as connection:
            rows = connection.execute(asked).all()
            answer_s = _answer_s(connection, [row.site for row in rows])
        sites = [
            WaitingSite(
                site,
                number,
                spacing_ms / 1000,
                number * (spacing_ms / 1000 + answer_s.get(site, USUAL_S)),
            )
            for site, number, spacing_ms in rows
        ]
        return tuple(sorted(sites, key=lambda site: (-site.lasts_s, site.site_hash)))

    def still_waiting(self, run_id: str, keys: Collection[str]) -> frozenset[str]:
        """Those of the questions that still wait for an answer."""
        found: set[str] = set()
        with self._database.read() as connection:
            for some in pieces(sorted(keys)):
                asked = select(QUESTIONS.c.key).where(_among(run_id, some), _IS_WAITING)
                found.update(connection.scalars(asked))
        return frozenset(found)

    def sites(self, run_id: str) -> tuple[SiteProgress, ...]:
        """All sites of a run, the one that takes longest first. What a run asked is forgotten when
        it ends, and its sites with it."""
        with self._database.read() as connection:
            rows = connection.execute(_progress(run_id)).all()
            people = {row[0]: row[1] for row in connection.execute(_people(run_id))}
            named = {row.site: self._name_of(connection, run_id, row.key) for row in rows}
            answer_s = _answer_s(connection, [row.site for row in rows])
        found = [
            SiteProgress(
                named[row.site],
                row.spacing_ms / 1000,
                row.number - row.answered,
                row.answered,
                people.get(row.site, 0),
                answer_s.get(row.site),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda site: (-lasts_s(site), site.site)))

    def _of_site(
        self, connection: Connection, run_id: str, site: str | None, most: int
    ) -> list[Question]:
        asked = select(
            QUESTIONS.c.key, QUESTIONS.c.site, QUESTIONS.c.tries, QUESTIONS.c.payload
        ).where(QUESTIONS.c.run_id == run_id, _IS_WAITING)
        if site is not None:
            asked = asked.where(QUESTIONS.c.site == site)
        order = (QUESTIONS.c.tries, QUESTIONS.c.place, QUESTIONS.c.key)
        rows = connection.execute(asked.order_by(*order).limit(max(0, most)))
        return [
            Question(row.key, row.site, self._probe(run_id, row.key, row.payload), row.tries)
            for row in rows
        ]

    def _put(
        self, connection: Connection, run_id: str, number: int, probes: dict[str, Probe]
    ) -> set[str]:
        """Puts in those that are not there yet, and tells which. `probes`: in order of keys."""
        rows = []
        for key, probe in probes.items():
            question = question_of(probe, key)
            rows.append(
                {
                    "run_id": run_id,
                    "key": key,
                    "site": self._database.name("site", probe.site),
                    "state": WAITING,
                    "tries": 0,
                    "place": 0 if probe.purpose is Purpose.CONTROL else number,
                    "spacing_ms": _spacing_ms(probe),
                    "payload": self._database.seal(question, f"question/{run_id}/{key}"),
                }
            )
        return insert_new(connection, QUESTIONS, rows, QUESTIONS.c.key)

    def _lock(self, connection: Connection, run_id: str, probes: dict[str, Probe]) -> set[str]:
        """Nobody answers these before we are done. Those that are there are told, and made to wait
        again where the answer is gone, or to be asked with more care where that is due."""
        there: set[str] = set()
        for some in pieces(probes):
            asked = (
                select(QUESTIONS.c.key, QUESTIONS.c.state, QUESTIONS.c.spacing_ms)
                .where(_among(run_id, some))
                .order_by(QUESTIONS.c.key)
                .with_for_update()
            )
            for row in connection.execute(asked).all():
                there.add(row.key)
                probe = probes[row.key]
                values: dict[str, Any] = {}
                if row.state == FORGOTTEN:
                    values = {"state": WAITING, "tries": 0, "answered_at": None}
                if row.state == WAITING and (probe.sends or _spacing_ms(probe) > row.spacing_ms):
                    values = self._with_care(connection, run_id, row.key, probe)
                if values:
                    connection.execute(
                        update(QUESTIONS).where(*_this(run_id, row.key)).values(values)
                    )
        return there

    def _with_care(
        self, connection: Connection, run_id: str, key: str, probe: Probe
    ) -> dict[str, Any]:
        """What changes of a question because somebody else asks it, too."""
        content = connection.scalar(select(QUESTIONS.c.payload).where(*_this(run_id, key)))
        known = self._probe(run_id, key, content or b"")
        careful = with_all_told(known, question_of(probe, key))
        if careful == known:
            return {}
        payload = self._database.seal(careful, f"question/{run_id}/{key}")
        return {"payload": payload, "spacing_ms": _spacing_ms(careful)}

    def _wait(self, connection: Connection, run_id: str, number: int) -> int:
        """Counts what they asked and what is open of it, and lets them wait for that."""
        this = and_(ENTRANTS.c.run_id == run_id, ENTRANTS.c.number == number)
        # Whoever answers something they asked earlier counts down before this, or after it.
        connection.execute(select(ENTRANTS.c.number).where(this).with_for_update()).all()
        key = QUESTIONS.c.key
        is_open = select(func.count(distinct(key))).where(_asked_by(run_id, number), _IS_WAITING)
        number_open = connection.scalar(is_open) or 0
        asked = select(func.count(distinct(ASKS.c.key))).where(
            ASKS.c.run_id == run_id, ASKS.c.number == number
        )
        state = EntrantState.ASKING if number_open else EntrantState.DUE
        result = connection.execute(
            update(ENTRANTS)
            .where(this, ENTRANTS.c.state.in_(_OPEN))
            .values(open=number_open, asked=connection.scalar(asked) or 0, state=state.value)
        )
        if not result.rowcount:
            raise LookupError("they take no part in the run, or no longer")
        return number_open

    def _withdraw(self, connection: Connection, run_id: str, number: int) -> None:
        """They wait for nothing any more, and what only they asked is never asked."""
        theirs = and_(ASKS.c.run_id == run_id, ASKS.c.number == number)
        asked = (
            select(QUESTIONS.c.key)
            .where(
                QUESTIONS.c.run_id == run_id,
                QUESTIONS.c.key.in_(select(ASKS.c.key).where(theirs)),
                _IS_WAITING,
            )
            .order_by(QUESTIONS.c.key)
            .with_for_update()
        )
        # A statement of its own deletes: it sees who asked the same until we had the lock.
        others = exists().where(ASKS.c.run_id == run_id, ASKS.c.key == QUESTIONS.c.key)
        for some in pieces(connection.scalars(asked).all()):
            connection.execute(delete(ASKS).where(theirs, ASKS.c.key.in_(some)))
            connection.execute(delete(QUESTIONS).where(_among(run_id, some), ~others))

    def _name_of(self, connection: Connection, run_id: str, key: str) -> str:
        content = connection.scalar(select(QUESTIONS.c.payload).where(*_this(run_id, key)))
        return self._probe(run_id, key, content).site if content else ""

    def _probe(self, run_id: str, key: str, content: bytes) -> Probe:
        return self._database.unseal(Probe, content, f"question/{run_id}/{key}")


def forget(connection: Connection, run_id: str, keys: Sequence[str]) -> None:
    """Lets go of answers, and of who asked for them: who asks the same again has it asked again."""
    connection.execute(
        update(QUESTIONS)
        .where(_among(run_id, keys), QUESTIONS.c.state == ANSWERED)
        .values(state=FORGOTTEN, head=None, body=None, wire=None)
    )
    connection.execute(delete(ASKS).where(ASKS.c.run_id == run_id, ASKS.c.key.in_(keys)))
    connection.execute(
        delete(TOLD).where(TOLD.c.run_id == run_id, TOLD.c.kind == SENDING, TOLD.c.key.in_(keys))
    )


def lasts_s(site: SiteProgress) -> float:
    """How long a site needs for what waits: each request one after the other, with its pause."""
    return site.waiting * (site.spacing_s + (USUAL_S if site.answer_s is None else site.answer_s))


def _answer_s(connection: Connection, sites: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for some in pieces(sites):
        asked = select(LEASES.c.site, LEASES.c.answer_ms).where(
            LEASES.c.site.in_(some), LEASES.c.answer_ms.is_not(None)
        )
        found.update((site, lasted_ms / 1000) for site, lasted_ms in connection.execute(asked))
    return found


_IS_WAITING = QUESTIONS.c.state == WAITING


def _this(run_id: str, key: str) -> tuple[Any, ...]:
    return QUESTIONS.c.run_id == run_id, QUESTIONS.c.key == key


def _among(run_id: str, keys: Collection[str]) -> Any:
    return and_(QUESTIONS.c.run_id == run_id, QUESTIONS.c.key.in_(keys))


def _asked_by(run_id: str, number: int) -> Any:
    return and_(
        ASKS.c.run_id == run_id,
        ASKS.c.number == number,
        QUESTIONS.c.run_id == ASKS.c.run_id,
        QUESTIONS.c.key == ASKS.c.key,
    )


def _spacing_ms(probe: Probe) -> int:
    return round(probe.manners.spacing_s * 1000)


def _progress(run_id: str) -> Any:
    return (
        select(
            QUESTIONS.c.site,
            func.count().label("number"),
            func.sum(case((_IS_WAITING, 0), else_=1)).label("answered"),
            func.max(QUESTIONS.c.spacing_ms).label("spacing_ms"),
            func.min(QUESTIONS.c.key).label("key"),
        )
        .where(QUESTIONS.c.run_id == run_id)
        .group_by(QUESTIONS.c.site)
    )


def _people(run_id: str) -> Any:
    return (
        select(QUESTIONS.c.site, func.count(distinct(ASKS.c.number)))
        .join(ASKS, and_(ASKS.c.run_id == QUESTIONS.c.run_id, ASKS.c.key == QUESTIONS.c.key))
        .where(QUESTIONS.c.run_id == run_id)
        .group_by(QUESTIONS.c.site)
    )
