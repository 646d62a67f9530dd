"""Where robots.txt is passed over: on the person's own pages, for a reason that they gave."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from scanner.domains import host_of_url, is_within, normal_host
from scanner.errors import PlanError
from scanner.model.facts import FactKind
from scanner.model.subject import Subject


class RobotsWaivers:
    """The person's reasons, by page, and by host where the domain is among their facts."""

    def __init__(self, subject: Subject, own_pages: Iterable[str], reason: str) -> None:
        """`own_pages` are those that the user called their own for this run, `reason` what they
        gave for passing over robots.txt on all own pages; empty when they did not."""
        self._reason = reason
        self._domains = [
            normal_host(fact.value.reveal()) for fact in subject.of_kind(FactKind.DOMAIN)
        ]
        self._by_page = {
            _as_planned(page.url): page.ignore_robots or reason for page in subject.own_pages
        }
        for url in map(_as_planned, own_pages):
            self._by_page[url] = self._by_page.get(url) or reason
        self._by_host = {
            host_of_url(page.url): page.ignore_robots
            for page in subject.own_pages
            if page.ignore_robots and self._is_own_host(host_of_url(page.url))
        }

    def reason_for(self, url: str) -> str:
        """Why robots.txt is passed over for this address; empty when it is obeyed."""
        if reason := self._by_page.get(url):
            return reason
        host = host_of_url(url)
        return self._by_host.get(host) or (self._reason if self._is_own_host(host) else "")

    def _is_own_host(self, host: str) -> bool:
        return any(is_within(host, domain) for domain in self._domains)


def _as_planned(url: str) -> str:
    """A page's address as the plan writes it."""
    return urlsplit(url.strip()).geturl()


def require_use(reason: str, waived: Iterable[str]) -> None:
    """Raises PlanError when a reason was given and there is no page of the person's own."""
    if reason and not any(waived):
        raise PlanError(
            "--ignore-robots holds only for pages of your own, and this check has none. Name them "
            "with --own-page, or give your web site's name as a domain in [facts]."
        )
