"""`--render`: a browser for pages that are empty without their scripts, and what is told of it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from scanner.cli.console import say
from scanner.fetch import Fetcher, FetchOptions
from scanner.fetch.browser import BrowserMissing, Renderer, find_browser
from scanner.fetch.browser.chromium import has_sandbox
from scanner.model.facts import Fact
from scanner.render.words import plural
from scanner.text.quoting import mask_known

_SITES_NAMED = 8
_UNREAD = "Pages that are empty without their scripts stay unread."


def browser_for(wanted: bool) -> Path | None:
    """The browser, if one is wanted and there is one. That there is none is told, and no error."""
    if not wanted:
        return None
    try:
        return find_browser()
    except BrowserMissing as missing:
        say(f"{_UNREAD} {missing}")
        return None


def announce(browser: Path) -> None:
    """What rendering adds to the plan, told before anything is sent."""
    say(
        "Pages that are empty without their scripts are opened in a browser, which asks the same "
        "site for the scripts and data they load, and of other sites only those that a rule names "
        "for it, which stand above."
    )
    if not has_sandbox():
        say(
            "The browser runs without its sandbox, because you are root. Pages are strangers' "
            "work: better run this as an ordinary user."
        )


@contextlib.contextmanager
def rendering(
    browser: Path | None, options: FetchOptions, fetcher: Fetcher, facts: Sequence[Fact]
) -> Iterator[Renderer | None]:
    """A renderer for the time of a run; what it could not do is told at the end."""
    if browser is None:
        yield None
        return
    renderer = Renderer(
        options,
        browser,
        now=lambda: datetime.now(UTC),
        known_robots=fetcher.known_robots,
        budget=fetcher.budget,
    )
    with renderer:
        yield renderer
    if renderer.problem:
        say(f"{_UNREAD} {renderer.problem}")
    if renderer.refused_requests:
        say(
            f"{plural(renderer.refused_requests, 'request')} that pages wanted to make to "
            f"{plural(len(renderer.refused_sites), 'other site')} were not made: "
            f"{', '.join(_named(renderer.refused_sites, facts))}. A rule may name those that its "
            "pages need (render: hosts)."
        )


def _named(sites: Collection[str], facts: Sequence[Fact]) -> list[str]:
    """Some of the sites, with what is the person's own masked."""
    shown = [mask_known(site, facts).shown() for site in sorted(sites)[:_SITES_NAMED]]
    more = len(sites) - len(shown)
    return [*shown, f"{more} more"] if more else shown
