"""The log of abuse of one case: entries in the store, files beside it, each with its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scanner.case.evidence import CaseFolder, evidence_of_case
from scanner.case.serial import dump
from scanner.case.store import Case, CaseStore, RecordKind, Verb
from scanner.case.store.locking import locked
from scanner.errors import CaseError
from scanner.model.incident import Incident, IncidentFile

MAX_FILE_BYTES = 100_000_000
MAX_FILES = 50
MAX_TEXT = 100_000
"""Characters of what may be typed or pasted; more belongs into a file."""
_TURN_S = 60.0
"""How long another entry is waited for: its files may be large."""


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A file on its way into the log."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)
    kind: str
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class IncidentLog:
    """Entries are added and read, never changed or taken out but with the whole case."""

    def __init__(self, store: CaseStore, case: Case) -> None:
        self._store = store
        self._case = case

    def all(self) -> tuple[Incident, ...]:
        """Every entry, in the order of recording."""
        records = self._store.records.of(self._case.id, RecordKind.INCIDENT, Incident)
        return tuple(sorted((item for _, item in records), key=lambda item: item.number))

    def one(self, number: int) -> Incident:
        """Raises CaseError when there is no entry of that number."""
        for item in self.all():
            if item.number == number:
                return item
        raise CaseError(f"The log has no entry {number}. `netcurtain incident list` shows all.")

    def add(
        self, draft: Incident, kept: Iterable[ToKeep] = (), of_page: Iterable[ToKeep] = ()
    ) -> Incident:
        """Keeps an entry, whose number and files are made here, and its files before it. Raises
        CaseError."""
        # Of two at once, each gets a number of its own.
        turn = self._store.database.name("incidents", self._case.id)
        with locked(self._store.database.engine, turn, _TURN_S):
            return self._add(draft, kept, of_page)

    def _add(self, draft: Incident, kept: Iterable[ToKeep], of_page: Iterable[ToKeep]) -> Incident:
        number = max((item.number for item in self.all()), default=0) + 1
        files = [self._keep(number, place, each) for place, each in enumerate(kept, start=1)]
        pages = [
            self._keep(number, place, each)
            for place, each in enumerate(of_page, start=len(files) + 1)
        ]
        page = replace(draft.page, files=tuple(pages)) if draft.page else None
        entry = replace(draft, number=number, files=tuple(files), page=page)
        self._store.records.add(self._case.id, RecordKind.INCIDENT, entry.recorded_at, entry)
        digest = hashlib.sha256(dump(entry)).hexdigest()
        self._store.audit.tell(
            entry.recorded_at,
            Verb.COLLECTED,
            entry.recorded_by,
            f"incident {number} with {len(entry.all_files)} files, sha256 {digest}",
            self._case.id,
        )
        return entry

    def read(self, number: int, file: IncidentFile) -> bytes:
        """A kept file, as it was. Raises CaseError, also when it is not what was kept."""
        content = self._folder(number).read(file.kept_as)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise CaseError(
                f"A file of entry {number} is not the one that was kept: its hash is another. "
                f"The entry itself is as it was."
            )
        return content

    def _keep(self, number: int, place: int, each: ToKeep) -> IncidentFile:
        kept_as = f"{place:02d}"
        self._folder(number).write(kept_as, each.content)
        return IncidentFile(
            name=each.name,
            kept_as=kept_as,
            sha256=hashlib.sha256(each.content).hexdigest(),
            bytes=len(each.content),
            kind=each.kind,
            facts=each.facts,
        )

    def _folder(self, number: int) -> CaseFolder:
        return evidence_of_case(self._store, self._case.id).below("incidents").below(str(number))
