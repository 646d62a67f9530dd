"""The file that a passphrase may be read from, for programs that nobody sits in front of, too."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scanner.errors import PassphraseError

VARIABLE = "NETCURTAIN_PASSPHRASE"
FILE_VARIABLE = "NETCURTAIN_PASSPHRASE_FILE"

_MAX_BYTES = 4096


def from_file(path: Path) -> str:
    """The first line of a file that nobody else can read. Raises PassphraseError."""
    try:
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            content = stream.read(_MAX_BYTES)
    except OSError as error:
        raise PassphraseError(
            f"The passphrase file cannot be read: {error.strerror or error}."
        ) from None
    if os.name != "nt" and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PassphraseError(
            "Others on this computer can read the passphrase file, so it is not used. Close it "
            "with `chmod 600`, and choose a new passphrase if somebody may have looked."
        )
    try:
        line = content.decode().splitlines()[0]
    except (UnicodeDecodeError, IndexError):
        line = ""
    if not line:
        raise PassphraseError("The first line of the passphrase file holds no passphrase.")
    return line
