"""Keys of services: looked up in the environment, then in the keyring, then in a private file."""

from __future__ import annotations

import contextlib
import importlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import ModuleType

from scanner.case.key_file import KeyFile
from scanner.errors import KeyStoreError

ENVIRONMENT_PREFIX = "NETCURTAIN_KEY_"
_SERVICE = "netcurtain"
_WORKING = 1
"""Priority from which on a keyring's back end keeps secrets: those below fail, or keep nothing or
keep it in clear."""


class Place(StrEnum):
    """Where a key is kept, in the order in which it is looked for."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Kept:
    """A key and where it was found."""

    place: Place
    key: str = field(repr=False)


def environment_name(name: str) -> str:
    """The variable that holds the key which rules call `name`."""
    return f"{ENVIRONMENT_PREFIX}{name.upper()}"


class KeyStore:
    """The user's keys by the names that rules give them.

    No key is ever in a message of it. Raises KeyStoreError for a key file that cannot be trusted.
    """

    def __init__(
        self, environment: Mapping[str, str] | None = None, file: KeyFile | None = None
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._file = file or KeyFile()

    def find(self, names: Iterable[str]) -> dict[str, Kept]:
        """Those of the keys that are there. The file is read only for what is nowhere else."""
        found: dict[str, Kept] = {}
        ring: ModuleType | None = None
        missing: list[str] = []
        for name in dict.fromkeys(names):
            if key := self._environment.get(environment_name(name), "").strip():
                found[name] = Kept(Place.ENVIRONMENT, key)
            else:
                missing.append(name)
        if missing and (ring := _working_keyring()) is not None:
            for name in missing:
                if key := _from_keyring(ring, name):
                    found[name] = Kept(Place.KEYRING, key)
        if any(name not in found for name in missing):
            kept = self._file.read()
            for name in missing:
                if name not in found and (key := kept.get(name, "").strip()):
                    found[name] = Kept(Place.FILE, key)
        return found

    def put(self, name: str, key: str) -> Place:
        """Keeps the key in the keyring if one works, else in the file; the other forgets it."""
        ring = _working_keyring()
        if ring is not None and _into_keyring(ring, name, key):
            self._file.drop(name)
            return Place.KEYRING
        self._file.put(name, key)
        return Place.FILE

    def remove(self, name: str) -> tuple[Place, ...]:
        """Where it was forgotten. The environment is the user's own."""
        places = []
        ring = _working_keyring()
        if ring is not None and _from_keyring(ring, name):
            try:
                ring.delete_password(_SERVICE, name)
            except Exception:
                raise KeyStoreError(
                    f"The keyring does not let go of the key {name}. Remove it with the keyring's "
                    f"own program: service {_SERVICE}, user {name}."
                ) from None
            places.append(Place.KEYRING)
        if self._file.drop(name):
            places.append(Place.FILE)
        return tuple(places)

    @property
    def file_path(self) -> str:
        return str(self._file.path)


def _working_keyring() -> ModuleType | None:
    """The keyring library with a back end that keeps secrets; None without either."""
    try:
        ring = importlib.import_module("keyring")
        works = float(ring.get_keyring().priority) >= _WORKING
    except Exception:  # a back end may fail with anything: a missing bus, a locked session
        return None
    return ring if works else None


def _from_keyring(ring: ModuleType, name: str) -> str:
    try:
        return str(ring.get_password(_SERVICE, name) or "").strip()
    except Exception:  # as above: a keyring that fails has no key for us
        return ""


def _into_keyring(ring: ModuleType, name: str, key: str) -> bool:
    """Whether the keyring has it now."""
    with contextlib.suppress(Exception):  # as above: the file is there for this
        ring.set_password(_SERVICE, name, key)
        return _from_keyring(ring, name) == key
    return False
