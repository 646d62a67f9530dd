"""One probe from its first request to its answer: permission, redirects, bounds."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from requests.cookies import RequestsCookieJar

from scanner.fetch.attempts import Attempts
from scanner.fetch.cache import StoredAnswer, condition, question_of, remember, still_holds
from scanner.fetch.conduct import INTERNAL, Conduct
from scanner.fetch.memory import Memory
from scanner.fetch.options import FetchOptions
from scanner.fetch.robots import Permission, RobotsAnswer, RobotsPolicy, ask_robots
from scanner.fetch.steps import Asking, Reply, Step, ask
from scanner.fetch.target import Target, is_same_page, read_target
from scanner.model.capture import Capture, Failure, Hop, Revival, Skipped, SkipReason
from scanner.model.plan import Probe, Purpose, Robots

Answer = Capture | Skipped

_FRAMING = frozenset(
    {"host", "accept-encoding", "connection", "content-length", "transfer-encoding", "upgrade"}
)
"""Headers that a probe can't set: they decide where a request goes and how it is read."""


@dataclass(frozen=True, slots=True)
class Halt:
    """Why a run ends before all was asked, for what was begun and for what was not."""

    failure: Failure
    reason: SkipReason
    detail: str


INTERRUPTED = Halt(Failure.STOPPED, SkipReason.STOPPED, "the run was interrupted")


