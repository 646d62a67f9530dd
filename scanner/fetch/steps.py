"""What a chase asks of the scheduler, and what it gets back."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TypeVar

from requests.cookies import RequestsCookieJar

from scanner.fetch.target import Target
from scanner.model.capture import Failure, Hop
from scanner.model.plan import Sent

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn:
    """Wait until the site may be asked again; from then on no other chase asks it."""

    site: str
    spacing_s: float
    pause_s: float = 0.0
    """How long nobody asks the site from now on, because it said so."""


@dataclass(frozen=True, slots=True)
class Step:
    """Make one HTTP request to the site whose turn is held."""

    probe_id: str
    what: str
    """`probe`, `redirect` or `robots`."""
    target: Target
    site: str
    method: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    cookies: RequestsCookieJar = field(repr=False)
    local_allowed: bool
    timeout_s: float
    max_bytes: int
    sends: tuple[Sent, ...] = ()
    """Which facts it tells the site, for the ledger."""
    keeps_part: bool = True
    """Whether the beginning of a longer answer is of use. Else nothing is read of one that says it
    is longer than `max_bytes`, and nothing kept of one that turns out to be."""
    reads_redirects: bool = False
    """Whether the body of a redirect is wanted, since it may be the answer."""


class ProxyFault(Enum):
    """How the proxy that the user named may be to blame for a request without an answer."""

    SILENT = auto()
    """No word came through it, or it broke off: whether it works has to be found out."""
    DECLINED = auto()
    """It answered that it does not do this, for a reason that may be the host's or its own."""
    FINAL = auto()
    """It will serve us with nothing, such as without a password."""


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request went."""

    sent_at: datetime | None
    """None when no byte of the request left."""
    elapsed_s: float
    hop: Hop | None = None
    """None when no headers came."""
    location: str | None = field(default=None, repr=False)
    """Where a redirect points, as the server wrote it; its body is read only if the step wants
    it."""
    body: bytes = field(default=b"", repr=False)
    wire: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    detail: str = ""
    address_refused: bool = False
    """The name resolved to an address that may not be visited: nothing was sent."""
    is_lost: bool = False
    """The peer ended the connection before the answer's head was whole."""
    proxy_fault: ProxyFault | None = None
    """Set when the host was not reached through the proxy."""


Asking = Generator[Turn | Step, Reply | None, T]
"""Yields turns to wait for (nothing is sent back) and requests to make (their reply is)."""


def ask(step: Step) -> Asking[Reply]:
    """Make one request; its reply is the generator's value."""
    reply = yield step
    if reply is None:
        raise RuntimeError("a request was left without a reply")
    return reply
