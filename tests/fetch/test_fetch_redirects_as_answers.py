"""Probes for which a redirect to elsewhere is the answer itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.fetch import Fetcher, FetchOptions
from scanner.fetch.target import is_same_page
from scanner.model.capture import Capture
from scanner.model.plan import Manners, Probe, Robots
from tests.fetch.stub_web import NOW, StubServer, answer, make_probe


def ask(server: StubServer, probe: Probe) -> Capture:
    hosts = ("asked.example", "www.asked.example", "other.example")
    options = FetchOptions(connect_to=dict.fromkeys(hosts, ("127.0.0.1", server.port)))
    manners = Manners(robots=Robots.NOT_APPLICABLE, same_page_only=True)
    with Fetcher(options, now=lambda: NOW) as fetcher:
        fetcher.add(replace(probe, manners=manners))
        (capture,) = [event for event in fetcher.results() if isinstance(event, Capture)]
    return capture


@pytest.mark.parametrize(
    "to", ["/", "/login", "http://other.example/u/jmarlow", "not a place", "https://["]
)
def test_a_redirect_to_elsewhere_is_not_followed_but_read(server: StubServer, to: str) -> None:
    server.scripts["/u/jmarlow"] = answer(302, b"nobody of that name", Location=to)
    capture = ask(server, make_probe("http://asked.example/u/jmarlow", site="asked.example"))
    assert capture.failure is None
    assert (capture.status, capture.body) == (302, b"nobody of that name")
    assert capture.header("Location") == to
    assert [asked.path for asked in server.asked] == ["/u/jmarlow"]


@pytest.mark.parametrize(
    "to", ["/u/jmarlow/", "http://www.asked.example/U/JMarlow", "/en/u/jmarlow", "/u/jmarlow?tab=1"]
)
def test_the_same_page_spelt_otherwise_is_followed(server: StubServer, to: str) -> None:
    place = to.partition("example")[2] or to
    server.scripts["/u/jmarlow"] = answer(301, Location=to)
    server.scripts[place] = answer(200, b"there")
    capture = ask(server, make_probe("http://asked.example/u/jmarlow", site="asked.example"))
    assert (capture.status, capture.body) == (200, b"there")


def test_a_page_that_redirects_to_itself_with_a_cookie_is_asked_again(server: StubServer) -> None:
    answers = iter([answer(302, Location="/u/jmarlow", Set_Cookie="seen=1"), answer(200, b"there")])
    server.scripts["/u/jmarlow"] = lambda connection, over: next(answers)(connection, over)
    capture = ask(server, make_probe("http://asked.example/u/jmarlow", site="asked.example"))
    assert (capture.status, capture.body) == (200, b"there")


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("http://a.example/u/x", "https://www.a.example/U/x/", True),
        ("https://a.example/", "https://a.example", True),
        ("https://a.example/", "https://a.example/welcome", False),
        ("https://x.a.example/", "https://a.example/", False),
        ("https://a.example/find?q=x", "https://a.example/find?q=x&page=1", True),
        ("https://a.example/find?q=x", "https://a.example/find", False),
        ("https://a.example/u/x", "https://a.example/u/y", False),
    ],
)
def test_which_addresses_are_one_page(url: str, other: str, same: bool) -> None:
    assert is_same_page(url, other) is same
