"""Connections that are kept for the next request to their host."""

from __future__ import annotations

from collections import OrderedDict

from scanner.fetch.transport import HostSession

_SPARE_FILES = 64
"""Descriptors left to the rest of the program."""


class IdleSessions:
    """One session for each host, of those that were used last. For one thread."""

    def __init__(self, workers: int) -> None:
        """`workers`: how many requests are under way at most."""
        self._most = _most_idle(workers)
        self._sessions: OrderedDict[str, HostSession] = OrderedDict()

    def take(self, host: str) -> HostSession | None:
        """The session with a host, which is then the taker's."""
        return self._sessions.pop(host, None)

    def keep(self, session: HostSession) -> None:
        replaced = self._sessions.pop(session.host, None)
        if replaced is not None:
            replaced.close()
        self._sessions[session.host] = session
        if len(self._sessions) > self._most:
            self._sessions.popitem(last=False)[1].close()

    def close(self) -> None:
        for session in self._sessions.values():
            session.close()


def _most_idle(workers: int) -> int:
    """How many connections are kept for later, by how many files may be open.

    A request that is under way has two descriptors: its connection, and what cuts it off.
    """
    try:
        from resource import RLIMIT_NOFILE, getrlimit
    except ImportError:  # not on Windows
        return workers
    allowed = getrlimit(RLIMIT_NOFILE)[0]
    return max(0, min(allowed - 2 * workers - _SPARE_FILES, 4 * workers))
