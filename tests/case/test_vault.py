"""A passphrase encrypts all that is kept; nothing opens without it, nothing that was tampered with
is used, and no trouble changes a byte."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.case import identity_key
from scanner.case.store import open_store
from scanner.case.store.opening import store_path
from scanner.case.vault import PrivateFiles
from scanner.case.vault.changing import change_passphrase, remove_passphrase, set_passphrase
from scanner.case.vault.files import evidence_folder
from scanner.case.vault.opening import open_cases, open_vault
from scanner.case.vault.record import record_path, wrap
from scanner.case.vault.strength import weakness
from scanner.errors import CaseError, PassphraseError
from tests.case.vault_for_tests import (
    PASSPHRASE,
    PRIVATE,
    fill,
    forget_opened,
    require_all,
    snapshot,
    stretch_cheaply,
)


def _ask() -> str:
    return PASSPHRASE


def _nobody() -> str:
    raise AssertionError("no passphrase is needed here")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stretch_cheaply(monkeypatch)
    forget_opened()
    yield
    forget_opened()


@pytest.fixture
def plain(own_data_folder: Path) -> Path:
    """A data folder with a case, not encrypted."""
    with open_cases("", _nobody) as store:
        fill(store)
    return own_data_folder / "netcurtain"


@pytest.fixture
def sealed(plain: Path) -> Path:
    """The same, encrypted."""
    set_passphrase(store_path(), PASSPHRASE)
    return plain


def test_setting_one_encrypts_everything_and_loses_nothing(plain: Path) -> None:
    key = identity_key()
    assert any(value.encode() in _all_bytes(plain) for value in PRIVATE)
    set_passphrase(store_path(), PASSPHRASE)
    content = _all_bytes(plain)
    assert not [value for value in PRIVATE if value.encode() in content]
    assert key not in content
    with open_cases("", _ask) as store:
        assert store.database.key == key
        require_all(store)
        fill(store)
        # While it is open, its write-ahead log is there, too.
        assert list(plain.glob("*-wal"))
        content = _all_bytes(plain)
    assert not [value for value in PRIVATE if value.encode() in content]


def test_removing_it_puts_everything_back(sealed: Path) -> None:
    remove_passphrase(store_path(), open_vault("", _ask))
    forget_opened()
    assert not record_path(store_path()).exists()
    assert not list(sealed.rglob("*.age"))
    with open_cases("", _nobody) as store:
        require_all(store)


def test_changing_it_rewrites_the_key_file_alone(sealed: Path) -> None:
    before = snapshot(sealed)
    change_passphrase(store_path(), PASSPHRASE, "gravel violin apron")
    after = snapshot(sealed)
    assert {name for name in before if before[name] != after[name]} == {"cases.key"}
    with pytest.raises(PassphraseError):
        open_cases("", _ask)
    with open_cases("", lambda: "gravel violin apron") as store:
        require_all(store)


def test_an_accented_letter_may_be_typed_in_either_way(sealed: Path) -> None:
    change_passphrase(store_path(), PASSPHRASE, "caf\u00e9 violin gravel")
    with open_cases("", lambda: "cafe\u0301 violin gravel") as store:
        require_all(store)


@pytest.mark.parametrize("wrong", ["", "apron violin grave", "Apron violin gravel", "x" * 5000])
def test_a_wrong_passphrase_is_one_error_and_changes_nothing(sealed: Path, wrong: str) -> None:
    before = snapshot(sealed)
    with pytest.raises(PassphraseError, match="not the right one"):
        open_cases("", lambda: wrong)
    with pytest.raises(PassphraseError, match="not the right one"):
        change_passphrase(store_path(), wrong, "gravel violin apron")
    assert snapshot(sealed) == before


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777 ^ 0o700])
def test_nobody_else_can_read_a_file_whatever_the_umask(own_data_folder: Path, umask: int) -> None:
    earlier = os.umask(umask)
    try:
        set_passphrase(store_path(), PASSPHRASE)
        with open_cases("", _ask) as store:
            fill(store)
            modes = snapshot(own_data_folder / "netcurtain")
    finally:
        os.umask(earlier)
    assert {mode for name, (mode, _) in modes.items() if "." in name.rsplit("/")[-1]} == {0o600}
    assert {mode for name, (mode, _) in modes.items() if "." not in name.rsplit("/")[-1]} == {0o700}
    assert (own_data_folder / "netcurtain").stat().st_mode & 0o777 == 0o700


def _cut(content: bytes, randomness: random.Random) -> bytes:
    return content[: randomness.randrange(len(content))]


def _flipped(content: bytes, randomness: random.Random) -> bytes:
    place = randomness.randrange(len(content))
    return (
        content[:place]
        + bytes([content[place] ^ 1 << randomness.randrange(8)])
        + content[place + 1 :]
    )


def _emptied(content: bytes, _: random.Random) -> bytes:
    return b""


def _swapped_pages(content: bytes, _: random.Random) -> bytes:
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    pages[2], pages[3] = pages[3], pages[2]
    return b"".join(pages)


@pytest.mark.parametrize("name", ["cases.key", "cases.sqlite3"])
@pytest.mark.parametrize("damage", [_cut, _flipped, _emptied])
def test_a_damaged_file_is_one_error_and_changes_nothing(
    sealed: Path,
    name: str,
    damage: Callable[[bytes, random.Random], bytes],
    capfd: pytest.CaptureFixture[str],
) -> None:
    randomness = random.Random(f"{name} {damage.__name__}")
    whole = (sealed / name).read_bytes()
    for _ in range(25):
        (sealed / name).write_bytes(damage(whole, randomness))
        before = snapshot(sealed)
        forget_opened()
        with pytest.raises(CaseError) as told:
            open_cases("", _ask)
        assert "\n" not in str(told.value)
        assert snapshot(sealed) == before
    assert capfd.readouterr() == ("", "")


def test_pages_cannot_be_exchanged(sealed: Path) -> None:
    path = sealed / "cases.sqlite3"
    path.write_bytes(_swapped_pages(path.read_bytes(), random.Random(1)))
    with pytest.raises(CaseError):
        open_cases("", _ask)


def test_a_store_without_its_key_is_told_and_left_alone(sealed: Path) -> None:
    (sealed / "cases.key").unlink()
    before = snapshot(sealed)
    with pytest.raises(CaseError, match="missing"):
        open_cases("", _ask)
    assert snapshot(sealed) == before


def test_a_plain_store_put_in_the_place_of_an_encrypted_one_is_refused(sealed: Path) -> None:
    (sealed / "cases.sqlite3").unlink()
    with open_store(bytes(32)):
        pass
    before = snapshot(sealed)
    with pytest.raises(CaseError, match="not encrypted"):
        open_cases("", _ask)
    assert snapshot(sealed) == before


@pytest.mark.parametrize("damage", [_cut, _flipped, _emptied])
def test_a_damaged_file_of_evidence_is_one_error(
    sealed: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    (path,) = evidence_folder().rglob("*.age")
    whole, randomness = path.read_bytes(), random.Random(damage.__name__)
    files = open_vault("", _ask).files
    for _ in range(25):
        path.write_bytes(damage(whole, randomness))
        before = snapshot(sealed)
        with pytest.raises(CaseError, match="changed, cut short"):
            files.read(path.with_suffix(""))
        assert snapshot(sealed) == before


def test_an_encrypted_file_is_not_read_without_the_key(sealed: Path) -> None:
    (path,) = evidence_folder().rglob("*.age")
    with pytest.raises(CaseError, match="its key is not there"):
        PrivateFiles().read(path.with_suffix(""))


def test_a_file_whose_writing_fails_leaves_what_was_there(sealed: Path) -> None:
    (path,) = evidence_folder().rglob("*.age")
    before = snapshot(sealed)
    files = open_vault("", _ask).files
    with pytest.raises(ZeroDivisionError), files.open_new(path.with_suffix("")) as stream:
        stream.write(b"half of it")
        _ = 1 / 0
    assert snapshot(sealed) == before


def test_a_file_is_written_piece_by_piece(sealed: Path) -> None:
    files = open_vault("", _ask).files
    path = evidence_folder() / "case" / "large"
    pieces = [bytes([number % 256]) * 70_001 for number in range(40)]
    with files.open_new(path) as stream:
        for piece in pieces:
            stream.write(piece)
    assert files.read(path) == b"".join(pieces)
    assert b"".join(pieces)[:64] not in files.place(path).read_bytes()


_HOLD = """
import subprocess
import sys
from scanner.case.store import open_store
from scanner.case import identity_key
with open_store(identity_key()) as store:
    store.cases.all()
    print("open", flush=True)
    sys.stdin.read()
