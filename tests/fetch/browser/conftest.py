"""A small web on loopback, and one browser for all tests that need not end it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from scanner.fetch import FetchOptions
from scanner.fetch.browser import Renderer, find_browser
from scanner.fetch.browser.renderer import Shell
from scanner.model.capture import Capture, Hop, Sending
from scanner.model.events import RequestSent
from scanner.model.facts import FactKind, Secret
from scanner.model.plan import Probe, Sent, SentForm
from tests.fetch.stub_web import NOW, Asked, StubServer, answer, make_probe, serving

SITE = "site.example"
PAGE = f"https://www.{SITE}/"


def now() -> datetime:
    return datetime.now(UTC)


def shell(url: str = PAGE, *, before: tuple[str, ...] = (), **settings: object) -> Shell:
    """A page to render; `before` are the addresses that the plain answer was redirected from."""
    probe = make_probe(url, site=SITE, host=f"www.{SITE}", **settings)  # type: ignore[arg-type]
    hops = tuple(Hop(place, 200, (), "127.0.0.1:1") for place in (*before, url))
    return Shell(probe, Capture(probe.id, hops, b"", b"", NOW, 1))


@dataclass
class Web:
    """Servers by what they are to the page, and the ways to them."""

    own: StubServer
    """www.site.example, api.site.example, by TLS."""
    plain: StubServer
    """The same names without TLS have no server; this is plain.example."""
    foreign: StubServer
    """www.elsewhere.example, by TLS: reachable, were it asked."""
    options: FetchOptions
    sendings: list[Sending] = field(default_factory=list)

    def serve(self, path: str, body: str, kind: str = "text/html", **headers: str) -> None:
        self.own.scripts[path] = answer(
            200, body.encode(), Content_Type=f"{kind}; charset=utf-8", **headers
        )

    def page(self, script: str, body: str = "<div id=root></div>", path: str = "/") -> None:
        """A page at `path` that has one script."""
        self.serve(path, f"<!doctype html><title>Shell</title>{body}<script>{script}</script>")

    def told(self) -> list[tuple[str, str]]:
        """The ledger, as the servers' logs say it: method and path."""
        return [(s.method, s.url.removeprefix(f"https://www.{SITE}")) for s in self.sendings]

    def asked(self) -> list[tuple[str, str]]:
        return [(a.method, a.path) for a in self.own.asked]


def in_html(text: str) -> str:
    """A script that writes text to where the page expects it."""
    return f"document.getElementById('root').textContent = {text!r};"


@pytest.fixture(scope="session")
def running_web(authority: trustme.CA, ca_file: Path) -> Iterator[Web]:
    def context(*names: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(made)
        return made

    own_names = (f"www.{SITE}", f"api.{SITE}")
    with (
        serving(context(*own_names)) as own,
        serving() as plain,
        serving(context("www.elsewhere.example")) as foreign,
    ):
        options = FetchOptions(
            connect_to={
                **dict.fromkeys(own_names, own.place),
                "plain.example": plain.place,
                "www.elsewhere.example": foreign.place,
            },
            ca_file=ca_file,
            contact="desk@example.org",
            spacing_s=0.0,
        )
        yield Web(own, plain, foreign, options)


@pytest.fixture
def web(running_web: Web) -> Web:
    for server in (running_web.own, running_web.plain, running_web.foreign):
        server.scripts.clear()
        server.asked.clear()
    running_web.sendings.clear()
    return running_web


@pytest.fixture(scope="session")
def renderer(running_web: Web) -> Iterator[Renderer]:
    with Renderer(running_web.options, find_browser(), now) as running:
        yield running


Render = Callable[[Shell], Capture]


@pytest.fixture
def render(web: Web, renderer: Renderer) -> Render:
    """Renders one page; what left the machine goes to `web.sendings`."""

    def run(wanted: Shell) -> Capture:
        *sent, capture = renderer.render([wanted])
        web.sendings += [event.sending for event in sent if isinstance(event, RequestSent)]
        assert isinstance(capture, Capture)
        return capture

    return run


def with_handle(wanted: Shell, handle: str) -> Shell:
    """The same for a probe that was made from a handle."""
    from dataclasses import replace

    probe: Probe = replace(
        wanted.probe,
        variables=(("handle", Secret(handle, "j…")),),
        sends=(Sent(FactKind.HANDLE, SentForm.CLEAR, "fact-1"),),
    )
    return Shell(probe, wanted.capture)


def hosts_of(asked: list[Asked]) -> set[str]:
    return {entry.headers["host"] for entry in asked}
