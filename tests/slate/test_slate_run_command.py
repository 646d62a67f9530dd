"""`slate plan`, `slate run` and `slate status` as an officer types them."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner.case.vault.opening import open_cases
from scanner.cli.main import main
from scanner.model.slate import Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.slate.setting import close
from tests.cli.command import Done
from tests.slate.engine_here import EngineHere
from tests.slate.logged_sites import (
    HOSTS,
    Sites,
    handle_of,
    name_of,
    phone_of,
    profile_of,
    sites_of,
    write_rules,
)

pytestmark = [pytest.mark.xdist_group("slate-run"), pytest.mark.long]

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 3
PATIENCE_S = 90


class Desk:
    """An officer's folder, with a slate of which all but the last have consented."""

    def __init__(self, folder: Path, sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.sites = sites
        self.capsys = capsys
        self.sources = write_rules(folder / "rules")
        (folder / "reach.json").write_text(json.dumps(sites.connect_to))

    def options(self) -> list[str]:
        sources = [word for source in self.sources for word in ("--source", source)]
        return ["--rules", str(self.folder / "rules"), *sources]

    def netcurtain(self, *words: str) -> Done:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["netcurtain", *words])
            patch.setattr(sys, "stdin", io.StringIO(""))
            self.capsys.readouterr()
            with pytest.raises(SystemExit) as end:
                main()
        said = self.capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    def run_words(self, *words: str) -> list[str]:
        reach = ["--connect-to", str(self.folder / "reach.json"), "--jobs", "1"]
        return ["slate", "run", "--rules", str(self.folder / "rules"), *reach, *words]

    def status(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self.netcurtain("slate", "status", "--json").stdout)
        return told


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_cases("", lambda: "") as store:
        slate = store.slates.begin(SlateRecord("Wexcombe 2027"), datetime.now(UTC))
        store.slates.add(slate.id, map(person, range(1, PEOPLE + 2)))
    with sites_of(PEOPLE + 1) as sites:
        yield Desk(tmp_path, sites, capsys)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All pieces are done in this process."""
    monkeypatch.setattr("scanner.engine.engine_of", lambda *_: EngineHere())
    monkeypatch.setattr("scanner.slate.asking.IDLE_S", 0.2)
    yield
    close()


def person(number: int) -> Person:
    has_consented = number <= PEOPLE
    return Person(
        number,
        f"ref-{number}",
        name_of(number),
        Role.CANDIDATE,
        state=PersonState.CONSENTED if has_consented else PersonState.INVITED,
        profile=profile_of(number) if has_consented else "",
        subject_id=handle_of(number),
        sharing=Sharing.ALL,
    )


def test_planned_run_watched_and_run_again(desk: Desk, here: None) -> None:
    planned = desk.netcurtain("slate", "plan", *desk.options())
    assert planned.code == 0, planned.stderr
    assert f"{PEOPLE} people may be checked." in planned.stdout
    assert "1 person not: invited" in planned.stdout
    assert f"{PEOPLE * len(HOSTS)} questions for {PEOPLE} people to {len(HOSTS)} sites" in (
        planned.stdout
    )
    assert f"handle of {PEOPLE}" in planned.stdout
    assert "the slowest site (town-book-1.example" in planned.stdout
    for number in range(1, PEOPLE + 1):
        assert phone_of(number) not in planned.said
        assert handle_of(number) not in planned.said

    refused = desk.netcurtain(*desk.run_words())
    assert refused.code == 2 and "--yes" in refused.stderr
    assert not desk.sites.visits

    done = desk.netcurtain(*desk.run_words("--yes", "--source", desk.sources[0]))
    assert done.code == 0, done.stderr
    assert "3 people checked, 0 left out" in done.stderr
    # Each of the three, and one control for all of them.
    assert sorted(desk.sites.asked().values()) == [1] * 4
    told = desk.status()
    assert (told["run"], told["state"]) == (1, "ended")
    assert told["people"] == {"due": 0, "asking": 0, "done": PEOPLE, "left": 0}

    again = desk.netcurtain(
        *desk.run_words("--yes", "--only", "ref-2", "--source", desk.sources[0])
    )
    assert again.code == 0, again.stderr
    assert "1 person checked" in again.stderr
    assert desk.status()["run"] == 2


def test_ctrl_c_keeps_everything_and_the_next_run_goes_on(desk: Desk, here: None) -> None:
    desk.sites.lasts_s = 0.5
    command = [sys.executable, "-m", "scanner", *desk.run_words("--yes", "--source")]
    command += [word for source in desk.sources for word in ("--source", source)][1:]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        until = time.monotonic() + PATIENCE_S
        while len(desk.sites.visits) < len(HOSTS):
            assert child.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        # As a terminal does it: every process of the run hears it.
        os.killpg(child.pid, signal.SIGINT)
        _, said = child.communicate(timeout=PATIENCE_S)
    assert child.returncode == 130, said
    assert "Stopping" in said and "`netcurtain slate run` goes on" in said
    told = desk.status()
    assert told["state"] == "stopped" and told["is_driven"] is False
    desk.sites.lasts_s = 0.0
    other = desk.netcurtain(
        *desk.run_words("--yes", "--source", desk.sources[0], "--only", "ref-1")
    )
    assert other.code == 2
    assert "begun with another --only and --source" in other.stderr
    # The words that it was begun with say nothing else, as a job that is started anew types them.
    done = desk.netcurtain(*desk.run_words("--yes", *desk.options()[2:]))
    assert done.code == 0, done.stderr
    assert "Goes on with run 1" in done.stderr
    assert f"{PEOPLE} people checked" in done.stderr
    # What had come when it was stopped was kept, so nothing was asked twice.
    assert set(desk.sites.asked().values()) == {1}
    assert not desk.sites.overlapping()


def test_on_a_cluster_of_this_machines_own(desk: Desk) -> None:
    words = desk.run_words("--yes", "--engine", "dask", "--source", desk.sources[0])
    done = desk.netcurtain(*words)
    assert done.code == 0, done.stderr
    is_drawn = importlib.util.find_spec("bokeh") is not None
    assert ("can be watched at http://127.0.0.1:" in done.stderr) is is_drawn
    assert f"{PEOPLE} people checked, 0 left out" in done.stderr
    assert sorted(desk.sites.asked().values()) == [1] * 4
