"""A passphrase on PostgreSQL: what says something of a person is sealed value by value, and all who
use the server share a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, create_engine, select

from scanner.case.store.tables import METADATA, VAULT
from scanner.case.vault.opening import open_cases, open_vault
from scanner.case.vault.resealing import SEALED_COLUMNS
from scanner.case.vault.setting import setting_of
from scanner.errors import CaseError, PassphraseError
from tests.case import postgresql
from tests.case.vault_for_tests import (
    PASSPHRASE,
    fill,
    forget_opened,
    require_all,
    stretch_cheaply,
)

pytestmark = [
    pytest.mark.skipif(not postgresql.is_there(), reason="needs PostgreSQL"),
    pytest.mark.xdist_group("postgresql"),
]


@pytest.fixture
def url(postgresql_server: postgresql.Server, monkeypatch: pytest.MonkeyPatch) -> str:
    stretch_cheaply(monkeypatch)
    forget_opened()
    return postgresql_server.database()


def _ask() -> str:
    return PASSPHRASE


def _nobody() -> str:
    raise AssertionError("no passphrase is needed here")


def _payloads(url: str) -> dict[str, list[bytes]]:
    """All bytes of the store, by table and column."""
    engine = create_engine(url)
    columns = [
        column
        for table in METADATA.sorted_tables
        if table is not VAULT
        for column in table.c
        if isinstance(column.type, LargeBinary)
    ]
    with engine.connect() as connection:
        found = {str(c): [v for v in connection.scalars(select(c)) if v] for c in columns}
    engine.dispose()
    return found


def test_every_column_of_payloads_is_sealed() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        if table is not VAULT
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert {f"{table.name}.{name}" for table, name, _ in SEALED_COLUMNS} == columns


def test_set_change_and_remove(url: str) -> None:
    with open_cases(url, _nobody) as store:
        fill(store)
    before = _payloads(url)
    setting_of(url).set(PASSPHRASE)
    sealed = _payloads(url)
    assert all(len(sealed[name]) == len(before[name]) for name in before)
    assert not [name for name in before if set(before[name]) & set(sealed[name])]
    forget_opened()
    with open_cases(url, _ask) as store:
        require_all(store)
    with pytest.raises(PassphraseError):
        setting_of(url).change("not the right one", "gravel violin apron")
    setting_of(url).change(PASSPHRASE, "gravel violin apron")
    assert _payloads(url) == sealed
    forget_opened()
    with pytest.raises(PassphraseError):
        open_cases(url, _ask)
    setting_of(url).remove(open_vault(url, lambda: "gravel violin apron"))
    assert _payloads(url) == before
    forget_opened()
    with open_cases(url, _nobody) as store:
        require_all(store)


def test_a_value_that_was_put_elsewhere_is_not_read(url: str) -> None:
    setting_of(url).set(PASSPHRASE)
    with open_cases(url, _ask) as store:
        fill(store)
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE journal SET head = body")
        engine.dispose()
        (case,) = store.cases.all()
        (scan,) = store.scans.of(case.id)
        with pytest.raises(CaseError, match="changed, or sealed with another key"):
            list(store.scans.journal(scan.id))


def test_while_a_colleague_works_nothing_is_sealed(url: str) -> None:
    with open_cases(url, _nobody) as store:
        fill(store)
        before = _payloads(url)
        with pytest.raises(CaseError, match="Another netcurtain"):
            setting_of(url).set(PASSPHRASE)
    assert _payloads(url) == before


def test_all_who_use_the_server_find_the_same_cases(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_cases(url, _nobody) as store:
        fill(store)
        (case,) = store.cases.all()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "a colleague's computer"))
    with open_cases(url, _nobody) as store:
        assert store.cases.find(case.subject.id) == case
