"""What a site's robots.txt says of our visits (RFC 9309)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from protego import Protego
from requests.cookies import RequestsCookieJar

from scanner.fetch.attempts import Attempts
from scanner.fetch.conduct import INTERNAL, Conduct
from scanner.fetch.steps import Asking, Reply, Step, Turn, ask
from scanner.fetch.target import Target, read_target
from scanner.model.capture import Failure, Hop

MAX_BYTES = 512_000
"""How much of a robots.txt is read: at least 500 KiB, by RFC 9309, section 2.5."""
MAX_REDIRECTS = 5
"""RFC 9309, section 2.3.1.2."""
MAX_DELAY_S = 30.0
"""A Crawl-delay beyond it is not honoured in full: a scan must end."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_USER_AGENT = re.compile(r"\s*user-?agent\s*:\s*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]*")
_PASSING = frozenset(
    {
        *(Failure.NAME_NOT_RESOLVED, Failure.REFUSED_CONNECTION, Failure.TIMEOUT),
        *(Failure.STOPPED, Failure.PROXY),
    }
)


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a page may be visited."""

    allowed: bool
    delay_s: float = 0.0
    """The site's Crawl-delay, bounded."""
    detail: str = ""
    failure: Failure | None = None
    """Why robots.txt could not be read at all; then nothing is allowed."""
    address_refused: bool = False
    """The host has a private address: not even robots.txt was asked for."""
    is_unreadable: bool = False
    """The site answered with an error of its own: it says neither yes nor no."""


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What an origin answered when its robots.txt was asked for: enough to tell a later run, so
    that it need not ask again."""

    origin: tuple[str, str, int]
    """Scheme, host and port."""
    status: int
    """0 when nothing was answered."""
    body: bytes = field(repr=False)
    failure: Failure | None = None
    detail: str = ""

    @classmethod
    def of(cls, origin: tuple[str, str, int], reply: Reply) -> RobotsAnswer:
        status = reply.hop.status if reply.hop else 0
        return cls(origin, status, reply.body, reply.failure, reply.detail)

    def policy(self, token: str) -> RobotsPolicy:
        """What it means for one product name."""
        hop = Hop("", self.status, (), "") if self.status else None
        reply = Reply(None, 0.0, hop, body=self.body, failure=self.failure, detail=self.detail)
        return RobotsPolicy(reply, token)


class RobotsPolicy:
    """What the answer to one origin's robots.txt means, for one product name."""

    def __init__(self, reply: Reply, token: str) -> None:
        self._token = token.lower()
        self._failure = None if reply.failure is Failure.TOO_LARGE else reply.failure
        self._detail = reply.detail
        self._address_refused = reply.address_refused
        self._status = reply.hop.status if reply.hop else 0
        self._rules: Protego | None = None
        if self._failure is None and 200 <= self._status < 300:
            text = reply.body.decode("utf-8-sig", errors="replace")
            is_cut = reply.failure is Failure.TOO_LARGE
            self._rules = Protego.parse("\n".join(_addressed(text, self._token, is_cut)))

    @property
    def is_lasting(self) -> bool:
        """Whether asking again would be of no use: a host that did not answer may yet."""
        return self._failure not in _PASSING and not self._address_refused

    def permission(self, target: Target) -> Permission:
        """What it says of one page. A missing file allows; a server's error or silence forbids."""
        if self._address_refused:
            return Permission(False, detail=INTERNAL, address_refused=True)
        if self._failure is not None:
            return Permission(False, detail=self._detail, failure=self._failure)
        if self._rules is None:
            if self._status >= 500:
                detail = f"its robots.txt answered {self._status}"
                return Permission(False, detail=detail, is_unreadable=True)
            return Permission(True)
        delay = self._rules.crawl_delay(self._token) or 0.0
        if not self._rules.can_fetch(target.url, self._token):
            return Permission(False, detail="its robots.txt asks automated visitors to stay away")
        return Permission(True, delay_s=min(max(delay, 0.0), MAX_DELAY_S))


def _addressed(text: str, token: str, is_cut: bool) -> Iterator[str]:
    """The lines of a robots.txt, with the name of each group made ours, everybody's or nobody's.

    The RFC compares whole product tokens, without what follows them (`netcurtain/1.0`); the parser
    would take `net` for us, too. Of a file that was cut off, the last line is a piece of a rule.
    """
    lines = _LINE_ENDS.split(text)
    for line in lines[:-1] if is_cut else lines:
        named = _USER_AGENT.match(line)
        if named is None:
            yield line
            continue
        name = named[1].strip()
        if name.startswith("*"):
            yield "User-agent: *"
        else:
            is_us = (said := _TOKEN.match(name)) is not None and said[0].lower() == token
            yield f"User-agent: {token if is_us else '-'}"


def ask_robots(
    conduct: Conduct,
    target: Target,
    probe_id: str,
    timeout_s: float,
    randomness: random.Random | None = None,
) -> Asking[Reply]:
    """Ask for the robots.txt of a target's origin, whose turn is held; redirects are followed.

    The last reply is the generator's value. After too many redirects the file counts as missing.
    With `randomness` a busy site is asked again after a pause, as for a page.
    """
    place = target.beside("/robots.txt")
    for redirects in range(MAX_REDIRECTS + 1):
        if redirects:
            yield conduct.turn(place)
        step = Step(
            probe_id=probe_id,
            what="robots",
            target=place,
            site=conduct.site(place),
            method="GET",
            headers=tuple(conduct.default_headers().items()),
            body=b"",
            cookies=RequestsCookieJar(),
            local_allowed=conduct.local_allowed(place),
            timeout_s=timeout_s,
            max_bytes=MAX_BYTES,
            sends=conduct.told_by(place),
        )
        reply = yield from _ask_patiently(step, conduct.turn(place), randomness)
        if reply.failure is not None or reply.address_refused or reply.location is None:
            return reply
        following = read_target(reply.location, base=place.url)
        problem = conduct.redirect_problem(place, following)
        if following is None or problem:
            return Reply(None, 0.0, failure=Failure.REDIRECT_REFUSED, detail=problem)
        place = following
    return reply


def _ask_patiently(step: Step, turn: Turn, randomness: random.Random | None) -> Asking[Reply]:
    attempts = Attempts(step.method, randomness) if randomness else None
    while True:
        reply = yield from ask(step)
        pause_s = attempts.weigh(reply).pause_s if attempts else None
        if pause_s is None:
            return reply
        yield replace(turn, pause_s=pause_s)
