"""Pace as servers see it, and how a run is interrupted."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from itertools import pairwise

import pytest

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import ProbeStarted, RequestSent
from tests.fetch.stub_web import (
    LOOPBACK,
    NOW,
    Script,
    StubServer,
    answer,
    fetch_all,
    make_probe,
    silent,
)


def busy(seconds: float) -> Script:
    """An answer that takes its time."""

    def write(connection: socket.socket, over: threading.Event) -> None:
        over.wait(seconds)
        answer(200)(connection, over)

    return write


def spans(server: StubServer) -> list[tuple[float, float]]:
    return sorted((asked.began, asked.ended[0]) for asked in server.asked)


def test_a_site_is_asked_one_thing_at_a_time_with_its_pause_between(
    server: StubServer, other_server: StubServer
) -> None:
    # Two hosts of one site share its pace.
    options = FetchOptions(
        connect_to={"www.a.example": server.place, "shop.a.example": other_server.place}
    )
    probes = []
    for n in range(6):
        host = "www.a.example" if n % 2 else "shop.a.example"
        for web in (server, other_server):
            web.scripts[f"/{n}"] = busy(0.02)
        probes.append(make_probe(f"http://{host}/{n}", id=str(n), site="a.example", spacing_s=0.1))
    fetch_all(options, *probes)
    seen = sorted(spans(server) + spans(other_server))
    assert len(seen) == 6
    assert all(later[0] - earlier[1] >= 0.1 for earlier, later in pairwise(seen))


def test_redirects_keep_the_pause_of_the_site_they_lead_to(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="/there")
    fetch_all(LOOPBACK, make_probe(server.url(), spacing_s=0.2))
    first, second = spans(server)
    assert second[0] - first[1] >= 0.2


def test_sites_are_asked_at_the_same_time(server: StubServer) -> None:
    together = threading.Barrier(8)

    def meet(connection: socket.socket, over: threading.Event) -> None:
        together.wait(timeout=5)
        answer(200)(connection, over)

    options = FetchOptions(connect_to={f"s{n}.example": server.place for n in range(8)})
    server.scripts["/"] = meet
    events = fetch_all(
        options,
        *(make_probe(f"http://s{n}.example/", id=str(n), site=f"s{n}.example") for n in range(8)),
    )
    got = [event for event in events if isinstance(event, Capture)]
    assert [capture.status for capture in got] == [200] * 8


def test_a_pause_keeps_no_worker_from_other_sites(server: StubServer) -> None:
    options = FetchOptions(
        connect_to={"slow.example": server.place, "quick.example": server.place}, workers=1
    )
    slow = [
        make_probe("http://slow.example/", id=f"slow{n}", site="slow.example", spacing_s=0.5)
        for n in range(2)
    ]
    quick = [
        make_probe("http://quick.example/", id=f"quick{n}", site="quick.example") for n in range(5)
    ]
    events = fetch_all(options, *slow, *quick)
    order = [event.probe_id for event in events if isinstance(event, Capture)]
    assert order[-1] == "slow1"
    assert set(order[:-1]) == {"slow0", *(f"quick{n}" for n in range(5))}


def test_no_more_is_under_way_than_there_are_workers(server: StubServer) -> None:
    options = FetchOptions(connect_to={f"s{n}.example": server.place for n in range(9)}, workers=3)
    server.scripts["/"] = busy(0.05)
    fetch_all(
        options,
        *(make_probe(f"http://s{n}.example/", id=str(n), site=f"s{n}.example") for n in range(9)),
    )
    edges = sorted(
        [(began, 1) for began, _ in spans(server)] + [(ended, -1) for _, ended in spans(server)]
    )
    under_way = [sum(step for _, step in edges[: n + 1]) for n in range(len(edges))]
    assert max(under_way) <= 3
    assert len(server.asked) == 9


def test_the_run_may_set_the_pace(server: StubServer) -> None:
    options = FetchOptions(allow_loopback=True, spacing_s=0.0)
    began = time.monotonic()
    fetch_all(options, *(make_probe(server.url(), id=str(n), spacing_s=30) for n in range(3)))
    assert time.monotonic() - began < 5
    assert len(server.asked) == 3


@pytest.mark.parametrize("kind", ["time-out", "refused"])
def test_a_host_that_does_not_answer_twice_is_left_alone(server: StubServer, kind: str) -> None:
    options = LOOPBACK
    server.scripts["/"] = silent()
    url = server.url()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        if kind == "refused":
            url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        probes = [make_probe(url, id=str(n), timeout_s=0.2) for n in range(4)]
        events = fetch_all(options, *probes)
    got = {e.probe_id: e for e in events if isinstance(e, (Capture, Skipped))}
    assert all(isinstance(got[id], Capture) for id in "01")
    for id in "23":
        skipped = got[id]
        assert isinstance(skipped, Skipped)
        assert skipped.reason is SkipReason.SITE_DOWN


def test_one_answer_between_shows_that_a_host_is_alive(server: StubServer) -> None:
    server.scripts["/slow"] = silent()
    server.scripts["/quick"] = answer(200)
    paths = ["/slow", "/quick", "/slow", "/quick"]
    events = fetch_all(
        LOOPBACK,
        *(make_probe(server.url(p), id=str(n), timeout_s=0.2) for n, p in enumerate(paths)),
    )
    got = [event for event in events if isinstance(event, Capture)]
    assert [capture.status for capture in got] == [0, 200, 0, 200]


def drain_after_first_request(
    fetcher: Fetcher, interrupt: object
) -> tuple[dict[str, Capture | Skipped], float]:
    """Interrupt once a request has left; all answers, and how long they took from then on."""
    assert callable(interrupt)
    answers: dict[str, Capture | Skipped] = {}
    stopped_at = 0.0
    for event in fetcher.results():
        if isinstance(event, RequestSent) and not stopped_at:
            stopped_at = time.monotonic()
            interrupt()
        elif isinstance(event, (Capture, Skipped)):
            answers[event.probe_id] = event
    return answers, time.monotonic() - stopped_at


@pytest.mark.parametrize("by", ["call", "signal"])
def test_stop_ends_everything_within_two_seconds(server: StubServer, by: str) -> None:
    server.scripts["/"] = silent(b"HTTP/1.1 200 OK\r\n\r\nsome text")
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        for n in range(3):
            fetcher.add(make_probe(server.url(), id=str(n), timeout_s=60))
        before = signal.signal(signal.SIGINT, lambda *_: fetcher.stop())
        try:
            answers, took = drain_after_first_request(
                fetcher,
                fetcher.stop if by == "call" else lambda: os.kill(os.getpid(), signal.SIGINT),
            )
        finally:
            signal.signal(signal.SIGINT, before)
    assert took < 2
    under_way = answers.pop("0")
    assert isinstance(under_way, Capture)
    assert under_way.failure is Failure.STOPPED
    assert [type(got) for got in answers.values()] == [Skipped, Skipped]
    assert all(
        got.reason is SkipReason.STOPPED for got in answers.values() if isinstance(got, Skipped)
    )


def test_stop_does_not_wait_for_a_resolver_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging, freed = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        hanging.set()
        freed.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
            fetcher.add(make_probe("http://wexcombe.example/"))
            results = fetcher.results()
            assert isinstance(next(results), ProbeStarted)
            assert hanging.wait(5)
            began = time.monotonic()
            fetcher.stop()
            (got,) = results
            assert time.monotonic() - began < 2
    finally:
        freed.set()
    assert isinstance(got, Capture)
    assert (got.failure, got.hops) == (Failure.STOPPED, ())


def test_a_resolver_that_hangs_is_a_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    freed = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        freed.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        events = fetch_all(LOOPBACK, make_probe("http://wexcombe.example/", timeout_s=0.2))
    finally:
        freed.set()
    got = events[-1]
    assert isinstance(got, Capture)
    assert got.failure is Failure.TIMEOUT


def test_what_is_added_after_stop_is_told_as_not_run(server: StubServer) -> None:
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        fetcher.stop()
        fetcher.add(make_probe(server.url()))
        (got,) = fetcher.results()
    assert isinstance(got, Skipped)
    assert got.reason is SkipReason.STOPPED
    assert server.asked == []


def test_a_probe_between_two_requests_is_stopped_with_what_it_has(server: StubServer) -> None:
    server.scripts["/"] = answer(302, Location="/there")
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        fetcher.add(make_probe(server.url(), id="redirected", spacing_s=1000))
        fetcher.add(make_probe(server.url(), id="other", site="other.example"))
        answers: dict[str, Capture | Skipped] = {}
        for event in fetcher.results():
            if isinstance(event, (Capture, Skipped)):
                answers[event.probe_id] = event
                fetcher.stop()
            elif len(server.asked) >= 2:
                fetcher.stop()
    got = answers["redirected"]
    assert isinstance(got, Capture)
    assert got.failure is Failure.STOPPED


def test_a_closed_fetcher_takes_nothing_and_leaves_no_thread(server: StubServer) -> None:
    others = set(threading.enumerate())
    fetcher = Fetcher(LOOPBACK, now=lambda: NOW)
    fetcher.add(make_probe(server.url()))
    list(fetcher.results())
    fetcher.close()
    fetcher.close()
    with pytest.raises(RuntimeError, match="closed"):
        fetcher.add(make_probe(server.url()))
    left = [thread for thread in set(threading.enumerate()) - others if "netcurtain" in thread.name]
    for thread in left:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in left)


def test_a_fault_in_the_code_is_raised_to_the_reader(
    server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("fault")

    monkeypatch.setattr("scanner.fetch.exchange.Exchange._ask", broken)
    with pytest.raises(KeyError, match="fault"):
        fetch_all(LOOPBACK, make_probe(server.url()))


def test_no_more_is_asked_than_is_read(server: StubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.fetch.dispatch._MOST_UNREAD", 1)
    monkeypatch.setattr("scanner.fetch.fetcher._TELL_FROM", 1)
    options = FetchOptions(connect_to={f"s{n}.example": server.place for n in range(9)}, workers=1)
    server.scripts["/"] = answer(200, b"a page")
    read = 0
    with Fetcher(options, now=lambda: NOW) as fetcher:
        for n in range(9):
            fetcher.add(make_probe(f"http://s{n}.example/", id=str(n), site=f"s{n}.example"))
        for event in fetcher.results():
            if isinstance(event, Capture):
                read += 1
                assert len(server.asked) <= read + 1
    assert read == 9
