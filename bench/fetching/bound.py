"""How quick a client could have been, from what the server really served; and what it got right."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bench.fetching.clients import Job
from bench.fetching.server import HostLog, Log, Served
from bench.fetching.web import SILENT, Host, Kind, Truth, Web

GIVEN_UP_AFTER = 2
"""After so many time-outs nobody need wait for a silent host any more."""
LONGEST_BACKOFF_S = 2.0
"""The most that counts of a pause before asking again a page that was refused without a time."""
RULES_SPACING_S = 1.0
_REFUSALS = (429, 503)


@dataclass(frozen=True, slots=True)
class Bound:
    """No client of these manners ends sooner than the larger of the two."""

    chain_s: float
    """The longest time that one host takes by itself, at one request at a time."""
    chain_of: str
    """What sort of host that is."""
    share_s: float
    """All response times over the number of workers."""

    @property
    def seconds(self) -> float:
        return max(self.chain_s, self.share_s)


def bound_of(log: Log, web: Web, job: Job, workers: int) -> Bound:
    """The bound for what the server served."""
    spacing = RULES_SPACING_S if job.spacing_s is None else job.spacing_s
    asked = [host for host in web.hosts if host.kind.value in job.kinds]
    chains, total = [], 0.0
    for host in asked:
        seen = sorted(log.hosts.get(host.name, HostLog()).served, key=lambda one: one.began_at)
        busy = _busy_s(host, seen, job)
        total += busy
        chains.append((busy + sum(_pauses(seen, spacing)), host.kind.value))
    longest, kind = max(chains)
    return Bound(longest, kind, total / workers)


def _busy_s(host: Host, seen: list[Served], job: Job) -> float:
    """How long a host is at work for the client. Silence costs two time-outs and no more."""
    if host.kind not in SILENT:
        return sum(one.ended_at - one.began_at for one in seen)
    answered = sum(one.ended_at - one.began_at for one in seen if one.status)
    robots = answered if host.kind is not Kind.SLOW_BODY else 0.0
    return robots + min(GIVEN_UP_AFTER, job.handles) * job.timeout_s


def _pauses(seen: list[Served], spacing_s: float) -> Iterator[float]:
    """The pauses that manners ask for between a host's requests."""
    for one, following in itertools.pairwise(seen):
        pause = spacing_s
        if one.told_to_wait_s is not None:
            pause = max(pause, one.told_to_wait_s)
        elif one.status in _REFUSALS and following.target == one.target:
            pause = max(pause, min(following.began_at - one.ended_at, LONGEST_BACKOFF_S))
        yield pause


def last_to_end(log: Log, web: Web, count: int = 3) -> Iterator[str]:
    """The hosts that were done with last, and how their time went: where a late end comes from."""
    ends = {name: max(one.ended_at for one in host.served) for name, host in log.hosts.items()}
    if not ends:
        return
    first = min(one.began_at for host in log.hosts.values() for one in host.served)
    kinds = {host.name: host.kind.value for host in web.hosts}
    for name in sorted(ends, key=ends.__getitem__, reverse=True)[:count]:
        seen, _ = _in_order(log.hosts[name])
        busy = sum(one.ended_at - one.began_at for one in seen)
        yield (
            f"{kinds[name]}: {len(seen)} requests from {seen[0].began_at - first:.1f} s to "
            f"{ends[name] - first:.1f} s, of which it answered for {busy:.1f} s"
        )


def smallest_pause(log: Log) -> float:
    """The shortest time between the end of a host's response and its next request."""
    pauses = [
        following.began_at - one.ended_at
        for host in log.hosts.values()
        for one, following in zip(*_in_order(host), strict=False)
    ]
    return min(pauses, default=float("inf"))


def _in_order(host: HostLog) -> tuple[list[Served], list[Served]]:
    seen = sorted(host.served, key=lambda one: one.began_at)
    return seen, seen[1:]


@dataclass(frozen=True, slots=True)
class Score:
    """Verdicts against the truth."""

    counts: Counter[str]
    wrong: Counter[str]
    """False verdicts by kind of host."""
    missed: Counter[str]
    """Decidable pages without a verdict, by kind of host."""
    trespasses: int
    """Requests that robots.txt forbids."""

    def __getitem__(self, name: str) -> int:
        return self.counts[name]


def score(web: Web, job: Job, verdicts: dict[str, str], log: Log) -> Score:
    """How often each sort of verdict was right."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for host in web.hosts:
        if host.kind.value not in job.kinds:
            continue
        for handle in web.handles:
            truth = web.truth(host, handle)
            said = verdicts.get(host.url(handle), "no answer")
            if said not in ("found", "absent"):
                counts["inconclusive"] += 1
                if truth is not Truth.UNDECIDABLE:
                    missed[f"{host.kind.value}: {said}"] += 1
            elif said == truth.value:
                counts[f"{said} right"] += 1
            else:
                counts[f"false {said}"] += 1
                wrong[f"{host.kind.value}: {said}"] += 1
    return Score(counts, wrong, missed, sum(_trespasses(web, log)))


def _trespasses(web: Web, log: Log) -> Iterator[int]:
    for host in web.hosts:
        if host.kind in (Kind.ROBOTS_FORBID, Kind.ROBOTS_BROKEN):
            served = log.hosts.get(host.name, HostLog()).served
            yield sum(one.target != "/robots.txt" for one in served)
