"""`netcurtain passphrase`, and that every command about a case asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.case.vault_for_tests import forget_opened, snapshot, stretch_cheaply
from tests.cli.command import Run
from tests.cli.small_site import Site

GOOD = "apron violin gravel"
OTHER = "gravel violin apron"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    stretch_cheaply(monkeypatch)
    for name in ("NETCURTAIN_PASSPHRASE", "NETCURTAIN_NEW_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    forget_opened()
    yield
    forget_opened()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{GOOD}\n")
    path.chmod(0o600)
    return path


def test_set_use_change_and_remove(
    netcurtain: Run, monkeypatch: pytest.MonkeyPatch, own_data_folder: Path
) -> None:
    assert "No passphrase is set" in netcurtain("passphrase", "check").stderr
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE", GOOD)
    done = netcurtain("passphrase", "set")
    assert done.code == 0
    assert "Nobody can recover" in done.stderr
    assert not (own_data_folder / "netcurtain/cases.sqlite3").read_bytes().startswith(b"SQLite")
    assert "passphrase is right" in netcurtain("passphrase", "check").stderr
    assert "already" in netcurtain("passphrase", "set").stderr
    monkeypatch.setenv("NETCURTAIN_NEW_PASSPHRASE", OTHER)
    assert netcurtain("passphrase", "change").code == 0
    forget_opened()
    assert "not the right one" in netcurtain("passphrase", "check").stderr
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE", OTHER)
    assert netcurtain("passphrase", "remove").code == 0
    assert (own_data_folder / "netcurtain/cases.sqlite3").read_bytes().startswith(b"SQLite")
    assert netcurtain("passphrase", "remove").code == 1


def test_it_comes_from_a_file_for_every_command(netcurtain: Run, secret: Path) -> None:
    assert netcurtain("passphrase", "set", "--passphrase-file", secret).code == 0
    forget_opened()
    assert netcurtain("passphrase", "check", "--passphrase-file", secret).code == 0
    forget_opened()
    assert "no case yet" in netcurtain("--passphrase-file", secret, "history").stderr.lower()


def test_without_it_a_command_says_how_to_give_it_and_changes_nothing(
    netcurtain: Run, secret: Path, profile: Path, own_data_folder: Path
) -> None:
    netcurtain("passphrase", "set", "--passphrase-file", secret)
    before = snapshot(own_data_folder)
    for command in (["history"], ["check", profile, "--yes"], ["passphrase", "remove"]):
        forget_opened()
        done = netcurtain(*command)
        assert done.code == 1
        assert "--passphrase-file" in done.stderr
        assert "NETCURTAIN_PASSPHRASE" in done.stderr
        assert "Traceback" not in done.stderr
    assert snapshot(own_data_folder) == before


@pytest.mark.parametrize("weak", ["tiny one", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_one_is_refused_kindly_and_not_quoted(
    netcurtain: Run, monkeypatch: pytest.MonkeyPatch, own_data_folder: Path, weak: str
) -> None:
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE", weak)
    done = netcurtain("passphrase", "set")
    assert done.code == 1
    assert "random words" in done.stderr
    assert weak not in done.stderr
    assert not (own_data_folder / "netcurtain/cases.key").exists()


def test_a_file_that_others_can_read_is_not_used(netcurtain: Run, secret: Path) -> None:
    secret.chmod(0o644)
    done = netcurtain("passphrase", "set", "--passphrase-file", secret)
    assert done.code == 1
    assert "chmod 600" in done.stderr
    assert GOOD not in done.stderr


def test_a_check_keeps_its_case_encrypted(
    netcurtain: Run, secret: Path, profile: Path, site: Site, own_data_folder: Path
) -> None:
    netcurtain("passphrase", "set", "--passphrase-file", secret)
    arguments = ["check", profile, "--yes", "--only", "src.page.given", "--allow-loopback"]
    arguments += ["--page", site.url("/minutes")]
    done = netcurtain("--passphrase-file", secret, *arguments)
    assert done.code == 10, done.stderr
    content = b"".join(p.read_bytes() for p in own_data_folder.rglob("*") if p.is_file())
    assert b"Jane Marlow" not in content
    assert "Jane Marlow" in netcurtain("--passphrase-file", secret, "history").stdout
