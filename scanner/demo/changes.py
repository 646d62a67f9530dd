"""The demonstration web over time: pages edited, taken down, moved, walled off and restored."""

from __future__ import annotations

from http import HTTPStatus

from scanner.demo.site import Asked, Reply, Site, moved, page

_CHALLENGE = (
    "<!DOCTYPE html><html lang=en><title>Just a moment...</title><h1>Checking your browser</h1>"
    '<div id="challenge-running"></div><script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>'
)
_LOG_IN = (
    "<!DOCTYPE html><html lang=en><title>Log in</title><h1>Log in to continue</h1>"
    '<form action="/login" method=post><label>E-mail <input name=user></label><label>Password '
    "<input type=password name=password></label><button>Log in</button></form>"
)
_TAKEN_DOWN = "<!DOCTYPE html><html lang=en><title>Gone</title><h1>This page was taken down</h1>"

_MORE_THAN_IS_READ = 6_000_000
"""Bytes; a check reads five million of a page."""


class Changes:
    """What some addresses answer instead of what their site has there."""

    def __init__(self) -> None:
        self._replies: dict[str, Reply] = {}
        self._sites: dict[str, Site] = {}

    def over(self, site: Site) -> Site:
        """The same site, whose pages can be changed from now on."""
        self._sites[site.host] = site

        def answer(asked: Asked) -> Reply:
            return self._replies.get(asked.url) or site.answer(asked)

        return Site(site.host, answer)

    def edit(self, url: str, old: str, new: str) -> None:
        """Another wording on a page. Raises ValueError unless `old` stands there."""
        there = self._now(url)
        body = there.body.decode()
        if old not in body:
            raise ValueError(f"the page at {url} does not say that")
        self.answer(url, Reply(body.replace(old, new).encode(), there.status, there.content_type))

    def remove(self, url: str, status: int = HTTPStatus.GONE) -> None:
        """Taken down, and told so."""
        self.answer(url, page(_TAKEN_DOWN, status))

    def move(self, url: str, to: str) -> None:
        """To another address of the demonstration web, which shows what this one has shown."""
        self.answer(to, self._now(url))
        self.answer(url, moved(to))

    def challenge(self, url: str) -> None:
        """A wall that wants to see a browser."""
        self.answer(url, page(_CHALLENGE, HTTPStatus.FORBIDDEN))

    def lock(self, url: str) -> None:
        """Only for who has an account there."""
        self.answer(url, page(_LOG_IN))

    def lengthen(self, url: str, before: str) -> None:
        """More than is read of one page, put in before a text of it."""
        self.edit(url, before, f"<!--{' ' * _MORE_THAN_IS_READ}-->{before}")

    def answer(self, url: str, reply: Reply) -> None:
        """Any answer at all."""
        self._replies[url] = reply

    def restore(self, url: str) -> None:
        """As it was in the beginning."""
        self._replies.pop(url, None)

    def _now(self, url: str) -> Reply:
        if url in self._replies:
            return self._replies[url]
        host, target = url.removeprefix("https://").split("/", 1)
        path, _, query = f"/{target}".partition("?")
        pairs = (pair.partition("=") for pair in query.split("&") if pair)
        asked = {name: value for name, _, value in pairs}
        return self._sites[host].answer(Asked(host, path, asked, {}, target=f"/{target}"))
