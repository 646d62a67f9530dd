"""A proxy that does not work, or stops working: found out once, and no site's fault."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from scanner.fetch import Fetcher, FetchEvent, FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import RequestSent
from scanner.model.plan import Probe
from tests.fetch.stub_proxy import Notes, http_proxy, socks_proxy
from tests.fetch.stub_web import (
    NOW,
    StubServer,
    answer,
    fetch_all,
    make_probe,
    raw,
    silent,
)

HOST = "secure.example"


def sites(number: int, scheme: str = "http") -> list[Probe]:
    return [
        make_probe(f"{scheme}://site{n}.example/", id=str(n), site=f"site{n}.example")
        for n in range(number)
    ]


def answers(events: list[FetchEvent]) -> list[Capture | Skipped]:
    return [event for event in events if isinstance(event, (Capture, Skipped))]


def the_one_problem(events: list[FetchEvent]) -> str:
    """What every probe was skipped for, nothing having been sent."""
    got = answers(events)
    assert not any(isinstance(event, RequestSent) for event in events)
    assert {each.reason for each in got if isinstance(each, Skipped)} == {SkipReason.PROXY}
    assert all(isinstance(each, Skipped) for each in got)
    (detail,) = {each.detail for each in got if isinstance(each, Skipped)}
    return detail.removeprefix("the proxy: ")


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield unused.getsockname()[1]


@pytest.mark.parametrize("scheme", ["socks5h", "http", "https"])
@pytest.mark.parametrize("target", ["http", "https"])
def test_one_that_is_not_there_costs_no_site_a_word(nobody: int, scheme: str, target: str) -> None:
    options = FetchOptions(proxy=f"{scheme}://127.0.0.1:{nobody}")
    events = fetch_all(options, *sites(200, target))
    assert len(answers(events)) == 200
    assert the_one_problem(events) == "it does not accept connections"


def test_one_whose_name_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, *args: object, **kwargs: object) -> object:
        assert host == "proxy.example"
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    options = FetchOptions(proxy="socks5h://proxy.example:9050")
    assert the_one_problem(fetch_all(options, *sites(3))) == "its name is not known"


@pytest.mark.parametrize(
    ("scheme", "script", "problem"),
    [
        ("socks5h", silent(), "it did not answer within 0.3 s"),
        ("socks5h", raw(b""), "it does not answer as a SOCKS5 proxy does"),
        ("socks5h", raw(b"HTTP/1.1 400 Bad\r\n\r\n"), "it does not answer as a SOCKS5 proxy does"),
    ],
)
def test_what_is_no_socks_proxy_is_met_with_a_greeting_alone(
    scheme: str, script: object, problem: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        options = FetchOptions(proxy=f"{scheme}://127.0.0.1:{port}", connect_timeout_s=0.3)
        with speaking(listening, script):
            assert the_one_problem(fetch_all(options, *sites(3))) == problem


@contextlib.contextmanager
def speaking(listening: socket.socket, script: object) -> Iterator[None]:
    """Whoever connects gets what the script writes, whatever they say."""
    over = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(2)
                    script(connection, over)  # type: ignore[operator]

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_http_spoken_where_tls_is_expected(server: StubServer) -> None:
    with http_proxy(Notes(server.place)) as port:
        options = FetchOptions(proxy=f"https://127.0.0.1:{port}", connect_timeout_s=2)
        problem = the_one_problem(fetch_all(options, *sites(3)))
    assert problem == "it does not speak TLS: http:// instead of https:// may be right"


def test_a_password_that_is_missing_is_told_by_the_greeting(server: StubServer) -> None:
    notes = Notes(server.place, needs=("jane", "s3cret"))
    with socks_proxy(notes) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        problem = the_one_problem(fetch_all(options, *sites(3)))
    assert problem.startswith("it does not let you in; user name and password belong into")
    assert notes.asked == []


@pytest.mark.parametrize("status", [407, 405, 501])
def test_the_first_final_no_of_an_http_proxy_ends_it(server: StubServer, status: int) -> None:
    notes = Notes(server.place, status=status)
    with http_proxy(notes) as port:
        options = FetchOptions(proxy=f"http://127.0.0.1:{port}", workers=1)
        events = fetch_all(options, *sites(50, "https"))
    assert len(notes.asked) == 1
    said = "does not let you in" if status == 407 else "what listens there is no proxy"
    assert said in the_one_problem(events)


def test_a_password_that_is_missing_for_plain_http_is_told_too(server: StubServer) -> None:
    server.scripts["http://site0.example/"] = answer(407, b"who are you?")
    with http_proxy(Notes(server.place)) as port:
        options = FetchOptions(proxy=f"http://127.0.0.1:{port}", workers=1)
        events = fetch_all(options, *sites(20))
    got = answers(events)
    assert len(got) == 20
    assert all("does not let you in" in _told(each) for each in got)
    assert len(server.asked) == 1


def _told(got: Capture | Skipped) -> str:
    return got.detail if isinstance(got, Skipped) else got.failure_detail


@pytest.mark.parametrize("status", [400, 403, 404])
def test_one_that_declines_whatever_it_is_asked_is_to_blame_itself(
    server: StubServer, status: int
) -> None:
    notes = Notes(server.place, status=status)
    with http_proxy(notes) as port:
        options = FetchOptions(proxy=f"http://127.0.0.1:{port}", workers=1)
        few = the_one_problem(fetch_all(options, *sites(3, "https")))
        many = the_one_problem(fetch_all(options, *sites(50, "https")))
    assert few == many == "it takes connections, but nothing came through it"
    assert len(notes.asked) == 3 + 10


@pytest.mark.parametrize("reply", [1, 2, 7])
def test_a_socks_proxy_that_refuses_everything_is_to_blame_itself(
    server: StubServer, reply: int
) -> None:
    with socks_proxy(Notes(server.place, reply=reply)) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        problem = the_one_problem(fetch_all(options, *sites(3)))
    assert problem == "it takes connections, but nothing came through it"


def test_what_one_cannot_reach_is_the_sites_own_trouble(
    tls_server: StubServer, ca_file: Path
) -> None:
    tls_server.scripts["/"] = answer(200, b"safe")
    with http_proxy(Notes(tls_server.place, hosts=frozenset({HOST}))) as port:
        options = FetchOptions(proxy=f"http://127.0.0.1:{port}", ca_file=ca_file)
        there = make_probe(f"https://{HOST}/", id="there", site=HOST)
        events = fetch_all(options, *sites(12, "https"), there)
    got = {each.probe_id: each for each in answers(events)}
    safe = got.pop("there")
    assert isinstance(safe, Capture)
    assert safe.body == b"safe"
    for each in got.values():
        assert isinstance(each, Capture)
        assert (each.failure, each.failure_detail) == (
            Failure.REFUSED_CONNECTION,
            "the proxy could not reach it",
        )


def test_what_one_declines_is_the_sites_own_trouble_once_something_came_through(
    server: StubServer,
) -> None:
    server.scripts["http://fine.example/"] = answer(200, b"here")
    with http_proxy(Notes(server.place, status=403)) as port:
        options = FetchOptions(proxy=f"http://127.0.0.1:{port}", workers=1)
        first = make_probe("https://declined.example/", id="declined", site="declined.example")
        then = make_probe("http://fine.example/", id="fine", site="fine.example")
        got = {each.probe_id: each for each in answers(fetch_all(options, first, then))}
    assert isinstance(got["declined"], Capture)
    assert got["declined"].failure is Failure.REFUSED_CONNECTION
    assert isinstance(got["fine"], Capture)
    assert got["fine"].body == b"here"


@pytest.mark.parametrize("scheme", ["socks5h", "http"])
def test_what_was_learned_before_one_died_is_kept(server: StubServer, scheme: str) -> None:
    server.scripts["/"] = server.scripts["http://site0.example/"] = answer(200, b"here")
    proxy = socks_proxy if scheme == "socks5h" else http_proxy
    running = proxy(Notes(server.place))
    port = running.__enter__()
    options = FetchOptions(proxy=f"{scheme}://127.0.0.1:{port}")
    first, *others = sites(100)
    with Fetcher(options, now=lambda: NOW) as fetcher:
        fetcher.add(first)
        got = answers(list(fetcher.results()))[0]
        running.__exit__(None, None, None)
        for probe in others:
            fetcher.add(probe)
        rest = answers(list(fetcher.results()))
        assert fetcher.proxy_problem == "it does not accept connections"
        assert fetcher.proxy_served
    assert isinstance(got, Capture)
    assert got.body == b"here"
    assert len(rest) == 99
    assert {each.reason for each in rest if isinstance(each, Skipped)} == {SkipReason.PROXY}
    assert all(isinstance(each, Skipped) for each in rest)


def test_a_silent_site_does_not_end_a_run_through_one_that_works(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"here")
    server.scripts["/silent"] = silent()
    with socks_proxy(Notes(server.place)) as port:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{port}")
        hanging = make_probe("http://slow.example/silent", id="slow", timeout_s=0.5)
        late = sites(3)
        events = fetch_all(options, hanging, *late)
    got = {each.probe_id: each for each in answers(events)}
    assert isinstance(got["slow"], Capture)
    assert got["slow"].failure is Failure.TIMEOUT
    assert [each.body for key, each in got.items() if key != "slow" and isinstance(each, Capture)]


def test_stopping_does_not_wait_for_a_trial(server: StubServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        options = FetchOptions(proxy=f"socks5h://127.0.0.1:{deaf.getsockname()[1]}")
        with Fetcher(options, now=lambda: NOW) as fetcher:
            for probe in sites(3):
                fetcher.add(probe)
            fetcher.stop()
            began = time.monotonic()
            got = answers(list(fetcher.results()))
            assert time.monotonic() - began < 2
            assert not fetcher.proxy_problem
    assert {each.reason for each in got if isinstance(each, Skipped)} == {SkipReason.STOPPED}


def test_a_proxys_own_certificate_is_verified_before_a_site_is_named(
    server: StubServer,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    notes = Notes(server.place)
    with http_proxy(notes, context) as port:
        options = FetchOptions(proxy=f"https://127.0.0.1:{port}")
        problem = the_one_problem(fetch_all(options, *sites(3, "https")))
    assert problem == "its certificate could not be verified"
    assert notes.asked == []
