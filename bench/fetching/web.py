"""The simulated web: which hosts there are, how each behaves, and what is true of each.

Everything follows from the seed by hashing, so that the server, the rules and the scorer agree
without talking to each other, and a response takes as long for one client as for the next.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from statistics import NormalDist

MEDIAN_S = 0.150
SPREAD_OF_HOSTS = 0.35
SPREAD_OF_RESPONSES = 0.75
"""Standard deviations of the logarithms: hosts differ, and so do one host's responses. Together the
99th percentile is about 1 s."""
LONGEST_S = 2.0
FOUND_SHARE = 0.3
"""How many of the handles are somebody's on an honest host."""

_NORMAL = NormalDist()
_HANDLES = [
    *("janemarlow", "jane_marlow", "marlowjane", "jmarlow79", "jane4wexcombe", "marlowpots"),
    *(
        "wexcombejane",
        "jane_m_pots",
        "marlow_ceramics",
        "janeofbramble",
        "jmarlow_wx",
        "potsbyjane",
    ),
    *("marlowvotes", "jane_marlow_79", "themarlows14", "kilnjane", "jane_runs_wx", "wexpotter"),
    *("marlow_garden", "jane_at_kiln"),
]


class Kind(StrEnum):
    """How a host behaves."""

    PROFILE = "profile"
    SOFT_404 = "soft 404"
    API = "JSON interface"
    MOVED = "redirects to the profile"
    BIG_404 = "404 with 20 kB"
    CHARSET = "wrong charset"
    CLOSES = "closes each connection"
    LIMITED = "429 at first"
    SLOW = "slow, but in time"
    ROBOTS_SLOW = "slow robots.txt"
    LOGIN = "login redirect"
    EVERYONE = "same page for everyone"
    REFUSES = "429 always"
    RESETS = "resets"
    SLOW_HEADERS = "trickles headers"
    SLOW_BODY = "trickles bodies"
    HANGS = "hangs"
    HANGS_ON_PAGES = "hangs, but for robots.txt"
    BLACK_HOLE = "swallows connections"
    CLOSED = "closed port"
    LARGE = "50 MB bodies"
    BOMB = "compressed bomb"
    ROBOTS_FORBID = "robots.txt forbids"
    ROBOTS_BROKEN = "robots.txt answers 500"


_SHARES: dict[Kind, float] = {
    Kind.SOFT_404: 0.10,
    Kind.API: 0.10,
    Kind.MOVED: 0.04,
    Kind.BIG_404: 0.06,
    Kind.CHARSET: 0.04,
    Kind.CLOSES: 0.02,
    Kind.LIMITED: 0.02,
    Kind.SLOW: 0.01,
    Kind.ROBOTS_SLOW: 0.01,
    Kind.LOGIN: 0.025,
    Kind.EVERYONE: 0.025,
    Kind.REFUSES: 0.02,
    Kind.RESETS: 0.012,
    Kind.SLOW_HEADERS: 0.01,
    Kind.SLOW_BODY: 0.01,
    Kind.HANGS: 0.014,
    Kind.HANGS_ON_PAGES: 0.006,
    Kind.BLACK_HOLE: 0.002,
    Kind.CLOSED: 0.006,
    Kind.LARGE: 0.01,
    Kind.BOMB: 0.01,
    Kind.ROBOTS_FORBID: 0.006,
    Kind.ROBOTS_BROKEN: 0.004,
}
"""Of all hosts; the others are plain profile sites."""

QUIET = frozenset(
    {
        *(Kind.PROFILE, Kind.SOFT_404, Kind.API, Kind.MOVED, Kind.BIG_404),
        *(Kind.CHARSET, Kind.CLOSES),
    }
)
"""Kinds that answer at once and in a sensible size: 80 % of the hosts. What a request costs is
compared on these alone, since a client without bounds would be measured by its bombs."""
DECIDABLE = QUIET | {Kind.LIMITED, Kind.SLOW, Kind.ROBOTS_SLOW}
"""Kinds of which a careful reader learns whether the handle is somebody's."""
SILENT = frozenset(
    {
        *(Kind.HANGS, Kind.HANGS_ON_PAGES, Kind.SLOW_HEADERS, Kind.SLOW_BODY, Kind.BLACK_HOLE),
    }
)
"""Kinds whose pages never arrive: a client that is no fool gives up after two time-outs."""


