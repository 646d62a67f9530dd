"""What protects a store: with keys, everything is encrypted; without, only the modes of files."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.case.vault.cipher import Cipher
from scanner.case.vault.files import PrivateFiles
from scanner.case.vault.keys import Keys
from scanner.case.vault.sealing import Sealed


@dataclass(frozen=True, slots=True)
class Vault:
    """An opened vault. Nothing of it can be printed."""

    identity_key: bytes = field(repr=False)
    keys: Keys | None = field(default=None, repr=False)
    """None while no passphrase is set."""

    @property
    def is_encrypted(self) -> bool:
        return self.keys is not None

    @property
    def files(self) -> PrivateFiles:
        """How evidence and attachments are kept."""
        return PrivateFiles(self.keys.age if self.keys else "")

    @property
    def store_cipher(self) -> Cipher | None:
        return Cipher(self.keys.of("store")) if self.keys else None

    @property
    def answers_cipher(self) -> Cipher | None:
        return Cipher(self.keys.of("answers")) if self.keys else None

    @property
    def codec(self) -> Sealed | None:
        """For payloads on a server."""
        return Sealed(self.keys.of("payloads")) if self.keys else None
