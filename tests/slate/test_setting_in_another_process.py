"""What a piece of a run is told, and what it must find for itself."""

import pickle
from pathlib import Path

import pytest

from scanner.case.vault import Vault
from scanner.errors import PassphraseError
from scanner.fetch import FetchOptions
from scanner.slate.setting import Setting, close, opened

SECRET = "k-4471-never-on-a-cluster"
KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
def setting(tmp_path: Path):
    yield Setting(
        store_url=f"sqlite:///{tmp_path / 'cases.sqlite3'}",
        network=FetchOptions(connect_to={"www.example.org": ("127.0.0.1", 8443)}),
        secrets={"companies_house": SECRET},
        vault=Vault(KEY),
    )
    close()


def test_a_setting_travels_whole_to_a_process_of_ones_own(setting: Setting) -> None:
    there = pickle.loads(pickle.dumps(setting))
    assert there == setting
    assert there.network.connect_to == {"www.example.org": ("127.0.0.1", 8443)}


def test_it_is_opened_once(setting: Setting) -> None:
    place = opened(setting)
    assert opened(pickle.loads(pickle.dumps(setting))) is place
    assert place.secrets == {"companies_house": SECRET}
    assert place.store.database.key == KEY


def test_nothing_secret_goes_to_a_cluster(setting: Setting) -> None:
    sent = pickle.dumps(setting.for_others())
    assert SECRET.encode() not in sent
    assert KEY not in sent
    assert b"sqlite" not in sent
    assert SECRET not in repr(setting)


def test_a_worker_opens_its_own_store(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "of-the-worker" / "cases.sqlite3"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("NETCURTAIN_STORE", f"sqlite:///{path}")
    monkeypatch.setenv("NETCURTAIN_KEY_COMPANIES_HOUSE", "the-worker's-own")
    place = opened(setting.for_others())
    assert path.exists()
    assert place.secrets["companies_house"] == "the-worker's-own"


def test_a_worker_without_a_passphrase_says_what_to_set(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scanner.case.vault.unattended import own_passphrase

    monkeypatch.delenv("NETCURTAIN_PASSPHRASE", raising=False)
    monkeypatch.delenv("NETCURTAIN_PASSPHRASE_FILE", raising=False)
    with pytest.raises(PassphraseError, match="NETCURTAIN_PASSPHRASE_FILE"):
        own_passphrase()
