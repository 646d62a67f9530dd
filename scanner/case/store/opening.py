"""A store is opened here: the file or server, its pragmas, and the newest form of its tables."""

from __future__ import annotations

import contextlib
import logging
import os
from dataclasses import dataclass
from functools import partial
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
from scanner.case.store.database import READS, Database, Plain, told, trouble
from scanner.case.store.leases import Leases
from scanner.case.store.lives import Lives
from scanner.case.store.records import Records
from scanner.case.store.runs import Runs
from scanner.case.store.scans import Scans
from scanner.case.store.slates import Slates
from scanner.case.vault import Vault
from scanner.case.vault.cipher import Cipher
from scanner.errors import CaseError

BUSY_S = 20
"""How long another process's transaction is waited for; ours take milliseconds."""

SERVER_LOCK = 0x6E657463
"""The advisory lock of PostgreSQL that everybody who has the store open shares."""

_LOG = "netcurtain"
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
    vault: Vault
    """What protects it; it also writes and reads the case's files beside the store."""
    slates: Slates
    runs: Runs
    leases: Leases

    def __enter__(self) -> CaseStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.database.engine.dispose()


def open_store(key: bytes, url: str = "", vault: Vault | None = None) -> CaseStore:
    """Opens the store, made or brought up to date if need be. Raises CaseError.

    `key`: the identity key. `url`: an SQLAlchemy address; empty for the user's own file. `vault`:
    what encrypts it; nothing does without one.
    """
    vault = vault or Vault(key)
    engine = open_engine(url, vault)
    database = Database(engine, (None if is_file(url) else vault.codec) or Plain(), key)
    scans, records = Scans(database), Records(database)
    lives = Lives(database, scans, records)
    return CaseStore(
        database,
        Cases(database),
        scans,
        records,
        lives,
        Audit(database),
        vault,
        Slates(database),
        Runs(database),
        Leases(database),
    )


def open_engine(url: str, vault: Vault) -> Engine:
    """The database alone, its tables in their newest form. Raises CaseError."""
    engine = _engine(url, vault.store_cipher)
    try:
        with engine.begin() as connection:
            _bring_up_to_date(connection)
    except DatabaseError as error:
        engine.dispose()
        raise told(error) from None
    return engine


def is_file(url: str) -> bool:
    """Whether the store is a file here, not a server."""
    return not url or url.startswith("sqlite")


def file_of(url: str) -> Path:
    """The file of a store that is one."""
    return Path(make_url(url).database or "") if url else store_path()


def _engine(url: str, cipher: Cipher | None) -> Engine:
    try:
        # An error's text would show the values of the statement, and so would a log.
        options: dict[str, Any] = {"hide_parameters": True, "logging_name": _LOG}
        if is_file(url):
            path = file_of(url)
            _make_private(path)
            url = url or f"sqlite:///{path}"
            options["connect_args"] = {"timeout": BUSY_S}
            if cipher is not None:
                options["module"] = cipher.module
                options["creator"] = partial(cipher.connect, path, BUSY_S)
                _require_untouched(cipher, path)
        else:
            # A server may have been restarted since.
            options["pool_pre_ping"] = True
        engine = create_engine(url, **options)
    except (ArgumentError, ImportError):
        raise CaseError(
            "The address of the store cannot be used. Give one such as "
            "postgresql+psycopg://user@server/netcurtain, and install netcurtain[postgresql]."
        ) from None
    # At its lowest level it would write down the rows that it reads.
    logging.getLogger(f"sqlalchemy.engine.Engine.{_LOG}").setLevel(logging.WARNING)
    if is_file(url):
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _take_turn)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _share_lock)
    return engine


def _require_untouched(cipher: Cipher, path: Path) -> None:
    """Raises CaseError before anything is written to a file that was changed by somebody else."""
    try:
        is_whole = cipher.is_whole(path, BUSY_S)
    except cipher.module.Error as error:
        raise trouble(str(error)) from None
    if not is_whole:
        raise trouble("malformed")


def _share_lock(connection: Any, _: object) -> None:
    """Held as long as the connection is: nobody can encrypt the store under us, or put it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", (SERVER_LOCK,))
    connection.commit()


def _take_turn(connection: Connection) -> None:
    """Whoever may write asks for it at once, and so waits: who has read already cannot wait for
    another's writing, and would fail."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN" if options.get(READS) else "BEGIN IMMEDIATE")


def _prepare(connection: Any, _: object) -> None:
    """A reader never waits for a writer, what is deleted is overwritten, and a transaction that was
    told as done is on disk even if the power fails."""
    # The driver would begin by itself, and later than we want.
    connection.isolation_level = None
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
    """SQLite would make the file as readable as the umask allows; its side files take after it. A
    folder that was there and is not ours, such as /tmp, stays as it is."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path == store_path():
            with contextlib.suppress(OSError):
                path.parent.chmod(0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise CaseError(
            f"Cannot keep cases in {path.parent}: {error.strerror or error}. Set XDG_DATA_HOME to "
            f"a folder that you can write to."
        ) from None
