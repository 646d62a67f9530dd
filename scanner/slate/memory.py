"""What a process remembers from one turn to the next, so that nothing is worked out twice.

None of it is needed: a turn that begins without it, in another process or after a crash, comes to
the same. None of it grows with the slate.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.case.store import ScanRecord
from scanner.gather import Collecting
from scanner.model.events import Event
from scanner.model.plan import Probe
from scanner.slate.shared_reading import SharedReading

MOST_CHECKS = 6
"""Checks that wait here for answers. Each holds the pages that wait for a control question, a few
megabytes at most."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check that has come to questions without an answer."""

    record: ScanRecord
    events: Iterator[Event] = field(repr=False)
    fetcher: Collecting = field(repr=False)
    planned: dict[str, Probe] = field(repr=False)
    """Every question of it so far, by id."""


class Memory:
    """Checks that wait, and pages that were read; for any number of threads."""

    def __init__(self, most: int = MOST_CHECKS) -> None:
        self.reading = SharedReading()
        self._most = most
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()
        """By the id of the check, the one that has waited longest first."""
        self._lock = threading.Lock()

    def keep(self, scan_id: str, waiting: Waiting) -> None:
        """Until it is taken, or others crowd it out."""
        with self._lock:
            self._waiting[scan_id] = waiting
            while len(self._waiting) > self._most:
                self._waiting.popitem(last=False)

    def take(self, scan_id: str) -> Waiting | None:
        """Gives it up: whoever has it goes on with it, or lets go of it."""
        with self._lock:
            return self._waiting.pop(scan_id, None)
