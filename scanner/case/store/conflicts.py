"""Rows that several processes may want to write: whoever comes first does, in both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

AT_ONCE = 200
"""Rows or values of one statement: far fewer than either database takes."""


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT of the connection's dialect, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], told: Column[T]
) -> set[T]:
    """Inserts the rows whose key is not there yet, and tells a column of these. Two who insert the
    same wait for each other: give rows in the order of their keys."""
    if not rows:
        return set()
    asked = upsert(connection, table).on_conflict_do_nothing().returning(told)
    return set(connection.scalars(asked, list(rows)))


def pieces(items: Iterable[T]) -> Iterator[list[T]]:
    """So many at once as a statement takes."""
    together: list[T] = []
    for item in items:
        together.append(item)
        if len(together) == AT_ONCE:
            yield together
            together = []
    if together:
        yield together
