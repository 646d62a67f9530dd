"""How one probe may move: which addresses are open to it, and at which pace it asks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scanner.fetch.addresses import AddressRefused, refuse_spelling
from scanner.fetch.options import FetchOptions
from scanner.fetch.steps import Turn
from scanner.fetch.target import Target
from scanner.model.capture import SkipReason
from scanner.model.plan import ANYBODY, Probe, Sent
from scanner.text.carried import carried

INTERNAL = "its address is a private or internal one"
_NOTHING: Mapping[str, str] = MappingProxyType({})


_ELSEWHERE = {
    SkipReason.OPTED_OUT: "it redirects to a site whose operator asked not to be visited",
    SkipReason.NOT_MAPPED: "it redirects to a host that is not on the connect-to map",
    SkipReason.ADDRESS_REFUSED: "it redirects to a private or internal address",
}


class Conduct:
    """The bounds of one probe that starts at `first`."""

    def __init__(self, probe: Probe, first: Target, options: FetchOptions) -> None:
        self._probe = probe
        self._first = first
        self._options = options

    def turn(self, target: Target) -> Turn:
        spacing = self._options.spacing_s
        return Turn(
            self.site(target), self._probe.manners.spacing_s if spacing is None else spacing
        )

    def site(self, target: Target) -> str:
        """Whom a request burdens and tells something: for its own host, what the plan said."""
        return self._probe.site if target.host == self._first.host else target.site

    def local_allowed(self, target: Target) -> bool:
        """Whether a target may have a loopback or private address."""
        own = self._probe.trusted_origin and target.origin == self._first.origin
        return own or self._options.allow_loopback

    def robots_waiver(self, target: Target) -> str:
        """The person's reason for passing over the robots.txt of their own page; empty where it is
        obeyed, as on every other host that the page leads to."""
        is_there = target.host.removeprefix("www.") == self._first.host.removeprefix("www.")
        return self._probe.robots_waiver if is_there else ""

    def refusal(self, target: Target) -> tuple[SkipReason, str] | None:
        """Why a target is refused before any name is resolved; None when it is not."""
        if self._options.has_opted_out(target.host):
            return SkipReason.OPTED_OUT, "its operator asked not to be visited"
        if not self._options.may_visit(target.host):
            return SkipReason.NOT_MAPPED, "its host is not on the connect-to map"
        if self._options.connect_to is None:
            try:
                refuse_spelling(target.host, self.local_allowed(target))
            except AddressRefused:
                return SkipReason.ADDRESS_REFUSED, INTERNAL
        return None

    def redirect_problem(self, target: Target, following: Target | None) -> str:
        """Why a redirect is not followed; empty when it is."""
        if following is None:
            return "it redirects to something that is no web address"
        if target.scheme == "https" and following.scheme != "https":
            return "it redirects away from https"
        refusal = self.refusal(following)
        if refusal is None:
            if self._may_learn(following):
                return ""
            return "it redirects to another site, which would learn what was asked"
        return _ELSEWHERE[refusal[0]]

    def told_by(self, target: Target, headers: Mapping[str, str] = _NOTHING) -> tuple[Sent, ...]:
        """Which of the probe's facts a request for `target` tells the site, by its address (the
        host too) or by its headers."""
        return carried(self._probe, "\n".join((target.url, *headers.values())))

    def _may_learn(self, following: Target) -> bool:
        """Whether a redirect tells nothing to a site that the plan did not announce."""
        if self.site(following) == self._probe.site:
            return True
        announced = any(
            host == ANYBODY or f".{following.host}".endswith(f".{host}")
            for host in self._probe.forwards_to
        )
        return announced or not self.told_by(following)

    def default_headers(self) -> dict[str, str]:
        """What every request says, in the order in which it is sent."""
        return {
            "User-Agent": self._options.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-GB,en;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
