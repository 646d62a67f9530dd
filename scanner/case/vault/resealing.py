"""Sets, changes and removes the passphrase of a store on a server: all in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, LargeBinary, Table, and_, func, select, update
from sqlalchemy.exc import DatabaseError

from scanner.case.key import identity_key
from scanner.case.store.database import Codec, Plain, told
from scanner.case.store.opening import SERVER_LOCK, open_engine
from scanner.case.store.tables import (
    AUDIT,
    CASES,
    ENTRANTS,
    FINDINGS,
    JOURNAL,
    PEOPLE,
    QUESTIONS,
    RECORDS,
    RUNS,
    SCANS,
    SLATES,
    TOLD,
    VAULT,
)
from scanner.case.vault import server
from scanner.case.vault.file_turning import turn_files
from scanner.case.vault.files import PrivateFiles
from scanner.case.vault.keys import Keys
from scanner.case.vault.record import unwrap, wrap
from scanner.case.vault.sealing import Sealed
from scanner.case.vault.vault import Vault
from scanner.errors import CaseError

SEALED_COLUMNS: tuple[tuple[Table, str, Callable[..., str]], ...] = (
    (CASES, "payload", "case/{id}".format),
    (SCANS, "payload", "scan/{id}".format),
    (SCANS, "assessment", "assessment/{id}".format),
    (JOURNAL, "head", "head/{scan_id}/{number}".format),
    (JOURNAL, "body", "body/{scan_id}/{number}".format),
    (JOURNAL, "wire", "wire/{scan_id}/{number}".format),
    (FINDINGS, "payload", "finding/{case_id}/{id}".format),
    (RECORDS, "payload", "record/{id}".format),
    (AUDIT, "payload", "audit/{number}".format),
    (SLATES, "payload", "slate/{id}".format),
    (PEOPLE, "payload", "person/{slate_id}/{number}".format),
    (RUNS, "payload", "run/{id}".format),
    (ENTRANTS, "payload", "entrant/{run_id}/{number}".format),
    (ENTRANTS, "sealed", "sealed/{run_id}/{number}".format),
    (QUESTIONS, "payload", "question/{run_id}/{key}".format),
    (QUESTIONS, "head", "answer/{run_id}/{key}".format),
    (QUESTIONS, "body", "answer-body/{run_id}/{key}".format),
    (QUESTIONS, "wire", "answer-wire/{run_id}/{key}".format),
    (TOLD, "head", "told/{run_id}/{kind}/{key}".format),
    (TOLD, "body", "told-body/{run_id}/{kind}/{key}".format),
)
"""Every column of payloads, and the context that its values are sealed in."""


def set_passphrase(url: str, passphrase: str) -> None:
    """Seals all payloads. Raises CaseError."""
    _, identity = server.read_keys(url, identity_key)
    keys = Keys.make(identity)
    with _alone(url) as connection:
        _reseal(connection, Plain(), Sealed(keys.of("payloads")))
        server.write_keys(connection, wrap(keys, passphrase), None)
    turn_files(_case_ids(url), PrivateFiles(), Vault(identity, keys).files)


def change_passphrase(url: str, old: str, new: str) -> None:
    """Wraps the keys anew. Raises CaseError."""
    with _alone(url) as connection:
        record = connection.scalar(select(VAULT.c.record))
        server.write_keys(connection, wrap(unwrap(record or b"", old, server.PLACE), new), None)


def remove_passphrase(url: str, vault: Vault) -> None:
    """Puts everything back into the clear. Raises CaseError."""
    assert vault.codec is not None
    turn_files(_case_ids(url), vault.files, PrivateFiles())
    with _alone(url) as connection:
        _reseal(connection, vault.codec, Plain())
        server.write_keys(connection, None, vault.identity_key)


@contextlib.contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """A transaction while no other netcurtain has the store open: it would go on in the clear."""
    engine = open_engine(url, Vault(b""))
    try:
        with engine.begin() as connection:
            # Ours holds the same lock shared, as every connection does.
            if not connection.scalar(select(func.pg_try_advisory_xact_lock(SERVER_LOCK))):
                raise CaseError(
                    "Another netcurtain is using the store. Nothing was changed. Try again when "
                    "nobody else works with it."
                )
            yield connection
    except DatabaseError as error:
        raise told(error) from None
    finally:
        engine.dispose()


def _reseal(connection: Connection, source: Codec, target: Codec) -> None:
    for table, name, place in SEALED_COLUMNS:
        column, keys = table.c[name], list(table.primary_key)
        asked = select(*(c for c in table.c if not isinstance(c.type, LargeBinary)))
        for row in connection.execute(asked.where(column.is_not(None))).all():
            this = and_(*(key == row._mapping[key] for key in keys))
            context = place(**row._asdict())
            content = source.unseal(connection.scalar(select(column).where(this)) or b"", context)
            connection.execute(
                update(table).where(this).values({name: target.seal(content, context)})
            )


def _case_ids(url: str) -> tuple[str, ...]:
    engine = open_engine(url, Vault(b""))
    try:
        with engine.begin() as connection:
            return tuple(connection.scalars(select(CASES.c.id)))
    except DatabaseError as error:
        raise told(error) from None
    finally:
        engine.dispose()
