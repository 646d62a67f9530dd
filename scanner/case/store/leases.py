"""Who alone may talk to a site for a while."""

from __future__ import annotations

from scanner.case.store.database import Database


class Leases:
    """The leases of all sites."""

    def __init__(self, database: Database) -> None:
        self._database = database
