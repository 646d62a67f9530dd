"""Redirects that would tell another site what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Failure, Sending
from scanner.model.events import RequestSent
from scanner.model.facts import FactKind, Secret
from scanner.model.plan import ANYBODY, Probe, Robots, Sent, SentForm
from tests.fetch.stub_web import NOW, StubServer, answer, make_probe

HANDLE = Sent(FactKind.HANDLE, SentForm.CLEAR, "handle-1")
NAME = Sent(FactKind.NAME, SentForm.CLEAR, "name-1")


def asking(url: str, **changes: object) -> Probe:
    probe = make_probe(url, site="asked.example", **changes)  # type: ignore[arg-type]
    return replace(
        probe,
        sends=(HANDLE, NAME),
        variables=(
            ("handle", Secret("jm.arlow", "j•••")),
            ("name", Secret("Jane Marlow", "Jane Marlow")),
        ),
    )


def ask(server: StubServer, probe: Probe) -> tuple[Capture, list[Sending]]:
    hosts = ("asked.example", "www.asked.example", "other.example", "jmarlow.asked.example")
    options = FetchOptions(connect_to=dict.fromkeys(hosts, ("127.0.0.1", server.port)))
    sendings, captures = [], []
    with Fetcher(options, now=lambda: NOW) as fetcher:
        fetcher.add(probe)
        for event in fetcher.results():
            if isinstance(event, RequestSent):
                sendings.append(event.sending)
            elif isinstance(event, Capture):
                captures.append(event)
    (capture,) = captures
    return capture, sendings


@pytest.mark.parametrize(
    "to",
    [
        "http://other.example/u/jm.arlow",
        "http://other.example/login?next=%2Fu%2FJM.Arlow",
        "http://other.example/login?next=http%253A%252F%252Fasked.example%252Fjm.arlow",
        "http://other.example/people/jane-marlow",
        "http://other.example/?q=Jane+Marlow",
    ],
)
def test_another_site_is_not_told(server: StubServer, to: str) -> None:
    server.scripts["/"] = answer(302, Location=to)
    capture, sendings = ask(server, asking("http://asked.example/"))
    assert capture.failure is Failure.REDIRECT_REFUSED
    assert "would learn what was asked" in capture.failure_detail
    assert [sending.site for sending in sendings] == ["asked.example"]


@pytest.mark.parametrize("named", ["other.example", ANYBODY])
def test_but_a_site_that_the_plan_named_is(server: StubServer, named: str) -> None:
    server.scripts["/"] = answer(302, Location="http://other.example/u/jm.arlow")
    server.scripts["/u/jm.arlow"] = answer(200, b"there")
    probe = replace(asking("http://asked.example/"), forwards_to=(named,))
    capture, sendings = ask(server, probe)
    assert (capture.failure, capture.body) == (None, b"there")
    assert [s.sends for s in sendings] == [(HANDLE, NAME), (HANDLE,)]


def test_a_redirect_that_tells_nothing_is_followed(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="http://other.example/welcome")
    server.scripts["/welcome"] = answer(200, b"welcome")
    capture, sendings = ask(server, asking("http://asked.example/"))
    assert capture.body == b"welcome"
    assert [(s.site, s.sends) for s in sendings][1] == ("other.example", ())


def test_within_its_own_site_a_question_may_be_moved(server: StubServer) -> None:
    server.scripts["/"] = answer(301, Location="http://www.asked.example/u/jm.arlow")
    server.scripts["/u/jm.arlow"] = answer(200, b"there")
    capture, sendings = ask(server, asking("http://asked.example/"))
    assert capture.body == b"there"
    assert sendings[1].sends == (HANDLE,)


def test_a_page_may_move_with_its_address(server: StubServer) -> None:
    server.scripts["/people/jane-marlow"] = answer(
        301, Location="http://other.example/moved/jane-marlow"
    )
    server.scripts["/moved/jane-marlow"] = answer(200, b"she stood")
    probe = make_probe("http://asked.example/people/jane-marlow", site="asked.example")
    capture, sendings = ask(server, probe)
    assert (capture.failure, capture.body) == (None, b"she stood")
    assert [sending.sends for sending in sendings] == [(), ()]


def test_a_host_name_that_holds_the_handle_tells_it_with_robots_txt(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(404)
    server.scripts["/"] = answer(200, b"there")
    probe = replace(
        make_probe("http://jmarlow.asked.example/", site="asked.example", robots=Robots.OBEY),
        sends=(HANDLE,),
        variables=(("handle", Secret("jmarlow", "j•••")),),
    )
    _, sendings = ask(server, probe)
    assert [(s.what, s.sends) for s in sendings] == [("robots", (HANDLE,)), ("probe", (HANDLE,))]