"""


def test_while_another_has_the_case_open_nothing_is_encrypted(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.case.vault.turning.BUSY_S", 0.1)
    root = Path(__file__).resolve().parents[2]
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(CaseError, match="Another netcurtain"):
            set_passphrase(store_path(), PASSPHRASE)
        assert not record_path(store_path()).exists()
        other.communicate()
    with open_cases("", _nobody) as store:
        require_all(store)


def test_where_there_is_no_driver_a_passphrase_is_refused_in_a_line(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
    before = snapshot(plain)
    with pytest.raises(CaseError, match="sqlcipher3"):
        set_passphrase(store_path(), PASSPHRASE)
    assert {**snapshot(plain), **before} == before


def test_the_figures_of_the_stretching_are_those_of_the_standard() -> None:
    """RFC 9106, section 4: the second recommended option."""
    import json

    with pytest.MonkeyPatch.context() as patch:
        patch.undo()
        from argon2.profiles import RFC_9106_LOW_MEMORY

        patch.setattr("scanner.case.vault.record.RFC_9106_LOW_MEMORY", RFC_9106_LOW_MEMORY)
        vault = open_vault("", _nobody)
        assert vault.keys is None
        from scanner.case.vault.keys import Keys

        kdf = json.loads(wrap(Keys.make(bytes(32)), PASSPHRASE))["kdf"]
    assert (kdf["name"], kdf["memory_kib"], kdf["passes"], kdf["lanes"]) == (
        "argon2id",
        2**16,
        3,
        4,
    )


def test_keys_are_in_no_repr(sealed: Path) -> None:
    vault = open_vault("", _ask)
    assert vault.keys is not None
    shown = repr((vault, vault.keys, vault.files, vault.store_cipher))
    for secret in (vault.keys.data, vault.keys.identity, vault.identity_key):
        assert repr(secret) not in shown
        assert secret.hex() not in shown
    assert vault.keys.age not in shown


@pytest.mark.parametrize(
    ("passphrase", "is_weak"),
    [
        ("", True),
        ("short one", True),
        ("aaaaaaaaaaaaaaaa", True),
        ("apron violin gravel", False),
        ("\u00fcber-lange Nacht", False),
        ("x y z " * 1000, True),
    ],
)
def test_a_passphrase_must_be_long_enough(passphrase: str, is_weak: bool) -> None:
    assert bool(weakness(passphrase)) is is_weak
    assert not passphrase or passphrase not in weakness(passphrase)


def _all_bytes(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
