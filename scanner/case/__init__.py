"""What stays on disk: the folder that a check writes to, and the key of findings' identities."""

from scanner.case.folder import OutputFolder
from scanner.case.key import identity_key

__all__ = ["OutputFolder", "identity_key"]
