"""Who alone may talk to a site for a while, and how the site was talked to before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import INTERVAL

from scanner.case.store.conflicts import pieces, upsert
from scanner.case.store.database import Database
from scanner.case.store.tables import LEASES, Utc
from scanner.model.clock import utc_now

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Visits:
    """How a site was talked to by whoever had its lease."""

    visited_at: datetime
    """When it was asked last."""
    night: datetime
    requests: int
    """Since that night began."""
    answer_s: float | None = None
    """What an answer takes there lately, without any pause; None while nothing is known of it."""


class Leases:
    """The leases of all sites. A site goes by its keyed hash (`name_of`).

    On a server its clock decides when a lease has ended; in a file, this machine's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def name_of(self, site: str) -> str:
        """What stands for a site in the store."""
        return self._database.name("site", site)

    def take(self, sites: Collection[str], owner: str, seconds: float) -> frozenset[str]:
        """Those of the sites that are the owner's now: free ones, and what was theirs already."""
        taken: set[str] = set()
        with self._database.begin() as connection:
            until = self._in(seconds)
            # In one order, so that two who want the same never wait for each other in turn.
            theirs = self._others(connection, sites, owner)
            for some in pieces(sorted(frozenset(sites) - theirs)):
                asked = upsert(connection, LEASES).values(
                    [
                        {"site": site, "owner": owner, "until": _LONG_AGO, "requests": 0}
                        for site in some
                    ]
                )
                asked = asked.on_conflict_do_update(
                    index_elements=[LEASES.c.site],
                    set_={"owner": owner},
                    where=(LEASES.c.owner == owner) | (LEASES.c.until <= self._in(0.0)),
                )
                mine = connection.scalars(asked.returning(LEASES.c.site)).all()
                if mine:
                    connection.execute(
                        update(LEASES).where(LEASES.c.site.in_(mine)).values(until=until)
                    )
                taken.update(mine)
        return frozenset(taken)

    def renew(self, owner: str, seconds: float) -> frozenset[str]:
        """Makes what has not ended last so long from now, and tells which those are."""
        with self._database.begin() as connection:
            mine = self._held(connection, owner)
            for some in pieces(mine):
                connection.execute(
                    update(LEASES).where(LEASES.c.site.in_(some)).values(until=self._in(seconds))
                )
        return frozenset(mine)

    def release(self, owner: str, sites: Collection[str] | None = None) -> None:
        """Gives back some of the owner's leases, or all of them."""
        with self._database.begin() as connection:
            mine = self._held(connection, owner)
            for some in pieces(site for site in mine if sites is None or site in sites):
                connection.execute(
                    update(LEASES).where(LEASES.c.site.in_(some)).values(owner="", until=_LONG_AGO)
                )

    def visits(self, sites: Collection[str]) -> Mapping[str, Visits]:
        """How those of the sites that were visited were."""
        found: dict[str, Visits] = {}
        with self._database.read() as connection:
            for some in pieces(sorted(sites)):
                asked = select(LEASES).where(
                    LEASES.c.site.in_(some), LEASES.c.visited_at.is_not(None)
                )
                for row in connection.execute(asked):
                    lasts_s = None if row.answer_ms is None else row.answer_ms / 1000
                    found[row.site] = Visits(row.visited_at, row.night, row.requests, lasts_s)
        return found

    def _others(self, connection: Connection, sites: Collection[str], owner: str) -> set[str]:
        """Those that somebody else has: to write to their rows would only make them wait."""
        found: set[str] = set()
        for some in pieces(sites):
            found.update(
                connection.scalars(
                    select(LEASES.c.site).where(
                        LEASES.c.site.in_(some),
                        LEASES.c.owner != owner,
                        LEASES.c.until > self._in(0.0),
                    )
                )
            )
        return found

    def _held(self, connection: Connection, owner: str) -> list[str]:
        """What is the owner's and has not ended, locked in the order in which all lock."""
        asked = (
            select(LEASES.c.site)
            .where(LEASES.c.owner == owner, LEASES.c.until > self._in(0.0))
            .order_by(LEASES.c.site)
            .with_for_update()
        )
        return list(connection.scalars(asked))

    def _in(self, seconds: float) -> Any:
        """So long from now, for a statement."""
        if not self._database.is_server:
            return literal(utc_now() + timedelta(seconds=seconds), Utc)
        # Not `now()`, which is when the transaction began, and that may have waited.
        later = cast(literal(timedelta(seconds=seconds)), INTERVAL)
        return cast(func.clock_timestamp() + later, Utc)


def note_visits(connection: Connection, visits: Mapping[str, Visits]) -> None:
    """Keeps how sites were talked to, in the transaction of what they answered."""
    rows = [
        {
            "this": site,
            "at": told.visited_at,
            "began": told.night,
            "number": told.requests,
            "lasted": None if told.answer_s is None else round(told.answer_s * 1000),
        }
        for site, told in sorted(visits.items())
    ]
    if rows:
        connection.execute(_NOTE, rows)


_NOTE = (
    update(LEASES)
    .where(LEASES.c.site == bindparam("this"))
    .values(
        visited_at=bindparam("at"),
        night=bindparam("began"),
        requests=bindparam("number"),
        answer_ms=func.coalesce(bindparam("lasted", type_=Integer), LEASES.c.answer_ms),
    )
)
