"""Keys of services: where they are looked for, who may read them, and that none is shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import pytest

from scanner.case.key_file import KeyFile
from scanner.case.keys import KeyStore, Place
from scanner.errors import KeyStoreError
from tests.case.ring_in_memory import BrokenRing, RingInMemory

KEY = "k3y-of-nobody-81"


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "settings" / "keys.json")


@pytest.fixture
def ring() -> Iterator[RingInMemory]:
    before = keyring.get_keyring()
    RingInMemory.held.clear()
    keyring.set_keyring(RingInMemory())
    yield RingInMemory()
    keyring.set_keyring(before)


def test_without_a_keyring_a_key_is_kept_in_a_file_for_its_owner_alone(file: KeyFile) -> None:
    store = KeyStore({}, file)
    assert store.put("club", KEY) is Place.FILE
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700
    (kept,) = store.find(["club", "other"]).values()
    assert (kept.place, kept.key) == (Place.FILE, KEY)
    assert KEY not in repr(kept)


def test_two_who_keep_a_key_at_once_lose_none(file: KeyFile) -> None:
    def keep(number: int) -> None:
        KeyFile(file.path).put(f"club{number}", KEY)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(24)))
    assert len(file.read()) == 24


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused_with_a_sentence(file: KeyFile, mode: int) -> None:
    store = KeyStore({}, file)
    store.put("club", KEY)
    file.path.chmod(mode)
    with pytest.raises(KeyStoreError, match="chmod 600") as refused:
        store.find(["club"])
    assert KEY not in str(refused.value)
    with pytest.raises(KeyStoreError):
        store.put("other", "x1")


def test_the_environment_goes_first_and_then_no_file_is_opened(file: KeyFile) -> None:
    KeyStore({}, file).put("club", "older")
    file.path.chmod(0o644)
    found = KeyStore({"NETCURTAIN_KEY_CLUB": f" {KEY}\n"}, file).find(["club"])
    assert (found["club"].place, found["club"].key) == (Place.ENVIRONMENT, KEY)


def test_an_empty_variable_is_no_key(file: KeyFile) -> None:
    assert KeyStore({"NETCURTAIN_KEY_CLUB": ""}, file).find(["club"]) == {}


def test_a_keyring_that_works_holds_the_key_and_the_file_forgets_it(
    file: KeyFile, ring: RingInMemory
) -> None:
    file.put("club", "older")
    store = KeyStore({}, file)
    assert store.put("club", KEY) is Place.KEYRING
    assert file.read() == {}
    assert store.find(["club"])["club"].place is Place.KEYRING
    assert store.remove("club") == (Place.KEYRING,)
    assert store.find(["club"]) == {}


def test_a_keyring_that_fails_is_passed_over(file: KeyFile, ring: RingInMemory) -> None:
    keyring.set_keyring(BrokenRing())
    store = KeyStore({}, file)
    assert store.put("club", KEY) is Place.FILE
    assert store.find(["club"])["club"].place is Place.FILE
    assert store.remove("club") == (Place.FILE,)


def test_a_damaged_file_is_told_and_never_quoted(file: KeyFile) -> None:
    file.put("club", KEY)
    file.path.write_text(f'{{"club": "{KEY}"')
    with pytest.raises(KeyStoreError, match="no list of keys") as told:
        file.read()
    assert KEY not in str(told.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be")
    with pytest.raises(KeyStoreError, match="XDG_CONFIG_HOME"):
        KeyFile(tmp_path / "taken" / "keys.json").put("club", KEY)


def test_what_is_written_over_is_gone(file: KeyFile) -> None:
    file.put("club", "older")
    file.put("club", KEY)
    assert file.read() == {"club": KEY}
    left = {path.name: path.read_bytes() for path in file.path.parent.iterdir()}
    assert left.pop("keys.json")
    assert left == {"keys.lock": b""}
    assert os.access(file.path, os.R_OK)
