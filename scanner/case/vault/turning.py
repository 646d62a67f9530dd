"""Writes a store anew in the other form, encrypted or plain, and puts it in the old one's place.

At every moment one whole store lies under its name, and no other process has it open meanwhile.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.case.store.database import trouble
from scanner.case.store.opening import BUSY_S
from scanner.case.vault.cipher import Cipher, driver
from scanner.case.vault.files import settle
from scanner.case.vault.wiping import overwrite, wipe
from scanner.errors import CaseError


def unfinished_copy(store: Path) -> Path:
    """Where the new form is written before it takes the store's place."""
    return store.with_name(store.name + ".new")


@contextlib.contextmanager
def held_alone(store: Path, cipher: Cipher | None) -> Iterator[Any]:
    """A connection that nobody else has one beside. Raises CaseError when somebody has."""
    module = driver()
    try:
        with _wal_overwritten(store):
            connection = (
                cipher.connect(store, BUSY_S, isolation_level=None)
                if cipher
                else module.connect(store, timeout=BUSY_S, isolation_level=None)
            )
            connection.execute("PRAGMA cipher_log_level = NONE")
            # Only who is alone can leave the write-ahead log.
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            yield connection
        finally:
            connection.close()
    except module.Error as error:
        raise trouble(str(error)) from None
    except OSError as error:
        raise CaseError(
            f"The store cannot be written anew: {error.strerror or type(error).__name__}. What "
            f"is there is whole."
        ) from None


def turn(store: Path, connection: Any, target: Cipher | None) -> None:
    """Puts the store in another form. `connection`: what `held_alone` gave; it is used up."""
    copy = unfinished_copy(store)
    wipe(copy)
    os.close(os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection.execute(
            f"ATTACH DATABASE ? AS other KEY {target.literal if target else repr('')}", (str(copy),)
        )
        connection.execute("SELECT sqlcipher_export('other')").fetchall()
        _require_same(connection)
        connection.execute("DETACH DATABASE other")
        _flush(copy)
        _put(copy, store, connection)
    finally:
        wipe(copy)


def _require_same(connection: Any) -> None:
    """Raises CaseError when the copy is not all of it: then nothing is put in its place."""
    names = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    for (name,) in names.fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        counts = [
            connection.execute(f"SELECT count(*) FROM {side}.{quoted}").fetchone()[0]  # noqa: S608
            for side in ("main", "other")
        ]
        if counts[0] != counts[1]:
            raise CaseError("The store could not be copied whole. It stays as it was.")
    if connection.execute("PRAGMA other.quick_check(1)").fetchone() != ("ok",):
        raise CaseError("The store could not be copied whole. It stays as it was.")


def _put(copy: Path, store: Path, connection: Any) -> None:
    """Overwrites the old file where it lies. It keeps its length: who waited for it with a
    connection made before finds no database then, rather than an empty one."""
    if os.name == "nt":  # an open file cannot be replaced there
        connection.close()
        old = store.with_name(store.name + ".old")
        store.replace(old)
        copy.replace(store)
        wipe(old)
        return
    handle = os.open(store, os.O_RDWR)
    try:
        copy.replace(store)
        settle(store.parent)
        overwrite(handle)
    finally:
        os.close(handle)  # gives up SQLite's locks, too, so it must be last


@contextlib.contextmanager
def _wal_overwritten(store: Path) -> Iterator[None]:
    """SQLite deletes its log without overwriting it."""
    log = store.with_name(store.name + "-wal")
    if os.name == "nt" or not log.exists():
        yield
        return
    handle = os.open(log, os.O_RDWR)
    try:
        yield
        if not log.exists():
            overwrite(handle)
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
