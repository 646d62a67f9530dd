"""One client at its work, in a process of its own: so its processor time and memory are its own.

Reads a job from standard input and writes what it measured to standard output, both JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import random
import resource
import signal
import ssl
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.fetching.web import Kind, Web, make_web

WORKERS = 128


@dataclass(frozen=True, slots=True)
class Job:
    """What a client is to do. All clients of a table get the same but for the name."""

    client: str
    seed: int
    hosts: int
    handles: int
    tls_share: float
    kinds: list[str]
    ports: dict[str, int]
    ca_file: str
    rules: str
    timeout_s: float
    spacing_s: float | None
    """None: what the rules say."""
    profile: str = ""
    """A file for the profiler's figures."""

    def web(self) -> Web:
        return make_web(self.seed, self.hosts, self.handles, self.tls_share)


@dataclass(slots=True)
class Measured:
    """What a client needed, and what it says of each page, by address."""

    wall_s: float
    cpu_s: float
    """Of the work alone, children included; imports and loading of rules not counted."""
    peak_mb: float
    """The most that this process alone had in memory, loading included."""
    verdicts: dict[str, str] = field(default_factory=dict)
    """`found`, `absent`, or a reason why neither."""


Verdicts = dict[str, str]


def main() -> None:
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    job = Job(**json.load(sys.stdin))
    work = _CLIENTS[job.client](job)
    gc.collect()
    cpu, began = _cpu_s(), time.perf_counter()
    verdicts = _profiled(work, job.profile) if job.profile else work()
    wall = time.perf_counter() - began
    measured = Measured(wall, _cpu_s() - cpu, _peak_mb(), verdicts)
    json.dump(asdict(measured), sys.stdout)


def _end_with_parent(parent: int) -> None:
    """A client without its benchmark would go on asking whoever gets the ports next."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


def _cpu_s() -> float:
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _peak_mb() -> float:
    """From the system's own high-water mark: that of `getrusage` is inherited from the parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return 0.0


def _by_status(status: int) -> str:
    """What a checker says that trusts the status."""
    return {200: "found", 404: "absent"}.get(status, f"status {status}")


def _fetcher(job: Job) -> Callable[[], Verdicts]:
    """Our `Fetcher` alone, from probe to capture; captures are let go of as they come."""
    from bench.fetching import sources
    from scanner.fetch import Fetcher
    from scanner.model.capture import Capture, Skipped
    from scanner.model.clock import utc_now

    web = job.web()
    book = sources.load_book(Path(job.rules))
    probes = sources.plan_for(sources.person(web), book, _chosen(job, web)).probes
    urls = {probe.id: probe.request.url for probe in probes}

    def work() -> Verdicts:
        verdicts: Verdicts = {}
        with Fetcher(_options(job), now=utc_now) as fetcher:
            for probe in probes:
                fetcher.add(probe)
            for event in fetcher.results():
                if isinstance(event, Capture):
                    failure = event.failure
                    said = failure.value if failure else _by_status(event.status)
                    verdicts[urls[event.probe_id]] = said
                elif isinstance(event, Skipped):
                    verdicts[urls[event.probe_id]] = event.reason.value
        return verdicts

    return work


def _check(job: Job) -> Callable[[], Verdicts]:
    """The whole street: plan, fetch, read, decide, ask controls, match, judge, assess."""
    from bench.fetching import sources
    from scanner.fetch import Fetcher
    from scanner.garbage import spare_what_lasts
    from scanner.model.clock import utc_now
    from scanner.model.events import OutcomeRevised, ProbeDone
    from scanner.model.plan import Purpose
    from scanner.run import check

    web = job.web()
    book = sources.load_book(Path(job.rules))
    subject = sources.person(web)
    hosts = _chosen(job, web)
    spare_what_lasts()

    def work() -> Verdicts:
        verdicts: Verdicts = {}
        plan = sources.plan_for(subject, book, hosts)
        with Fetcher(_options(job), now=utc_now) as fetcher:
            events = check(
                *(subject, book, plan, fetcher, b"k" * 32),
                now=utc_now,
                randomness=random.Random(job.seed),
                keeps_content=False,
            )
            for event in events:
                if isinstance(event, (ProbeDone, OutcomeRevised)):
                    if event.probe.purpose is not Purpose.SOURCE:
                        continue
                    kind, reason = event.outcome.kind.value, event.outcome.reason
                    said = kind if kind in ("found", "absent") else f"{kind}: {reason}"
                    verdicts[event.probe.request.url] = said
        return verdicts

    return work


