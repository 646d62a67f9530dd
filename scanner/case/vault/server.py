"""The wrapped keys of a store on a server: one row of the store itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from scanner.case.store.database import told
from scanner.case.store.opening import open_engine
from scanner.case.store.tables import VAULT
from scanner.case.vault.vault import Vault

PLACE = "in the database"
"""Tells the user where the record is."""
_ROW = 1


def read_keys(url: str, mine: Callable[[], bytes]) -> tuple[bytes | None, bytes]:
    """The record, and the key of identities: of the two, the one that there is.

    Who opens a new store first gives it their key (`mine`), so that all find the same cases. Raises
    CaseError.
    """
    engine = open_engine(url, Vault(b""))
    try:
        with engine.begin() as connection:
            row = connection.execute(select(VAULT)).first()
            if row is None:
                connection.execute(insert(VAULT).values(id=_ROW, identity=mine()))
                return None, mine()
            return row.record, row.identity or b""
    except IntegrityError:  # another's first use was quicker
        return read_keys(url, mine)
    except DatabaseError as error:
        raise told(error) from None
    finally:
        engine.dispose()


def write_keys(connection: Connection, record: bytes | None, identity: bytes | None) -> None:
    """Puts these in the place of what is there."""
    connection.execute(delete(VAULT))
    connection.execute(insert(VAULT).values(id=_ROW, record=record, identity=identity))
