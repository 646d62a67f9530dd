"""How politely, quickly and rightly pages are fetched, on a simulated web.

Beside our fetcher run a bare client of the same library and an asynchronous one, at the same pages
of the same server. Seconds are shown, ratios judged; the exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console

from bench.fetching import tables
from bench.fetching.clients import Job
from bench.fetching.running import ClientFailed, Run, run_client
from bench.fetching.server import Server
from bench.fetching.sources import write_rules
from bench.fetching.web import QUIET, Kind, Web, make_web

SEED = 20261123
TIMEOUT_S = 5.0
"""The same for all clients: longer than the slowest honest response by half."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    # Whoever ends this ends its clients and its server, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console = Console(width=120)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _Benchmark(options, console, Path(folder)).run()
    except KeyboardInterrupt:
        console.print("Interrupted.")
        return 130
    except ClientFailed as error:
        console.print(str(error))
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--handles", type=int, default=20, help="of the tables with many")
    parser.add_argument("--tls", type=float, default=0.0, help="share of hosts with TLS, 0 to 1")
    parser.add_argument("--quick", action="store_true", help="leave out the table with pauses")
    parser.add_argument("--only", default="", help="tables, such as 1,cpu,2,3")
    parser.add_argument("--clients", default="", help="such as fetcher,requests")
    parser.add_argument("--profile", type=Path, help="a folder for cProfile's figures of ours")
    return parser.parse_args(arguments)


class _Benchmark:
    """All tables, over one server for each number of handles."""

    def __init__(self, options: argparse.Namespace, console: Console, folder: Path) -> None:
        self._options = options
        self._console = console
        self._folder = folder
        self._targets: list[tables.Target] = []

    def run(self) -> int:
        wanted = self._options.only.split(",") if self._options.only else ["1", "cpu", "2", "3"]
        if self._options.quick and "3" in wanted:
            wanted.remove("3")
        with self._console.status("") as status:
            self._status = status
            one = self._web(1)
            write_rules(one, self._folder / "rules", TIMEOUT_S)
            tables.show_web(self._console, one, TIMEOUT_S)
            tables.show_legend(self._console)
            if "1" in wanted:
                with Server(one) as server:
                    self._table("1", one, server, ("fetcher", "check", "requests", "aiohttp"))
            many = self._web(self._options.handles)
            with Server(many) as server:
                if "cpu" in wanted:
                    clients = ("requests", "fetcher", "check", "aiohttp")
                    self._table("cpu", many, server, clients, kinds=QUIET)
                if "2" in wanted:
                    self._table("2", many, server, ("fetcher", "check"))
                if "3" in wanted:
                    self._table("3", many, server, ("check",), spacing_s=None)
        return tables.show_targets(self._console, self._targets)

    def _web(self, handles: int) -> Web:
        return make_web(self._options.seed, self._options.hosts, handles, self._options.tls)

    def _table(
        self,
        name: str,
        web: Web,
        server: Server,
        clients: Sequence[str],
        kinds: frozenset[Kind] = frozenset(Kind),
        spacing_s: float | None = 0.0,
    ) -> None:
        rules, authority = self._folder / "rules", self._folder / "authority.pem"
        authority.write_text(server.authority)
        runs: dict[str, Run] = {}
        for client in clients:
            if self._options.clients and client not in self._options.clients.split(","):
                continue
            self._status.update(f"table {name}: {tables.NAMES[client]} …")
            job = Job(
                client,
                self._options.seed,
                self._options.hosts,
                len(web.handles),
                self._options.tls,
                [kind.value for kind in kinds],
                server.connect_to,
                str(authority),
                str(rules),
                TIMEOUT_S,
                spacing_s,
            )
            if self._options.profile and client in ("fetcher", "check"):
                self._options.profile.mkdir(parents=True, exist_ok=True)
                job = replace(job, profile=str(self._options.profile / f"{name}-{client}.prof"))
            runs[client] = run_client(job, web, server)
            tables.show_progress(self._console, name, runs[client])
        tables.show_runs(self._console, name, web, runs)
        self._targets += tables.targets(name, web, runs)


if __name__ == "__main__":
    sys.exit(main())
