"""What a piece of a slate's run needs in whatever process it lands: which store, rules, network.

On this machine the parent hands over all of it, keys included, through the pipe by which a process
is given its work: never by command line or environment. To a cluster goes nothing that is secret
or anybody's: each worker there opens the store and finds the keys of services by its own
configuration (`docs/cluster.md`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scanner.case.keys import KeyStore
from scanner.case.store import CaseStore
from scanner.case.store.opening import open_store
from scanner.case.vault import Vault
from scanner.case.vault.opening import open_cases
from scanner.case.vault.unattended import own_passphrase
from scanner.errors import EngineError
from scanner.fetch import FetchOptions
from scanner.fetch.apart import portable
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.store_address import store_address


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a run takes place. Can be pickled; its `repr` shows no secret."""

    store_url: str = field(default="", repr=False)
    """Empty for the user's own file. It may hold the password of a server."""
    rules: tuple[Path, ...] = ()
    """Folders of the user's own rules, layered over the shipped ones."""
    network: FetchOptions = field(default_factory=FetchOptions)
    """How sites are reached; without an `AnswerStore`, which every process opens for itself."""
    secrets: Mapping[str, str] | None = field(default=None, repr=False)
    """Keys of services by the name that rules give them; None: the process has its own."""
    vault: Vault | None = field(default=None, repr=False)
    """The unlocked vault of the store; None: the process opens it with what it was given."""
    is_own: bool = True
    """Whether the process belongs to the parent and is told all. Else store, passphrase and keys
    come from its own environment: NETCURTAIN_STORE, NETCURTAIN_PASSPHRASE_FILE (or
    NETCURTAIN_PASSPHRASE), NETCURTAIN_KEY_*."""

    def for_others(self) -> Setting:
        """The same without a secret: for workers that have a configuration of their own. Raises
        EngineError when the proxy's address has a password in it."""
        if urlsplit(self.network.proxy).password:
            raise EngineError(
                "The address of the proxy has a password, which every worker and the scheduler "
                "would be told. Use one that lets the workers in by their addresses."
            )
        return replace(self, store_url="", secrets=None, vault=None, is_own=False)

    def __reduce__(self) -> tuple[Any, ...]:
        given = {**portable(replace(self.network, store=None)), "store": None}
        return _unpickled, (
            *(self.store_url, self.rules, given),
            *(None if self.secrets is None else dict(self.secrets), self.vault, self.is_own),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A setting that was opened in this process: shared by all its pieces, and never handed on."""

    setting: Setting
    store: CaseStore
    book: RuleBook
    secrets: Mapping[str, str] = field(repr=False)


def opened(setting: Setting) -> Place:
    """The store and the rules of a setting, opened once in a process, whichever thread asks.

    The rules are read as they lie there: whoever begins a run has seen that they fit together, and
    a run's record holds their digest.

    Raises CaseError (of a store that cannot be opened), PassphraseError, RuleError.
    """
    with _lock:
        place = _opened.get(_PLACE)
        if place is None or place.setting != setting:
            if place is not None:
                place.store.database.engine.dispose()
            _opened[_PLACE] = place = _open(setting)
        return place


def close() -> None:
    """Lets go of what this process has opened."""
    with _lock:
        if place := _opened.pop(_PLACE, None):
            place.store.database.engine.dispose()


_PLACE = "place"
_opened: dict[str, Place] = {}
_lock = threading.Lock()


def _open(setting: Setting) -> Place:
    book = load_rulebook(setting.rules)
    return Place(setting, _store(setting), book, _secrets(setting, book))


def _store(setting: Setting) -> CaseStore:
    if setting.vault is not None:
        return open_store(setting.vault.identity_key, setting.store_url, setting.vault)
    return open_cases(setting.store_url if setting.is_own else store_address(), own_passphrase)


def _secrets(setting: Setting, book: RuleBook) -> Mapping[str, str]:
    if setting.secrets is not None:
        return setting.secrets
    names = sorted({rule.secret for rule in book.sources.values() if rule.secret})
    return {name: kept.key for name, kept in KeyStore().find(names).items()}


def _unpickled(
    store_url: str,
    rules: tuple[Path, ...],
    network: Mapping[str, Any],
    secrets: Mapping[str, str] | None,
    vault: Vault | None,
    is_own: bool,
) -> Setting:
    return Setting(store_url, rules, FetchOptions(**network), secrets, vault, is_own)
