"""`netcurtain sweep` as its user meets it: archives on disk and on a server, stopped and gone on
with, and what it writes."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from scanner.case.data_folder import data_folder
from scanner.cli.main import main
from tests.sweep.archives import HOME, PHONE, Kept, quiet_pages, warc, wat, wet, write

ROOT = Path(__file__).resolve().parents[2]
PRIVATE = ("Bramble Road", "WX4 7QT", "900123", "900 123")
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

[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""
PAGES = [
    Kept("https://a.example/home", HOME, "2024-05-01"),
    *quiet_pages(3),
    Kept("https://a.example/home", HOME, "2025-05-01"),
    Kept("https://b.example/phone", PHONE),
]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return write(tmp_path / "jane.toml", PROFILE.encode())


@pytest.fixture
def sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["netcurtain", "sweep", *(str(word) for word in words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out + said.err

    return run


def found(path: Path) -> list[tuple[str, str, list[str]]]:
    """Address, day and other days of each line, each once."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    told = [(each["url"], each["seen_at"][:10], each["also_seen_at"]) for each in lines]
    return [each for at, each in enumerate(told) if each not in told[:at]]


HOME_LEAD = ("https://a.example/home", "2025-05-01", ["2024-05-01T09:00:00+00:00"])
PHONE_LEAD = ("https://b.example/phone", "2026-03-04", [])


def test_finds_are_told_masked_with_the_archive_s_date(
    sweep: Run, profile: Path, tmp_path: Path
) -> None:
    archive = write(tmp_path / "a.warc.gz", warc(PAGES))
    code, said = sweep(
        *(profile, "--archive", archive, "--jsonl", "found.jsonl"),
        *("--pages", "pages.txt", "--out", "out"),
    )
    assert code == 0
    assert not [value for value in PRIVATE if value in said]
    assert "Seen on 2025-05-01, and 1 time before (since 2024-05-01)" in " ".join(said.split())
    assert "No site was asked anything" in " ".join(said.split())
    assert found(tmp_path / "found.jsonl") == [HOME_LEAD, PHONE_LEAD]
    pages = tmp_path / "pages.txt"
    assert pages.read_text().splitlines() == ["https://a.example/home", "https://b.example/phone"]
    assert pages.stat().st_mode & 0o77 == 0
    told = (tmp_path / "out" / "jane-marlow" / "found.txt").read_text()
    assert "a.example" in told and not [value for value in PRIVATE if value in told]
    assert not list(data_folder().rglob("*.log"))


def test_texts_and_descriptions_are_searched_too(sweep: Run, profile: Path, tmp_path: Path) -> None:
    page = {"HTML-Metadata": {"Head": {"Metas": [{"name": "description", "content": HOME}]}}}
    envelope = {"Envelope": {"Payload-Metadata": {"HTTP-Response-Metadata": page}}}
    folder = tmp_path / "crawl"
    folder.mkdir()
    write(folder / "a.warc.wet.gz", wet([Kept("https://t.example/", PHONE)]))
    write(folder / "a.warc.wat.gz", wat([Kept("https://m.example/", json.dumps(envelope))]))
    sweep(profile, "--archive", folder, "--jsonl", "found.jsonl")
    assert [lead[0] for lead in found(tmp_path / "found.jsonl")] == [
        "https://m.example/",
        "https://t.example/",
    ]


def test_what_could_not_be_read_is_told(sweep: Run, profile: Path, tmp_path: Path) -> None:
    content = warc(PAGES)
    archive = write(tmp_path / "cut.warc.gz", content[:-200])
    code, said = sweep(profile, "--archive", archive)
    assert code == 3
    assert re.search(r"read to record \d, byte [\d,]+ of [\d,]+", " ".join(said.split()))


def test_nobody_is_looked_for_whose_consent_has_ended(
    sweep: Run, profile: Path, tmp_path: Path
) -> None:
    archive = write(tmp_path / "a.warc.gz", warc(PAGES))
    profile.write_text(PROFILE.replace("2126-11-01", "2026-11-02"))
    code, said = sweep(profile, "--archive", archive)
    assert code == 1 and "consent" in said


