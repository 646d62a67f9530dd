"""Runs a slate or a single check over the simulated web, and holds it against the web's own log."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from bench import people
from bench.fetching.answers import MOVED_TO
from bench.fetching.running import output_of
from bench.fetching.server import Log, Server
from bench.fetching.web import QUIET, Host, Kind, Web, make_web
from bench.slates.client import Job, Measured
from bench.slates.people import SHARED_HANDLE, handle_of

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 7_200.0
_EACH_BY_NAME = 5
"""Of hosts that know handles or names, one in five knows names."""


class By(StrEnum):
    """By what sites find their members."""

    BOTH = "both"
    HANDLE = "handle"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class World:
    """People, and the sites on which they are looked for."""

    web: Web
    by_name: frozenset[Host]
    handles: frozenset[str]
    names: frozenset[str]

    def values(self, host: Host) -> frozenset[str]:
        """Of which a host is asked the page, each once."""
        return self.names if host in self.by_name else self.handles


def world_of(people_count: int, hosts: int, seed: int, haste: float, by: By = By.BOTH) -> World:
    """Sites that answer, as many as are wanted: how odd ones are borne, bench/fetch.py shows."""
    drawn = make_web(seed, 2 * hosts, 0)
    answering = tuple(host for host in drawn.hosts if host.kind in QUIET)[:hosts]
    subjects = people.slate(people_count, seed)
    handles = frozenset({SHARED_HANDLE, *map(handle_of, subjects)})
    names = frozenset(_slug(subject.display_name) for subject in subjects)
    by_name = {
        By.BOTH: frozenset(answering[::_EACH_BY_NAME]),
        By.HANDLE: frozenset(),
        By.NAME: frozenset(answering),
    }[by]
    return World(
        Web(seed, answering, (*sorted(handles), *sorted(names - handles)), haste),
        by_name,
        handles,
        names,
    )


@dataclass(frozen=True, slots=True)
class Ran:
    """What a client needed, and what the web saw of it."""

    measured: Measured
    log: Log
    faults: tuple[str, ...] = ()
    """In how far its requests are not the plan."""

    @property
    def requests(self) -> int:
        return sum(len(host.served) for host in self.log.hosts.values())

    @property
    def most_at_once(self) -> int:
        return max((host.most_at_once for host in self.log.hosts.values()), default=0)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time per request."""
        return 1000 * self.measured.cpu_s / max(1, self.requests)


def run(job: Job, world: World, server: Server) -> Ran:
    """Raises ClientFailed; ends the client when interrupted."""
    server.reset()
    output, peak_mb = output_of("bench.slates.client", asdict(job), _PATIENCE_S)
    measured = Measured(**json.loads(output))
    measured.peak_mb = max(measured.peak_mb, peak_mb)
    # The last connections end with the process: the log is whole when the server has seen it.
    time.sleep(0.3)
    log = server.log()
    faults = () if job.only_person else tuple(_faults(measured, log, world))
    return Ran(measured, log, faults)


def _faults(measured: Measured, log: Log, world: World) -> list[str]:
    """Where what was served differs from each page once, robots.txt once, a control at most, and
    the redirects that members' pages give."""
    faults = [] if set(measured.states) == {"done"} else [f"people: {measured.states}"]
    pages = sum(len(world.values(host)) for host in world.web.hosts)
    if measured.questions != pages:
        faults.append(f"announced {measured.questions} pages instead of {pages}")
    for host in world.web.hosts:
        served = Counter(each.target for each in log.hosts[host.name].served)
        faults += [f"{host.name} {what}" for what in _faults_of(host, served, world)]
    return faults


def _faults_of(host: Host, served: Counter[str], world: World) -> Collection[str]:
    values = world.values(host)
    members = {each for each in values if world.web.is_member(host, each)}
    wanted = Counter(host.path.format(handle=value) for value in values)
    wanted["/robots.txt"] = 1
    if host.kind is Kind.MOVED:
        wanted += Counter(f"{MOVED_TO}{member}" for member in members)
    missing, more = wanted - served, served - wanted
    controls = [target for target in more if target not in wanted]
    faults = [f"was not asked for {number} pages" for number in [missing.total()] if number]
    if len(controls) > 1 or more.total() > len(controls):
        faults.append(f"was asked {more.total()} times too often")
    return faults


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
