"""Telling the case, if there is one, where something of it was written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.cli.cases import opened_store, operator
from scanner.cli.console import say
from scanner.errors import NetcurtainError
from scanner.model.clock import utc_now
from scanner.store_address import store_address


def note_files(subject_id: str, paths: Iterable[Path], what: str, to: str = "") -> None:
    """Notes files in the person's case, so that `purge` can name them. Nobody without a case gets
    one; where the case cannot be opened, that is said, and the files stand all the same. `to`: who
    has got them."""
    from scanner.case.exports import note_export, note_hand_over
    from scanner.case.store import store_path

    if not store_address() and not store_path().exists():
        return
    try:
        with opened_store() as store:
            case = store.cases.find(subject_id)
            if case is not None:
                for path in paths:
                    note_export(store, case.id, path, what, utc_now())
                    if to:
                        note_hand_over(store, case.id, path, to, utc_now(), operator())
    except NetcurtainError as error:
        say(f"Where this was written is not noted in the case: {error}")