class Chase:
    """Follows one probe. Its generator yields turns to wait for and requests to make."""

    def __init__(
        self,
        probe: Probe,
        options: FetchOptions,
        memory: Memory,
        now: Callable[[], datetime],
        randomness: random.Random,
    ) -> None:
        self.probe = probe
        self._options = options
        self._memory = memory
        self._now = now
        self._randomness = randomness
        self._attempts = 1
        self._hops: list[Hop] = []
        self._sent_at: datetime | None = None
        self._spent_s = 0.0
        self._cookies: dict[str, RequestsCookieJar] = {}
        """By host, for this chain only: no site can link two of our questions by them."""
        self._method = probe.request.method
        self._body = probe.request.body
        self._at_origin = True
        self._revival: Revival | None = None

    def run(self) -> Asking[Answer]:
        """Ask for turns and requests until there is an answer; it is the generator's value."""
        first = read_target(self.probe.request.url)
        if first is None:
            return self._skip(SkipReason.ADDRESS_REFUSED, "it is no web address")
        conduct = Conduct(self.probe, first, self._options)
        refusal = conduct.refusal(first)
        if refusal is not None:
            return self._skip(*refusal)
        yield conduct.turn(first)
        if needless := self._needless(conduct, first):
            return needless
        target = first
        while True:
            permission = yield from self._permission(conduct, target)
            if not permission.allowed:
                return self._forbidden(permission)
            if self._remaining_s() <= 0:
                return self._capture(Failure.TIMEOUT, "its redirects took too long")
            reply = yield from self._ask_or_revive(conduct, target)
            if reply.address_refused:
                return self._refused(INTERNAL)
            if reply.failure is not None or self._is_answer(target, reply.location):
                return self._capture(reply.failure, reply.detail, reply)
            following = self._follow(conduct, target, reply.location or "")
            if isinstance(following, Capture):
                return following
            target = following
            yield conduct.turn(target)

    def stopped(self, halt: Halt) -> Answer:
        """The answer when the run ends while the probe waits for a turn."""
        if self._sent_at is not None:
            return self._capture(halt.failure, halt.detail)
        return self._skip(halt.reason, halt.detail)

    def _needless(self, conduct: Conduct, first: Target) -> Skipped | None:
        """Why a site that earlier probes asked had better be left alone; None when it need not."""
        site = conduct.site(first)
        if self._memory.is_down(first.host):
            return self._skip(SkipReason.SITE_DOWN, "it did not answer earlier requests")
        if self._memory.is_refusing(site):
            return self._skip(SkipReason.RATE_LIMITED, "it asked to be left alone")
        if self._memory.is_spent(site):
            return self._skip(SkipReason.SITE_BUDGET, "it was asked often enough in this run")
        return None

    def _is_answer(self, target: Target, location: str | None) -> bool:
        """Whether a reply ends the chain: it is no redirect, or one that is not to be followed."""
        if location is None:
            return True
        if not self.probe.manners.same_page_only:
            return False
        following = read_target(location, base=target.url)
        if following is None or not is_same_page(target.url, following.url):
            return True
        # Once more with its cookies; a page that goes on sending to itself shows nothing else.
        return sum(hop.url == following.url for hop in self._hops) > 1

    def _remaining_s(self) -> float:
        return self.probe.manners.timeout_s - self._spent_s

    def _ask_or_revive(self, conduct: Conduct, target: Target) -> Asking[Reply]:
        """The answer to a request, or an earlier one which the site says has not changed."""
        store = self._options.store
        question = None
        if store is not None and self.probe.purpose is not Purpose.CONTROL:
            question = question_of(self._step(conduct, target, self._remaining_s()))
        if store is None or question is None:
            return (yield from self._ask(conduct, target))
        stored = store.get(question)
        if stored is not None and len(stored.body) <= self.probe.manners.max_bytes:
            reply = yield from self._ask(conduct, target, condition(stored))
            if reply.hop is None or reply.hop.status != 304:
                return remember(store, question, stored, reply)
            if still_holds(stored, reply):
                return self._revive(target, stored, reply)
            # It confirmed something else than it was asked about: once more, without a condition.
            self._hops.pop()
            yield conduct.turn(target)
        return remember(store, question, stored, (yield from self._ask(conduct, target)))

    def _revive(self, target: Target, stored: StoredAnswer, reply: Reply) -> Reply:
        confirmed = self._hops.pop()
        hop = stored.hop(target.url)
        self._hops.append(hop)
        self._revival = Revival(stored.fetched_at, confirmed)
        return replace(reply, hop=hop, body=stored.body, wire=stored.wire)

    def _ask(
        self, conduct: Conduct, target: Target, extra: tuple[tuple[str, str], ...] = ()
    ) -> Asking[Reply]:
        """One request, made again where that may help; the last reply is what counts."""
        attempts = Attempts(self._method, self._randomness)
        site = conduct.site(target)
        while True:
            step = self._step(conduct, target, self._remaining_s())
            reply = yield from ask(replace(step, headers=step.headers + extra) if extra else step)
            self._note(target, reply)
            verdict = attempts.weigh(reply)
            if verdict.pause_s is None or self._remaining_s() <= 0 or self._memory.is_spent(site):
                break
            yield replace(conduct.turn(target), pause_s=verdict.pause_s)
            self._attempts += 1
            if reply.hop is not None:
                self._hops.pop()
        self._memory.note_refusal(site, verdict.is_refusal)
        return reply

    def _permission(self, conduct: Conduct, target: Target) -> Asking[Permission]:
        """What robots.txt says, asked for once per origin; afterwards the turn is held again."""
        if self.probe.manners.robots is not Robots.OBEY or conduct.robots_waiver(target):
            return Permission(True)
        policy = self._memory.robots.get(target.origin)
        if policy is not None:
            permission = policy.permission(target)
            self._memory.note_delay(conduct.site(target), permission.delay_s)
            return permission
        reply = yield from ask_robots(
            conduct, target, self.probe.id, self.probe.manners.timeout_s, self._randomness
        )
        self._memory.note_reply(target.host, reply)
        if reply.hop is not None and reply.hop.status == 429:
            self._memory.note_refusal(conduct.site(target), True)
        answer = RobotsAnswer.of(target.origin, reply)
        policy = RobotsPolicy(reply, self._options.robots_token)
        self._memory.learn(answer, policy)
        permission = policy.permission(target)
        self._memory.note_delay(conduct.site(target), permission.delay_s)
        if permission.allowed:
            yield conduct.turn(target)
        return permission

    def _step(self, conduct: Conduct, target: Target, timeout_s: float) -> Step:
        headers = conduct.default_headers()
        if self._at_origin:
            for name, value in self.probe.request.headers:
                if name.lower() not in _FRAMING:
                    own = {key.lower(): key for key in headers}.get(name.lower(), name)
                    headers[own] = value
        return Step(
            probe_id=self.probe.id,
            what="redirect" if self._hops else "probe",
            target=target,
            site=conduct.site(target),
            method=self._method,
            headers=tuple(headers.items()),
            body=self._body,
            cookies=self._cookies.setdefault(target.host, RequestsCookieJar()),
            local_allowed=conduct.local_allowed(target),
            timeout_s=timeout_s,
            max_bytes=self.probe.manners.max_bytes,
            keeps_part=self.probe.manners.keeps_part,
            sends=conduct.told_by(target, headers) if self._hops else self.probe.sends,
            reads_redirects=self.probe.manners.same_page_only,
        )

    def _note(self, target: Target, reply: Reply) -> None:
        self._memory.note_reply(target.host, reply)
        self._spent_s += reply.elapsed_s
        self._sent_at = self._sent_at or reply.sent_at
        if reply.hop is not None:
            self._hops.append(reply.hop)

    def _follow(self, conduct: Conduct, target: Target, location: str) -> Target | Capture:
        """Where a redirect leads, or the answer when it is not followed."""
        if len(self._hops) > self.probe.manners.max_redirects:
            return self._capture(Failure.TOO_MANY_REDIRECTS, "it redirects again and again")
        following = read_target(location, base=target.url)
        problem = conduct.redirect_problem(target, following)
        if following is None or problem:
            return self._capture(Failure.REDIRECT_REFUSED, problem)
        self._change_method(self._hops[-1].status)
        if following.origin != target.origin:
            # What a probe carries was meant for its own origin, and stays dropped from here on.
            self._at_origin = False
            if self._body:
                return self._capture(
                    Failure.REDIRECT_REFUSED, "it redirects elsewhere with all that was sent"
                )
        return following

    def _change_method(self, status: int) -> None:
        """As browsers do (Fetch standard, HTTP-redirect fetch)."""
        if (status == 303 and self._method != "HEAD") or (
            status in (301, 302) and self._method == "POST"
        ):
            self._method, self._body = "GET", b""

    def _forbidden(self, permission: Permission) -> Answer:
        if permission.address_refused:
            return self._refused(permission.detail)
        if permission.failure is not None:
            return self._capture(permission.failure, f"its robots.txt: {permission.detail}")
        if self._hops:
            return self._capture(Failure.REDIRECT_REFUSED, f"redirected; {permission.detail}")
        reason = SkipReason.ROBOTS_UNREADABLE if permission.is_unreadable else SkipReason.ROBOTS
        return self._skip(reason, permission.detail)

    def _refused(self, detail: str) -> Answer:
        if self._hops:
            return self._capture(Failure.REDIRECT_REFUSED, f"redirected; {detail}")
        return self._skip(SkipReason.ADDRESS_REFUSED, detail)

    def _skip(self, reason: SkipReason, detail: str) -> Skipped:
        return Skipped(self.probe.id, reason, detail)

    def _capture(self, failure: Failure | None, detail: str, reply: Reply | None = None) -> Capture:
        return Capture(
            probe_id=self.probe.id,
            hops=tuple(self._hops),
            body=reply.body if reply else b"",
            wire=reply.wire if reply else b"",
            fetched_at=self._sent_at or self._now(),
            elapsed_ms=round(self._spent_s * 1000),
            failure=failure,
            failure_detail=detail,
            attempts=self._attempts,
            revival=self._revival,
        )
