"""A store is opened here: the file or server, its pragmas, and the newest form of its tables."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from scanner.case.data_folder import data_folder
from scanner.case.store.audit import Audit
from scanner.case.store.cases import Cases
from scanner.case.store.database import Codec, Database, Plain, told
from scanner.case.store.lives import Lives
from scanner.case.store.records import Records
from scanner.case.store.scans import Scans
from scanner.errors import CaseError

BUSY_S = 20
"""How long another process's transaction is waited for; ours take milliseconds."""

_MIGRATIONS = Path(__file__).with_name("migrations")


def store_path() -> Path:
    """Where cases are kept unless the user names a server: in their data folder."""
    return data_folder() / "cases.sqlite3"


@dataclass(frozen=True, slots=True)
class CaseStore:
    """All cases of one user, or of a team on one server. Use it as a context manager."""

    database: Database
    cases: Cases
    scans: Scans
    records: Records
    lives: Lives
    audit: Audit

    def __enter__(self) -> CaseStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.engine.dispose()


def open_store(
    key: bytes,
    url: str = "",
    codec: Codec | None = None,
    connect: Callable[[], Any] | None = None,
) -> CaseStore:
    """Opens the store, made or brought up to date if need be. Raises CaseError.

    `key`: the identity key. `url`: an SQLAlchemy address; empty for the user's own file. `connect`:
    what opens the file instead of the plain SQLite driver.
    """
    engine = _engine(url, connect)
    try:
        with engine.begin() as connection:
            _bring_up_to_date(connection)
    except DatabaseError as error:
        engine.dispose()
        raise told(error) from None
    database = Database(engine, codec or Plain(), key)
    scans, records = Scans(database), Records(database)
    lives = Lives(database, scans, records)
    return CaseStore(database, Cases(database), scans, records, lives, Audit(database))


def _engine(url: str, connect: Callable[[], Any] | None) -> Engine:
    if not url:
        path = store_path()
        _make_private(path)
        url = f"sqlite:///{path}"
    try:
        is_file = make_url(url).get_backend_name() == "sqlite"
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_S}} if is_file else {}
        if connect is not None:
            options = {"creator": connect}
        # An error's text would show the values of the statement.
        engine = create_engine(url, hide_parameters=True, **options)
    except (ArgumentError, ImportError):
        raise CaseError(
            "The address of the store cannot be used. Give one such as "
            "postgresql+psycopg://user@server/netcurtain, and install netcurtain[postgresql]."
        ) from None
    if is_file:
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _: object) -> None:
    """A reader never waits for a writer, what is deleted is overwritten, and a transaction that was
    told as done is on disk even if the power fails."""
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _bring_up_to_date(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _make_private(path: Path) -> None:
    """SQLite would make the file as readable as the umask allows; its side files take after it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            path.parent.chmod(0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise CaseError(
            f"Cannot keep cases in {path.parent}: {error.strerror or error}. Set XDG_DATA_HOME to "
            f"a folder that you can write to."
        ) from None
