"""No private value of the person in a log, a traceback, a message, a temporary file, a process's
arguments or the terminal's title; and of an encrypted case none in any file."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from ahocorasick_rs import BytesAhoCorasick

from scanner.demo import DemoWeb, candidate

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("leaks")]

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "apron violin gravel"
VALUES = (
    candidate.MOBILE,
    candidate.POSTCODE,
    candidate.STREET,
    candidate.EMAIL,
    "1979-03-14",
    "14 March 1979",
)
"""What only the person may see. Names and handles are told where it is said who is asked what."""
NAMES = (candidate.NAME, candidate.HANDLE)


def _forms(value: str) -> Iterator[bytes]:
    """A value as programs write it: in clear, squeezed, escaped, encoded."""
    squeezed = value.replace(" ", "")
    for text in {value, squeezed, value.lower(), value.upper(), value.replace(" ", "-").lower()}:
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        yield quote(text, safe="").encode()
        yield quote_plus(text).encode()
        yield text.encode().hex().encode()
        for shift in range(3):  # where it stands in what was encoded
            encoded = base64.b64encode(b"\0" * shift + text.encode())
            yield encoded[(0, 2, 3)[shift] : len(encoded) // 4 * 4 - 4]


class Search:
    """Finds any form of some values in bytes."""

    def __init__(self, values: tuple[str, ...]) -> None:
        self._forms = sorted({form for value in values for form in _forms(value) if len(form) > 7})
        self._automaton = BytesAhoCorasick(self._forms)

    def __call__(self, content: bytes) -> set[bytes]:
        return {
            self._forms[which] for which, _, _ in self._automaton.find_matches_as_indexes(content)
        }


@dataclass
class Watched:
    """What was seen of a child process while it ran, and after."""

    code: int
    out: bytes
    err: bytes
    log: bytes
    data: Path
    met: set[str] = field(default_factory=set)
    """Where a value was met, and in which form."""
    files: set[str] = field(default_factory=set)
    arguments: set[bytes] = field(default_factory=set)


def _family(pid: int) -> Iterator[Path]:
    """The processes that descend from one, itself included."""
    here = Path(f"/proc/{pid}")
    yield here
    for children in here.glob("task/*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


class Watcher:
    """Looks at a process and at folders, again and again, until it is told to stop."""

    def __init__(self, pid: int, folders: list[Path], search: Search) -> None:
        self._pid, self._folders, self._search = pid, folders, search
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.met: set[str] = set()
        self.files: set[str] = set()
        self.arguments: set[bytes] = set()
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self.look_at_files()

    def _look(self) -> None:
        while not self._ended.wait(0.3):
            self._look_at_processes()
            self.look_at_files()

    def _look_at_processes(self) -> None:
        try:
            for process in _family(self._pid):
                arguments = (process / "cmdline").read_bytes()
                self.arguments.add(arguments)
                self._note(f"{process}/cmdline", arguments)
                self._note(f"{process}/comm", (process / "comm").read_bytes())
                self._note(f"{process}/environ", (process / "environ").read_bytes())
        except (OSError, ValueError):
            return  # it ended meanwhile

    def look_at_files(self) -> None:
        for folder in self._folders:
            for path in folder.rglob("*"):
                try:
                    if path.is_file():
                        self.files.add(path.name)
                        self._note(str(path.relative_to(folder)), path.name.encode())
                        self._note(str(path.relative_to(folder)), path.read_bytes())
                except OSError:
                    continue  # taken away meanwhile

    def _note(self, where: str, content: bytes) -> None:
        self.met.update(f"{where}: {form!r}" for form in self._search(content))


def _child(
    folder: Path, arguments: list[str], watched: list[Path], search: Search, **environment: str
) -> Watched:
    for name in ("data", "config", "temp", "log"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    log = folder / "log" / "debug.log"
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", str(Path(__file__).with_name("leaky_child.py")), *arguments],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TMPDIR": str(folder / "temp"),
            "LEAKY_LOG": str(log),
            **environment,
        },
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    watcher = Watcher(process.pid, watched, search)
    try:
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()
        watcher.stop()
    return Watched(
        process.returncode,
        out,
        err,
        log.read_bytes() if log.exists() else b"",
        folder / "data" / "netcurtain",
        watcher.met,
        watcher.files,
        watcher.arguments,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leaks")


@pytest.fixture(scope="module")
def checked(folder: Path) -> Watched:
    """A whole check of the invented candidate, whose case is encrypted."""
    search = Search(VALUES + NAMES)
    secret = {"NETCURTAIN_PASSPHRASE": PASSPHRASE}
    first = _child(folder, ["passphrase", "set"], [], search, **secret)
    assert first.code == 0, first.err.decode()
    with DemoWeb() as web:
        (folder / "profile.toml").write_text(web.profile_toml(datetime.now(UTC).date()))
        (folder / "map.json").write_text(json.dumps(web.connect_to))
        arguments = ["check", "profile.toml", "--yes", "--out", "report", "--evidence"]
        arguments += ["--connect-to", "map.json", "--ca-file", str(web.ca_file)]
        watched = [folder / "data", folder / "temp"]
        done = _child(folder, arguments, watched, search, **secret)
    # The report shows names, and masks the rest.
    done.met.update(
        f"{path.name}: {form!r}"
        for path in (folder / "report").iterdir()
        for form in Search(VALUES)(path.read_bytes())
    )
    return done


def test_the_check_went_well(checked: Watched) -> None:
    assert checked.code == 10, checked.err.decode()[-2000:]
    assert any(name.endswith("-wal") for name in checked.files), checked.files
    assert b"check" in b"".join(checked.arguments)
    assert "captures.warc.gz.age" in checked.files


def test_no_file_and_no_process_showed_a_value(checked: Watched) -> None:
    assert not checked.met


def test_neither_log_nor_terminal_showed_a_value(checked: Watched) -> None:
    search = Search(VALUES)
    assert checked.log
    assert not search(checked.log)
    assert not search(checked.err)
    assert not search(checked.out)
    assert b"\x1b]" not in checked.err + checked.out


def test_the_passphrase_is_nowhere(checked: Watched) -> None:
    search = Search((PASSPHRASE,))
    assert not search(checked.log + checked.err + checked.out + b"".join(checked.arguments))
    for path in checked.data.rglob("*"):
        assert not path.is_file() or not search(path.read_bytes())


def test_nothing_temporary_stays(checked: Watched, folder: Path) -> None:
    assert not list((folder / "temp").iterdir())


CRASHES = (
    "scanner.plan.planner:_Planner.consider",
    "scanner.case.store.scans:Scans.write",
    "scanner.fetch.chase:Chase._remaining_s",
    "scanner.match.index:FactIndex.match",
    "scanner.assess.assessment:_person",
    "scanner.render.html_report:_report_id",
)
"""A function in each of several rooms."""


def test_a_crash_in_any_room_tells_nothing(folder: Path) -> None:
    search = Search((*VALUES, PASSPHRASE))
    with DemoWeb() as web:
        folder = folder / "crashes"
        folder.mkdir()
        (folder / "profile.toml").write_text(web.profile_toml(datetime.now(UTC).date()))
        (folder / "map.json").write_text(json.dumps(web.connect_to))
        arguments = ["check", "profile.toml", "--yes", "--out", "crashed", "--no-cache", "--quiet"]
        arguments += ["--only", "src.page.given"]
        arguments += ["--connect-to", "map.json", "--ca-file", str(web.ca_file)]
        child = _child(
            folder,
            arguments,
            [],
            search,
            LEAKY_CRASHES=json.dumps(CRASHES),
            LEAKY_WORDS=" ".join(VALUES),
        )
    told = child.err.decode().split("-- ")[1:]
    assert [one.splitlines()[0] for one in told] == list(CRASHES)
    for one in told:
        assert "something broke inside netcurtain (Crash at " in one, one
    assert not search(child.err)
    assert not search(child.log)
    assert not search(child.out)
