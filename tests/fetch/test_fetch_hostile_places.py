"""Names and spellings made to lead inside: every form of an address, rebinding, redirects."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import pytest

from scanner.fetch import FetchOptions, transport
from scanner.fetch.addresses import Endpoint, is_visitable
from scanner.fetch.cutoff import Cutoff
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import RequestSent
from tests.fetch.stub_web import (
    LOOPBACK,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    fetch_one,
    make_probe,
)

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

INSIDE = [
    # Loopback in the forms that resolvers and browsers take.
    "127.0.0.1",
    "127.0.0.1.",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0X7F.1",
    "0x7f.0.0.0x1",
    "0177.0.0.1",
    "0177.1",
    "017700000001",
    "127.0.0.01",
    "127%2e0%2e0%2e1",
    "%31%32%37.0.0.1",
    "１２７.０.０.１",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "127｡0｡0｡1",
    "0",
    "0.0.0.0",
    "localhost",
    "LocalHost",
    "localhost.",
    "localhost.localdomain",
    "wexcombe.localhost",
    "ｌｏｃａｌｈｏｓｔ",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "local\u00adhost",
    "[::1]",
    "[0000::0001]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[2606:2800:21f:1:0:5efe:127.0.0.1]",
    "[::1%25lo]",
    "[::1%lo]",
    "[fe80::1%25eth0]",
    "jane@127.0.0.1",
    "jane:secret@[::1]",
    "example.org@127.0.0.1",
    "example.org%40@127.0.0.1",
    # Networks that are somebody's own.
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "192.168.257",
    "3232235777",
    "[fd00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "100.64.0.1",
    "router",
    "printer.lan",
    "wiki.corp",
    "nas.home.arpa",
    "vault.internal",
    "mac.local",
    # Where cloud machines keep their keys.
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "[::ffff:169.254.169.254]",
    "[fd00:ec2::254]",
    "[fe80::a9fe:a9fe]",
    "100.100.100.200",
    "168.63.129.16",
    "metadata.google.internal",
    "metadata",
    # Nobody's, everybody's, or reserved.
    "0.1.2.3",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[ff02::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[100::1]",
    "[5f00::1]",
]


@pytest.fixture
def no_resolving(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_resolving")
@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_leads_inside(host: str) -> None:
    for scheme in ("http", "https"):
        got = fetch_one(FetchOptions(), make_probe(f"{scheme}://{host}/"))
        assert isinstance(got, Skipped)
        assert got.reason is SkipReason.ADDRESS_REFUSED


@pytest.mark.usefixtures("no_resolving")
@pytest.mark.parametrize("host", INSIDE)
def test_no_redirect_leads_inside(server: StubServer, host: str) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    content = head + f"http://{host}/".encode() + b"\r\n\r\n"
    server.scripts["/"] = lambda connection, over: connection.sendall(content)
    got = capture_of(FetchOptions(), make_probe(server.url(), trusted_origin=True))
    assert (got.status, got.failure, len(got.hops)) == (302, Failure.REDIRECT_REFUSED, 1)


@pytest.mark.usefixtures("no_resolving")
@pytest.mark.parametrize("host", INSIDE)
def test_nor_does_a_proxy_get_to_see_it(server: StubServer, host: str) -> None:
    options = FetchOptions(proxy=f"http://127.0.0.1:{server.port}")
    got = fetch_one(options, make_probe(f"http://{host}/"))
    assert isinstance(got, Skipped)
    assert server.asked == []


class Names:
    """A resolver whose answers change, and connections of which it is noted where they led."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, web: StubServer) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self._web = web
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)
        self._real = transport._connect
        monkeypatch.setattr(transport, "_connect", self._connect)

    def _resolve(self, host: str, *_: object, **__: object) -> list[object]:
        self.asked.append(host)
        answers = self.answers[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 0))
            for ip in found
        ]

    def _connect(self, place: Endpoint, timeout_s: float | None, cutoff: Cutoff) -> socket.socket:
        self.connected.append(place.sockaddr)
        return self._real(Endpoint(socket.AF_INET, self._web.place), timeout_s, cutoff)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch, server: StubServer) -> Names:
    return Names(monkeypatch, server)


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.7", "::1", "fd00:ec2::254", "100.64.3.4"])
def test_a_name_that_changes_after_the_check_gains_nothing(
    names: Names, server: StubServer, inside: str
) -> None:
    server.scripts["/"] = answer(302, Location="/there")
    server.scripts["/there"] = answer(200, b"here", Connection="close")
    names.answers["rebind.example"] = [[PUBLIC], [inside]]
    probes = [make_probe("http://rebind.example/", id=str(number)) for number in range(2)]
    got = [e for e in fetch_all(FetchOptions(), *probes) if isinstance(e, Capture)]
    assert [capture.body for capture in got] == [b"here", b"here"]
    assert names.asked == ["rebind.example"]
    assert set(names.connected) == {(PUBLIC, 80)}
    assert {hop.peer for capture in got for hop in capture.hops} == {f"{PUBLIC}:80"}


