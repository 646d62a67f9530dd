"""Where requests may go: no internal address by any spelling, nothing beside a connect-to map."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import pytest

from scanner.fetch import FetchOptions
from scanner.fetch.addresses import is_visitable
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from tests.fetch.stub_web import (
    LOOPBACK,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    fetch_one,
    make_probe,
)

SPELLINGS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7F.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST.",
    "wexcombe.localhost",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "１２７.０.０.１",
    "127。0。0。1",
    "jane@127.0.0.1",
    "example.org@127.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_loopback_is_visited(server: StubServer, host: str) -> None:
    got = fetch_one(FetchOptions(), make_probe(f"http://{host}:{server.port}/"))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ADDRESS_REFUSED
    assert server.asked == []


@pytest.mark.parametrize("host", SPELLINGS[:9])
def test_nor_by_way_of_a_redirect(server: StubServer, other_server: StubServer, host: str) -> None:
    server.scripts["/"] = answer(302, Location=f"http://{host}:{other_server.port}/inside")
    # The person's own endpoint is trusted by its exact origin, which another port is not.
    got = capture_of(FetchOptions(), make_probe(server.url(), trusted_origin=True))
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)
    assert len(server.asked) == 1
    assert other_server.asked == []


@pytest.mark.parametrize(
    ("text", "public", "local"),
    [
        ("93.184.215.14", True, True),
        ("10.1.2.3", False, True),
        ("172.31.0.1", False, True),
        ("192.168.0.1", False, True),
        ("100.64.0.1", False, True),
        ("fd12::1", False, True),
        ("169.254.169.254", False, False),
        ("100.100.100.200", False, False),
        ("168.63.129.16", False, False),
        ("fd00:ec2::254", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("240.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("198.18.0.1", False, False),
        ("fe80::1", False, False),
        ("ff02::1", False, False),
        ("fec0::1", False, False),
        ("2001::1", False, False),
        ("2001:db8::1", False, False),
        ("2606:2800:21f::1", True, True),
        ("64:ff9b::5db8:d70e", True, True),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("64:ff9b:1::5db8:d70e", False, False),
        ("2002:a00:1::", False, True),
        ("::ffff:192.168.0.1", False, True),
    ],
)
def test_which_addresses_are_open(text: str, public: bool, local: bool) -> None:
    assert is_visitable(ip_address(text), local_allowed=False) is public
    assert is_visitable(ip_address(text), local_allowed=True) is local


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names resolve to these addresses, answer by answer; returns the names asked for."""
    asked: list[str] = []
    left = list(answers)

    def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (address, 0),
            )
            for address in left.pop(0)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254"])
