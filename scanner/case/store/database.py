"""The connection that all parts of a store share: an engine, a codec for payloads, and a key."""

from __future__ import annotations

import contextlib
import hmac
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from scanner.case.serial import dump, load
from scanner.errors import CaseError

T = TypeVar("T")

_BUSY = "Another netcurtain is using the case. Wait until it has ended."
READS = "netcurtain_reads"
"""The option of a connection that only reads."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """The transaction that is under way in this thread, for all that is to be written with it."""

    engine: Engine
    connection: Connection
    afterwards: list[Callable[[], object]]
    """What is done once it is on disk."""


_JOINED: ContextVar[_Joined | None] = ContextVar("joined", default=None)


class ServerLost(CaseError):
    """The server cannot be reached, or cut us off: it may be back in a moment."""


class StoreBusy(ServerLost):
    """Others had the store, or what was to be written, for too long. Nothing was written; in a
    moment it may be."""


class Codec(Protocol):
    """How payloads lie in the store. `context` names their place, which a sealing codec binds them
    to, so that none can be put where another was."""

    def seal(self, content: bytes, context: str) -> bytes: ...

    def unseal(self, content: bytes, context: str) -> bytes:
        """Raises CaseError for what it did not seal there."""


class Plain:
    """Payloads as they are: for a file that is encrypted as a whole, or not at all."""

    def seal(self, content: bytes, context: str) -> bytes:
        return content

    def unseal(self, content: bytes, context: str) -> bytes:
        return content


@dataclass(frozen=True, slots=True)
class Database:
    """What the parts of a store work with. Raises CaseError for all that the database refuses."""

    engine: Engine
    codec: Codec
    key: bytes = field(repr=False)
    """The user's identity key: what stands in columns is hashed with it."""

    @property
    def is_server(self) -> bool:
        return self.engine.dialect.name != "sqlite"

    @contextlib.contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction, which is on disk when the block has ended well; inside `together`, a part
        of that one."""
        if (joined := self._joined()) is not None:
            yield joined.connection
            return
        with self._in_words(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Makes one transaction of all that this thread writes in the block, by whatever parts of
        the store: all of it is on disk when the block has ended well, and else nothing."""
        if self._joined() is not None:
            yield
            return
        later: list[Callable[[], object]] = []
        with self.begin() as connection:
            token = _JOINED.set(_Joined(self.engine, connection, later))
            try:
                yield
            finally:
                _JOINED.reset(token)
        for work in later:
            work()

    def afterwards(self, work: Callable[[], object]) -> None:
        """Does something in a transaction of its own: now, or inside `together` once that has
        ended well."""
        joined = self._joined()
        if joined is None:
            work()
        else:
            joined.afterwards.append(work)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads: it waits for nobody who writes, and nobody for it."""
        if (joined := self._joined()) is not None:
            yield joined.connection
            return
        with self._in_words(), self.engine.connect() as connection:
            connection = connection.execution_options(**{READS: True})
            with connection.begin():
                yield connection

    def _joined(self) -> _Joined | None:
        joined = _JOINED.get()
        return joined if joined is not None and joined.engine is self.engine else None

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the driver refuses, told as ours."""
        try:
            yield
        except (DatabaseError, InterfaceError) as error:
            raise (told_of_server(error) if self.is_server else told(error)) from None

    def name(self, *parts: str) -> str:
        """A keyed hash that stands for a private name, 32 hexadecimal digits."""
        text = b"netcurtain case\0" + "\0".join(parts).encode()
        return hmac.digest(self.key, text, "sha256").hex()[:32]

    def seal(self, value: object, context: str, kind: Any = None) -> bytes:
        return self.codec.seal(dump(value, kind), context)

    def unseal(self, kind: type[T], content: bytes, context: str) -> T:
        return load(kind, self.codec.unseal(content, context))


def _is_lost(error: DatabaseError | InterfaceError) -> bool:
    """Whether the connection is at fault, not what was asked: it broke, or none could be had."""
    state = _state_of(error)
    # Classes of PostgreSQL: 08 connection exception, 57P operator intervention.
    return error.connection_invalidated or (
        isinstance(error, OperationalError) and (not state or state.startswith(("08", "57P")))
    )


def _state_of(error: DatabaseError | InterfaceError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def told_of_server(error: DatabaseError | InterfaceError) -> CaseError:
    """The same as `told`, of a server, which may be away."""
    if not _is_lost(error):
        return told(error)
    return ServerLost(
        "The database server of the case cannot be reached. What was stored is safe. Try again "
        "when it is back."
    )


def told(error: DatabaseError | InterfaceError) -> CaseError:
    """What went wrong, for people: the driver's own words may quote what was to be written."""
    # Of PostgreSQL, class 40: transactions that waited for each other; this one was undone.
    if _state_of(error).startswith("40"):
        return StoreBusy(_BUSY)
    return trouble(str(error.orig) if error.orig else "")


def trouble(words: str) -> CaseError:
    """The same, from a driver's own words."""
    reason = words.partition("\n")[0].lower()
    if "full" in reason or "no space" in reason:
        return CaseError("The disk is full. What was stored is safe. Free some space and go on.")
    if "locked" in reason or "busy" in reason:
        return StoreBusy(_BUSY)
    if "not a database" in reason or "malformed" in reason:
        return CaseError(
            "The case cannot be read: it is damaged, or encrypted with another passphrase. "
            "Nothing was changed."
        )
    if "readonly" in reason or "unable to open" in reason:
        return CaseError("The case cannot be written to. Look at its folder's permissions.")
    if "disk i/o" in reason:
        # Without room for its side files SQLite says no more than this.
        return CaseError(
            "The disk is full, or it fails. What was stored is safe. Look at its free space first."
        )
    return CaseError("The database of the case refused to work. Nothing was changed.")
