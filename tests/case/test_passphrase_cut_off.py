"""Setting and removing a passphrase, cut off at every step: one whole store is there each time, and
the next opening ends what was begun."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.case.store.opening import store_path
from scanner.case.vault.changing import change_passphrase, remove_passphrase, set_passphrase
from scanner.case.vault.opening import open_cases, open_vault
from scanner.case.vault.record import record_path
from scanner.errors import PassphraseError
from tests.case.vault_for_tests import (
    PASSPHRASE,
    PRIVATE,
    fill,
    forget_opened,
    require_all,
    stretch_cheaply,
)

_STEPS = ("open", "os.rename", "os.remove", "os.truncate", "sqlite3.connect")
"""What is audited of Python's own doings with files."""
_ENDED = 77


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stretch_cheaply(monkeypatch)
    forget_opened()
    yield
    forget_opened()


def _cut_off(deed: Callable[[], None], folder: Path, step: int) -> bool:
    """Does it in another process that ends, like one that is killed, at its n-th step in a folder;
    whether it came to that."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _ENDED
    left = [step]

    def count(event: str, arguments: tuple[object, ...]) -> None:
        if event in _STEPS and str(arguments[0]).startswith(str(folder)):
            left[0] -= 1
            if not left[0]:
                os._exit(_ENDED)

    try:
        sys.addaudithook(count)
        deed()
        os._exit(0)
    except BaseException:  # a fault must not run on in the test's other half
        os._exit(1)


def _open() -> bool:
    """Opens the store as the user would; whether it is encrypted. All must be there."""
    forget_opened()
    asked: list[bool] = []

    def ask() -> str:
        asked.append(True)
        return PASSPHRASE

    with open_cases("", ask) as store:
        require_all(store)
    return bool(asked)


def _require_settled(folder: Path, is_encrypted: bool) -> None:
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith((".new", ".old", ".turning", "-wal"))]
    left = {folder / name for name in names if name.startswith((".gone.", ".new.")) or "/." in name}
    # Before the mark is there, nothing else was begun.
    assert {path.read_bytes() for path in left} <= {b"", b"set\n", b"remove\n"}
    assert ("cases.key" in names) is is_encrypted
    assert ("identity.key" in names) is not is_encrypted
    assert any(name.endswith(".age") for name in names) is is_encrypted
    assert any(name.endswith("captures.warc.gz") for name in names) is not is_encrypted
    if is_encrypted:
        content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert not [value for value in PRIVATE if value.encode() in content]


def _set() -> None:
    set_passphrase(store_path(), PASSPHRASE)


def _remove() -> None:
    remove_passphrase(store_path(), open_vault("", lambda: PASSPHRASE))


@pytest.mark.parametrize(("deed", "is_encrypted_first"), [(_set, False), (_remove, True)])
def test_cut_off_at_any_step_it_can_be_ended(
    own_data_folder: Path, deed: Callable[[], None], is_encrypted_first: bool
) -> None:
    folder = own_data_folder / "netcurtain"
    with open_cases("", lambda: "") as store:
        fill(store)
    if is_encrypted_first:
        _set()
    kept = own_data_folder / "kept"
    shutil.copytree(folder, kept)
    ends: list[bool] = []
    step = 1
    while _cut_off(deed, folder, step):
        ends.append(_open())
        _require_settled(folder, ends[-1])
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        step += 1
    assert len(ends) > 15
    # It stays as it was until a moment from which on it is as it shall be.
    assert ends == sorted(ends, reverse=is_encrypted_first)
    assert set(ends) == {True, False}


def test_cut_off_while_it_is_changed_one_of_the_two_opens(own_data_folder: Path) -> None:
    folder = own_data_folder / "netcurtain"
    with open_cases("", lambda: "") as store:
        fill(store)
    _set()
    step = 1
    while _cut_off(
        lambda: change_passphrase(store_path(), PASSPHRASE, "gravel violin apron"), folder, step
    ):
        try:
            assert _open()
        except PassphraseError:
            with open_cases("", lambda: "gravel violin apron") as store:
                require_all(store)
            change_passphrase(store_path(), "gravel violin apron", PASSPHRASE)
        step += 1
    assert step > 2
    assert record_path(store_path()).exists()
