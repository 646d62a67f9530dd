"""Processes that begin at once, so that a test can kill many: each is forked from one that has
loaded, once, what all of them need."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

_PRELOADED = (
    *("tests.case.quick_command", "scanner.cli.app", "scanner.cli.check"),
    *("scanner.cli.running", "scanner.cli.in_case", "scanner.render.letters", "scanner.demo"),
    *("scanner.case.vault.opening", "scanner.case.recording", "sqlite3", "argon2", "psycopg"),
    *("dateutil.easter", "holidays.countries.united_kingdom"),
    *("distributed.cli.dask_scheduler", "distributed.cli.dask_worker", "distributed.http"),
    *("scanner.slate.turns", "scanner.slate.asking", "scanner.slate.pieces"),
    *("scanner.render.calendar", "icalendar", "phonenumbers.data.region_GB"),
    "tests.case.warm_process",
)


def quick_process(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """A process that does the work, a function of a module; it is not begun yet."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context.Process(target=work, args=arguments)
