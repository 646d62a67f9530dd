"""Slates and their people."""

from __future__ import annotations

from scanner.case.store.database import Database


class Slates:
    """All slates of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
