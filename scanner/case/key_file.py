"""Keys of services in a file of the user's own (0600), for computers without a keyring."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock

from scanner.case.data_folder import config_folder
from scanner.case.whole_file import whole_file
from scanner.errors import KeyStoreError

_PATIENCE_S = 10.0
_READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFile:
    """A JSON object of key names and keys. Every fault is a KeyStoreError, which quotes no key."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "keys.json"

    def read(self) -> dict[str, str]:
        """All keys; none where there is no file. Refuses a file that others can read."""
        try:
            with self.path.open("rb") as stream:
                self._refuse_open_to_others(os.fstat(stream.fileno()))
                data = stream.read(1_000_000)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise KeyStoreError(
                f"The keys in {self.path} cannot be read: {error.strerror}. Nothing was sent."
            ) from None
        try:
            keys = json.loads(data)
            return {str(name): str(key) for name, key in dict(keys).items()}
        except (ValueError, TypeError):
            raise KeyStoreError(
                f"{self.path} is no list of keys any more. Delete it, and put the keys in again "
                f"with `netcurtain keys set`."
            ) from None

    def put(self, name: str, key: str) -> None:
        with self._alone():
            self._write({**self.read(), name: key})

    def drop(self, name: str) -> bool:
        """Whether it was there."""
        if name not in self.read():
            return False
        with self._alone():
            keys = self.read()
            if keys.pop(name, None) is None:
                return False
            self._write(keys)
        return True

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the keys in the block: what two wrote at once would else be the
        work of one."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self.path.with_suffix(".lock"), timeout=_PATIENCE_S, mode=0o600)
            lock.acquire()
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            yield
        finally:
            lock.release()

    def _refuse_open_to_others(self, status: os.stat_result) -> None:
        if os.name == "nt":  # its modes say nothing of who may read; the profile folder does
            return
        if status.st_mode & _READABLE_BY_OTHERS or status.st_uid not in (0, os.geteuid()):
            raise KeyStoreError(
                f"Others on this computer can read {self.path}, so no key in it is used and "
                f"nothing was sent. Close it with `chmod 600 {self.path}`, and ask the services "
                f"for new keys if somebody may have looked."
            )

    def _write(self, keys: Mapping[str, str]) -> None:
        """The file appears whole, and is nobody else's at any moment."""
        try:
            with whole_file(self.path) as stream:
                stream.write(json.dumps(dict(sorted(keys.items())), indent=1).encode())
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> KeyStoreError:
        return KeyStoreError(
            f"The key cannot be kept in {self.path.parent}: {error.strerror or error}. Set "
            f"XDG_CONFIG_HOME to a folder that you can write to, or give the key in the "
            f"environment."
        )
