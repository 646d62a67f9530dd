"""The key of findings' identities: made once per user, never leaves this machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs

from scanner.errors import OutputError

_BYTES = 32


def identity_key(folder: Path | None = None) -> bytes:
    """The 32-byte key, made at first use in the user's data folder (0600).

    With it a finding keeps its identity from scan to scan; without it, an identity tells nothing.
    Raises OutputError when it can be neither read nor written.
    """
    folder = folder or Path(platformdirs.user_data_dir("netcurtain", appauthor=False))
    path = folder / "identity.key"
    try:
        if path.exists():
            key = path.read_bytes()
            if len(key) == _BYTES:
                return key
            raise OutputError(
                f"{path} is damaged. Move it away: a new one is made, and the next check treats "
                f"all findings as new."
            )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secrets.token_bytes(_BYTES)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return identity_key(folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(key)
        return key
    except OSError as error:
        raise OutputError(
            f"Cannot keep the key of this case in {folder}: {error.strerror or error}. "
            f"Set XDG_DATA_HOME to a folder that you can write to."
        ) from error
