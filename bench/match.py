"""How fast pages are read and matched, as ratios within one run.

Baseline: `BeautifulSoup(page, "lxml").get_text()` on the same pages, which only gets the text.
Seconds are shown, ratios judged; the exit code is 1 when a target is missed.
"""

from __future__ import annotations

import gc
import multiprocessing
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bs4 import BeautifulSoup
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.hostile import HOSTILE, SIZE
from bench.pages import NAMES, Page, make_pages
from bench.people import slate
from scanner.match import FactIndex
from scanner.model.capture import Capture, Hop
from scanner.model.subject import Subject
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

SEED = 20261123
MEGABYTES = 25
PEOPLE = 10_000
ROUNDS = 3
"""Each measurement is the best of so many, taken in turns, since other work on the machine only
ever adds to a time."""
PLANTED = [
    "Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT, said the plan was rushed.",
    "Contact Jane Marlow on 07700 900123 or jane.marlow@mailbox.example.",
    "MARLOW, Jane (born 14 March 1979), 14 Bramble Road, Wexcombe WX4 7QT",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio, and what it must keep to."""

    name: str
    ratio: float
    wanted: str
    is_met: bool


def main() -> int:
    warnings.simplefilter("ignore")
    console = Console(width=110)
    pages = make_pages(MEGABYTES, SEED, PLANTED)
    one, many = slate(1, SEED), slate(PEOPLE, SEED, NAMES)
    book = _book()
    size = sum(len(page.html) for page in pages) / 1e6
    console.print(f"{len(pages)} pages, {size:.1f} MB, {PEOPLE:,} people; best of {ROUNDS} rounds")

    index_one = FactIndex(one, book.detectors)
    build, index_many = _timed(lambda: FactIndex(many, book.detectors))
    # As workers do: what stays for good is not looked through again and again.
    gc.collect()
    gc.freeze()
    soup, single, full = [], [], []
    for _ in range(ROUNDS):
        soup.append(_timed(lambda: [_soup(page) for page in pages])[0])
        single.append(_timed(lambda: [_street(page, index_one) for page in pages])[0])
        full.append(_timed(lambda: [_street(page, index_many) for page in pages])[0])
    reading = _timed(lambda: [read(_capture(page.html)) for page in pages])[0]

    seconds = Table("", "seconds", "MB/s", title="Time")
    for name, value in (
        ("BeautifulSoup(lxml).get_text()", min(soup)),
        ("reading alone", reading),
        ("reading and matching, 1 person", min(single)),
        (f"reading and matching, {PEOPLE:,} people", min(full)),
        (f"building the index of {PEOPLE:,}", build),
    ):
        seconds.add_row(name, f"{value:.2f}", "" if "index" in name else f"{size / value:.1f}")
    console.print(seconds)

    _show_kinds(console, pages, index_one)
    memory = _memory_of_index(many)
    targets = [
        _at_least("BeautifulSoup's time / ours, 1 person", min(soup) / min(single), 5),
        _at_most(f"time for {PEOPLE:,} people / for 1", min(full) / min(single), 1.5),
        _at_most("building the index / one pass", build / min(full), 5),
        _at_most("memory of the index, MB", memory, 300),
    ]
    _show(console, targets)
    _show_single_pages(console, pages, index_one)
    return 0 if all(target.is_met for target in targets) else 1


def _book() -> RuleBook:
    return load_rulebook()


def _capture(body: bytes) -> Capture:
    hop = Hop("https://www.paper.example/a", 200, (("Content-Type", "text/html"),), "127.0.0.1:443")
    return Capture("p", (hop,), body, body, datetime(2026, 11, 23, tzinfo=UTC), 1)


def _soup(page: Page) -> str:
    return BeautifulSoup(page.html, "lxml").get_text()


def _street(page: Page, index: FactIndex) -> int:
    matched = index.match(read(_capture(page.html)))
    return len(matched.sightings)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _at_least(name: str, ratio: float, bound: float) -> Target:
    return Target(name, ratio, f"≥ {bound:g}", ratio >= bound)


def _at_most(name: str, ratio: float, bound: float) -> Target:
    return Target(name, ratio, f"≤ {bound:g}", ratio <= bound)


def _show(console: Console, targets: Sequence[Target]) -> None:
    table = Table("ratio", "measured", "wanted", "", title="Targets")
    for target in targets:
        met = "met" if target.is_met else "MISSED"
        table.add_row(target.name, f"{target.ratio:.2f}", target.wanted, met)
    console.print(table)


def _show_kinds(console: Console, pages: Sequence[Page], index: FactIndex) -> None:
    """The ratio for each sort of page: where a page is mostly script, BeautifulSoup has little to
    do."""
    table = Table("sort of page", "BeautifulSoup's time / ours", title="By sort")
    for kind in sorted({page.kind for page in pages}):
        some = [page for page in pages if page.kind == kind][:40]
        soup = min(_timed(lambda: [_soup(page) for page in some])[0] for _ in range(2))  # noqa: B023
        ours = min(_timed(lambda: [_street(page, index) for page in some])[0] for _ in range(2))  # noqa: B023
        table.add_row(kind, f"{soup / ours:.2f}")
    console.print(table)


def _show_single_pages(console: Console, pages: Sequence[Page], index: FactIndex) -> None:
    times = sorted(_best_of_three(page.html, index) for page in pages)
    median = statistics.median(times)
    size = statistics.median(len(page.html) for page in pages)
    table = Table("page", "of the median page", "per byte", title="Single pages")
    percentile = times[int(len(times) * 0.99)]
    table.add_row("99th percentile", f"{percentile / median:.1f}", "")
    hostile = sorted(((_best_of_three(body, index), name) for name, body in HOSTILE.items()))
    for seconds, name in reversed(hostile[-5:]):
        times_as_long = seconds / median
        table.add_row(name, f"{times_as_long:.1f}", f"{times_as_long / (SIZE / size):.1f}")
    console.print(table)
    console.print(f"Median page: {median * 1000:.1f} ms, {size / 1000:.0f} kB.")


def _best_of_three(body: bytes, index: FactIndex) -> float:
    def once() -> float:
        started = time.perf_counter()
        index.match(read(_capture(body)))
        return time.perf_counter() - started

    return min(once() for _ in range(3))


def _memory_of_index(subjects: list[Subject]) -> float:
    """Megabytes that building the index adds to a process of its own, facts not counted."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_build_and_tell, args=(subjects, theirs))
    process.start()
    megabytes = float(ours.recv())
    process.join()
    return megabytes


def _build_and_tell(subjects: list[Subject], pipe: multiprocessing.connection.Connection) -> None:
    book = _book()
    gc.collect()
    before = _resident()
    index = FactIndex(subjects, book.detectors)
    gc.collect()
    pipe.send(_resident() - before)
    assert index


def _resident() -> float:
    """Megabytes of this process in memory (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
