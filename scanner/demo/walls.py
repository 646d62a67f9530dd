"""Sites that give no answer to a machine: challenges, interstitials, empty shells, maintenance.

The four challenges carry marks that no rule can know; each is one page for every address. Only
their sameness gives them away.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable
from http import HTTPStatus

from scanner.demo.site import Asked, Reply, Site, page, stored

UNKNOWN_CHALLENGES = (
    "linktr.ee",
    "www.wexcombe-chamber.example",
    "listings.wexcombe-events.example",
    "www.county-almanack.example",
)


def _challenge(asked: Asked) -> Reply:
    """The stored page; some show a number of the visit, one repeats the path that was asked for."""
    # Made from the path: another one for each address, and yet every run sees the same pages.
    number = hashlib.sha256(asked.path.encode()).hexdigest()[:16]
    text = stored(asked.host, "challenge.html").decode().replace("{visit}", number)
    return page(text.replace("{path}", html.escape(asked.path)))


def _wall(status: int = HTTPStatus.OK, *headers: tuple[str, str]) -> Callable[[Asked], Reply]:
    """One stored page for every address but robots.txt, which is not there."""

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return page("<p>Nothing here.</p>", HTTPStatus.NOT_FOUND)
        return page(stored(asked.host, "wall.html").decode(), status, headers)

    return answer


WALLS = (
    *(Site(host, _challenge) for host in UNKNOWN_CHALLENGES),
    Site("www.wexcombe-weekender.example", _wall()),
    Site("app.wexcombe-mutual.example", _wall()),
    Site("www.marlow-pots.example", _wall()),
    Site(
        "www.wexcombe-arts.example",
        _wall(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "7200")),
    ),
)