def test_a_name_that_resolves_inside_is_refused(
    server: StubServer, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    resolving(monkeypatch, [address])
    events = fetch_all(FetchOptions(), make_probe(f"http://wexcombe.example:{server.port}/"))
    got = events[-1]
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ADDRESS_REFUSED
    assert server.asked == []


def test_one_bad_address_among_good_ones_spoils_the_name(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["93.184.215.14", "127.0.0.1"])
    got = fetch_one(FetchOptions(), make_probe(f"http://wexcombe.example:{server.port}/"))
    assert isinstance(got, Skipped)
    assert server.asked == []


def test_a_name_is_resolved_once_so_a_second_answer_cannot_differ(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.scripts["/"] = answer(302, Location="/there")
    server.scripts["/there"] = answer(200, b"here", Connection="close")
    asked = resolving(monkeypatch, ["127.0.0.1"])
    url = f"http://wexcombe.example:{server.port}/"
    events = fetch_all(LOOPBACK, make_probe(url, id="1"), make_probe(url, id="2"))
    got = [event for event in events if isinstance(event, Capture)]
    assert [capture.body for capture in got] == [b"here", b"here"]
    assert asked == ["wexcombe.example"]


def test_the_next_address_is_tried_when_one_does_not_answer(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.scripts["/"] = answer(200, b"here")
    # On the first of them nothing listens.
    resolving(monkeypatch, ["::1", "127.0.0.1"])
    got = capture_of(LOOPBACK, make_probe(f"http://wexcombe.example:{server.port}/"))
    assert (got.body, got.hops[0].peer) == (b"here", f"127.0.0.1:{server.port}")


def test_a_name_without_address_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    got = capture_of(FetchOptions(), make_probe("https://wexcombe.example/"))
    assert (got.failure, got.hops) == (Failure.NAME_NOT_RESOLVED, ())


def test_loopback_is_visited_when_asked_for(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"here")
    assert capture_of(LOOPBACK, make_probe(server.url())).body == b"here"
    got = capture_of(LOOPBACK, make_probe(f"http://localhost:{server.port}/"))
    assert got.body == b"here"


def test_what_is_never_public_stays_closed_even_then() -> None:
    got = fetch_one(LOOPBACK, make_probe("http://169.254.169.254/latest/meta-data"))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ADDRESS_REFUSED


def test_the_persons_own_endpoint_is_trusted_by_its_exact_origin(
    server: StubServer, other_server: StubServer
) -> None:
    server.scripts["/search"] = answer(200, b"results")
    probe = make_probe(server.url("/search"), trusted_origin=True)
    assert capture_of(FetchOptions(), probe).body == b"results"
    server.scripts["/search"] = answer(302, Location="/elsewhere")
    server.scripts["/elsewhere"] = answer(200, b"moved")
    assert capture_of(FetchOptions(), probe).body == b"moved"
    server.scripts["/search"] = answer(302, Location=other_server.url())
    assert capture_of(FetchOptions(), probe).failure is Failure.REDIRECT_REFUSED
    assert other_server.asked == []


def test_beside_the_map_no_name_is_resolved_and_nobody_asked(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    server.scripts["/"] = answer(302, Location="https://real-site.example/")
    options = FetchOptions(connect_to={"A.Example": server.place}, allow_loopback=True)
    urls = {
        "mapped": "http://a.example:8080/",
        "unmapped": "https://real-site.example/",
        "under": "https://www.a.example/",
        "address": f"http://127.0.0.1:{server.port}/",
        "trusted": server.url(),
    }
    events = fetch_all(
        options,
        *(make_probe(url, id=id, trusted_origin=id == "trusted") for id, url in urls.items()),
    )
    answers = {e.probe_id: e for e in events if isinstance(e, (Capture, Skipped))}
    mapped = answers.pop("mapped")
    assert isinstance(mapped, Capture)
    assert mapped.failure is Failure.REDIRECT_REFUSED
    assert mapped.hops[0].peer == f"127.0.0.1:{server.port}"
    assert server.asked[0].headers["host"] == "a.example:8080"
    assert len(server.asked) == 1
    assert {got.reason for got in answers.values() if isinstance(got, Skipped)} == {
        SkipReason.NOT_MAPPED
    }
    assert len(answers) == 4


def test_an_empty_map_lets_nothing_out() -> None:
    got = fetch_one(FetchOptions(connect_to={}), make_probe("https://a.example/"))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.NOT_MAPPED


def test_a_redirect_away_from_https_is_refused(
    tls_server: StubServer, ca_file: Path, server: StubServer
) -> None:
    tls_server.scripts["/"] = answer(302, Location="http://a.example/")
    options = FetchOptions(
        connect_to={"secure.example": tls_server.place, "a.example": server.place},
        ca_file=ca_file,
    )
    got = capture_of(options, make_probe("https://secure.example/", site="secure.example"))
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)
    assert got.failure_detail == "it redirects away from https"
    assert server.asked == []


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "", "a.example/x", "http://"]
)
def test_what_is_no_web_address_is_never_asked(url: str) -> None:
    got = fetch_one(LOOPBACK, make_probe(url))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"connect_to": {"a.example": ("192.0.2.1", 443)}},
        {"connect_to": {"a.example": ("127.0.0.1", 0)}},
        {"connect_to": {}, "proxy": "http://127.0.0.1:3128"},
        {"proxy": "socks5://127.0.0.1:1080"},
        {"contact": "desk\nX-Injected: 1"},
        {"workers": 0},
    ],
)
def test_options_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"connect_to|proxy|contact|workers"):
        FetchOptions(**wrong)


def test_a_proxy_is_asked_instead_and_told_the_whole_address(server: StubServer) -> None:
    server.scripts["http://wexcombe.example/page"] = answer(200, b"by proxy")
    options = FetchOptions(proxy=f"http://127.0.0.1:{server.port}")
    got = capture_of(options, make_probe("http://wexcombe.example/page"))
    assert got.body == b"by proxy"
    refused = fetch_one(options, make_probe("http://10.0.0.1/"))
    assert isinstance(refused, Skipped)
