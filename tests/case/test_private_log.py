"""A log of long work: entries are there whole or not at all, and only for who may read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.case.private_log import PrivateLog
from scanner.case.vault import Keys, Vault
from scanner.errors import CaseError

ENTRIES = [b"first", b"07700 900123", b"third" * 1000]


@pytest.fixture(params=["clear", "sealed"])
def vault(request: pytest.FixtureRequest) -> Vault:
    return Vault(b"i" * 32, Keys.make(b"i" * 32) if request.param == "sealed" else None)


def written(path: Path, vault: Vault) -> PrivateLog:
    log = PrivateLog(path, vault)
    assert list(log.entries()) == []
    for entry in ENTRIES:
        log.append(entry)
    log.close()
    return log


def test_a_log_cut_anywhere_holds_its_whole_entries_and_goes_on(
    tmp_path: Path, vault: Vault
) -> None:
    content = written(tmp_path / "a.log", vault).path.read_bytes()
    path = tmp_path / "a.log"
    for cut in range(0, len(content), 7):
        path.write_bytes(content[:cut])
        log = PrivateLog(path, vault)
        before = list(log.entries())
        assert before == ENTRIES[: len(before)]
        log.append(b"more")
        log.close()
        assert list(PrivateLog(path, vault).entries()) == [*before, b"more"]


def test_a_log_is_its_owner_s_alone(tmp_path: Path, vault: Vault) -> None:
    log = written(tmp_path / "logs" / "a.log", vault)
    assert log.path.stat().st_mode & 0o777 == 0o600
    log.remove()
    assert not log.path.exists()


def test_a_sealed_log_tells_nothing_and_is_not_changed_unseen(tmp_path: Path) -> None:
    vault = Vault(b"i" * 32, Keys.make(b"i" * 32))
    log = written(tmp_path / "a.log", vault)
    assert b"900123" not in log.path.read_bytes()
    log.path.rename(tmp_path / "b.log")
    with pytest.raises(CaseError):
        list(PrivateLog(tmp_path / "b.log", vault).entries())
