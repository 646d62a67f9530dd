"""How fast a crawl's archive is searched, as ratios within one run.

Beside the sweep, on the same archives: unpacking alone; unpacking, going from record to record and
one pass of a bare automaton over them, which is the limit of what any search can do; `zcat | grep
-F -f`; and the usual way, warcio with BeautifulSoup. Times are those of the processor, best of so
many rounds, since others may load the machine. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs
from bs4 import BeautifulSoup
from fastwarc import warc
from rich.console import Console
from rich.table import Table
from warcio.archiveiterator import ArchiveIterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.crawl import Crawl, make, people
from bench.pages import NAMES
from scanner.engine import LocalEngine
from scanner.match import FactIndex
from scanner.model.subject import Subject
from scanner.rulebook.loader import load_rulebook
from scanner.sweep import Archive, Errand, Here, Opener, SweepState, errand_for, sweep

SEED = 20261123
MEGABYTES = 500
PEOPLE = 5_000
_SOUP_MB = 20
"""Megabytes of source after which the usual way is not waited for: its time is scaled."""


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio, and what it must keep to."""

    name: str
    ratio: float
    wanted: str
    is_met: bool


def main() -> int:
    warnings.simplefilter("ignore")
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--mb", type=float, default=MEGABYTES, help="megabytes of source")
    given.add_argument("--people", type=int, default=PEOPLE)
    given.add_argument("--rounds", type=int, default=2)
    options = given.parse_args()
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        crawl = make(Path(folder), options.mb, SEED)
        console.print(
            f"{crawl.records:,} pages: {crawl.warc_bytes / 1e6:,.0f} MB of source, "
            f"{crawl.wet_bytes / 1e6:,.0f} MB of text, {crawl.hits} of them with something of "
            f"somebody; processor time, best of {options.rounds}"
        )
        bench = _Bench(crawl, options.people, options.rounds, console)
        targets = bench.run()
    _show(console, targets)
    return 0 if all(target.is_met for target in targets) else 1


class _Bench:
    def __init__(self, crawl: Crawl, count: int, rounds: int, console: Console) -> None:
        self._crawl, self._rounds, self._console = crawl, rounds, console
        self._count = count
        self._many = people(count, SEED, NAMES)
        self._one = self._many[:1]
        self._book = load_rulebook()
        self._folder = crawl.warc.parent

    def run(self) -> list[Target]:
        wet, source = self._crawl.wet, self._crawl.warc
        sizes = {wet: self._crawl.wet_bytes / 1e6, source: self._crawl.warc_bytes / 1e6}
        table = Table("", "WET", "WARC", title="MB/s per core, unpacked")
        seconds: dict[tuple[str, Path], float] = {}

        def told(name: str, measure: Callable[[Path], float], *archives: Path) -> None:
            for archive in archives or (wet, source):
                seconds[name, archive] = measure(archive)
            shown = [
                f"{sizes[each] / seconds[name, each]:.1f}" if (name, each) in seconds else ""
                for each in (wet, source)
            ]
            table.add_row(name, *shown)

        many = f"{self._count:,} people"
        told("unpacking alone", self._best(_unpack))
        for name, subjects in (("1 person", self._one), (many, self._many)):
            automaton = self._automaton(subjects)
            told(
                f"the limit, {name}",
                self._best(lambda path: _limit(path, automaton)),  # noqa: B023
            )
        for name, subjects in (("1 person", self._one), (many, self._many)):
            words = self._words(subjects)
            told(f"zcat | grep -F -f, {name}", lambda path: _grep(path, words), wet)  # noqa: B023
        told("warcio and BeautifulSoup", _soup, source)
        for name, subjects in (("1 person", self._one), (many, self._many)):
            errand = errand_for(tuple(subjects), self._book, (), Opener())
            _warm(errand, wet)
            told(f"sweep, {name}", self._best(lambda path: self._sweep(errand, path, name)))  # noqa: B023
        self._console.print(table)
        self._two(errand, wet)
        ours = f"sweep, {many}"
        return [
            _at_most("WET, 1 person: time / limit", self._ratio(seconds, "1 person", wet), 1.5),
            _at_most(f"WET, {many}: time / limit", self._ratio(seconds, many, wet), 1.5),
            _at_least(
                "WARC: warcio and BeautifulSoup / time, 1 person",
                seconds["warcio and BeautifulSoup", source] / seconds["sweep, 1 person", source],
                5,
            ),
            _at_least(
                f"WARC: warcio and BeautifulSoup / time, {many}",
                seconds["warcio and BeautifulSoup", source] / seconds[ours, source],
                5,
            ),
            _at_most(
                f"WET: {many} / 1 person", seconds[ours, wet] / seconds["sweep, 1 person", wet], 2
            ),
            _at_most(
                f"WARC: {many} / 1 person",
                seconds[ours, source] / seconds["sweep, 1 person", source],
                1.3,
            ),
        ]

    def _ratio(self, seconds: dict[tuple[str, Path], float], name: str, path: Path) -> float:
        return seconds[f"sweep, {name}", path] / seconds[f"the limit, {name}", path]

    def _best(self, work: Callable[[Path], object]) -> Callable[[Path], float]:
        return lambda path: min(_timed(lambda: work(path)) for _ in range(self._rounds))

    def _automaton(self, subjects: list[Subject]) -> ahocorasick_rs.BytesAhoCorasick:
        """Of all literals by which these people are matched."""
        index = FactIndex(subjects, self._book.detectors)
        return ahocorasick_rs.BytesAhoCorasick([text.encode() for text in index.literals])

    def _words(self, subjects: list[Subject]) -> Path:
        words = self._folder / f"words-{len(subjects)}.txt"
        index = FactIndex(subjects, self._book.detectors)
        words.write_text("\n".join(index.literals) + "\n")
        return words

    def _sweep(self, errand: Errand, path: Path, name: str) -> None:
        state = SweepState([Archive(str(path), path.stat().st_size)])
        list(sweep(errand, state, Here(), lambda: False))
        found = sum(map(len, state.leads.values()))
        assert state.is_done and not state.broken, state.broken
        assert found >= self._crawl.hits, (found, self._crawl.hits)
        whole = state.archives[0].read_whole
        self._console.print(
            f"  {name}, {path.suffixes[-2]}: {found} found, {whole} of {state.records} "
            f"records read whole ({whole / state.records:.2%})"
        )

    def _two(self, errand: Errand, path: Path) -> None:
        """Two processes against one, by the clock."""
        archives = [Archive(str(path), path.stat().st_size)] * 2
        walls = []
        for jobs in (1, 2):
            engine = LocalEngine(jobs)
            try:
                # Each process makes its tables before the clock starts.
                list(sweep(errand, SweepState(archives), engine, lambda: False, seconds=0.01))
                began = time.perf_counter()
                list(sweep(errand, SweepState(archives), engine, lambda: False))
                walls.append(time.perf_counter() - began)
            finally:
                engine.close()
        self._console.print(f"Two processes against one, by the clock: {walls[0] / walls[1]:.2f}")


