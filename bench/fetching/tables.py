"""What the benchmark prints, and what it holds our fetcher to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from bench.fetching.bound import RULES_SPACING_S, last_to_end, score, smallest_pause
from bench.fetching.clients import WORKERS
from bench.fetching.running import Run
from bench.fetching.web import QUIET, Web

NAMES = {
    "fetcher": "our Fetcher alone",
    "check": "our whole check",
    "requests": "bare requests",
    "aiohttp": "aiohttp",
}
TITLES = {
    "1": "One handle on the whole web, no pauses",
    "cpu": "Many handles on the quiet hosts alone: what a request costs",
    "2": "Many handles on the whole web, no pauses",
    "3": "Many handles on the whole web, 1 s between two requests to a host",
}
WALL = 1.3
CPU = 1.6
MEMORY_MB = {"1": 200, "cpu": 300, "2": 300, "3": 300}
OURS = ("fetcher", "check")


@dataclass(frozen=True, slots=True)
class Target:
    """Something measured, and what it must keep to."""

    name: str
    measured: float
    wanted: str
    is_met: bool


def show_web(console: Console, web: Web, timeout_s: float) -> None:
    counts = Counter(host.kind for host in web.hosts)
    kinds = ", ".join(f"{count} {kind.value}" for kind, count in counts.most_common())
    console.print(f"{len(web.hosts)} hosts: {kinds}.")
    console.print(
        f"Seed {web.seed}; {WORKERS} requests at once at most; time-out {timeout_s:g} s for all. "
        f"Quiet hosts: {sum(host.kind in QUIET for host in web.hosts)}; with TLS: "
        f"{sum(host.has_tls for host in web.hosts)}.",
        highlight=False,
    )


def show_legend(console: Console) -> None:
    """What the columns mean."""
    console.print(
        "req.: requests as the server counted them, robots.txt and controls included; bound: the "
        "larger of the longest host's own chain and all response times over the workers; ratio: "
        "wall over bound; ms/req: processor time per request; bare: that over bare requests'; MB: "
        "peak memory; at once: most requests that one host had at a time; found, absent: right "
        "verdicts; f.: false ones; none: no verdict. * by status alone (200 found, 404 absent).",
        style="dim",
        highlight=False,
    )


def show_progress(console: Console, table: str, run: Run) -> None:
    name = NAMES[run.job.client]
    console.print(
        f"[dim]table {table}: {name}: {run.wall_s:.1f} s, {run.requests:,} requests; the server "
        f"was busy for {run.log.cpu_s:.1f} s and late by {run.log.late_s * 1000:.0f} ms "
        f"(99th percentile)[/]",
        highlight=False,
    )


def show_runs(console: Console, name: str, web: Web, runs: Mapping[str, Run]) -> None:
    table = Table(
        *("", "req.", "wall s", "bound", "ratio", "ms/req", "bare", "MB", "at once"),
        *("found", "absent", "f.found", "f.absent", "none"),
        box=box.SIMPLE,
        pad_edge=False,
        title=TITLES[name],
    )
    bare = runs.get("requests") if name == "cpu" else None
    for column in table.columns[:1]:
        column.no_wrap = True
    for client, run in runs.items():
        got = score(web, run.job, run.verdicts, run.log)
        table.add_row(
            client if client == "check" else f"{client} *",
            f"{run.requests:,}",
            f"{run.wall_s:.1f}",
            f"{run.bound.seconds:.1f}",
            f"{run.wall_s / run.bound.seconds:.2f}",
            f"{run.cpu_ms:.2f}",
            f"{run.cpu_ms / bare.cpu_ms:.2f}" if bare else "",
            f"{run.peak_mb:.0f}",
            f"{run.most_at_once}",
            *(f"{got['found right']}", f"{got['absent right']}"),
            *(f"{got['false found']}", f"{got['false absent']}", f"{got['inconclusive']}"),
        )
    console.print(table)
    for client, run in runs.items():
        _show_details(console, web, client, run)


def _show_details(console: Console, web: Web, client: str, run: Run) -> None:
    bound = run.bound
    console.print(
        f"{NAMES[client]}: longest chain {bound.chain_s:.1f} s ({bound.chain_of}), all response "
        f"times over {WORKERS}: {bound.share_s:.1f} s",
        highlight=False,
    )
    for line in last_to_end(run.log, web):
        console.print(f"  {line}", highlight=False)
    if client != "check":
        return
    got = score(web, run.job, run.verdicts, run.log)
    for what, counts in (("wrong", got.wrong), ("decidable, no verdict", got.missed)):
        if counts:
            told = ", ".join(f"{count} × {kind}" for kind, count in counts.most_common(12))
            console.print(f"  {what}: {told}", highlight=False)


def targets(name: str, web: Web, runs: Mapping[str, Run]) -> Iterator[Target]:
    """What must hold of our runs in a table."""
    for client in OURS:
        if client not in runs:
            continue
        run = runs[client]
        got = score(web, run.job, run.verdicts, run.log)
        title = f"table {name}, {NAMES[client]}"
        yield _at_most(f"{title}: wall / bound", run.wall_s / run.bound.seconds, WALL)
        yield _at_most(f"{title}: peak memory, MB", run.peak_mb, MEMORY_MB[name])
        yield _at_most(f"{title}: requests at once on a host", run.most_at_once, 1)
        yield _at_most(f"{title}: requests that robots.txt forbids", got.trespasses, 0)
        if client == "check":
            yield _at_most(f"{title}: false found", got["false found"], 0)
            yield _at_most(f"{title}: false absent", got["false absent"], 0)
        if run.job.spacing_s is None:
            pause = smallest_pause(run.log)
            wanted = RULES_SPACING_S
            met = pause >= wanted * 0.99
            yield Target(f"{title}: shortest pause, s", pause, f"≥ {wanted:g}", met)
    if name == "cpu" and "fetcher" in runs and "requests" in runs:
        ratio = runs["fetcher"].cpu_ms / runs["requests"].cpu_ms
        yield _at_most("CPU per request, our Fetcher alone / bare requests", ratio, CPU)


def _at_most(name: str, measured: float, bound: float) -> Target:
    return Target(name, measured, f"≤ {bound:g}", measured <= bound)


def show_targets(console: Console, found: Sequence[Target]) -> int:
    """The verdict: 0, or 1 when a target is missed."""
    table = Table("target", "measured", "wanted", "", title="Targets")
    for target in found:
        met = "met" if target.is_met else "MISSED"
        table.add_row(target.name, f"{target.measured:.2f}", target.wanted, met)
    console.print(table)
    missed = [target.name for target in found if not target.is_met]
    if missed:
        console.print(f"Missed: {'; '.join(missed)}.", highlight=False)
    return 1 if missed else 0
