"""Ctrl-C, whenever it comes: one line, exit 130, and what was learned is kept."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from scanner.cli.progress import LiveProgress
from scanner.model.events import Event, ProbeDone
from tests.cli.command import Run

AT_ONCE = "import signal; signal.raise_signal(signal.SIGINT)\n"
WHILE_A_CLASS_IS_MADE = """\
import signal

class Named:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGINT)

class Owner:
    named = Named()
"""
IN_AN_EXEC = "import signal; exec('signal.raise_signal(signal.SIGINT)')\n"
STOPPED = "netcurtain: Stopped. Nothing more was sent.\n"


HELP, RULES, CHECK = ["--help"], ["rules", "list"], ["check", "profile.toml"]


@pytest.mark.parametrize(
    ("module", "words", "code"),
    [
        pytest.param("typer", HELP, AT_ONCE, id="start, at once"),
        pytest.param("typer", HELP, WHILE_A_CLASS_IS_MADE, id="start, in a class"),
        pytest.param("typer", HELP, IN_AN_EXEC, id="start, in an exec"),
        pytest.param("yaml", RULES, AT_ONCE, id="rules, at once"),
        pytest.param("yaml", RULES, WHILE_A_CLASS_IS_MADE, id="rules, in a class"),
        # What a check loads takes seconds, and is loaded in the same way.
        pytest.param("protego", CHECK, IN_AN_EXEC, id="check, in an exec"),
    ],
)
def test_while_modules_are_loaded(
    netcurtain_process: Run, profile: Path, tmp_path: Path, module: str, words: list[str], code: str
) -> None:
    (tmp_path / f"{module}.py").write_text(code)  # found first, in the current folder
    done = netcurtain_process(*words)
    assert (done.code, done.stdout, done.stderr) == (130, "", STOPPED)


@pytest.mark.xdist_group("demonstration")
def test_a_demo_that_was_stopped_says_so_and_writes_its_report(
    netcurtain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    see = LiveProgress.see
    interrupts = iter([signal.SIGINT])

    def press(progress: LiveProgress, event: Event) -> None:
        see(progress, event)
        if isinstance(event, ProbeDone):
            for number in interrupts:
                signal.raise_signal(number)

    monkeypatch.setattr(LiveProgress, "see", press)
    done = netcurtain("demo", "--out", "shown", "--serve")
    assert done.code == 130
    assert "stopped before it was finished" in done.stdout
    assert json.loads((tmp_path / "shown/assessment.json").read_text())["partial"] is True
    assert "is up" not in done.stderr