def _warm(errand: Errand, path: Path) -> None:
    """Tables are made once for a whole sweep."""
    state = SweepState([Archive(str(path), path.stat().st_size)])
    next(sweep(errand, state, Here(), lambda: False, seconds=0.0))


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def _unpack(path: Path) -> None:
    with path.open("rb") as stream:
        unpacker = zlib.decompressobj(31)
        rest = b""
        while piece := rest or stream.read(1 << 18):
            unpacker.decompress(piece)
            rest = unpacker.unused_data
            if unpacker.eof:
                unpacker = zlib.decompressobj(31)


def _limit(path: Path, automaton: ahocorasick_rs.BytesAhoCorasick) -> int:
    found = 0
    with path.open("rb") as stream:
        for record in warc.ArchiveIterator(stream, parse_http=False):
            body = record.reader.read(record.content_length)
            found += len(automaton.find_matches_as_indexes(body, overlapping=True))
    return found


def _grep(path: Path, words: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(["zcat", path], stdout=subprocess.PIPE) as source:
        subprocess.run(
            ["grep", "-c", "-i", "-F", "-f", words],
            stdin=source.stdout,
            stdout=subprocess.DEVNULL,
            check=False,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _soup(path: Path) -> float:
    """The usual way on the first megabytes, scaled to all."""
    read = 0
    began = time.process_time()
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                body = record.content_stream().read()
                BeautifulSoup(body, "lxml").get_text()
                read += len(body)
            if read > _SOUP_MB * 1e6:
                break
        share = stream.tell() / path.stat().st_size
    return (time.process_time() - began) / share


def _at_least(name: str, ratio: float, bound: float) -> Target:
    return Target(name, ratio, f"≥ {bound:g}", ratio >= bound)


def _at_most(name: str, ratio: float, bound: float) -> Target:
    return Target(name, ratio, f"≤ {bound:g}", ratio <= bound)


def _show(console: Console, targets: list[Target]) -> None:
    table = Table("ratio", "measured", "wanted", "", title="Targets")
    for target in targets:
        met = "met" if target.is_met else "MISSED"
        table.add_row(target.name, f"{target.ratio:.2f}", target.wanted, met)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
