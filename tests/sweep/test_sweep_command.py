"""`netcurtain sweep` as its user meets it: archives on disk and on a server, stopped and gone on
with, and what it writes."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.case.data_folder import data_folder
from tests.sweep.archives import (
    HOME,
    PAGES,
    PHONE,
    PRIVATE,
    PROFILE,
    Kept,
    quiet_pages,
    warc,
    wat,
    wet,
    write,
)
from tests.sweep.serving import Files

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, str]]


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


def test_a_list_of_paths_is_followed_to_its_base_and_nowhere_else(
    sweep: Run, profile: Path, tmp_path: Path, server: ThreadingHTTPServer
) -> None:
    Files.files = {"/crawl/one.warc.gz": warc(PAGES), "/crawl/two.warc.gz": warc(quiet_pages(2))}
    write(tmp_path / "warc.paths.gz", gzip.compress(b"crawl/one.warc.gz\ncrawl/two.warc.gz\n"))
    connect = {"data.example": ["127.0.0.1", server.server_port]}
    write(tmp_path / "connect.json", json.dumps(connect).encode())
    base = ("--base", "http://data.example/", "--connect-to", "connect.json", "--jobs", "1")
    code, said = sweep(
        profile, "--archive", "warc.paths.gz", *base, "--jsonl", "found.jsonl", "--quiet"
    )
    assert (code, found(tmp_path / "found.jsonl")) == (0, [HOME_LEAD, PHONE_LEAD]), said
    assert {path for path, _ in Files.asked} == set(Files.files)
    assert any(wanted for _, wanted in Files.asked)
    write(tmp_path / "bad.paths", b"http://elsewhere.example/one.warc.gz\n")
    assert sweep(profile, "--archive", "bad.paths", *base)[0] == 2
    code, said = sweep(profile, "--archive", "http://unmapped.example/one.warc.gz", *base)
    assert code == 3 and "cannot be fetched" in said
