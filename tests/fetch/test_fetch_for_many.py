"""A fetcher that others share sites with: a gate before each request, and what they learnt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Skipped, SkipReason
from scanner.model.plan import Probe
from tests.fetch.stub_web import NOW, StubServer, answer, make_probe, reset

_OPTIONS = FetchOptions(allow_loopback=True, site_requests=5)


def _fetcher(admits: Callable[[Probe, str], float]) -> Fetcher:
    return Fetcher(_OPTIONS, now=lambda: NOW, admits=admits)


def _answers(fetcher: Fetcher, number: int) -> list[Capture | Skipped]:
    found: list[Capture | Skipped] = []
    until = time.monotonic() + 20.0
    while len(found) < number and time.monotonic() < until:
        found += [e for e in fetcher.news(0.1, 10) if isinstance(e, (Capture, Skipped))]
    return found


def test_nothing_is_sent_before_it_is_admitted(server: StubServer) -> None:
    asked: list[str] = []

    def admits(probe: Probe, site: str) -> float:
        asked.append(site)
        return 0.05 if len(asked) < 4 else 0.0

    server.scripts["/"] = answer(200, b"here")
    with _fetcher(admits) as fetcher:
        fetcher.add(make_probe(server.url("/")))
        (found,) = _answers(fetcher, 1)
    assert isinstance(found, Capture)
    assert asked == ["site.example"] * 4
    assert server.paths == ["/"]


def test_what_is_never_admitted_is_given_up(server: StubServer) -> None:
    with _fetcher(lambda probe, site: math.inf if probe.id == "no" else 0.0) as fetcher:
        fetcher.add(make_probe(server.url("/no"), id="no"))
        fetcher.add(make_probe(server.url("/yes"), id="yes"))
        found = {one.probe_id: one for one in _answers(fetcher, 2)}
    given_up = found["no"]
    assert isinstance(given_up, Skipped)
    assert given_up.reason is SkipReason.STOPPED
    assert server.paths == ["/yes"]


def test_it_hears_nothing_without_waiting_for_ever(server: StubServer) -> None:
    with _fetcher(lambda probe, site: 0.0) as fetcher:
        assert fetcher.news(0.01, 10) == ()


def test_it_keeps_the_pause_and_the_budget_that_others_began(server: StubServer) -> None:
    with _fetcher(lambda probe, site: 0.0) as fetcher:
        fetcher.acquaint("site.example", 4, 0.4)
        began = time.monotonic()
        for number in (1, 2):
            fetcher.add(make_probe(server.url(f"/{number}"), id=str(number)))
        second = _answers(fetcher, 2)[1]
    assert server.paths == ["/1"]
    assert server.asked[0].began - began >= 0.35
    assert isinstance(second, Skipped)
    assert second.reason is SkipReason.SITE_BUDGET


def test_a_host_that_is_forgiven_is_asked_again(server: StubServer) -> None:
    server.scripts["/"] = reset()
    options = FetchOptions(allow_loopback=True)
    with Fetcher(options, now=lambda: NOW) as fetcher:
        for number in range(3):
            fetcher.add(make_probe(server.url("/"), id=str(number)))
        last = _answers(fetcher, 3)[-1]
        assert isinstance(last, Skipped)
        assert last.reason is SkipReason.SITE_DOWN
        server.scripts["/"] = answer(200, b"back")
        fetcher.forgive("127.0.0.1", "site.example")
        fetcher.add(make_probe(server.url("/"), id="again"))
        (again,) = _answers(fetcher, 1)
    assert isinstance(again, Capture)
    assert again.body == b"back"
