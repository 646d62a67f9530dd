"""A stretch of an archive as one piece of work, in whatever process: the same stretch always gives
the same, so that one that was lost is done again."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scanner.faults import fault_of
from scanner.garbage import spare_what_lasts
from scanner.sweep.archives import Archive
from scanner.sweep.errand import Errand, opened, sealed_hits
from scanner.sweep.hits import Hit
from scanner.sweep.looking import Sweeper
from scanner.sweep.records import Mark, Reading, Record


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a piece of work is given."""

    errand: Errand
    archive: Archive
    mark: Mark
    seconds: float
    """After about so long it ends, where the archive lets it be gone on with."""
    skip: int = 0
    """Records to pass over unread: one that ended every process that read it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What of an archive was not read."""

    why: str
    record: int
    """Records read before it."""
    offset: int
    """Stored bytes before it; 0 where it does not matter."""


@dataclass(frozen=True, slots=True)
class Stretched:
    """What came of it."""

    mark: Mark
    is_whole: bool
    """The archive was read to its end."""
    hits: tuple[Hit, ...] = ()
    sealed_hits: bytes = field(default=b"", repr=False)
    """The same on the way back from another machine."""
    records: int = 0
    content_bytes: int = 0
    """Of the records, unpacked."""
    read_whole: int = 0
    """Records that were read and matched word by word: the rest was told apart at a glance."""
    cut: int = 0
    """Records of which a part was left out, since they are larger than any page."""
    broken: tuple[str, ...] = ()
    """Where netcurtain itself broke over a record; carries no private value."""
    troubles: tuple[Trouble, ...] = ()
    failure: str = ""
    """Why the archive could not be read on just now: its disk or its server failed."""


def look_through(stretch: Stretch) -> Stretched:
    """Reads on from the mark, as far as disk and network let it."""
    return _Looking(stretch).done()


_sweeper: tuple[str, Sweeper] | None = None
"""This process's own, with the key of its errand."""


def _sweeper_of(errand: Errand) -> Sweeper:
    global _sweeper
    if _sweeper is None or _sweeper[0] != errand.key:
        _sweeper = errand.key, Sweeper(*opened(errand))
        spare_what_lasts()
    return _sweeper[1]


def _never() -> bool:
    return False


_stopped: Callable[[], bool] = _never
"""Whether the stretch that this very process looks through is to end at the next record."""


@contextlib.contextmanager
def ending_when(stopped: Callable[[], bool]) -> Iterator[None]:
    """Lets a stretch in this process end early, for as long as the block lasts, also where going on
    costs something: in an archive that is packed as a whole."""
    global _stopped
    before, _stopped = _stopped, stopped
    try:
        yield
    finally:
        _stopped = before


class _Looking:
    """One stretch while it is looked through."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._hits: list[Hit] = []
        self._broken: list[str] = []
        self._records = self._bytes = self._cut = 0
        self._mark = stretch.mark
        self._is_whole = False
        self._troubles: list[Trouble] = []
        self._failure = ""

    def done(self) -> Stretched:
        sweeper = _sweeper_of(self._stretch.errand)
        read_whole = sweeper.read_whole
        archive = self._stretch.archive
        try:
            with self._stretch.errand.opener.open(archive.address) as stream:
                reading = Reading(stream, archive.size, self._mark)
                try:
                    self._read(reading, sweeper)
                finally:
                    self._troubles += [
                        Trouble(damage.why, damage.record, damage.offset)
                        for damage in reading.damages
                    ]
        except OSError as error:
            self._failure = error.strerror or "it cannot be read"
        errand, hits = self._stretch.errand, tuple(self._hits)
        return Stretched(
            mark=self._mark,
            is_whole=self._is_whole,
            hits=() if errand.is_sealed else hits,
            sealed_hits=sealed_hits(errand, hits) if errand.is_sealed else b"",
            records=self._records,
            content_bytes=self._bytes,
            read_whole=sweeper.read_whole - read_whole,
            cut=self._cut,
            broken=tuple(self._broken),
            troubles=tuple(self._troubles),
            failure=self._failure,
        )

    def _read(self, reading: Reading, sweeper: Sweeper) -> None:
        until = time.monotonic() + self._stretch.seconds
        skipped = 0
        for record in reading:
            self._records += 1
            self._bytes += len(record.body)
            self._cut += record.is_cut
            if skipped < self._stretch.skip:
                skipped += 1
                number, offset = record.mark.record, record.mark.offset
                self._troubles.append(Trouble("a record that ends its reader", number, offset))
            else:
                self._look(record, sweeper)
            self._mark = record.mark
            if _stopped() or (reading.can_pause and time.monotonic() > until):
                return
        self._is_whole = True

    def _look(self, record: Record, sweeper: Sweeper) -> None:
        """One record; one that breaks something costs no more than itself."""
        try:
            self._hits += sweeper.look(record, self._stretch.archive.address)
        except Exception as error:
            self._broken.append(fault_of(error))
            trouble = "something broke inside netcurtain over a record"
            self._troubles.append(Trouble(trouble, record.mark.record, record.mark.offset))
