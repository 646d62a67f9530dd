"""One page's rendering, as its requests see it: what the browser may ask for, and our answers.

The browser has no network. Each of its requests comes here, is judged, and if it may leave is made
by the same code as every other request: address checked and pinned, certificate verified, bytes and
time bounded, announced to the ledger before its first byte.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from requests.cookies import RequestsCookieJar

from scanner.fetch.browser.kinds import FILLER, Kind, kind_of
from scanner.fetch.browser.turns import Turns
from scanner.fetch.budget import SiteBudget
from scanner.fetch.conduct import Conduct
from scanner.fetch.cutoff import Cutoff
from scanner.fetch.exchange import Exchange
from scanner.fetch.options import FetchOptions
from scanner.fetch.robots import Permission
from scanner.fetch.steps import Reply, Step
from scanner.fetch.target import Target, read_target
from scanner.fetch.transport import HostSession
from scanner.model.capture import Failure, Hop
from scanner.model.plan import RENDER_REQUESTS, Probe

MAX_BYTES = 30_000_000
"""Decoded bytes of one page's rendering, all requests together."""
REQUEST_S = 10.0
"""Bound on a single request of a page's rendering."""

_SPENT = "its site was asked often enough in this run"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The safe methods (RFC 9110, section 9.2.1): looking at a page must change nothing."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_NOT_SENT = frozenset(
    {
        *("host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"),
        *("content-length", "user-agent", "accept-encoding", "accept-language", "range"),
        *("proxy-authorization", "proxy-connection", "priority", "x-client-data", "purpose"),
        *("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"),
    }
)
"""What a page's request does not say: framing, which is ours, and what tells more of the browser
than the agent that we name."""
_OWN_ONLY = frozenset({"referer", "cookie", "authorization"})
"""What no other site is told."""
_NOT_GIVEN = frozenset(
    {
        *("connection", "keep-alive", "trailer", "transfer-encoding", "upgrade"),
        *("proxy-authenticate", "content-length", "content-encoding", "content-disposition"),
        *("alt-svc", "nel", "report-to", "reporting-endpoints"),
    }
)
"""What the browser is not told: framing, downloads, and where else to go or to report to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the browser."""

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass(frozen=True, slots=True)
class Given:
    """What the browser gets for it."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that the page's own frame may have loaded."""

    hop: Hop
    wire: bytes = field(repr=False)

    @property
    def is_page(self) -> bool:
        """Whether a browser lays it out as a page."""
        kinds = [value for name, value in self.hop.headers if name.lower() == "content-type"]
        return not kinds or kinds[-1].partition(";")[0].strip().lower() in _PAGES