def test_a_name_asked_for_anew_is_checked_anew(names: Names, server: StubServer) -> None:
    server.scripts["/"] = lambda connection, over: connection.sendall(b"junk\r\n\r\n")
    names.answers["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]
    probes = [
        make_probe("http://rebind.example/", id=str(number), method="POST") for number in range(2)
    ]
    events = fetch_all(FetchOptions(), *probes)
    first, second = (e for e in events if isinstance(e, (Capture, Skipped)))
    assert isinstance(first, Capture)
    assert first.failure is Failure.PROTOCOL
    # After a failure the name is looked up again, and what it says by then is looked at again.
    assert isinstance(second, Skipped)
    assert second.reason is SkipReason.ADDRESS_REFUSED
    assert names.connected == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "addresses",
    [
        [PUBLIC, "10.0.0.7"],
        ["10.0.0.7", PUBLIC],
        [OTHER_PUBLIC, "::1"],
        [PUBLIC, "::ffff:127.0.0.1"],
        [PUBLIC, "64:ff9b::a9fe:a9fe"],
        [*(f"93.184.215.{n}" for n in range(20)), "127.0.0.1"],
    ],
)
def test_one_address_inside_spoils_the_name(names: Names, addresses: list[str]) -> None:
    names.answers["mixed.example"] = [addresses]
    got = fetch_one(FetchOptions(), make_probe("https://mixed.example/"))
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.ADDRESS_REFUSED
    assert names.connected == []


@pytest.mark.parametrize("inside", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "::1"])
def test_a_public_page_cannot_redirect_to_a_name_that_is_inside(
    names: Names, server: StubServer, inside: str
) -> None:
    server.scripts["/"] = answer(302, Location="http://inside.example/admin")
    names.answers = {"public.example": [[PUBLIC]], "inside.example": [[inside]]}
    events = fetch_all(FetchOptions(), make_probe("http://public.example/"))
    got = events[-1]
    assert isinstance(got, Capture)
    assert (got.status, got.failure) == (302, Failure.REDIRECT_REFUSED)
    assert names.connected == [(PUBLIC, 80)]
    assert len([event for event in events if isinstance(event, RequestSent)]) == 1


def test_a_public_address_is_connected_to_as_it_was_checked(
    names: Names, server: StubServer
) -> None:
    server.scripts["/"] = answer(200, b"here")
    names.answers["public.example"] = [[OTHER_PUBLIC]]
    got = capture_of(FetchOptions(), make_probe("http://public.example:8080/"))
    assert (got.body, names.connected) == (b"here", [(OTHER_PUBLIC, 8080)])
    assert got.hops[0].peer == f"[{OTHER_PUBLIC}]:8080"
    assert server.asked[0].headers["host"] == "public.example:8080"


def test_an_onion_name_is_not_told_to_any_resolver(names: Names) -> None:
    got = capture_of(FetchOptions(), make_probe("http://wexcombe.onion/"))
    assert (got.failure, names.asked) == (Failure.NAME_NOT_RESOLVED, [])


@pytest.mark.parametrize(
    "text",
    [
        "93.184.215.14",
        "1.1.1.1",
        "100.63.255.255",
        "172.32.0.1",
        "2606:4700::1",
        "64:ff9b::101:101",
    ],
)
def test_what_is_public_is_open(text: str) -> None:
    assert is_visitable(ip_address(text), local_allowed=False)


def test_nothing_of_the_environment_is_used(
    server: StubServer, other_server: StubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login jane password secret\n", encoding="ascii")
    netrc.chmod(0o600)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, other_server.url())
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.scripts["/"] = answer(302, Location="/there")
    server.scripts["/there"] = answer(401, b"no", WWW_Authenticate="Basic")
    assert capture_of(LOOPBACK, make_probe(server.url())).status == 401
    assert other_server.asked == []
    assert all("authorization" not in asked.headers for asked in server.asked)


def test_a_password_in_an_address_is_never_sent_nor_kept(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"here")
    got = capture_of(LOOPBACK, make_probe(f"http://jane:secret@127.0.0.1:{server.port}/"))
    assert "authorization" not in server.asked[0].headers
    assert "secret" not in got.final_url


def test_cookies_reach_the_host_that_set_them_and_no_other(
    server: StubServer, other_server: StubServer
) -> None:
    hosts = {"a.wexcombe.example": server.place, "b.wexcombe.example": other_server.place}
    server.scripts["/"] = answer(
        302,
        Location="http://b.wexcombe.example/",
        Set_Cookie="crumb=1; Domain=wexcombe.example; Path=/",
    )
    other_server.scripts["/"] = answer(302, Location="http://a.wexcombe.example/back")
    server.scripts["/back"] = answer(200, b"here")
    got = capture_of(FetchOptions(connect_to=hosts), make_probe("http://a.wexcombe.example/"))
    assert got.body == b"here"
    assert "cookie" not in other_server.asked[0].headers
    assert server.asked[1].headers["cookie"] == "crumb=1"
