"""The command as its user types it, a profile, and a server of archives."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.cli.main import main
from tests.sweep.archives import PROFILE, write
from tests.sweep.serving import Files

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return write(tmp_path / "jane.toml", PROFILE.encode())


@pytest.fixture
def run_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["netcurtain", *(str(word) for word in words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out + said.err

    return run


@pytest.fixture
def sweep(run_other: Run) -> Run:
    return lambda *words: run_other("sweep", *words)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Files.files, Files.asked = {}, []
    running = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()
