"""One run over a slate, or one person's check, in a process of its own: its processor time and the
memory of all that it starts are its own.

Reads a job from standard input and writes what it measured to standard output, both JSON.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bench.slates.people import entries, profiles

KEY = b"k" * 32


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done. A slate and a single check get the same but for `only_person`."""

    people: int
    seed: int
    ports: dict[str, int]
    ca_file: str
    rules: str
    sources: list[str]
    by_name: list[str]
    folder: str
    """Where the store goes."""
    jobs: int
    only_person: int = 0
    """The place of the one who is checked alone, by an ordinary check; 0 for the slate."""


@dataclass(slots=True)
class Measured:
    """What it took, from the first import to the last row."""

    wall_s: float = 0.0
    """Of the run, without entering people on the slate."""
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    questions: int = 0
    """Different requests that were announced, without what finds lead to."""
    asked: int = 0
    """The same, counted for each person."""
    states: dict[str, int] = field(default_factory=dict)


def main() -> None:
    job = Job(**json.load(sys.stdin))
    measured = _check(job) if job.only_person else _slate(job)
    measured.cpu_s, measured.peak_mb = _cpu_s(), _peak_mb()
    json.dump(asdict(measured), sys.stdout)


def _slate(job: Job) -> Measured:
    from scanner.case.store.runs import Run
    from scanner.case.vault import Vault
    from scanner.engine import engine_of
    from scanner.model.slate import SlateRecord
    from scanner.slate.driver import drive
    from scanner.slate.running import Wanted, begin_run, forecast
    from scanner.slate.setting import Setting, opened

    today = datetime.now(UTC).date()
    setting = Setting(
        f"sqlite:///{job.folder}/cases.sqlite3",
        (Path(job.rules),),
        _options(job),
        {},
        Vault(KEY),
    )
    place = opened(setting)
    slate = place.store.slates.begin(SlateRecord("Wexcombe"), datetime.now(UTC))
    people = profiles(job.people, job.seed, job.by_name, today)
    place.store.slates.add(slate.id, entries(people, today))
    wanted = Wanted(only=tuple(job.sources), site_requests=1_000_000)
    planned = forecast(place, slate.id, wanted, today)
    began = time.perf_counter()
    record = wanted.record(place.book)
    run: Run = begin_run(place.store, slate.id, record, frozenset(), datetime.now(UTC))
    engine = engine_of("local", job.jobs)
    try:
        for _ in drive(engine, setting, place.store, run.id):
            pass
    finally:
        engine.close()
    wall_s = time.perf_counter() - began
    states = Counter[str]()
    for state, number in place.store.runs.counts(run.id).items():
        states[state.value] += number
    states = +states
    return Measured(wall_s, 0.0, 0.0, planned.questions, planned.asked, dict(states))


def _check(job: Job) -> Measured:
    """An ordinary check with its report, without a store: less than the command does."""
    from scanner.fetch import Fetcher
    from scanner.model.clock import utc_now
    from scanner.model.events import AssessmentMade
    from scanner.plan import PlanOptions, make_plan
    from scanner.profile import parse_profile
    from scanner.render import render_html, render_json
    from scanner.rulebook.loader import load_rulebook
    from scanner.run import check

    began = time.perf_counter()
    today = datetime.now(UTC).date()
    book = load_rulebook((Path(job.rules),))
    text = list(islice(profiles(job.people, job.seed, job.by_name, today), job.only_person))[-1]
    subject = parse_profile(text, today).subject
    plan = make_plan(subject, book, PlanOptions(only=frozenset(job.sources)), today)
    with Fetcher(_options(job), now=utc_now) as fetcher:
        for event in check(
            *(subject, book, plan, fetcher, KEY),
            now=utc_now,
            randomness=random.Random(job.seed),
            keeps_content=False,
        ):
            if isinstance(event, AssessmentMade):
                render_html(event.assessment)
                render_json(event.assessment)
    return Measured(time.perf_counter() - began)


def _options(job: Job):  # type: ignore[no-untyped-def]
    from scanner.fetch import FetchOptions

    ports = {host: ("127.0.0.1", port) for host, port in job.ports.items()}
    return FetchOptions(connect_to=ports, ca_file=Path(job.ca_file), spacing_s=0.0)


def _peak_mb() -> float:
    """Of this process alone, by the system's own high-water mark."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return 0.0


def _cpu_s() -> float:
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main()
