"""When a request is made again, and when a site is left alone, as its server sees it."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from scanner.fetch import Fetcher, FetchEvent, FetchOptions
from scanner.fetch.attempts import Attempts
from scanner.fetch.steps import Reply
from scanner.model.capture import Capture, Failure, Hop, Skipped, SkipReason
from scanner.model.events import RequestSent
from scanner.model.plan import Probe
from tests.fetch.stub_web import (
    LOOPBACK,
    NOW,
    Script,
    StubServer,
    answer,
    capture_of,
    fetch_all,
    make_probe,
    raw,
)


def in_turn(*scripts: Script) -> Script:
    """Each request its own answer; the last one for all that follow."""
    left: Iterator[Script] = iter(scripts)
    current = [scripts[-1]]

    def write(connection: socket.socket, over: threading.Event) -> None:
        current[0] = next(left, current[0])
        current[0](connection, over)

    return write


def answers(events: list[FetchEvent]) -> dict[str, Capture | Skipped]:
    return {e.probe_id: e for e in events if isinstance(e, (Capture, Skipped))}


def began(server: StubServer) -> list[float]:
    return [asked.began for asked in server.asked]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again_when_it_says(server: StubServer, status: int) -> None:
    server.scripts["/"] = in_turn(answer(status, Retry_After="2"), answer(200, b"here I am"))
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.body, got.attempts) == (200, b"here I am", 2)
    assert [hop.status for hop in got.hops] == [200]
    first, second = began(server)
    assert second - first >= 2


def test_a_date_to_come_back_is_understood(server: StubServer) -> None:
    # A date has whole seconds: between two and three of them are left.
    back = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    server.scripts["/"] = in_turn(answer(429, Retry_After=back), answer(200))
    assert capture_of(LOOPBACK, make_probe(server.url())).attempts == 2
    first, second = began(server)
    assert second - first >= 1.5


def test_nobody_else_asks_a_site_that_rests(server: StubServer) -> None:
    server.scripts["/busy"] = in_turn(answer(429, Retry_After="1"), answer(200))
    server.scripts["/other"] = answer(200)
    events = fetch_all(
        LOOPBACK,
        make_probe(server.url("/busy"), id="busy"),
        make_probe(server.url("/other"), id="other"),
    )
    assert server.paths == ["/busy", "/busy", "/other"]
    assert [got.status for got in answers(events).values() if isinstance(got, Capture)] == [200] * 2
    assert began(server)[1] - began(server)[0] >= 1


def test_a_site_that_rests_keeps_no_worker_from_other_sites(server: StubServer) -> None:
    options = FetchOptions(
        connect_to={"busy.example": server.place, "quick.example": server.place}, workers=1
    )
    server.scripts["/busy"] = in_turn(answer(503, Retry_After="1"), answer(200))
    server.scripts["/quick"] = answer(200)
    events = fetch_all(
        options,
        make_probe("http://busy.example/busy", id="busy", site="busy.example"),
        make_probe("http://quick.example/quick", id="quick", site="quick.example"),
    )
    assert list(answers(events)) == ["quick", "busy"]


def test_a_site_that_stays_busy_gives_its_refusal_and_is_then_left_alone(
    server: StubServer,
) -> None:
    server.scripts["/"] = answer(429, Retry_After="0")
    events = fetch_all(LOOPBACK, *(make_probe(server.url(), id=str(n)) for n in range(5)))
    got = answers(events)
    for id in "01":
        refused = got[id]
        assert isinstance(refused, Capture)
        assert (refused.status, refused.attempts, refused.failure) == (429, 3, None)
    for id in "234":
        skipped = got[id]
        assert isinstance(skipped, Skipped)
        assert skipped.reason is SkipReason.RATE_LIMITED
    assert len(server.asked) == 6
    # Every one of them is told, so that the ledger can have it.
    assert sum(isinstance(event, RequestSent) for event in events) == 6


def test_an_answer_between_shows_that_a_site_is_ready_again(server: StubServer) -> None:
    server.scripts["/busy"] = answer(503, Retry_After="0")
    server.scripts["/fine"] = answer(200)
    paths = ["/busy", "/fine", "/busy", "/fine"]
    events = fetch_all(
        LOOPBACK, *(make_probe(server.url(path), id=str(n)) for n, path in enumerate(paths))
    )
    assert [got.status for got in answers(events).values() if isinstance(got, Capture)] == [
        503,
        200,
        503,
        200,
    ]


def test_a_pause_beyond_all_patience_is_not_waited_for(server: StubServer) -> None:
    server.scripts["/"] = answer(429, Retry_After="86400")
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.attempts) == (429, 1)


def test_a_site_that_says_each_time_when_to_come_back_is_asked_until_it_answers(
    server: StubServer,
) -> None:
    slow_down = answer(429, Retry_After="1")
    server.scripts["/"] = in_turn(slow_down, slow_down, slow_down, answer(200, b"here I am"))
    got = capture_of(LOOPBACK, make_probe(server.url()))
    assert (got.status, got.body, got.attempts) == (200, b"here I am", 4)
    times = began(server)
    assert all(1 <= later - earlier < 2.5 for earlier, later in pairwise(times))


def test_its_word_is_taken_four_times_and_no_more() -> None:
    attempts = Attempts("GET", random.Random(1))
    hop = Hop("http://site.example/", 503, (("Retry-After", "2"),), "127.0.0.1:1")
    verdicts = [attempts.weigh(Reply(NOW, 0.1, hop=hop)) for _ in range(5)]
    assert [verdict.pause_s for verdict in verdicts] == [2.0, 2.0, 2.0, 2.0, None]
    assert all(verdict.is_refusal for verdict in verdicts)


def test_a_second_minute_is_not_waited_for() -> None:
    attempts = Attempts("GET", random.Random(1))
    hop = Hop("http://site.example/", 429, (("Retry-After", "60"),), "127.0.0.1:1")
    pauses = [attempts.weigh(Reply(NOW, 0.1, hop=hop)).pause_s for _ in range(2)]
    assert pauses == [60.0, None]


@pytest.mark.parametrize("wish", ["soon", "-5", "nan", "9" * 5000])
def test_a_wish_that_cannot_be_understood_is_a_usual_pause(wish: str) -> None:
    attempts = Attempts("GET", random.Random(1))
    hop = Hop("http://site.example/", 429, (("Retry-After", wish),), "127.0.0.1:1")
    verdict = attempts.weigh(Reply(NOW, 0.1, hop=hop))
    assert verdict.pause_s is not None
    assert 0.5 <= verdict.pause_s <= 1.0


def test_pauses_grow_and_differ() -> None:
    hop = Hop("http://site.example/", 503, (), "127.0.0.1:1")
    pauses = []
    for seed in range(20):
        attempts = Attempts("GET", random.Random(seed))
        first, second = (attempts.weigh(Reply(NOW, 0.1, hop=hop)).pause_s for _ in range(2))
        assert first is not None
        assert second is not None
        assert 0.5 <= first <= 1.0 <= second <= 2.0
        pauses.append(first)
    assert len(set(pauses)) == 20


def test_a_connection_lost_before_any_answer_is_tried_once_more(server: StubServer) -> None:
    server.scripts["/"] = in_turn(raw(b""), raw(b""), answer(200, b"at last"))
    server.scripts["/gone"] = raw(b"")
    assert capture_of(LOOPBACK, make_probe(server.url("/gone"))).failure is Failure.PROTOCOL
    asked = len(server.asked)
    assert asked >= 2
    assert asked <= 4


@pytest.mark.parametrize("script", [answer(429, Retry_After="0"), raw(b"")])
def test_what_changes_something_is_never_sent_twice(server: StubServer, script: Script) -> None:
    server.scripts["/"] = script
    got = capture_of(LOOPBACK, make_probe(server.url(), method="POST", body=b"q=1"))
    assert got.attempts == 1
    assert len(server.asked) == 1


def test_a_run_ends_while_a_site_rests(server: StubServer) -> None:
    server.scripts["/"] = answer(429, Retry_After="50")
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        fetcher.add(make_probe(server.url()))
        results = fetcher.results()
        next(event for event in results if isinstance(event, RequestSent))
        timer = threading.Timer(0.5, fetcher.stop)
        timer.start()
        (got,) = [event for event in results if isinstance(event, Capture)]
    assert got.failure is Failure.STOPPED


def test_a_site_gets_no_more_than_its_share_of_requests(server: StubServer) -> None:
    options = FetchOptions(allow_loopback=True, site_requests=3)
    server.scripts["/"] = answer(200)
    events = fetch_all(options, *(make_probe(server.url(), id=str(n)) for n in range(5)))
    reasons = [got.reason for got in answers(events).values() if isinstance(got, Skipped)]
    assert reasons == [SkipReason.SITE_BUDGET] * 2
    assert len(server.asked) == 3


def test_the_longest_chain_begins_first(server: StubServer) -> None:
    hosts = {"one.example": 1, "five.example": 5, "three.example": 3}
    options = FetchOptions(connect_to=dict.fromkeys(hosts, server.place), workers=1)
    server.scripts["/"] = answer(200)

    def probes() -> Iterator[Probe]:
        for host, count in hosts.items():
            for n in range(count):
                yield make_probe(f"http://{host}/", id=f"{host} {n}", site=host, spacing_s=0.05)

    order = [probe_id.split(" ")[0] for probe_id in answers(fetch_all(options, *probes()))]
    assert order[:3] == ["five.example", "three.example", "one.example"]
    # One worker, and yet no pause is waited for as long as another site is ready.
    gaps = [later - earlier for earlier, later in pairwise(began(server))]
    assert sum(gap >= 0.05 for gap in gaps) <= 4


def test_a_host_that_breaks_every_connection_is_left_alone(server: StubServer) -> None:
    server.scripts["/"] = raw(b"")
    events = fetch_all(LOOPBACK, *(make_probe(server.url(), id=str(n)) for n in range(5)))
    got = answers(events)
    assert [got[id].failure for id in "01" if isinstance(got[id], Capture)] == [
        Failure.PROTOCOL
    ] * 2
    reasons = [skipped.reason for skipped in got.values() if isinstance(skipped, Skipped)]
    assert reasons == [SkipReason.SITE_DOWN] * 3
    assert len(server.asked) == 4
