"""A Dask cluster of real processes that a test may kill: whoever watches over it starts anew what
has died, as systemd or Kubernetes do."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PRELOAD = """
# Leases that end soon after their holder: a test does not want to wait for them.
import scanner.slate.queue.held_sites as held_sites
held_sites.SLACK_S = {slack_s}
"""


@dataclass
class Cluster:
    """A scheduler and its workers."""

    folder: Path
    environment: Mapping[str, str]
    workers: int
    slack_s: float
    randomness: random.Random = field(default_factory=lambda: random.Random(7))
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    """By name, whatever has become of them."""
    _port: int = field(default_factory=lambda: _free_port())

    @property
    def address(self) -> str:
        return f"dask://127.0.0.1:{self._port}"

    def watch_over(self) -> None:
        """Starts what is not running."""
        for name in ("scheduler", *(f"worker-{number}" for number in range(self.workers))):
            process = self._processes.get(name)
            if process is None or process.poll() is not None:
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
            process.wait()

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        place = f"tcp://127.0.0.1:{self._port}"
        if name == "scheduler":
            arguments = ["scheduler", "--host", "127.0.0.1", "--port", str(self._port)]
        else:
            arguments = ["worker", place, "--host", "127.0.0.1", "--no-nanny", "--nthreads", "1"]
            arguments += ["--memory-limit", "0", "--local-directory", str(self.folder)]
            preload = self.folder / "preload.py"
            preload.write_text(_PRELOAD.format(slack_s=self.slack_s))
            arguments += ["--preload", str(preload)]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--dashboard-address", "127.0.0.1:0"],
                env={**os.environ, **self.environment, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )


@contextlib.contextmanager
def cluster_of(
    workers: int, folder: Path, environment: Mapping[str, str], slack_s: float
) -> Iterator[Cluster]:
    cluster = Cluster(folder, environment, workers, slack_s)
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(cluster, over))
    watcher.start()
    try:
        yield cluster
    finally:
        over.set()
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
