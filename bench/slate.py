"""What a slate costs, from one person to thousands, on a simulated web.

Beside each run over a slate the naive way is measured: one check for each person, on some of them,
scaled to all. Seconds are shown, ratios and promises judged; the exit code is 1 when one is missed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

from bench.fetching.running import ClientFailed
from bench.fetching.server import Server
from bench.fetching.sources import source_id, write_rules
from bench.slates import tables
from bench.slates.client import Job
from bench.slates.running import By, Ran, World, run, world_of

SEED = 20261123
SIZES = ((1, 500), (20, 500), (200, 500), (1, 50), (20, 50), (2_000, 50))
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Size:
    """One line of the table."""

    people: int
    hosts: int


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(width=120)
    sizes = [Size(*size) for size in SIZES]
    if options.people:
        sizes = [Size(number, options.hosts) for number in options.people]
    lines: list[tables.Line] = []
    tables.show_legend(console, options)
    try:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                lines.append(_line(size, options, console, Path(folder)))
            tables.show_line(console, lines[-1])
    except KeyboardInterrupt:
        console.print("Interrupted.")
        return 130
    except ClientFailed as error:
        console.print(str(error))
        return 1
    tables.show(console, lines)
    return tables.show_targets(console, lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", help="as many instead, on --hosts each")
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--by", type=By, choices=list(By), default=By.BOTH, help="what sites know")
    parser.add_argument("--haste", type=float, default=5.0, help="sites answer so much sooner")
    parser.add_argument("--naive", type=int, default=3, help="people who are checked one by one")
    return parser.parse_args(arguments)


def _line(size: Size, options: argparse.Namespace, console: Console, folder: Path) -> tables.Line:
    world = world_of(size.people, size.hosts, options.seed, options.haste, options.by)
    write_rules(world.web, folder / "rules", TIMEOUT_S, world.by_name)
    with Server(world.web) as server, console.status("") as status:
        authority = folder / "authority.pem"
        authority.write_text(server.authority)
        job = Job(
            people=size.people,
            seed=options.seed,
            ports=server.connect_to,
            ca_file=str(authority),
            rules=str(folder / "rules"),
            sources=[source_id(host) for host in world.web.hosts],
            by_name=[source_id(host) for host in sorted(world.by_name, key=lambda h: h.number)],
            folder=str(folder),
            jobs=options.jobs,
        )
        status.update(f"{size.people} people on {size.hosts} hosts: as a slate …")
        slate = run(job, world, server)
        naive = _naive(job, min(options.naive, size.people), world, server, status.update)
    return tables.Line(size.people, size.hosts, slate, naive)


def _naive(job: Job, number: int, world: World, server: Server, tell: object) -> tuple[Ran, ...]:
    ran = []
    for place in range(1, number + 1):
        tell(f"{place} of {number} people one by one …")  # type: ignore[operator]
        ran.append(run(replace(job, only_person=place), world, server))
    return tuple(ran)


if __name__ == "__main__":
    sys.exit(main())
