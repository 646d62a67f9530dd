"""`netcurtain check` at a terminal: nothing is sent before the person says so."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.small_site import Site


@pytest.mark.parametrize(
    ("key", "code", "asked"),
    [("n\n", 0, []), ("\n", 10, ["/robots.txt", "/minutes"])],
    ids=["no", "yes"],
)
def test_nothing_is_sent_before_the_person_agrees(
    site: Site,
    profile: Path,
    child_environment: dict[str, str],
    key: str,
    code: int,
    asked: list[str],
) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [
            sys.executable, "-m", "scanner", "check", str(profile), "--page", site.url("/minutes"),
            "--only", "src.page.given", "--allow-loopback", "--out", "report",
        ],
        cwd=profile.parent, env={**child_environment, "TERM": "xterm"},
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = read_until(ours, b"Go ahead?")
    assert b"What will be sent" in shown
    assert site.asked == []
    os.write(ours, key.encode())
    shown += read_until(ours, None)
    os.close(ours)
    assert child.wait(60) == code, shown.decode()
    assert site.asked == asked
    assert (b"Nothing was sent." in shown) == (not asked)
    assert (profile.parent / "report/report.html").exists() == bool(asked)
    assert (profile.parent / "report").exists() == bool(asked)
    assert b"Traceback" not in shown


def test_no_answer_is_no_agreement(
    netcurtain: Run, site: Site, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.cli.check.is_interactive", lambda: True)
    words = ["check", profile, "--page", site.url("/minutes"), "--allow-loopback"]
    done = netcurtain(*words, "--out", "report", stdin="")
    assert done.code == 130
    assert done.stderr.endswith("Nothing was sent.\n")
    assert not (profile.parent / "report").exists()
    assert site.asked == []


def read_until(terminal: int, mark: bytes | None) -> bytes:
    """What the terminal shows up to `mark`, or up to the program's end (an error, on Linux)."""
    shown = b""
    with suppress(OSError):
        while mark is None or mark not in shown:
            piece = os.read(terminal, 4096)
            if not piece:
                break
            shown += piece
    return shown
