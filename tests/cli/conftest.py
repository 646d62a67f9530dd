"""The command line as its user meets it: a process, a profile file, and a web server on
loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROFILE = """\
schema = 1

[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2126-11-01
scope = "all"

[facts]
name = "Jane Marlow"
phone = "07700 900123"
email = "jane.marlow@mailbox.example"

[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""

WORDS = "The hall was warm, the tea was strong and the minutes of the last meeting were agreed. "


@dataclass
class Site:
    """A small site: pages by path, what was asked, and one page that never answers."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site(
        pages={
            "/minutes": f"<p>{WORDS * 8}</p><p>Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT, "
            f"telephone 07700 900123, spoke.</p>",
            "/quiet": f"<p>{WORDS * 20}</p>",
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            if self.path == "/hangs":
                served.hanging.set()
                served.release.wait(60)
                return
            body = served.pages.get(self.path)
            data = (body or "<p>There is no such page here.</p>").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield served
    served.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(PROFILE)
    return path


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def child_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1"}


@pytest.fixture
def netcurtain(tmp_path: Path, child_environment: dict[str, str]) -> Run:
    """Runs the command in a folder of its own; the child takes the test's data folder."""

    def run(*arguments: object, stdin: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scanner", *(str(word) for word in arguments)],
            cwd=tmp_path,
            env={**child_environment, **extra},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
