"""A PostgreSQL server for tests, on loopback, gone with the session. Debian's `pg_virtualenv` makes
and removes it, also for root, whom `initdb` itself refuses."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from filelock import FileLock

_MARK = "up:"
_SCRIPT = f'echo "{_MARK} $PGHOST $PGPORT $PGUSER $PGPASSWORD"; exec cat'


@dataclass(frozen=True)
class Server:
    """Gives databases, each for one test."""

    host: str
    port: str
    user: str
    password: str
    numbers: Iterator[int]

    def database(self) -> str:
        """The address of a new and empty one, as SQLAlchemy takes it."""
        name = f"case{next(self.numbers)}"
        with psycopg.connect(self._address("postgresql", "postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._address("postgresql+psycopg", name)

    def _address(self, scheme: str, name: str) -> str:
        return f"{scheme}://{self.user}:{self.password}@{self.host}:{self.port}/{name}"


def is_there() -> bool:
    return shutil.which("pg_virtualenv") is not None


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """It ends when its input does, so also when the tests are killed."""
    # Run by root, all of them are the one cluster of that name, so that one goes after the other.
    alone = FileLock(Path(tempfile.gettempdir()) / "netcurtain-tests-postgresql.lock")
    with (
        alone,
        subprocess.Popen(
            ["pg_virtualenv", "-o", "fsync=off", "sh", "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        told = next((line for line in process.stdout if line.startswith(_MARK)), "")
        host, port, user, password = told.removeprefix(_MARK).split()
        yield Server(host, port, user, password, count(1))
        process.stdin.close()
        process.stdout.read()
