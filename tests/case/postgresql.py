"""A PostgreSQL server for tests, on loopback and in a folder of its own: nothing that another run
left behind is in its way, and several may run at once."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

_UP = "up"
# It lasts as long as its input does, so that a killed test leaves no server and no folder behind.
_SCRIPT = f"""
set -e
trap 'rm -rf "$FOLDER/data" "$FOLDER"/.s.*' EXIT
initdb -D "$FOLDER/data" --username=tests --auth=trust --encoding=UTF8 --no-sync >/dev/null
cat >>"$FOLDER/data/postgresql.conf" <<END
port=$PORT
listen_addresses='127.0.0.1'
unix_socket_directories='$FOLDER'
fsync=off
END
pg_ctl -D "$FOLDER/data" -l "$FOLDER/data/log" -w start >/dev/null </dev/null
echo {_UP}
while read -r order; do
    pg_ctl -D "$FOLDER/data" -l "$FOLDER/data/log" -m immediate -w restart >/dev/null </dev/null
    echo {_UP}
done
pg_ctl -D "$FOLDER/data" -m immediate -w stop >/dev/null
"""


@dataclass(frozen=True)
class Server:
    """Gives databases, each for one test."""

    port: int
    process: subprocess.Popen[str]
    numbers: Iterator[int]

    def database(self) -> str:
        """The address of a new and empty one, as SQLAlchemy takes it."""
        name = f"case{next(self.numbers)}"
        with psycopg.connect(self._address("postgresql", "postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._address("postgresql+psycopg", name)

    def restart(self) -> None:
        """As after a power cut: whoever is connected is cut off. Returns when it answers again."""
        assert self.process.stdin
        self.process.stdin.write("restart\n")
        self.process.stdin.flush()
        _wait_until_up(self.process)

    def _address(self, scheme: str, name: str) -> str:
        return f"{scheme}://tests@127.0.0.1:{self.port}/{name}"


def is_there() -> bool:
    return _programs() is not None


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """It ends when its input does, so also when the tests are killed."""
    programs = _programs()
    assert programs
    # `initdb` refuses root.
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="netcurtain-pg-") as folder:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        port = _free_port()
        with subprocess.Popen(
            ["sh", "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={
                "PATH": f"{programs}:{os.environ['PATH']}",
                "FOLDER": folder,
                "PORT": str(port),
                "LC_ALL": "C.UTF-8",
            },
            user=user and user.pw_uid,
            group=user and user.pw_gid,
        ) as process:
            _wait_until_up(process)
            yield Server(port, process, count(1))
            assert process.stdin
            process.stdin.close()


def _wait_until_up(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stderr
    line = process.stdout.readline().strip()
    assert line == _UP, process.stderr.read()


def _programs() -> Path | None:
    """The folder of PostgreSQL's own programs, which Debian keeps out of the search path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
