"""Whether a store has a passphrase, and how it gets one, another, or none: a file or a server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scanner.case.key import identity_key
from scanner.case.store.opening import file_of, is_file
from scanner.case.vault import changing, resealing, server
from scanner.case.vault.opening import finish_what_needs_no_key
from scanner.case.vault.record import record_path, unwrap
from scanner.case.vault.vault import Vault


class Setting(Protocol):
    """The passphrase of one store. Everything raises CaseError."""

    @property
    def is_set(self) -> bool: ...

    def require(self, passphrase: str) -> None:
        """Raises PassphraseError unless it is the right one."""

    def set(self, passphrase: str) -> None: ...

    def change(self, old: str, new: str) -> None: ...

    def remove(self, vault: Vault) -> None: ...


def setting_of(url: str) -> Setting:
    """That of the store at an address (empty: the user's own file)."""
    if not is_file(url):
        return _OfServer(url)
    store = file_of(url)
    finish_what_needs_no_key(store)
    return _OfFile(store)


@dataclass(frozen=True, slots=True)
class _OfFile:
    store: Path

    @property
    def is_set(self) -> bool:
        return record_path(self.store).exists()

    def require(self, passphrase: str) -> None:
        path = record_path(self.store)
        unwrap(path.read_bytes(), passphrase, str(path))

    def set(self, passphrase: str) -> None:
        changing.set_passphrase(self.store, passphrase)

    def change(self, old: str, new: str) -> None:
        changing.change_passphrase(self.store, old, new)

    def remove(self, vault: Vault) -> None:
        changing.remove_passphrase(self.store, vault)


@dataclass(frozen=True, slots=True)
class _OfServer:
    url: str

    @property
    def is_set(self) -> bool:
        return self._record() is not None

    def require(self, passphrase: str) -> None:
        unwrap(self._record() or b"", passphrase, server.PLACE)

    def set(self, passphrase: str) -> None:
        resealing.set_passphrase(self.url, passphrase)

    def change(self, old: str, new: str) -> None:
        resealing.change_passphrase(self.url, old, new)

    def remove(self, vault: Vault) -> None:
        resealing.remove_passphrase(self.url, vault)

    def _record(self) -> bytes | None:
        record, _ = server.read_keys(self.url, identity_key)
        return record
