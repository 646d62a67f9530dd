"""What the benchmark of slates shows, and what it promises."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from rich.console import Console
from rich.table import Table

from bench.slates.running import By, Ran

MOST_MEMORY = 1.5
"""From 20 people to 2,000."""
MOST_CPU = 1.5
"""Per page, from one person to 2,000 on the same hosts."""

_ASKED = {
    By.BOTH: "four sites in five are asked by handle, one by name",
    By.HANDLE: "all sites are asked by handle",
    By.NAME: "all sites are asked by name",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One size: as a slate, and some of its people one by one."""

    people: int
    hosts: int
    slate: Ran
    naive: tuple[Ran, ...]

    @property
    def per_hour(self) -> float:
        return 3600 * self.people / self.slate.measured.wall_s

    @property
    def naive_wall_s(self) -> float:
        return self.people * fmean(ran.measured.wall_s for ran in self.naive)

    @property
    def naive_requests(self) -> float:
        return self.people * fmean(ran.requests for ran in self.naive)

    @property
    def naive_cpu_s(self) -> float:
        return self.people * fmean(ran.measured.cpu_s for ran in self.naive)


def show_legend(console: Console, options: argparse.Namespace) -> None:
    console.print(
        "Each person has a name, a handle, and a handle that all of them share; "
        f"{_ASKED[options.by]}. Sites answer at once and "
        f"{options.haste:g} times sooner than those of bench-fetch, and without the pauses that "
        "courtesy asks: what is measured is this machine. Processor time and memory are those of "
        f"all processes, start-up included; {options.jobs} processes read and match. The naive "
        f"way: one check for each person, measured on {options.naive} and scaled, with "
        "its report and without a store.\n"
    )


def show_line(console: Console, line: Line) -> None:
    slate = line.slate
    console.print(
        f"{line.people:,} people, {line.hosts} hosts: {slate.measured.wall_s:,.1f} s, "
        f"{slate.requests:,} requests, {slate.cpu_ms:.1f} ms each, "
        f"{slate.measured.peak_mb:,.0f} MB"
    )
    for fault in slate.faults[:5]:
        console.print(f"  {fault}")


def show(console: Console, lines: Sequence[Line]) -> None:
    table = Table("", title="A slate, and one check for each person", title_justify="left")
    columns = ("wall s", "requests", "at most/host", "CPU s", "CPU ms/page", "peak MB", "people/h")
    for column in columns:
        table.add_column(column, justify="right")
    for line in lines:
        slate = line.slate
        table.add_row(
            f"{line.people:,} people, {line.hosts} hosts",
            f"{slate.measured.wall_s:,.1f}",
            f"{slate.requests:,}",
            f"{max((len(host.served) for host in slate.log.hosts.values()), default=0):,}",
            f"{slate.measured.cpu_s:,.1f}",
            f"{slate.cpu_ms:.1f}",
            f"{slate.measured.peak_mb:,.0f}",
            f"{line.per_hour:,.0f}",
        )
        table.add_row(
            "  one by one",
            f"{line.naive_wall_s:,.1f}",
            f"{line.naive_requests:,.0f}",
            "",
            f"{line.naive_cpu_s:,.1f}",
            f"{1000 * line.naive_cpu_s / max(1.0, line.naive_requests):.1f}",
            f"{max(ran.measured.peak_mb for ran in line.naive):,.0f}",
            f"{3600 * line.people / line.naive_wall_s:,.0f}",
        )
    console.print(table)


def show_targets(console: Console, lines: Sequence[Line]) -> int:
    """Whether what is promised holds; 1 when it does not."""
    targets = [
        (f"{line.people:,} people: requests are the plan, each once", not line.slate.faults, "")
        for line in lines
    ]
    targets += [
        (
            f"{line.people:,} people: no host is asked twice at once",
            line.slate.most_at_once == 1,
            f"{line.slate.most_at_once} at most",
        )
        for line in lines
    ]
    for hosts in dict.fromkeys(line.hosts for line in lines):
        targets += _growth([line for line in lines if line.hosts == hosts])
    for what, holds, figure in targets:
        console.print(f"{'holds ' if holds else 'MISSED'} {what}{f': {figure}' if figure else ''}")
    first, last = lines[0], lines[-1]
    if first.hosts != last.hosts:
        ratio = last.slate.cpu_ms / first.slate.cpu_ms
        console.print(
            f"told   CPU per page at {_size(last)}, of that at {_size(first)}: {ratio:.2f}. It "
            "is not judged: on fewer sites a person has fewer pages to spread their check over."
        )
    return 0 if all(holds for _, holds, _ in targets) else 1


def _growth(lines: Sequence[Line]) -> Iterator[tuple[str, bool, str]]:
    """Of sizes on the same hosts: how memory and processor time grow with people."""
    last = lines[-1]
    some = [line for line in lines if line.people >= 20]
    if len(some) > 1:
        ratio = last.slate.measured.peak_mb / some[0].slate.measured.peak_mb
        what = f"memory at {_size(last)}, of that at {some[0].people:,}"
        yield what, ratio <= MOST_MEMORY, f"{ratio:.2f}, at most {MOST_MEMORY}"
    if len(lines) > 1:
        ratio = last.slate.cpu_ms / lines[0].slate.cpu_ms
        what = f"CPU per page at {_size(last)}, of that at {lines[0].people:,}"
        yield what, ratio <= MOST_CPU, f"{ratio:.2f}, at most {MOST_CPU}"


def _size(line: Line) -> str:
    return f"{line.people:,} people on {line.hosts} hosts"
