"""Answers kept from one check to the next: a private file, bounded in size and age.

It holds pages as they came, so it may show the person's values, and is encrypted while a passphrase
is set. What it never shows is which pages were asked for: they are keyed by a keyed hash.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scanner.case.data_folder import data_folder
from scanner.case.vault.cipher import Cipher
from scanner.case.vault.wiping import wipe
from scanner.fetch import StoredAnswer

MAX_AGE = timedelta(days=30)
"""Counted from when the content came, however often the site confirmed it since: a site that
always says "not modified" is believed no longer than that."""
MAX_BYTES = 100_000_000
"""Bound on all that is kept. The oldest go first."""
MAX_ANSWER_BYTES = 4_000_000
"""A larger answer, compressed, is not kept."""

_BUSY_S = 2.0
_LAYOUT = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    question BLOB PRIMARY KEY,
    fetched_at REAL NOT NULL,
    size INTEGER NOT NULL,
    head TEXT NOT NULL,
    body BLOB NOT NULL,
    wire BLOB
)
"""


class AnswerCache:
    """An `AnswerStore` in a file that only its owner can read (0600).

    What goes wrong with it costs the next check some content, and nothing else: it never raises.
    """

    def __init__(
        self,
        key: bytes,
        now: Callable[[], datetime],
        path: Path | None = None,
        cipher: Cipher | None = None,
    ) -> None:
        self._path = path or cache_path()
        self._key = key
        self._cipher = cipher
        driver = cipher.module if cipher else sqlite3
        self._damage: type[Exception] = driver.DatabaseError
        self._refusal: type[Exception] = driver.OperationalError
        self._troubles = (driver.Error, OSError)
        self._now = now
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._size = 0
        self._is_out_of_order = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens the file anew."""
        return (AnswerCache, (self._key, self._now, self._path, self._cipher))

    def get(self, question: bytes) -> StoredAnswer | None:
        """The answer to the very same request, unless it is too old."""
        row = self._ask(
            "SELECT fetched_at, head, body, wire FROM answer WHERE question = ? AND fetched_at > ?",
            (self._name(question), self._oldest()),
        )
        if row is None:
            return None
        try:
            return _read(*row)
        except (ValueError, LookupError, TypeError, OverflowError, zlib.error):
            self.drop(question)
            return None

    def put(self, question: bytes, answer: StoredAnswer) -> None:
        """Keep an answer in place of any earlier one; an overlarge one is dropped instead."""
        body = zlib.compress(answer.body, 1)
        wire = answer.wire if answer.wire != answer.body else None
        size = len(body) + len(wire or b"")
        if size > MAX_ANSWER_BYTES:
            self.drop(question)
            return
        head = json.dumps([answer.status, answer.headers, answer.peer, answer.certificate_sha256])
        when = answer.fetched_at.timestamp()
        self._do(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
            (self._name(question), when, size, head, body, wire),
        )
        self._size += size
        while self._size > MAX_BYTES and not self._is_out_of_order:
            self._make_room()

    def drop(self, question: bytes) -> None:
        """Forget the answer to a request."""
        self._do("DELETE FROM answer WHERE question = ?", (self._name(question),))

    def close(self) -> None:
        """Write everything down and let go of the file. It is opened again when it is asked."""
        with self._lock:
            if self._open is not None:
                with contextlib.suppress(*self._troubles):
                    self._open.close()
                self._open = None

    def _name(self, question: bytes) -> bytes:
        return hmac.digest(self._key, b"netcurtain answer\0" + question, "sha256")

    def _oldest(self) -> float:
        return (self._now() - MAX_AGE).timestamp()

    def _make_room(self) -> None:
        """Drop the oldest tenth, so that it need not be done for every answer."""
        self._do(
            "DELETE FROM answer WHERE question IN (SELECT question FROM answer "
            "ORDER BY fetched_at LIMIT (SELECT 1 + COUNT(*) / 10 FROM answer))",
        )
        self._size = self._total()

    def _total(self) -> int:
        row = self._ask("SELECT COALESCE(SUM(size), 0) FROM answer")
        return int(row[0]) if row else 0

    def _ask(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        with self._lock:
            try:
                row: tuple[Any, ...] | None = self._connected().execute(sql, values).fetchone()
            except self._troubles as error:
                self._give_up(error)
                return None
            return row

    def _do(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        with self._lock:
            try:
                self._connected().execute(sql, values)
            except self._troubles as error:
                self._give_up(error)

    def _connected(self) -> sqlite3.Connection:
        if self._is_out_of_order:
            raise OSError("given up")
        if self._open is None:
            self._open = _connect(self._path, self._cipher)
            self._open.execute("DELETE FROM answer WHERE fetched_at <= ?", (self._oldest(),))
            (self._size,) = self._open.execute(
                "SELECT COALESCE(SUM(size), 0) FROM answer"
            ).fetchone()
        return self._open

    def _give_up(self, error: Exception) -> None:
        """No more of it in this run. A file that is no database any more is taken away."""
        if self._open is not None:
            with contextlib.suppress(*self._troubles):
                self._open.close()
        self._open, self._is_out_of_order = None, True
        if isinstance(error, self._damage) and not isinstance(error, self._refusal):
            with contextlib.suppress(OSError):
                clear_cache(self._path)


def cache_path() -> Path:
    """Where answers are kept: in the user's data folder, beside the key of findings."""
    return data_folder() / "answers.sqlite3"


def clear_cache(path: Path | None = None) -> bool:
    """Delete all answers that were kept; whether there were any. Raises OSError."""
    path = path or cache_path()
    there = False
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        there = there or each.exists()
        wipe(each)
    return there


def _connect(path: Path, cipher: Cipher | None) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would make it as readable as the umask allows; its side files take after it.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    more: dict[str, Any] = {"isolation_level": None, "cached_statements": 16}
    connection: sqlite3.Connection = (
        cipher.connect(path, _BUSY_S, **more)
        if cipher
        else sqlite3.connect(path, timeout=_BUSY_S, check_same_thread=False, **more)
    )
    try:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if layout != _LAYOUT:
            connection.execute("DROP TABLE IF EXISTS answer")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def _read(fetched_at: float, head: str, body: bytes, wire: bytes | None) -> StoredAnswer:
    status, headers, peer, certificate = json.loads(head)
    decoded = zlib.decompress(body)
    return StoredAnswer(
        status=int(status),
        headers=tuple((str(name), str(value)) for name, value in headers),
        peer=str(peer),
        certificate_sha256=str(certificate),
        body=decoded,
        wire=decoded if wire is None else wire,
        fetched_at=datetime.fromtimestamp(fetched_at, UTC),
    )
