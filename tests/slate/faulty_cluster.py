"""A Dask cluster of real processes that a test may kill: whoever watches over it starts anew what
has died, as systemd or Kubernetes do."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.case.quick_process import quick_process


@dataclass
class Cluster:
    """A scheduler and its workers."""

    folder: Path
    environment: Mapping[str, str]
    workers: int
    slack_s: float
    randomness: random.Random = field(default_factory=lambda: random.Random(7))
    _processes: dict[str, BaseProcess] = field(default_factory=dict)
    """By name, whatever has become of them."""
    _port: int = field(default_factory=lambda: _free_port())

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self._port}"

    def watch_over(self) -> None:
        """Starts what is not running."""
        for name in ("scheduler", *(f"worker-{number}" for number in range(self.workers))):
            process = self._processes.get(name)
            if process is None or not process.is_alive():
                self._processes[name] = self._started(name)

    def kill_a_worker(self) -> None:
        """Without a word, as when memory runs out."""
        self._kill(f"worker-{self.randomness.randrange(self.workers)}")

    def kill_the_scheduler(self) -> None:
        self._kill("scheduler")

    def stop(self) -> None:
        for name in self._processes:
            self._kill(name)

    def _kill(self, name: str) -> None:
        if process := self._processes.get(name):
            process.kill()
            process.join()

    def _started(self, name: str) -> BaseProcess:
        place = f"tcp://127.0.0.1:{self._port}"
        if name == "scheduler":
            arguments = ["--host", "127.0.0.1", "--port", str(self._port)]
        else:
            arguments = [place, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1"]
            arguments += ["--memory-limit", "0", "--local-directory", str(self.folder)]
        arguments += ["--dashboard-address", "127.0.0.1:0"]
        log = self.folder / f"{name}.log"
        begun = (name == "scheduler", arguments, dict(self.environment), self.slack_s, log)
        process = quick_process(serve, *begun)
        process.start()
        return process


def serve(
    is_scheduler: bool,
    arguments: list[str],
    environment: Mapping[str, str],
    slack_s: float,
    log: Path,
) -> None:
    """The work of a process: `dask scheduler` or `dask worker`, until it is killed."""
    from distributed.cli import dask_scheduler, dask_worker

    from scanner.slate.queue import held_sites

    # Leases that end soon after their holder: a test does not want to wait for them.
    held_sites.SLACK_S = slack_s
    os.environ.update(environment)
    with log.open("ab") as stream:
        os.dup2(stream.fileno(), sys.stderr.fileno())
    command = dask_scheduler.main if is_scheduler else dask_worker.main
    command.main(arguments, standalone_mode=False)


@contextlib.contextmanager
def cluster_of(
    workers: int, folder: Path, environment: Mapping[str, str], slack_s: float
) -> Iterator[Cluster]:
    cluster = Cluster(folder, environment, workers, slack_s)
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(cluster, over))
    try:
        cluster.watch_over()
        watcher.start()
        yield cluster
    finally:
        over.set()
        if watcher.is_alive():
            watcher.join()
        cluster.stop()


def _watch(cluster: Cluster, over: threading.Event) -> None:
    while True:
        cluster.watch_over()
        if over.wait(0.2):
            return


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
