"""Web-crawl archives searched for many people at once: nobody is asked anything, so nothing is
disclosed.

`list_archives` says what is searched, `SweepState` keeps how far it has come, `sweep` goes on with
it on an engine; what is found are `Lead`s, by person and address.
"""

from scanner.sweep.archives import COMMON_CRAWL, Archive, list_archives
from scanner.sweep.driving import Here, Step, sweep
from scanner.sweep.errand import Errand, errand_for
from scanner.sweep.hits import Hit
from scanner.sweep.opening import Opener, is_remote
from scanner.sweep.pieces import Trouble
from scanner.sweep.progress import ArchiveState, Lead, SweepState, log_of

__all__ = [
    "COMMON_CRAWL",
    "Archive",
    "ArchiveState",
    "Errand",
    "Here",
    "Hit",
    "Lead",
    "Opener",
    "Step",
    "SweepState",
    "Trouble",
    "errand_for",
    "is_remote",
    "list_archives",
    "log_of",
    "sweep",
]
