"""The key of findings' identities: made once per user, never leaves this machine."""

from __future__ import annotations

import secrets
from pathlib import Path

from scanner.case.data_folder import data_folder
from scanner.case.whole_file import whole_file
from scanner.errors import OutputError

IDENTITY_KEY = "identity.key"
"""Name of the file, which is there as long as no passphrase is set."""
_BYTES = 32


def identity_key(folder: Path | None = None) -> bytes:
    """The 32-byte key, made at first use in the user's data folder (0600).

    With it a finding keeps its identity from scan to scan; without it, an identity tells nothing.
    Raises OutputError when it can be neither read nor written.
    """
    folder = folder or data_folder()
    path = folder / IDENTITY_KEY
    try:
        if not path.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(path, secrets.token_bytes(_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise OutputError(
            f"Cannot keep the key of this case in {folder}: {error.strerror or error}. "
            f"Set XDG_DATA_HOME to a folder that you can write to."
        ) from error
    if len(key) != _BYTES:
        raise OutputError(
            f"{path} is damaged. Move it away: a new one is made, and the next check treats all "
            f"findings as new."
        )
    return key


def put_identity_key(key: bytes) -> None:
    """Puts back the key that was kept elsewhere. Raises OSError."""
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / IDENTITY_KEY).unlink(missing_ok=True)
    _make(folder / IDENTITY_KEY, key)


def _make(path: Path, key: bytes) -> None:
    """A key that appears whole, or not at all where another first start was quicker."""
    with whole_file(path, _put) as stream:
        stream.write(key)


def _put(temporary: Path, path: Path) -> None:
    """Unlike a rename, a link replaces nothing; a file system without links has to do with one."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return
    except OSError:
        temporary.replace(path)