class Truth(StrEnum):
    FOUND = "found"
    ABSENT = "absent"
    UNDECIDABLE = "undecidable"
    """Nothing that the host says tells: whoever says found or absent is guessing."""


@dataclass(frozen=True, slots=True)
class Host:
    """One host. Its name is a registrable domain of its own."""

    name: str
    number: int
    kind: Kind
    path: str
    """Where the page of `{handle}` stands."""
    robots_status: int
    compresses: bool
    refusals: int
    """How many pages are refused at first (`Kind.LIMITED`)."""
    has_tls: bool

    @property
    def origin(self) -> str:
        return f"{'https' if self.has_tls else 'http'}://{self.name}"

    def url(self, handle: str) -> str:
        return self.origin + self.path.format(handle=handle)

    def handle_of(self, target: str) -> str | None:
        """The handle that a request target asks for; None when it asks for something else."""
        before, _, after = self.path.partition("{handle}")
        if target.startswith(before) and target.endswith(after):
            return target[len(before) : len(target) - len(after)]
        return None


_PATHS = ("/u/{handle}", "/@{handle}", "/people/{handle}/", "/profile?name={handle}")


@dataclass(frozen=True)
class Web:
    """All hosts, and the handles that are asked for."""

    seed: int
    hosts: tuple[Host, ...]
    handles: tuple[str, ...]
    haste: float = 1.0
    """Responses come so many times sooner: where the machine is measured, not the sites."""

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.handles)

    def truth(self, host: Host, handle: str) -> Truth:
        if host.kind not in DECIDABLE:
            return Truth.UNDECIDABLE
        return Truth.FOUND if self.is_member(host, handle) else Truth.ABSENT

    def is_member(self, host: Host, handle: str) -> bool:
        known = handle in self._known
        return known and share(self.seed, "member", host.name, handle) < FOUND_SHARE

    def latency(self, host: Host, target: str, attempt: int) -> float:
        """Seconds until the response to the `attempt`-th request for a target begins."""
        own = _NORMAL.inv_cdf(share(self.seed, "host", host.name))
        this = _NORMAL.inv_cdf(share(self.seed, "response", host.name, target, str(attempt)))
        stretch = 2.718281828 ** (own * SPREAD_OF_HOSTS + this * SPREAD_OF_RESPONSES)
        return min(MEDIAN_S * stretch, LONGEST_S) / self.haste

    def urls(self, kinds: frozenset[Kind] = frozenset(Kind)) -> list[str]:
        """Every page that a client is to ask for, one handle after the other over all hosts."""
        chosen = [host for host in self.hosts if host.kind in kinds]
        return [host.url(handle) for handle in self.handles for host in chosen]


def share(seed: int, *names: str) -> float:
    """A number between 0 and 1, both excluded, that follows from its arguments alone."""
    digest = hashlib.blake2b(f"{seed}/{'/'.join(names)}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") + 0.5) / 2**64


def make_web(seed: int, hosts: int, handles: int, tls_share: float = 0.0) -> Web:
    """A web of `hosts` hosts. Their kinds come in fixed shares, in an order that the seed draws."""
    kinds = [kind for kind, part in _SHARES.items() for _ in range(round(part * hosts))]
    kinds = (kinds + [Kind.PROFILE] * hosts)[:hosts]
    chance = random.Random(seed)
    chance.shuffle(kinds)
    return Web(
        seed,
        tuple(_host(chance, number, kind, tls_share) for number, kind in enumerate(kinds)),
        tuple(handle_names(handles)),
    )


def handle_names(count: int) -> list[str]:
    """So many handles of one invented person."""
    return [*_HANDLES, *(f"janemarlow{number}" for number in range(count))][:count]


def _host(chance: random.Random, number: int, kind: Kind, tls_share: float) -> Host:
    robots = chance.choices((200, 404), weights=(7, 3))[0]
    robots = {Kind.ROBOTS_BROKEN: 500, Kind.ROBOTS_FORBID: 200}.get(kind, robots)
    return Host(
        name=f"h{number:04}.test",
        number=number,
        kind=kind,
        path="/api/users?name={handle}" if kind is Kind.API else chance.choice(_PATHS),
        robots_status=robots,
        compresses=chance.random() < 0.4,
        refusals=chance.randint(1, 3),
        has_tls=chance.random() < tls_share,
    )
