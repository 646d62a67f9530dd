"""One check at a time in a case: a lock that the system takes back from whoever is killed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DatabaseError

from scanner.case.store.database import told_of_server
from scanner.errors import CaseError

_LOOK_EVERY_S = 0.2


class CaseBusy(CaseError):
    """Another process has it."""


@dataclass(frozen=True, slots=True)
class _Held:
    release: Callable[[], object]
    is_there: Callable[[], bool]


@contextlib.contextmanager
def locked(engine: Engine, case_id: str, wait_s: float = 0.0) -> Iterator[Callable[[], bool]]:
    """Holds a case for as long as the block lasts. `wait_s`: how long another is waited for. Gives
    a function that tells whether it is still held: a server that is restarted forgets it.

    Raises CaseBusy when another has it until then.
    """
    take = _take_file if engine.dialect.name == "sqlite" else _take_on_server
    until = time.monotonic() + wait_s
    while (held := take(engine, case_id)) is None:
        if time.monotonic() >= until:
            raise CaseBusy(
                "Another netcurtain is at work on this case. Try again when it has ended, or give "
                "--wait."
            )
        time.sleep(_LOOK_EVERY_S)
    try:
        yield held.is_there
    finally:
        held.release()


def _take_file(engine: Engine, case_id: str) -> _Held | None:
    """Beside the store, whose own locks last no longer than a transaction."""
    folder = Path(engine.url.database or "").parent / "locks"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(folder / f"{case_id}.lock", mode=0o600)
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        reason = error.strerror or error
        raise CaseError(f"Cannot lock the case in {folder}: {reason}.") from None
    return _Held(lock.release, lambda: lock.is_locked)


def _take_on_server(engine: Engine, case_id: str) -> _Held | None:
    """An advisory lock lasts as long as its connection, and a killed process has none."""
    name = int(case_id[:16], 16) - 2**63
    try:
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.scalar(select(func.pg_try_advisory_lock(name))):
            connection.close()
            return None
    except DatabaseError as error:
        raise told_of_server(error) from None

    def release() -> None:
        # Back in the pool it would keep the lock.
        connection.invalidate()
        connection.close()

    def is_there() -> bool:
        try:
            return not connection.invalidated and bool(connection.scalar(select(1)))
        except DatabaseError:
            return False

    return _Held(release, is_there)