def _options(job: Job):  # type: ignore[no-untyped-def]
    from scanner.cli.running import APART_FROM
    from scanner.fetch import FetchOptions

    ports = {host: ("127.0.0.1", port) for host, port in job.ports.items()}
    return FetchOptions(
        connect_to=ports,
        ca_file=Path(job.ca_file),
        workers=WORKERS,
        spacing_s=job.spacing_s,
        apart_from=APART_FROM if job.client == "check" else None,
    )


def _requests(job: Job) -> Callable[[], Verdicts]:
    """Threads with a `requests.Session` each, and nothing else.

    Each thread asks one host after the other, all pages of it over one connection: nothing that
    this library can do needs less.
    """
    import requests

    by_host: dict[str, list[tuple[str, str, str]]] = {}
    for page in _local_urls(job):
        by_host.setdefault(page[2], []).append(page)
    own = threading.local()

    def session() -> requests.Session:
        if not hasattr(own, "session"):
            own.session = requests.Session()
            own.session.trust_env = False
            own.session.verify = job.ca_file
        return own.session  # type: ignore[no-any-return]

    def ask(page: tuple[str, str, str]) -> tuple[str, str]:
        url, local, host = page
        try:
            with contextlib.closing(
                session().get(local, headers={"Host": host}, timeout=job.timeout_s)
            ) as response:
                _ = response.content
                return url, _by_status(response.status_code)
        except (requests.RequestException, OSError) as error:
            return url, type(error).__name__

    def work() -> Verdicts:
        with ThreadPoolExecutor(WORKERS) as pool:
            hosts = pool.map(lambda pages: [ask(page) for page in pages], by_host.values())
            return {url: verdict for verdicts in hosts for url, verdict in verdicts}

    return work


def _aiohttp(job: Job) -> Callable[[], Verdicts]:
    """One event loop, 128 connections: about the least that Python can need."""
    import aiohttp

    urls = _local_urls(job)

    async def all_of_them() -> Verdicts:
        verdicts: Verdicts = {}
        turns = asyncio.Semaphore(WORKERS)
        trusted = ssl.create_default_context(cafile=job.ca_file)
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=WORKERS, ssl=trusted),
            timeout=aiohttp.ClientTimeout(total=job.timeout_s),
        ) as session:

            async def ask(url: str, local: str, host: str) -> None:
                async with turns:
                    try:
                        async with session.get(local, headers={"Host": host}) as response:
                            await response.read()
                            verdicts[url] = _by_status(response.status)
                    except (aiohttp.ClientError, OSError, ValueError) as error:
                        verdicts[url] = type(error).__name__

            await asyncio.gather(*(ask(*page) for page in urls))
        return verdicts

    return lambda: asyncio.run(all_of_them())


def _local_urls(job: Job) -> list[tuple[str, str, str]]:
    """Each address, the same at the host's port on loopback, and the Host header."""
    web = job.web()
    local = []
    for url in web.urls(frozenset(Kind(kind) for kind in job.kinds)):
        parts = urlsplit(url)
        place = f"127.0.0.1:{job.ports[parts.netloc]}"
        local.append((url, urlunsplit(parts._replace(netloc=place)), parts.netloc))
    return local


def _chosen(job: Job, web: Web):  # type: ignore[no-untyped-def]
    return [host for host in web.hosts if host.kind.value in job.kinds]


def _profiled(work: Callable[[], Verdicts], path: str) -> Verdicts:
    """With cProfile in every thread."""
    import cProfile
    import pstats

    profiles: list[cProfile.Profile] = []

    def begin(*_: object) -> None:
        profile = cProfile.Profile(time.thread_time)
        profiles.append(profile)
        profile.enable()

    threading.setprofile(begin)
    begin()
    verdicts = work()
    threading.setprofile(None)
    for profile in profiles:
        profile.disable()
    stats = pstats.Stats(profiles[0])
    for profile in profiles[1:]:
        with contextlib.suppress(TypeError):
            stats.add(profile)
    stats.dump_stats(path)
    return verdicts


_CLIENTS: dict[str, Callable[[Job], Callable[[], Verdicts]]] = {
    "fetcher": _fetcher,
    "check": _check,
    "requests": _requests,
    "aiohttp": _aiohttp,
}

if __name__ == "__main__":
    main()
