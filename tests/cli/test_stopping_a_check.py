"""A check that ends before all was asked: by Ctrl-C, by SIGTERM, by its time limit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import PRIVATE, Run
from tests.cli.small_site import Site

Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def started(
    site: Site, profile: Path, tmp_path: Path, child_environment: dict[str, str]
) -> Iterator[Child]:
    """Starts a check of a page that answers and of one that never does."""
    children: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        command = [
            sys.executable, "-m", "scanner", "check", str(profile), "--only", "src.page.given",
            "--page", site.url("/minutes"), "--page", site.url("/hangs"),
            "--page", site.url("/quiet"), "--allow-loopback", "--out", "report", *words,
        ]  # fmt: skip
        child = subprocess.Popen(
            command, cwd=tmp_path, env=child_environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        children.append(child)
        return child

    yield start
    for child in children:
        with child:
            child.kill()


def report(tmp_path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((tmp_path / "report/assessment.json").read_text())
    return told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_first_signal_keeps_what_was_learned(
    site: Site, started: Child, tmp_path: Path, number: signal.Signals
) -> None:
    child = started()
    assert site.hanging.wait(60)
    child.send_signal(number)
    output, errors = child.communicate(timeout=60)
    assert child.returncode == 130, errors
    told = report(tmp_path)
    assert (told["partial"], told["ending"]) == (True, "interrupted")
    assert {f["exposure"] for f in told["findings"]} >= {"fact.home_address"}
    by_url = {check["url"]: check for check in told["checks"]}
    hanging, never = by_url[site.url("/hangs")], by_url[site.url("/quiet")]
    assert (hanging["outcome"], hanging["reason"], hanging["attempts"]) == ("not_run", "stopped", 1)
    assert (never["outcome"], never["reason"], never["attempts"]) == ("not_run", "stopped", 0)
    assert "/quiet" not in site.asked
    assert "stopped before it was finished" in output
    assert not [value for value in PRIVATE if value in output + errors]
    assert "Traceback" not in errors + output


def test_a_second_one_gives_up_at_once(site: Site, started: Child, tmp_path: Path) -> None:
    child = started()
    assert site.hanging.wait(60)
    child.send_signal(signal.SIGINT)
    assert child.stderr is not None
    said = ""
    while "Stopping" not in said:
        said += child.stderr.readline()
    began = time.monotonic()
    child.send_signal(signal.SIGINT)
    child.wait(timeout=30)
    assert time.monotonic() - began < 1.5
    assert child.returncode == 130
    assert child.stderr.read().endswith("netcurtain: Stopped. Nothing more was sent.\n")
    assert not (tmp_path / "report/assessment.json").exists()


def test_the_time_limit_ends_a_check_with_findings(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = netcurtain(
        "check", profile, "--only", "src.page.given", "--page", site.url("/minutes"),
        "--page", site.url("/hangs"), "--allow-loopback", "--out", "report",
        "--time-limit", "3s",
    )  # fmt: skip
    assert done.code == 10, done.said
    told = report(tmp_path)
    assert (told["partial"], told["ending"]) == (True, "time_limit")
    assert "ran out of its time before it was finished" in done.stdout
    assert "ran out of its time" in (tmp_path / "report/report.html").read_text()
    assert "The time limit was reached." in done.stderr


def test_the_time_limit_without_findings_is_no_reassurance(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = netcurtain(
        "check", profile, "--only", "src.page.given", "--page", site.url("/hangs"),
        "--allow-loopback", "--out", "report", "--time-limit", "1",
    )  # fmt: skip
    assert done.code == 3, done.said
    assert report(tmp_path)["headline"]["kind"] == "not_enough"


@pytest.mark.parametrize("words", ["soon", "0", "0s", "-5s", "5 days", ""])
def test_a_time_that_nobody_can_read_is_refused(
    netcurtain: Run, profile: Path, site: Site, words: str
) -> None:
    done = netcurtain("check", profile, "--page", site.url("/quiet"), f"--time-limit={words}")
    assert done.code == 2
    assert "such as 90s, 5m or 1h30m" in " ".join(done.stderr.replace("│", " ").split())
    assert site.asked == []


def test_the_live_line_names_whom_it_waits_for(
    site: Site, profile: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    pty = pytest.importorskip("pty", reason="a terminal is needed")
    keyboard, terminal = pty.openpty()
    environment = {**child_environment, "TERM": "xterm", "COLUMNS": "160"}
    del environment["NO_COLOR"]
    child = subprocess.Popen(
        [
            sys.executable, "-m", "scanner", "check", str(profile), "--only", "src.page.given",
            "--page", site.url("/minutes"), "--page", site.url("/hangs"), "--allow-loopback",
            "--out", "report", "--yes",
        ],
        cwd=tmp_path, env=environment, stdin=terminal, stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    try:
        while b"asking 127.0.0.1" not in shown or b"1 of 2" not in shown:
            shown += os.read(keyboard, 65536)
        child.send_signal(signal.SIGINT)
        while True:
            try:
                shown += os.read(keyboard, 65536)
            except OSError:  # the other end is gone
                break
        assert child.wait(timeout=60) == 130
    finally:
        child.kill()
        child.wait()
        os.close(keyboard)
    assert not [value for value in PRIVATE if value.encode() in shown]
