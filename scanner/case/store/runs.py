"""Checks of whole slates: who takes part, what is asked once for all of them, and what came."""

from __future__ import annotations

from scanner.case.store.database import Database


class Runs:
    """The runs of all slates."""

    def __init__(self, database: Database) -> None:
        self._database = database
