"""robots.txt by the letter of RFC 9309, and what busy or silent sites make of it."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest

from scanner.fetch import FetchOptions
from scanner.fetch.robots import RobotsPolicy
from scanner.fetch.steps import Reply
from scanner.fetch.target import read_target
from scanner.model.capture import Capture, Failure, Hop, Skipped, SkipReason
from scanner.model.events import RequestSent
from scanner.model.plan import Robots
from tests.fetch.stub_web import (
    LOOPBACK,
    NOW,
    Script,
    StubServer,
    answer,
    fetch_all,
    fetch_one,
    make_probe,
    silent,
)


def policy(content: bytes, status: int = 200, failure: Failure | None = None) -> RobotsPolicy:
    hop = Hop("https://a.example/robots.txt", status, (), "127.0.0.1:443")
    return RobotsPolicy(Reply(NOW, 0.1, hop, body=content, failure=failure), "netcurtain")


def allows(content: bytes, path: str) -> bool:
    target = read_target(f"https://a.example{path}")
    assert target is not None
    return policy(content).permission(target).allowed


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        (b"netcurtain", True),
        (b"NetCurtain", True),
        (b"netcurtain/1.0", True),
        (b"netcurtain # not you", True),
        (b"netcurtain (https://example.org)", True),
        (b"net", False),
        (b"curtain", False),
        (b"netcurtain-news", False),
        (b"netcurtains", False),
        (b"Mozilla", False),
    ],
)
def test_a_group_is_ours_by_its_whole_product_token(name: bytes, is_ours: bool) -> None:
    assert allows(b"User-agent: %s\nDisallow: /" % name, "/") is not is_ours


def test_our_own_group_stands_in_place_of_the_one_for_everybody() -> None:
    both = b"User-agent: *\nDisallow: /\n\nUser-agent: netcurtain\nDisallow: /private\n"
    assert allows(both, "/public")
    assert not allows(both, "/private")


def test_groups_of_the_same_name_are_one() -> None:
    twice = (
        b"User-agent: netcurtain\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\n"
        b"User-agent: other\nUser-agent: netcurtain\nDisallow: /b\n"
    )
    assert [allows(twice, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        # The longest match holds, whatever the order; of two as long, the one that allows.
        (b"Disallow: /\nAllow: /p", "/page", True),
        (b"Allow: /p\nDisallow: /", "/page", True),
        (b"Allow: /page\nDisallow: /page.html", "/page.html", False),
        (b"Disallow: /page\nAllow: /page", "/page", True),
        # Special characters.
        (b"Disallow: /*.php$", "/a.php", False),
        (b"Disallow: /*.php$", "/a.php5", True),
        (b"Disallow: /*?print", "/a/b?print=1", False),
        # An octet is the same however it is written.
        (b"Disallow: /caf%C3%A9", "/caf%c3%a9", False),
        ("Disallow: /café".encode(), "/caf%C3%A9", False),
        (b"Disallow: /%7Ejane", "/~jane", False),
        (b"Disallow: /a%2Fb", "/a/b", True),
        # Nothing named, nothing forbidden.
        (b"Disallow:", "/", True),
        (b"Disallow: /x", "/", True),
        # Rules know upper from lower case, lines end in many ways.
        (b"Disallow: /Private", "/private", True),
        (b"Disallow: /a\rDisallow: /b\r\nDisallow: /c", "/b", False),
        (b"  disallow  :  /a  # because", "/a", False),
    ],
)
def test_rules_are_matched_as_the_standard_says(rules: bytes, path: str, allowed: bool) -> None:
    assert allows(b"User-agent: *\n" + rules, path) is allowed


def test_a_mark_of_byte_order_hides_no_rule() -> None:
    assert not allows(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "/")


def test_bytes_that_are_no_text_hide_no_rule() -> None:
    assert not allows(b"# \xff\xfe\x00\nUser-agent: *\nDisallow: /private", "/private")


def test_a_rule_that_was_cut_in_half_is_none() -> None:
    target = read_target("https://a.example/page")
    assert target is not None
    cut = policy(b"User-agent: *\nDisallow: /x\nDisallow: /", failure=Failure.TOO_LARGE)
    assert cut.permission(target).allowed


@pytest.mark.parametrize("delay", [b"nan", b"inf", b"-5", b"soon", b"1e999", b""])
def test_a_delay_that_is_no_number_of_seconds_is_none(delay: bytes) -> None:
    target = read_target("https://a.example/page")
    assert target is not None
    said = policy(b"User-agent: *\nCrawl-delay: %s\nDisallow: /x" % delay).permission(target)
    assert said.delay_s == 0.0


def test_a_log_in_page_in_its_place_forbids_nothing(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(302, Location="/login?next=/robots.txt")
    page = b"<!doctype html><title>Log in</title><p>User: <input>\n<p>Disallow: nobody</p>"
    server.scripts["/login?next=/robots.txt"] = answer(200, page, Content_Type="text/html")
    server.scripts["/page"] = answer(200, b"here")
    got = fetch_one(LOOPBACK, make_probe(server.url("/page"), robots=Robots.OBEY))
    assert isinstance(got, Capture)
    assert got.body == b"here"


def after(times: int, first: Script, then: Script) -> Script:
    """Answers one way so many times, and another way from then on."""
    asked: list[None] = []

    def write(connection: socket.socket, over: threading.Event) -> None:
        asked.append(None)
        (first if len(asked) <= times else then)(connection, over)

    return write


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_for_it_once_more(server: StubServer, status: int) -> None:
    rules = answer(200, b"User-agent: *\nDisallow: /private")
    server.scripts["/robots.txt"] = after(1, answer(status, Retry_After="0"), rules)
    got = fetch_one(LOOPBACK, make_probe(server.url("/private"), robots=Robots.OBEY))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ROBOTS
    assert server.paths == ["/robots.txt", "/robots.txt"]


@pytest.mark.parametrize("answers", ["refused", "silent"])
def test_a_host_that_does_not_answer_has_failed_and_forbids_nothing(
    server: StubServer, answers: str
) -> None:
    server.scripts["/robots.txt"] = silent()
    if answers == "silent":
        place = server.place
    else:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            place = closed.getsockname()
    options = FetchOptions(connect_to={"gone.example": place})
    probe = make_probe("http://gone.example/page", robots=Robots.OBEY, timeout_s=0.3)
    got = fetch_one(options, probe)
    assert isinstance(got, Capture)
    assert got.failure in (Failure.TIMEOUT, Failure.REFUSED_CONNECTION)
    assert "/page" not in server.paths


def test_a_page_of_ones_own_is_read_whatever_its_robots_say(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /")
    server.scripts["/page"] = answer(301, Location="http://www.own.example/there")
    server.scripts["/there"] = answer(200, b"here")
    hosts = dict.fromkeys(("own.example", "www.own.example"), server.place)
    options = FetchOptions(connect_to=hosts)
    probe = make_probe("http://own.example/page", robots=Robots.OBEY, site="own.example")
    events = fetch_all(options, replace(probe, robots_waiver="I run this site"))
    got = events[-1]
    assert isinstance(got, Capture)
    assert got.body == b"here"
    told = [event.sending.what for event in events if isinstance(event, RequestSent)]
    assert told == ["probe", "redirect"]


def test_where_ones_own_page_leads_to_robots_are_obeyed(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/page"] = answer(301, Location="http://other.example/there")
    other_server.scripts["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /")
    options = FetchOptions(
        connect_to={"own.example": server.place, "other.example": other_server.place}
    )
    probe = make_probe("http://own.example/page", robots=Robots.OBEY, site="own.example")
    got = fetch_one(options, replace(probe, robots_waiver="I run this site"))
    assert isinstance(got, Capture)
    assert got.failure is Failure.REDIRECT_REFUSED
    assert (server.paths, other_server.paths) == (["/page"], ["/robots.txt"])