class Visit:
    """The requests of one rendering. Its methods may be called from several threads."""

    def __init__(
        self,
        probe: Probe,
        sites: frozenset[str],
        options: FetchOptions,
        exchange: Exchange,
        turns: Turns,
        permit: Callable[[Visit, Conduct, Target], Permission],
        budget: SiteBudget,
        monotonic: Callable[[], float],
        deadline: float,
    ) -> None:
        first = read_target(probe.request.url)
        if first is None:
            raise ValueError("a probe whose address was never read")
        self.probe = probe
        self.refused: Counter[str] = Counter()
        """By site: requests to sites that the person was not told of."""
        self.in_flight = 0
        self.ended_at = monotonic()
        """When the last request ended."""
        self.failure: tuple[Failure, str] | None = None
        """Why the last document did not come."""
        self._sites = sites
        self._conduct = Conduct(probe, first, options)
        self._first = first
        self._options = options
        self._exchange = exchange
        self._turns = turns
        self._permit = permit
        self._budget = budget
        self._monotonic = monotonic
        self._deadline = deadline
        self._documents: dict[str, Loaded] = {}
        self._sessions: dict[str, HostSession] = {}
        self._cutoffs: set[Cutoff] = set()
        self._requests = 0
        self._bytes = 0
        self._over = threading.Event()
        self._asked_at: dict[str, float] = {}
        """By site: when the last request to it ended."""
        self._lock = threading.Lock()

    @property
    def has_document(self) -> bool:
        return bool(self._documents)

    def document(self, url: str) -> Loaded | None:
        """What was loaded from an address that the browser tells."""
        target = read_target(url)
        return self._documents.get(target.url) if target else None

    def answer(self, asked: Asked) -> Given:
        """The answer to one request of the browser, sooner or later. Never raises for trouble."""
        target = read_target(asked.url)
        kind = kind_of(asked.header)
        if target is None or not self._may_leave(asked, kind, target):
            # A page that would send its reader elsewhere stays where it is.
            return Given(204 if kind is Kind.DOCUMENT and self.has_document else 403)
        if kind in FILLER:
            return Given(
                200, (("Content-Type", FILLER[kind]), ("Access-Control-Allow-Origin", "*"))
            )
        with self._lock:
            self.in_flight += 1
        try:
            return self._fetched(asked, kind, target)
        finally:
            with self._lock:
                self.in_flight -= 1
                self.ended_at = self._monotonic()

    def end(self, reason: Failure = Failure.TIMEOUT) -> None:
        """Cut off whatever is under way, and let nothing else begin."""
        with self._lock:
            self._over.set()
            for cutoff in self._cutoffs:
                cutoff.cut(reason)
            if self._cutoffs:
                return
            sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            session.close()

    def make(self, step: Step) -> Reply:
        """Make one request whose site's turn is held, robots.txt's too."""
        if not self._budget.take(step.site):
            return Reply(None, 0.0, failure=Failure.PROTOCOL, detail=_SPENT)
        remaining_s = self._deadline - self._monotonic()
        cutoff = Cutoff(self._monotonic() + max(0.0, min(step.timeout_s, remaining_s)))
        with self._lock:
            if self._over.is_set() or remaining_s <= 0:
                return Reply(None, 0.0, failure=Failure.TIMEOUT, detail="the page took too long")
            self._cutoffs.add(cutoff)
            session = self._sessions.pop(step.target.host, None)
        timer = threading.Timer(cutoff.deadline - self._monotonic(), cutoff.cut, (Failure.TIMEOUT,))
        timer.daemon = True
        timer.start()
        session = session or HostSession(step.target.host, self._options)
        try:
            return self._exchange.make(step, session, cutoff)
        finally:
            timer.cancel()
            with self._lock:
                self._cutoffs.discard(cutoff)
                if keep := not self._over.is_set():
                    self._sessions[step.target.host] = session
            if not keep:
                session.close()

    def _may_leave(self, asked: Asked, kind: Kind, target: Target) -> bool:
        site = self._conduct.site(target)
        if site not in self._sites and not self._is_announced(target.host):
            with self._lock:
                self.refused[site] += 1
            return False
        return (
            asked.method in _METHODS
            and kind is not Kind.REFUSED
            and self._conduct.refusal(target) is None
            and not (self._first.scheme == "https" and target.scheme != "https")
            and not (site != self._own_site and self._tells(asked, target))
        )

    def _is_announced(self, host: str) -> bool:
        """Whether the rule named a host that its pages load from, or one above it."""
        return any(f".{host}".endswith(f".{named}") for named in self.probe.render_hosts)

    def _tells(self, asked: Asked, target: Target) -> bool:
        """Whether a request for another site would carry a fact: in its address, or in a header,
        such as the host name of the page that a script's own request names as its origin."""
        ours = self._conduct.default_headers()
        theirs = {
            name: value
            for name, value in self._headers(asked, target).items()
            if ours.get(name) != value
        }
        return bool(self._conduct.told_by(target, theirs))

    @property
    def _own_site(self) -> str:
        return self._conduct.site(self._first)

    def _fetched(self, asked: Asked, kind: Kind, target: Target) -> Given:
        site = self._conduct.site(target)
        with self._turns.held(site, self._deadline - self._monotonic()) as is_ours:
            if not is_ours or not self._has_room():
                return Given(503)
            permission = self._permit(self, self._conduct, target)
            if not permission.allowed:
                return self._declined(kind, permission.failure, permission.detail)
            if not self._wait(site, permission.delay_s):
                return self._declined(kind, Failure.TIMEOUT, "the site wants longer pauses")
            reply = self.make(self._step(asked, target))
            self._asked_at[site] = self._monotonic()
        with self._lock:
            self._bytes += len(reply.body)
        if kind is Kind.DOCUMENT and reply.hop is not None:
            self._documents[target.url] = Loaded(reply.hop, reply.wire)
        if reply.address_refused:
            return self._declined(kind, Failure.REDIRECT_REFUSED, "its address is an internal one")
        if reply.failure is not None or reply.hop is None:
            return self._declined(kind, reply.failure, reply.detail)
        if kind is Kind.DOCUMENT:
            self.failure = None
        return Given(reply.hop.status, tuple(_given(reply.hop)), reply.body)

    def _wait(self, site: str, delay_s: float) -> bool:
        """Keep a Crawl-delay between requests; False when time does not allow for it. What a page
        loads is one visit, so nothing else parts its requests but that they come one at a time."""
        due_s = self._asked_at.get(site, float("-inf")) + delay_s - self._monotonic()
        if due_s <= 0:
            return True
        fits = due_s < self._deadline - self._monotonic()
        return fits and not self._over.wait(due_s)

    def _has_room(self) -> bool:
        with self._lock:
            has_room = self._requests < RENDER_REQUESTS and self._bytes < MAX_BYTES
            self._requests += has_room
        return has_room

    def _declined(self, kind: Kind, failure: Failure | None, detail: str) -> Given:
        if kind is Kind.DOCUMENT and not self.has_document:
            self.failure = (failure or Failure.REDIRECT_REFUSED, detail)
        return Given(502)

    def _headers(self, asked: Asked, target: Target) -> dict[str, str]:
        """What a request says beside its address."""
        headers = self._conduct.default_headers()
        for name, value in asked.headers:
            folded = name.lower()
            if folded in _NOT_SENT or folded.startswith(("sec-ch-", "proxy-", "sec-purpose")):
                continue
            if self._conduct.site(target) != self._own_site and folded in _OWN_ONLY:
                continue
            headers["Accept" if folded == "accept" else name] = value
        return headers

    def _step(self, asked: Asked, target: Target) -> Step:
        headers = self._headers(asked, target)
        return Step(
            probe_id=self.probe.id,
            what="render",
            target=target,
            site=self._conduct.site(target),
            method=asked.method,
            headers=tuple(headers.items()),
            body=b"",
            cookies=RequestsCookieJar(),
            local_allowed=self._conduct.local_allowed(target),
            timeout_s=REQUEST_S,
            max_bytes=self.probe.manners.max_bytes,
            sends=self._conduct.told_by(target, headers),
        )


def _given(hop: Hop) -> Iterator[tuple[str, str]]:
    for name, value in hop.headers:
        if name.lower() not in _NOT_GIVEN:
            yield name, value
