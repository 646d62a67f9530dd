"""Which engine a text means: `local`, `dask`, `dask://host:port` or `tls://host:port`."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
from urllib.parse import SplitResult, urlsplit

from scanner.engine.local import LocalEngine
from scanner.engine.piece import Engine
from scanner.errors import EngineError

_FORMS = "Write local, dask, dask://127.0.0.1:8786 or tls://scheduler.example.org:8786."


def usual_jobs() -> int:
    """Processes that compute at a time: one for each processor."""
    return os.cpu_count() or 1


def engine_of(text: str = "local", jobs: int = 0) -> Engine:
    """Starts an engine, or connects to one; to be closed by the caller.

    `jobs`: processes that compute at a time; 0 for one for each processor. A cluster that is there
    already has as many as it has. Raises EngineError for a text that means none, for a cluster
    that is not safe to use or does not answer, and when Dask is not installed.
    """
    name = text.strip()
    if name == "local":
        return LocalEngine(jobs or usual_jobs())
    address = _address(name)
    if importlib.util.find_spec("distributed") is None:
        raise EngineError(
            "A cluster needs Dask, which is not installed: pip install 'netcurtain[cluster]'."
        )
    from scanner.engine.cluster import DaskEngine

    return DaskEngine(address, jobs or usual_jobs())


def _address(name: str) -> str:
    """Where the scheduler is, as Dask writes it; empty for a cluster of one's own."""
    if name == "dask":
        return ""
    try:
        parts = urlsplit(name)
        is_whole = bool(parts.hostname and parts.port) and not parts.path.strip("/")
    except ValueError:
        is_whole = False
    if not is_whole or parts.scheme not in ("dask", "tcp", "tls"):
        raise EngineError(f"No engine is called that. {_FORMS}")
    place = f"{_bracketed(parts)}:{parts.port}"
    if parts.scheme == "tls":
        _require_certificates(place)
        return f"tls://{place}"
    if not _is_here(parts.hostname or ""):
        raise EngineError(
            f"{parts.hostname} is another machine, and without TLS anybody on the way could have "
            f"programs of their own run there, beside your people's profiles. Use tls://{place} "
            f"with certificates (docs/cluster.md), or a tunnel to 127.0.0.1."
        )
    return f"tcp://{place}"


def _bracketed(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _is_here(host: str) -> bool:
    """Whether it is loopback by its spelling: a name may lead anywhere tomorrow."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _require_certificates(place: str) -> None:
    """Dask takes them from its own configuration. Raises EngineError when there are none."""
    if importlib.util.find_spec("distributed") is None:
        return  # told by who asks
    import dask.config
    import distributed  # noqa: F401  (its configuration is there once it was imported)

    # By whole names alone: within a mapping ca-file may be written ca_file, as from a variable.
    wanted = ("distributed.comm.tls.ca-file", "distributed.comm.tls.client.cert")
    if not all(dask.config.get(name, None) for name in wanted):
        raise EngineError(
            f"tls://{place} needs certificates: set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
            f"DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and "
            f"DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY to their files (docs/cluster.md)."
        )
