"""How a run may reach the network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from scanner import __version__
from scanner.domains import normal_host
from scanner.fetch.cache import AnswerStore
from scanner.fetch.proxy import read_proxy

CONNECT_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Settings of a `Fetcher`. Raises ValueError for what cannot be meant."""

    contact: str = ""
    """How an operator reaches whoever runs this; part of the default user agent."""
    user_agent: str = ""
    """Sent with every request. Made from version and contact when empty."""
    connect_to: Mapping[str, tuple[str, int]] | None = None
    """Host name → loopback address and port, whatever port the URL has. While it is set, no other
    host is visited and no name resolved; TLS name and Host header stay those of the URL."""
    ca_file: Path | None = None
    """Certificates to trust instead of the usual ones (PEM)."""
    allow_loopback: bool = False
    """Visit loopback and private addresses."""
    proxy: str = field(default="", repr=False)
    """`http://host:port`, `https://host:port` or `socks5h://host:port` (Tor) to go through. It
    resolves the names, so only an address in the URL itself can be checked."""
    connect_timeout_s: float = CONNECT_TIMEOUT_S
    """Bound on the way to a first byte: the connection itself, and each answer of the handshake."""
    first_byte_timeout_s: float | None = None
    """Bound on silence: before the first byte of an answer, and between two. None: as long as the
    probe's own time-out, which bounds the whole."""
    workers: int = 128
    """How many requests are under way at most."""
    site_requests: int = 1_000
    """How many requests a site gets in one run at most, robots.txt and repetitions included."""
    opted_out: frozenset[str] = frozenset()
    """Hosts whose operators asked not to be visited; each stands for all hosts under it, too."""
    store: AnswerStore | None = field(default=None, repr=False, compare=False)
    """Answers of earlier runs, each asked about before it is used; None to keep and use none."""
    spacing_s: float | None = None
    """Seconds between two requests to a site, instead of what the probes say. A Crawl-delay of
    the site's robots.txt holds all the same."""
    time_limit_s: float | None = None
    """Seconds after the first request was due at which the run stops asking."""
    keeps_trace: bool = False
    """Keep of every exchange what evidence wants: both sides' bytes, addresses, certificates."""

    apart_from: int | None = None
    """Number of probes from which the network gets a process of its own. `now` and `store` must
    then be such as can be handed to another process. None: never."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError("workers must be at least 1")
        if self.time_limit_s is not None and not self.time_limit_s > 0:
            raise ValueError("the time limit must be longer than nothing")
        if self.connect_to is not None and self.proxy:
            raise ValueError("connect_to and proxy exclude each other")
        if self.proxy:
            read_proxy(self.proxy)
        if min(self.connect_timeout_s, self.first_byte_timeout_s or self.connect_timeout_s) <= 0:
            raise ValueError("time-outs must be longer than nothing")
        agent = self.user_agent or _default_user_agent(self.contact)
        if not agent.isprintable():
            raise ValueError("user agent and contact must be one line of printable characters")
        object.__setattr__(self, "user_agent", agent)
        if self.connect_to is not None:
            object.__setattr__(self, "connect_to", _checked_map(self.connect_to))
        object.__setattr__(self, "opted_out", frozenset(map(normal_host, self.opted_out)))

    @property
    def shown_proxy(self) -> str:
        """The proxy without its password, as a message to the user may name it."""
        return read_proxy(self.proxy).shown if self.proxy else ""

    @property
    def robots_token(self) -> str:
        """The product name by which a robots.txt addresses us, whatever else the user agent says
        (RFC 9309, section 2.2.1)."""
        return "netcurtain"

    def has_opted_out(self, host: str) -> bool:
        """Whether the operator of a host (normalised) asked not to be visited."""
        return bool(self.opted_out) and not self.opted_out.isdisjoint(_and_above(host))

    def may_visit(self, host: str) -> bool:
        """Whether the connect-to map, if there is one, has the host (normalised)."""
        return self.connect_to is None or host in self.connect_to


def _and_above(host: str) -> Iterator[str]:
    """A host, and each domain that it lies under."""
    while host:
        yield host
        host = host.partition(".")[2]


def _default_user_agent(contact: str) -> str:
    reach = f"; contact: {contact}" if contact else ""
    return f"netcurtain/{__version__} (+online-footprint self-check{reach})"


def _checked_map(connect_to: Mapping[str, tuple[str, int]]) -> Mapping[str, tuple[str, int]]:
    for address, port in connect_to.values():
        if not ipaddress.ip_address(address).is_loopback or not 0 < port < 65536:
            raise ValueError("connect_to must lead to loopback addresses and to ports")
    return MappingProxyType({normal_host(host): place for host, place in connect_to.items()})
