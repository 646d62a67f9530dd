"""The command line as its user meets it: arguments, a profile file, and a web server on
loopback."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.cli.main import main
from tests.cli.command import Done, Run
from tests.cli.small_site import Site, serving

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


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(PROFILE)
    return path


@pytest.fixture
def netcurtain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the command in this process, through its entry point, in the test's own folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["netcurtain", *(str(word) for word in arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def child_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "NO_COLOR": "1"}


@pytest.fixture
def netcurtain_process(tmp_path: Path, child_environment: dict[str, str]) -> Run:
    """Runs `python -m scanner` in a process of its own."""

    def run(*arguments: object, stdin: str = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "scanner", *(str(word) for word in arguments)],
            cwd=tmp_path,
            env=child_environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run
