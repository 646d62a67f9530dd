"""What a passphrase protects: the keys, how they are wrapped, and what is encrypted with them."""

from scanner.case.vault.files import PrivateFiles
from scanner.case.vault.keys import Keys
from scanner.case.vault.vault import Vault

__all__ = ["Keys", "PrivateFiles", "Vault"]
