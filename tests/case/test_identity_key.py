"""The key of findings' identities: private, made once, never replaced unasked."""

from __future__ import annotations

import errno
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scanner.case import identity_key
from scanner.errors import OutputError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_key_is_made_once_and_stays(tmp_path: Path) -> None:
    folder = tmp_path / "new/netcurtain"
    first = identity_key(folder)
    assert len(first) == 32
    assert identity_key(folder) == first
    assert mode(folder / "identity.key") == 0o600
    assert mode(folder) == 0o700


def test_every_user_has_another_key(tmp_path: Path) -> None:
    assert identity_key(tmp_path / "jane") != identity_key(tmp_path / "tom")


def test_it_lies_in_the_users_data_folder(own_data_folder: Path) -> None:
    key = identity_key()
    assert (own_data_folder / "netcurtain/identity.key").read_bytes() == key


@pytest.mark.parametrize("content", [b"", b"short", b"k" * 33])
def test_a_damaged_key_is_told_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "identity.key"
    path.write_bytes(content)
    with pytest.raises(OutputError, match="damaged") as caught:
        identity_key(tmp_path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(OutputError, match="XDG_DATA_HOME"):
        identity_key(taken)


def test_first_starts_at_once_all_get_one_whole_key(tmp_path: Path) -> None:
    starts = 8
    for number in range(25):
        together = threading.Barrier(starts)

        def start(
            folder: Path = tmp_path / str(number), together: threading.Barrier = together
        ) -> bytes:
            together.wait()
            return identity_key(folder)

        with ThreadPoolExecutor(starts) as pool:
            keys = [begun.result() for begun in [pool.submit(start) for _ in range(starts)]]
        assert len(set(keys)) == 1
        assert [kept.name for kept in (tmp_path / str(number)).iterdir()] == ["identity.key"]


def test_a_file_system_without_links_keeps_a_key_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    key = identity_key(tmp_path)
    assert identity_key(tmp_path) == key
    assert mode(tmp_path / "identity.key") == 0o600
    assert [kept.name for kept in tmp_path.iterdir()] == ["identity.key"]
