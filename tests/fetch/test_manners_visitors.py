"""Who is never visited, and what a site learns of who visits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.fetch import FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import RequestSent
from scanner.model.plan import Robots
from scanner.rulebook.opt_out import read_opt_outs, shipped_opt_outs
from tests.fetch.stub_web import LOOPBACK, StubServer, answer, fetch_all, fetch_one, make_probe


def options(server: StubServer, *opted_out: str) -> FetchOptions:
    names = ("a.example", "www.a.example", "ba.example", "b.example", "xn--bcher-kva.example")
    return FetchOptions(
        connect_to=dict.fromkeys(names, server.place), opted_out=frozenset(opted_out)
    )


@pytest.mark.parametrize("host", ["a.example", "www.a.example", "WWW.A.example."])
def test_who_opted_out_is_sent_nothing_not_even_a_question_for_robots(
    server: StubServer, host: str
) -> None:
    probe = make_probe(f"http://{host}/", robots=Robots.OBEY)
    events = fetch_all(options(server, "A.Example"), probe)
    (got,) = events
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.OPTED_OUT
    assert server.paths == []


@pytest.mark.parametrize(
    ("listed", "host"), [("a.example", "ba.example"), ("www.a.example", "a.example")]
)
def test_others_of_a_like_name_are_visited(server: StubServer, listed: str, host: str) -> None:
    got = fetch_one(options(server, listed), make_probe(f"http://{host}/"))
    assert isinstance(got, Capture)


def test_a_list_may_write_international_names_either_way(server: StubServer) -> None:
    probe = make_probe("http://bücher.example/")
    assert isinstance(fetch_one(options(server, "Bücher.example"), probe), Skipped)


def test_no_redirect_leads_to_who_opted_out(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="http://www.b.example/there")
    mapped = options(server, "b.example")
    got = fetch_one(mapped, make_probe("http://a.example/"))
    assert isinstance(got, Capture)
    assert (got.failure, got.status) == (Failure.REDIRECT_REFUSED, 302)
    assert "asked not to be visited" in got.failure_detail
    assert server.paths == ["/"]


def test_no_robots_txt_is_fetched_from_who_opted_out(server: StubServer) -> None:
    server.scripts["/robots.txt"] = answer(301, Location="http://b.example/robots.txt")
    events = fetch_all(
        options(server, "b.example"), make_probe("http://a.example/", robots=Robots.OBEY)
    )
    asked = [event.sending.url for event in events if isinstance(event, RequestSent)]
    assert asked == ["http://a.example/robots.txt"]


def test_the_shipped_list_can_be_read_and_shows_its_format() -> None:
    hosts = shipped_opt_outs()
    assert "no-visits.example" in hosts
    assert all(host == host.lower() for host in hosts)


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "hosts.txt"
    path.write_text(
        "\ufeff# asked by letter\n\nWWW.One.example  # 2026-11-01\n*.two.example\n192.0.2.7\n"
        "[2001:DB8::1]\nbücher.example\n",
        "utf-8",
    )
    assert read_opt_outs(path) == {
        "www.one.example", "two.example", "192.0.2.7", "2001:db8::1", "xn--bcher-kva.example",
    }  # fmt: skip


def test_every_line_that_names_no_host_is_told(tmp_path: Path) -> None:
    path = tmp_path / "hosts.txt"
    path.write_text("one.example\nhttps://two.example/\nthree.example:8080\nfour\na b.example\n")
    with pytest.raises(RuleError) as raised:
        read_opt_outs(path)
    assert [problem.where.rpartition(":")[2] for problem in raised.value.problems] == [
        "2", "3", "4", "5",
    ]  # fmt: skip
    with pytest.raises(RuleError, match="cannot be read"):
        read_opt_outs(tmp_path / "missing.txt")


def test_cookies_are_sent_back_within_a_chain_and_to_their_host_alone(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/"] = answer(302, Location="/two", Set_Cookie="id=7; Path=/; Domain=a.example")
    server.scripts["/two"] = answer(302, Location="http://b.example/", Set_Cookie="two=2")
    mapped = FetchOptions(connect_to={"a.example": server.place, "b.example": other_server.place})
    probe = make_probe("http://a.example/", site="a.example")
    for number in range(2):
        fetch_all(mapped, replace(probe, id=f"probe-{number}"))
    fetch_all(mapped, replace(probe, id="x"), replace(probe, id="y"))
    sent = [asked.headers.get("cookie", "") for asked in server.asked]
    assert sent == ["", "id=7"] * 4
    assert all("cookie" not in asked.headers for asked in other_server.asked)


def test_the_product_by_which_robots_address_us_stays_whatever_the_user_agent(
    server: StubServer,
) -> None:
    server.scripts["/robots.txt"] = answer(200, b"User-agent: netcurtain\nDisallow: /")
    for agent in ("", "Mozilla/5.0 (compatible; netcurtain; desk@example.org)"):
        changed = replace(LOOPBACK, user_agent=agent)
        got = fetch_one(changed, make_probe(server.url("/page"), robots=Robots.OBEY))
        assert isinstance(got, Skipped)
    assert "/page" not in server.paths
