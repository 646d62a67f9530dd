"""Archives in S3, and a sweep on a cluster of this machine."""

from __future__ import annotations

from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.sweep import Opener
from tests.sweep.archives import PAGES, quiet_pages, warc, write
from tests.sweep.serving import Files

Run = Callable[..., tuple[int, str]]


def test_archives_in_s3(
    sweep: Run, profile: Path, server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3fs = pytest.importorskip("s3fs")
    Files.files = {"/crawl/one.warc.gz": warc(PAGES)}
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
    }.items():
        monkeypatch.setenv(name, value)
    words = ("--archive", "s3://crawl/one.warc.gz", "--jobs", "1", "--no-case", "--pages", "p.txt")
    code, said = sweep(profile, *words)
    assert code == 0 and Path("p.txt").read_text().split() == [
        "https://a.example/home",
        "https://b.example/phone",
    ], said
    assert any(wanted for _, wanted in Files.asked)
    with pytest.raises(OSError, match="it is not there"):
        Opener().open("s3://crawl/none.warc.gz")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(OSError, match="from S3"):
        Opener().open("s3://crawl/one.warc.gz")


def test_a_cluster_of_this_machine_finds_the_same(
    sweep: Run, profile: Path, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    folder = tmp_path / "crawl"
    folder.mkdir()
    write(folder / "one.warc.gz", warc(PAGES))
    write(folder / "two.warc.gz", warc(quiet_pages(5)))
    words = (profile, "--archive", folder, "--no-case", "--jsonl", "found.jsonl")
    code, said = sweep(*words, "--engine", "dask", "--jobs", "1")
    assert code == 0, said
    found = Path("found.jsonl").read_text()
    assert "https://a.example/home" in found
    assert sweep(*words, "--jobs", "1")[0] == 0
    assert Path("found.jsonl").read_text() == found


def test_another_machine_is_refused(sweep: Run, profile: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "one.warc.gz", warc(PAGES))
    code, said = sweep(profile, "--archive", archive, "--engine", "dask://cluster.example:8786")
    assert code != 0 and "cluster.example" in said
