"""What came back for a probe, with all that evidence will need of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from scanner.model.plan import Sent


class Failure(StrEnum):
    """How an exchange that was begun went wrong."""

    NAME_NOT_RESOLVED = "name_not_resolved"
    REFUSED_CONNECTION = "refused_connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_REFUSED = "redirect_refused"
    """Away from https, to an address that may not be visited, or with no readable target."""
    PROTOCOL = "protocol"
    """Broken HTTP, broken encoding, connection lost half way."""
    STOPPED = "stopped"
    """The user interrupted the run while the request was under way."""
    PROXY = "proxy_failed"
    """The proxy that the user named stopped working."""


class SkipReason(StrEnum):
    """Why a probe was never sent."""

    ROBOTS = "robots"
    """The site's robots.txt asks automated visitors to stay away."""
    ROBOTS_UNREADABLE = "robots_unreadable"
    """The site answers its robots.txt with an error of its own: RFC 9309 takes that for a no."""
    OPTED_OUT = "opted_out"
    """Its operator asked not to be visited: the host is on a list of those that did."""
    ADDRESS_REFUSED = "address_refused"
    """A private, loopback or otherwise internal address."""
    NOT_MAPPED = "not_mapped"
    """A connect-to map is set and this host is not on it."""
    STOPPED = "stopped"
    """The run was interrupted before its turn."""
    SITE_DOWN = "site_down"
    """The site did not answer earlier probes of this run."""
    RATE_LIMITED = "rate_limited"
    """The site refused earlier probes of this run as too many."""
    SITE_BUDGET = "site_budget"
    """The site was asked as often as one run may."""
    PROXY = "proxy_failed"
    """The proxy that the user named does not work, or stopped working before its turn."""
    NOT_KEPT = "not_kept"
    """Nobody was asked: an earlier run is judged again, and it has no answer to this."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What only evidence wants of one exchange: both sides' bytes, and how the way was found."""

    request: bytes = field(repr=False)
    """As sent: request line, headers and body. A header that may be a key has a mark in place of
    its value."""
    head: bytes = field(repr=False)
    """Status line and headers as received, with the empty line. Empty when bytes of the answer had
    to be changed before they were kept (a service that repeats its key)."""
    sha256: str
    """In hex, of all bytes of the answer, made when the last of them had come."""
    sent_at: datetime
    """UTC."""
    elapsed_ms: int
    content: bytes = field(default=b"", repr=False)
    """What followed the head, chunk framing included; empty where it is the capture's `wire`."""
    addresses: tuple[str, ...] = ()
    """What the host's name resolved to; empty where no name was looked up from here."""
    certificates: tuple[bytes, ...] = field(default=(), repr=False)
    """The chain that the server showed (DER), its own first."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One exchange of the redirect chain."""

    url: str = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """As received, in order, names in their own case."""
    peer: str
    """IP address and port that was connected to."""
    certificate_sha256: str = ""
    trace: Trace | None = None
    """Kept only for a run with evidence."""


@dataclass(frozen=True, slots=True)
class Revival:
    """How an answer of an earlier run came to stand for this one: the site was asked again, and
    said that nothing had changed."""

    stored_at: datetime
    """UTC, when the request that brought the content was sent."""
    confirmed_by: Hop
    """The "not modified" (304) of this run, in place of which the stored answer stands."""


@dataclass(frozen=True, slots=True)
class Content:
    """How much an answer held, and the hash to recognise it by."""

    bytes: int
    """Decoded."""
    wire_bytes: int
    sha256: str
    """In hex, of the decoded body; empty when nothing was answered."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer. With a `failure`, what had come until then."""

    probe_id: str
    hops: tuple[Hop, ...]
    """The redirect chain in order; the last one gave the body. Empty when nothing was answered."""
    body: bytes = field(repr=False)
    """Decoded (decompressed) body of the last hop."""
    wire: bytes = field(repr=False)
    """Body as it came over the wire; equal to `body` when it was not compressed."""
    fetched_at: datetime
    """UTC, when the request was sent, by this machine's clock."""
    elapsed_ms: int
    failure: Failure | None = None
    failure_detail: str = ""
    """For people; carries no private value."""
    attempts: int = 1
    """How often the question was put, this time included: more than one after a 429, a 503 or a
    connection that was lost. Redirects and robots.txt don't count."""
    revival: Revival | None = None
    """Set when the content, and with it the last hop, is a stored answer that the site confirmed
    in this run. `fetched_at` is when it was confirmed."""
    rendered: bool = False
    """Whether `body` is the page as its scripts left it in a browser, as UTF-8 markup; `wire` is
    then what the server sent."""

    refused_requests: int = 0
    """Of a rendered page: requests that it wanted to make of sites which nobody had announced, and
    that were not made."""

    let_go: Content | None = None
    """Of content that is no longer here, what remains known; None while it is."""

    @property
    def status(self) -> int:
        """Status of the last hop, 0 when nothing was answered."""
        return self.hops[-1].status if self.hops else 0

    @property
    def final_url(self) -> str:
        return self.hops[-1].url if self.hops else ""

    @property
    def content(self) -> Content:
        """What its content was, whether or not that is still here."""
        return self.let_go or Content(
            len(self.body), len(self.wire), sha256(self.body).hexdigest() if self.hops else ""
        )

    def without_content(self) -> Capture:
        """The same, with its content let go of: the bodies of a long run would fill the memory."""
        return replace(self, body=b"", wire=b"", let_go=self.content)

    def header(self, name: str) -> str:
        """Value of a header of the last hop, or an empty string; names compare without case."""
        wanted = name.lower()
        if self.hops:
            for key, value in self.hops[-1].headers:
                if key.lower() == wanted:
                    return value
        return ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A probe without a request, and why."""

    probe_id: str
    reason: SkipReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """One request that left the machine, redirects and robots.txt too, for the ledger."""

    probe_id: str
    url: str = field(repr=False)
    method: str
    site: str
    at: datetime
    what: str
    """`probe`, `redirect`, `robots` or `render`."""
    sends: tuple[Sent, ...] = ()
    """The kinds of fact that it carried, in which form."""
