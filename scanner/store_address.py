"""Where the store of cases is, as the environment says it: for commands and for workers alike."""

from __future__ import annotations

import os

STORE_VARIABLE = "NETCURTAIN_STORE"
"""Names another store than the user's own file: `postgresql+psycopg://user@server/netcurtain`."""


def store_address() -> str:
    """Empty for the user's own file."""
    return os.environ.get(STORE_VARIABLE, "")
