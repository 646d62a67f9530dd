"""Archives in S3, and a sweep on a cluster of this machine."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from scanner.engine import Ended, Piece
from scanner.engine.cluster import DaskEngine
from scanner.sweep import Opener
from tests.slate.faulty_cluster import Cluster, cluster_of
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


def test_another_machine_without_tls_is_refused(sweep: Run, profile: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "one.warc.gz", warc(PAGES))
    code, said = sweep(profile, "--archive", archive, "--engine", "dask://cluster.example:8786")
    assert code != 0 and "cluster.example" in said


@pytest.fixture
def cluster(tmp_path: Path, own_data_folder: Path) -> Iterator[Cluster]:
    """A scheduler and a worker that belong to somebody else, as far as the command knows."""
    pytest.importorskip("distributed")
    told = {name: os.environ[name] for name in os.environ if name.startswith("XDG_")}
    told["NETCURTAIN_PASSPHRASE_FILE"] = str(tmp_path / "secret")
    with cluster_of(1, tmp_path, told, slack_s=1.0) as running:
        yield running


@pytest.mark.xdist_group("cluster")
def test_to_other_machines_and_back_everything_is_sealed(
    run_other: Run,
    profile: Path,
    tmp_path: Path,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = write(tmp_path / "one.warc.gz", warc(PAGES))
    words = ("sweep", profile, "--archive", archive, "--jsonl", "found.jsonl", "--no-case")
    elsewhere = ("--engine", cluster.address)
    code, said = run_other(*words, *elsewhere)
    assert code == 2 and "netcurtain passphrase set" in said

    secret = write(tmp_path / "secret", b"apron violin gravel\n")
    secret.chmod(0o600)
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE_FILE", str(secret))
    assert run_other("passphrase", "set")[0] == 0
    travelled: list[bytes] = []
    submit, told = DaskEngine.submit, DaskEngine.ended

    def noting(engine: DaskEngine, piece: Piece) -> None:
        travelled.append(pickle.dumps(piece.argument))
        submit(engine, piece)

    def told_noting(engine: DaskEngine, timeout_s: float) -> list[Ended]:
        ended = told(engine, timeout_s)
        travelled.extend(pickle.dumps(each.value) for each in ended)
        return ended

    monkeypatch.setattr(DaskEngine, "submit", noting)
    monkeypatch.setattr(DaskEngine, "ended", told_noting)
    code, said = run_other(*words, *elsewhere)
    assert code == 0, said
    found = Path("found.jsonl").read_text()
    assert "https://a.example/home" in found
    assert run_other(*words, "--jobs", "1")[0] == 0
    assert Path("found.jsonl").read_text() == found
    assert len(travelled) >= 2
    for value in (b"Marlow", b"Bramble", b"900123", b"a.example"):
        assert not any(value in content for content in travelled), value


@pytest.mark.xdist_group("cluster")
def test_a_worker_with_another_store_opens_nothing(
    run_other: Run,
    profile: Path,
    tmp_path: Path,
    cluster: Cluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = write(tmp_path / "one.warc.gz", warc(PAGES))
    write(tmp_path / "secret", b"gravel violin apron\n").chmod(0o600)  # The worker's, not ours.
    ours = write(tmp_path / "ours", b"apron violin gravel\n")
    ours.chmod(0o600)
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE_FILE", str(ours))
    assert run_other("passphrase", "set")[0] == 0
    words = ("sweep", profile, "--archive", archive, "--no-case", "--engine", cluster.address)
    code, said = run_other(*words)
    assert code == 1 and "NETCURTAIN_PASSPHRASE_FILE" in said
    assert "Marlow" not in said
