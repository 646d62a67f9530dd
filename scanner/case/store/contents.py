"""The answers that somebody's questions have, read when they are needed, some of them at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select

from scanner.case.serial import load
from scanner.case.store.conflicts import pieces
from scanner.case.store.database import Database
from scanner.case.store.packing import unpack
from scanner.case.store.tables import QUESTIONS
from scanner.model.capture import Capture, Skipped

ANSWER: Any = Capture | Skipped
_COLUMNS = (QUESTIONS.c.key, QUESTIONS.c.head, QUESTIONS.c.body, QUESTIONS.c.wire)


class Contents:
    """Answers of a run under the ids of somebody's own probes. For one thread."""

    def __init__(self, database: Database, run_id: str, keys: Mapping[str, str]) -> None:
        """`keys`: of the questions, by id of probe."""
        self._database = database
        self._run_id = run_id
        self._keys = keys
        self._rows: dict[str, Any] = {}
        """What was read ahead, by key."""

    def ahead(self, probe_ids: Sequence[str]) -> None:
        """These are read next: of so many requests of the database one is made. Of what was read
        ahead before, nothing is kept."""
        wanted = {self._keys[each] for each in probe_ids if each in self._keys}
        self._rows = {}
        with self._database.read() as connection:
            for some in pieces(sorted(wanted)):
                asked = select(*_COLUMNS).where(
                    QUESTIONS.c.run_id == self._run_id, QUESTIONS.c.key.in_(some)
                )
                self._rows.update((row.key, row) for row in connection.execute(asked))

    def read(self, probe_id: str) -> Capture | Skipped:
        """Raises LookupError when the answer was forgotten."""
        key = self._keys[probe_id]
        if key not in self._rows:
            self.ahead([probe_id])
        row = self._rows.get(key)
        if row is None or row.head is None:
            raise LookupError("the answer was forgotten")
        place = f"{self._run_id}/{key}"
        head = self._database.codec.unseal(row.head, f"answer/{place}")
        answer = cast(Capture | Skipped, load(ANSWER, head))
        if isinstance(answer, Skipped):
            return replace(answer, probe_id=probe_id)
        body = unsealed(self._database, row.body, f"answer-body/{place}")
        wire = body
        if row.wire is not None:
            wire = unsealed(self._database, row.wire, f"answer-wire/{place}")
        return replace(answer, probe_id=probe_id, body=body, wire=wire)


def unsealed(database: Database, content: bytes | None, context: str) -> bytes:
    """A body as it came."""
    return b"" if content is None else unpack(database.codec.unseal(content, context))
