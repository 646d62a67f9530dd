"""Fetching in a process of its own: the same answers, and no process that stays behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import replace

import pytest

from scanner.fetch import Fetcher, FetchEvent, FetchOptions
from scanner.fetch.apart import ProcessEnded
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.clock import utc_now
from scanner.model.events import ProbeStarted, RequestSent
from tests.fetch.stub_web import LOOPBACK, StubServer, answer, make_probe, raw, silent

APART = replace(LOOPBACK, apart_from=1)


def test_it_tells_the_same(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"the parish council met")
    server.scripts["/gone"] = answer(404)
    server.scripts["/moved"] = answer(302, Location="/")
    server.scripts["/broken"] = raw(b"nonsense")
    told: list[dict[str, object]] = []
    for options in (LOOPBACK, APART):
        with Fetcher(options, now=utc_now) as fetcher:
            for path in ("/", "/gone", "/moved", "/broken"):
                fetcher.add(make_probe(server.url(path), id=path))
            told.append(summary(list(fetcher.results())))
    assert told[0] == told[1]
    assert multiprocessing.active_children() == []


def summary(events: list[FetchEvent]) -> dict[str, object]:
    """What happened to each probe, without times and ports."""
    seen: dict[str, object] = {}
    for event in events:
        match event:
            case Capture():
                got = (event.status, event.body, len(event.hops), event.failure, event.attempts)
                seen[f"answer {event.probe_id}"] = got
            case RequestSent():
                key = f"sent {event.sending.probe_id} {event.sending.url}"
                seen[key] = int(str(seen.get(key, 0))) + 1
            case ProbeStarted():
                seen[f"started {event.probe.id}"] = True
            case Skipped():
                seen[f"skipped {event.probe_id}"] = event.reason
    return seen


def test_what_is_added_while_reading_is_asked_too(server: StubServer) -> None:
    server.scripts["/"] = answer(200, b"x" * 400_000)
    answers: list[Capture] = []
    with Fetcher(APART, now=utc_now) as fetcher:
        fetcher.add(make_probe(server.url(), id="0"))
        for event in fetcher.results():
            if isinstance(event, Capture):
                answers.append(event)
                if len(answers) < 5:
                    fetcher.add(make_probe(server.url(), id=str(len(answers))))
    assert [len(capture.body) for capture in answers] == [400_000] * 5


def test_it_stops_within_two_seconds(server: StubServer) -> None:
    server.scripts["/"] = silent(b"HTTP/1.1 200 OK\r\n\r\nsome text")
    answers: list[Capture | Skipped] = []
    stopped_at = 0.0
    with Fetcher(APART, now=utc_now) as fetcher:
        for n in range(3):
            fetcher.add(make_probe(server.url(), id=str(n), timeout_s=60))
        for event in fetcher.results():
            if isinstance(event, RequestSent):
                stopped_at = time.monotonic()
                fetcher.stop()
            elif isinstance(event, (Capture, Skipped)):
                answers.append(event)
        assert time.monotonic() - stopped_at < 2
    reasons = {got.reason for got in answers if isinstance(got, Skipped)}
    failures = [got.failure for got in answers if isinstance(got, Capture)]
    assert (failures, reasons) == ([Failure.STOPPED], {SkipReason.STOPPED})
    assert multiprocessing.active_children() == []


def test_a_time_limit_is_told(server: StubServer) -> None:
    server.scripts["/"] = silent()
    options: FetchOptions = replace(APART, time_limit_s=0.5)
    with Fetcher(options, now=utc_now) as fetcher:
        fetcher.add(make_probe(server.url(), timeout_s=60))
        (got,) = [event for event in fetcher.results() if isinstance(event, Capture)]
        assert fetcher.ran_out
    assert got.failure is Failure.STOPPED


def test_its_end_is_a_fault_and_not_a_silence(server: StubServer) -> None:
    server.scripts["/"] = silent()
    with Fetcher(APART, now=utc_now) as fetcher:
        fetcher.add(make_probe(server.url(), timeout_s=60))
        results = fetcher.results()
        next(event for event in results if isinstance(event, RequestSent))
        (child,) = multiprocessing.active_children()
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(ProcessEnded):
            list(results)
