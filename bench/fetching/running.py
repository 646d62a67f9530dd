"""Runs one client in a process of its own and watches the memory of all it starts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.fetching.bound import Bound, bound_of
from bench.fetching.clients import WORKERS, Job
from bench.fetching.server import Log, Server
from bench.fetching.web import Web

_ROOT = Path(__file__).resolve().parents[2]
_SAMPLE_S = 0.2
"""The kernel walks all pages of a process to sum them up: asked more often, it takes a tenth of the
machine away from the client."""
_PATIENCE_S = 900.0


@dataclass(frozen=True, slots=True)
class Run:
    """One client's work, as measured by itself, by the server and from outside."""

    job: Job
    wall_s: float
    cpu_s: float
    peak_mb: float
    """Largest sum of the memory of the client and the processes it started."""
    verdicts: dict[str, str]
    log: Log
    bound: Bound

    @property
    def requests(self) -> int:
        """As the server counted them, robots.txt, redirects and controls included."""
        return sum(len(host.served) for host in self.log.hosts.values())

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time per request."""
        return self.cpu_s * 1000 / max(1, self.requests)

    @property
    def most_at_once(self) -> int:
        return max((host.most_at_once for host in self.log.hosts.values()), default=0)


class ClientFailed(Exception):
    """The client ended without a result; what it said stands on standard error."""


def output_of(module: str, job: dict[str, Any], patience_s: float) -> tuple[str, float]:
    """What a client printed, a program that takes its job from standard input, and its peak memory
    with all its children, in MB. Raises ClientFailed; ends the client when interrupted."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    watch = MemoryWatch(process.pid)
    try:
        output, _ = process.communicate(json.dumps(job), timeout=patience_s)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        peak_mb = watch.end()
    if process.returncode:
        raise ClientFailed(f"{module} ended with {process.returncode}")
    return output, peak_mb


def run_client(job: Job, web: Web, server: Server) -> Run:
    """Let a client do its job. Raises ClientFailed; ends the client when interrupted."""
    server.reset()
    output, peak_mb = output_of("bench.fetching.clients", asdict(job), _PATIENCE_S)
    told = json.loads(output)
    # The last connections end with the process: the log is whole when the server has seen it.
    time.sleep(0.3)
    log = server.log()
    return Run(
        job,
        told["wall_s"],
        told["cpu_s"],
        max(peak_mb, told["peak_mb"]),
        told["verdicts"],
        log,
        bound_of(log, web, job, WORKERS),
    )


class MemoryWatch:
    """Samples the memory of a process and its children (Linux)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Megabytes at the highest sample."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(_SAMPLE_S):
            pids = _family(self._pid)
            # One process knows its own peak; only of several the sum has to be watched.
            if len(pids) > 1:
                self._peak = max(self._peak, sum(map(_proportional_mb, pids)))


def _family(pid: int) -> list[int]:
    pids = [pid]
    for known in pids:
        try:
            for task in Path(f"/proc/{known}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return pids


def _proportional_mb(pid: int) -> float:
    """What a process holds; of what it shares with others, its share."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    except OSError:
        pass
    return 0.0