def test_a_sweep_that_was_killed_goes_on_and_doubles_nothing(
    sweep: Run, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives = tmp_path / "archives"
    archives.mkdir()
    for number in range(3):
        pages = [Kept(f"https://{number}.example/", PHONE), *quiet_pages(40)]
        write(archives / f"{number}.warc.gz", warc(pages))
    script = (
        "import sys, os, signal\n"
        "import scanner.sweep.driving as driving\n"
        "from scanner.sweep.progress import SweepState\n"
        "add = SweepState.add\n"
        "def killing(self, number, stretched):\n"
        "    add(self, number, stretched)\n"
        "    if self.records > 60: os.kill(os.getpid(), signal.SIGKILL)\n"
        "SweepState.add = killing\n"
        "from scanner.cli.main import main\n"
        "sys.argv = ['netcurtain', 'sweep', *sys.argv[1:]]\n"
        "main()\n"
    )
    words = [str(profile), "--archive", str(archives), "--jobs", "1", "--jsonl", "found.jsonl"]
    killed = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert list(data_folder().rglob("*.log"))
    code, said = sweep(*words)
    assert code == 0 and "82 records are read already" in said
    assert [lead[0] for lead in found(tmp_path / "found.jsonl")] == [
        f"https://{number}.example/" for number in range(3)
    ]
    assert not list(data_folder().rglob("*.log"))


class _Files(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer(False)

    def do_GET(self) -> None:
        self._answer(True)

    def _answer(self, with_body: bool) -> None:
        body = self.files.get(self.path)
        wanted = self.headers.get("Range", "")
        self.asked.append((self.path, wanted))
        if body is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted)
        first, last = (int(span[1]), int(span[2] or len(body) - 1)) if span else (0, len(body) - 1)
        part = body[first : last + 1]
        self.send_response(206 if span else 200)
        if span:
            self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        if with_body:
            self.wfile.write(part)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    _Files.files, _Files.asked = {}, []
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_list_of_paths_is_followed_to_its_base_and_nowhere_else(
    sweep: Run, profile: Path, tmp_path: Path, server: ThreadingHTTPServer
) -> None:
    _Files.files = {"/crawl/one.warc.gz": warc(PAGES), "/crawl/two.warc.gz": warc(quiet_pages(2))}
    write(tmp_path / "warc.paths.gz", gzip.compress(b"crawl/one.warc.gz\ncrawl/two.warc.gz\n"))
    connect = {"data.example": ["127.0.0.1", server.server_port]}
    write(tmp_path / "connect.json", json.dumps(connect).encode())
    base = ("--base", "http://data.example/", "--connect-to", "connect.json", "--jobs", "1")
    code, said = sweep(
        profile, "--archive", "warc.paths.gz", *base, "--jsonl", "found.jsonl", "--quiet"
    )
    assert (code, found(tmp_path / "found.jsonl")) == (0, [HOME_LEAD, PHONE_LEAD]), said
    assert {path for path, _ in _Files.asked} == set(_Files.files)
    assert any(wanted for _, wanted in _Files.asked)
    write(tmp_path / "bad.paths", b"http://elsewhere.example/one.warc.gz\n")
    assert sweep(profile, "--archive", "bad.paths", *base)[0] == 2
    code, said = sweep(profile, "--archive", "http://unmapped.example/one.warc.gz", *base)
    assert code == 3 and "cannot be fetched" in said


def test_live_pages_are_asked_by_an_ordinary_check(
    sweep: Run, profile: Path, tmp_path: Path, server: ThreadingHTTPServer
) -> None:
    words = "The minutes of the last meeting were agreed, and the hall was warm. " * 12
    at = f"http://127.0.0.1:{server.server_port}"
    _Files.files = {
        "/still": f"<p>{words}</p><p>{HOME}</p>".encode(),
        "/gone": f"<p>{words}</p>".encode(),
    }
    pages = [Kept(f"{at}/{name}", HOME, "2025-05-01") for name in ("still", "gone")]
    write(tmp_path / "a.warc.gz", warc(pages))
    code, said = sweep(
        *(profile, "--archive", "a.warc.gz", "--out", "out", "--check-live", "--yes"),
        "--allow-loopback",
    )
    told = (tmp_path / "out" / "jane-marlow" / "live.txt").read_text()
    by_page = dict(
        zip(
            (tmp_path / "out/jane-marlow/pages.txt").read_text().split(),
            told.split("\n")[2:4],
            strict=True,
        )
    )
    assert "seen on 2025-05-01: still there" in by_page[f"{at}/still"], said
    assert "still there" not in by_page[f"{at}/gone"]
    assert code == 10
    assert (tmp_path / "out" / "jane-marlow" / "live" / "report.html").is_file()
