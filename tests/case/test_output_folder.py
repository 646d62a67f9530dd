"""The folder of a check: private, whole files only, nothing earlier lost, refused in time."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.case import OutputFolder
from scanner.errors import OutputError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A user whose new files would be readable by everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "deep/report")
    written = folder.write("report.html", "Jane Marlow ✓\n")
    assert written.read_bytes() == "Jane Marlow ✓\n".encode()
    assert mode(written) == 0o600
    assert mode(folder.path) == 0o700


def test_a_folder_of_the_users_own_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    before = mode(shared)
    OutputFolder(shared).write("report.html", "x")
    assert mode(shared) == before
    assert [p.name for p in shared.iterdir()] == ["report.html"]


def test_every_earlier_file_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    for text in ("first", "second", "third", "fourth"):
        path = folder.write("report.html", text)
        os.utime(path, (1_800_000_000, 1_800_000_000))  # all of them in the same second
    assert path.read_text() == "fourth"
    kept = {p.name: p.read_text() for p in tmp_path.iterdir() if p != path}
    assert kept == {
        "report-20270115T080000Z.html": "first",
        "report-20270115T080000Z-2.html": "second",
        "report-20270115T080000Z-3.html": "third",
    }
    assert {mode(p) for p in tmp_path.iterdir()} == {0o600}


def test_a_file_that_breaks_off_leaves_the_earlier_one_alone(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    folder.write("assessment.json", "whole")
    with pytest.raises(ZeroDivisionError), folder.open_new("assessment.json") as stream:
        stream.write(b"ha")
        raise ZeroDivisionError
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"assessment.json": "whole"}


def test_nobody_sees_half_a_file(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    with folder.open_new("report.html") as stream:
        stream.write(b"half")
        stream.flush()
        assert not (tmp_path / "report.html").exists()
    assert (tmp_path / "report.html").read_bytes() == b"half"


def test_a_disk_that_fills_up_is_an_output_error(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    told = pytest.raises(OutputError, match=r"Cannot write .*report\.html: No space left")
    with told, folder.open_new("report.html"):
        raise full
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("obstacle", ["a file", "a file above", "a name that is too long"])
def test_what_cannot_be_written_to_is_told_before_anything_is_sent(
    tmp_path: Path, obstacle: str
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    path = {
        "a file": taken,
        "a file above": taken / "report",
        "a name that is too long": tmp_path / ("x" * 300),
    }[obstacle]
    with pytest.raises(OutputError, match=r"Nothing was sent\. .*--out") as caught:
        OutputFolder(path)
    assert str(path) in str(caught.value)
    assert taken.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="rights do not bind root")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        OutputFolder(locked)


def test_two_checks_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each writes its own name: temporary files do not get in each other's way."""
    folder = OutputFolder(tmp_path)
    threads = [
        threading.Thread(target=folder.write, args=(f"report-{n}.html", f"{n}" * 10_000))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"report-{n}.html" for n in range(8)]


def test_what_was_made_for_nothing_is_taken_back(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    OutputFolder(tmp_path / "mine/new/report").take_back()
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]
    OutputFolder(tmp_path / "mine").take_back()
    assert (tmp_path / "mine").exists()


def test_what_holds_a_file_is_not_taken_back(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "new/report")
    written = folder.write("report.html", "x")
    folder.take_back()
    assert written.read_text() == "x"
