"""robots.txt: asked for once, obeyed by pages, of no concern to documented interfaces."""

from __future__ import annotations

import pytest

from scanner.fetch import FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import RequestSent
from scanner.model.plan import Robots
from tests.fetch.stub_web import (
    LOOPBACK,
    StubServer,
    answer,
    fetch_all,
    fetch_one,
    make_probe,
    raw,
    silent,
)

RULES = b"""
User-agent: *
Disallow: /

User-agent: netcurtain
Disallow: /private
Disallow: /*.pdf$
Allow: /private/leaflet
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news?id=1", True),
        ("/private/x", False),
        ("/private/leaflet", True),
        ("/minutes.pdf", False),
        ("/minutes.pdf?page=2", True),
    ],
)
def test_the_rules_for_our_name_hold(server: StubServer, path: str, allowed: bool) -> None:
    server.scripts["/robots.txt"] = answer(200, RULES)
    got = fetch_one(LOOPBACK, make_probe(server.url(path), robots=Robots.OBEY))
    assert isinstance(got, Capture if allowed else Skipped)
    assert server.paths == ["/robots.txt", path][: 2 if allowed else 1]
    if isinstance(got, Skipped):
        assert got.reason is SkipReason.ROBOTS
        assert "robots.txt" in got.detail


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_a_missing_file_allows_everything(server: StubServer, status: int) -> None:
    server.scripts["/robots.txt"] = answer(status, b"User-agent: *\nDisallow: /")
    got = fetch_one(LOOPBACK, make_probe(server.url(), robots=Robots.OBEY))
    assert isinstance(got, Capture)
    assert got.failure is None


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_forbids_but_is_no_wish(server: StubServer, status: int) -> None:
    server.scripts["/robots.txt"] = answer(status)
    got = fetch_one(LOOPBACK, make_probe(server.url(), robots=Robots.OBEY))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ROBOTS_UNREADABLE
    assert str(status) in got.detail


@pytest.mark.parametrize(
    ("script", "failure"), [(raw(b"junk"), Failure.PROTOCOL), (silent(), Failure.TIMEOUT)]
)
def test_an_unreadable_file_forbids_and_the_failure_is_told(
    server: StubServer, script: object, failure: Failure
) -> None:
    assert callable(script)
    server.scripts["/robots.txt"] = script
    got = fetch_one(LOOPBACK, make_probe(server.url(), robots=Robots.OBEY, timeout_s=0.4))
    assert isinstance(got, Capture)
    assert (got.failure, got.hops) == (failure, ())
    assert "robots.txt" in got.failure_detail
    assert set(server.paths) == {"/robots.txt"}


def test_it_is_asked_for_once_per_origin_and_told_as_what_it_is(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(200, RULES)
    probes = [make_probe(server.url(f"/{n}"), id=str(n), robots=Robots.OBEY) for n in range(4)]
    events = fetch_all(LOOPBACK, *probes)
    assert server.paths == ["/robots.txt", "/0", "/1", "/2", "/3"]
    told = [event.sending for event in events if isinstance(event, RequestSent)]
    assert [sending.what for sending in told] == ["robots", "probe", "probe", "probe", "probe"]
    assert told[0].probe_id == "0"


def test_a_documented_interface_has_no_robots(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /")
    server.scripts["/api"] = answer(200, b"{}")
    got = fetch_one(LOOPBACK, make_probe(server.url("/api"), robots=Robots.NOT_APPLICABLE))
    assert isinstance(got, Capture)
    assert server.paths == ["/api"]


def test_the_target_of_a_redirect_is_asked_too(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/"] = answer(302, Location="http://b.example/private")
    other_server.scripts["/robots.txt"] = answer(200, RULES)
    options = FetchOptions(connect_to={"a.example": server.place, "b.example": other_server.place})
    got = fetch_one(options, make_probe("http://a.example/", site="a.example", robots=Robots.OBEY))
    assert isinstance(got, Capture)
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)
    assert other_server.paths == ["/robots.txt"]


def test_a_redirected_file_speaks_for_where_it_was_asked(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/robots.txt"] = answer(301, Location="http://b.example/rules")
    other_server.scripts["/rules"] = answer(200, b"User-agent: *\nDisallow: /private")
    options = FetchOptions(connect_to={"a.example": server.place, "b.example": other_server.place})
    events = fetch_all(
        options,
        make_probe("http://a.example/private", id="1", site="a.example", robots=Robots.OBEY),
        make_probe("http://a.example/public", id="2", site="a.example", robots=Robots.OBEY),
    )
    answers = {e.probe_id: e for e in events if isinstance(e, (Capture, Skipped))}
    assert isinstance(answers["1"], Skipped)
    assert isinstance(answers["2"], Capture)


def test_a_file_that_redirects_for_ever_counts_as_missing(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(301, Location="/robots.txt")
    server.scripts["/"] = answer(200, b"here")
    got = fetch_one(LOOPBACK, make_probe(server.url(), robots=Robots.OBEY))
    assert isinstance(got, Capture)
    assert got.body == b"here"
    assert server.paths == ["/robots.txt"] * 6 + ["/"]


def test_an_endless_file_is_read_as_far_as_the_standard_asks(server: StubServer) -> None:
    rules = b"User-agent: *\nDisallow: /private\n" + b"# padding\n" * 100_000
    server.scripts["/robots.txt"] = answer(200, rules)
    got = fetch_one(LOOPBACK, make_probe(server.url("/private"), robots=Robots.OBEY))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ROBOTS


def test_a_crawl_delay_is_kept(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(200, b"User-agent: *\nCrawl-delay: 0.3\nDisallow: /x")
    probes = [make_probe(server.url(f"/{n}"), id=str(n), robots=Robots.OBEY) for n in range(2)]
    fetch_all(LOOPBACK, *probes)
    robots, first, second = server.asked
    assert first.began - robots.ended[0] >= 0.3
    assert second.began - first.ended[0] >= 0.3
