"""How far a sweep has come and what it has found: kept entry by entry, so that whatever ends the
program costs no more than the stretches that were under way, and doubles nothing."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from scanner import __version__
from scanner.case.private_log import ENDING, PrivateLog, logs_folder
from scanner.case.serial import dump, load
from scanner.case.vault import Vault
from scanner.model.subject import Subject
from scanner.sweep.archives import Archive
from scanner.sweep.hits import Hit
from scanner.sweep.pieces import Stretched, Trouble
from scanner.sweep.records import Mark


@dataclass(frozen=True, slots=True)
class _Entry:
    archive: int
    stretched: Stretched


@dataclass(slots=True)
class ArchiveState:
    """How far one archive has been read, and what of it was not."""

    archive: Archive
    mark: Mark = field(default_factory=Mark)
    is_whole: bool = False
    records: int = 0
    content_bytes: int = 0
    read_whole: int = 0
    cut: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    failure: str = ""
    """Why it was given up in this run; the next one tries again."""


@dataclass(slots=True)
class Lead:
    """A page of which an archive holds something of a person, however often it was captured."""

    newest: Hit
    dates: set[datetime] = field(default_factory=set)
    """Of all captures with a hit, the newest included."""

    def add(self, hit: Hit) -> None:
        self.dates.add(hit.seen_at)
        if (hit.seen_at, hit.archive, hit.record) > (
            self.newest.seen_at,
            self.newest.archive,
            self.newest.record,
        ):
            self.newest = hit


class SweepState:
    """All of a sweep so far. With a log, all that is added is on disk first."""

    def __init__(self, archives: Sequence[Archive], log: PrivateLog | None = None) -> None:
        self.archives = [ArchiveState(archive) for archive in archives]
        self.leads: dict[str, dict[str, Lead]] = defaultdict(dict)
        """By subject and address."""
        self.broken: set[str] = set()
        self.hits = 0
        self.resumed = 0
        """Records that an earlier run has read."""
        self._log = log
        if log is not None:
            for entry in log.entries():
                self._take(load(_Entry, entry))
            self.resumed = self.records
            for state in self.archives:
                state.failure = ""

    def add(self, number: int, stretched: Stretched) -> None:
        """What came of a stretch of an archive, by its place in `archives`."""
        entry = _Entry(number, stretched)
        if self._log is not None:
            self._log.append(dump(entry))
        self._take(entry)

    def _take(self, entry: _Entry) -> None:
        state, told = self.archives[entry.archive], entry.stretched
        state.mark, state.is_whole = told.mark, told.is_whole
        state.failure = told.failure
        state.records += told.records
        state.content_bytes += told.content_bytes
        state.read_whole += told.read_whole
        state.cut += told.cut
        known = set(state.troubles)
        state.troubles += [trouble for trouble in told.troubles if trouble not in known]
        self.broken.update(told.broken)
        self.hits += len(told.hits)
        for hit in told.hits:
            leads = self.leads[hit.subject_id]
            leads.setdefault(hit.url, Lead(hit)).add(hit)

    @property
    def records(self) -> int:
        return sum(state.records for state in self.archives)

    @property
    def content_bytes(self) -> int:
        return sum(state.content_bytes for state in self.archives)

    @property
    def is_done(self) -> bool:
        return all(state.is_whole for state in self.archives)

    def left(self) -> Iterator[int]:
        """The places of the archives that are to be read on."""
        return (
            at for at, state in enumerate(self.archives) if not state.is_whole and not state.failure
        )

    def of(self, subject_id: str) -> Mapping[str, Lead]:
        return self.leads.get(subject_id, {})


def log_of(
    archives: Sequence[Archive], subjects: Sequence[Subject], digest: str, vault: Vault
) -> PrivateLog:
    """The log of just this sweep: the same people, rules and archives. Its name tells nothing."""
    told = hmac.new(vault.identity_key, digestmod=sha256)
    for part in (__version__, digest, *(f"{a.address}\0{a.size}" for a in archives)):
        told.update(part.encode() + b"\n")
    for subject in sorted(subjects, key=lambda subject: subject.id):
        told.update(dump(subject))
    return PrivateLog(logs_folder("sweep") / f"{told.hexdigest()[:32]}{ENDING}", vault)
