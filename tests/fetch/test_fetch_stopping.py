"""The end of a run before all was asked: what is under way may answer, nothing else begins."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.events import RequestSent
from tests.fetch.stub_web import LOOPBACK, NOW, StubServer, answer, make_probe, silent


def drain(fetcher: Fetcher, when_sent: Callable[[], None]) -> dict[str, Capture | Skipped]:
    answers: dict[str, Capture | Skipped] = {}
    for event in fetcher.results():
        if isinstance(event, RequestSent):
            when_sent()
        elif isinstance(event, (Capture, Skipped)):
            answers[event.probe_id] = event
    return answers


def test_an_answer_that_comes_at_once_is_kept(server: StubServer) -> None:
    stopped = threading.Event()
    whole = answer(200, b"the whole page")

    def after_the_stop(connection: socket.socket, over: threading.Event) -> None:
        assert stopped.wait(10)
        whole(connection, over)

    server.scripts["/"] = after_the_stop
    with Fetcher(LOOPBACK, now=lambda: NOW) as fetcher:
        fetcher.add(make_probe(server.url(), id="under way"))
        fetcher.add(make_probe(server.url(), id="next"))

        def stop() -> None:
            fetcher.stop()
            fetcher.stop()
            stopped.set()

        answers = drain(fetcher, stop)
        assert not fetcher.ran_out
    kept, left = answers["under way"], answers["next"]
    assert isinstance(kept, Capture) and isinstance(left, Skipped)
    assert (kept.failure, kept.body) == (None, b"the whole page")
    assert left.reason is SkipReason.STOPPED
    assert [asked.path for asked in server.asked] == ["/"]


def test_the_time_limit_ends_a_run_like_a_stop(server: StubServer) -> None:
    server.scripts["/"] = silent(b"HTTP/1.1 200 OK\r\n\r\nsome text")
    options = FetchOptions(allow_loopback=True, time_limit_s=0.3)
    with Fetcher(options, now=lambda: NOW) as fetcher:
        for name in ("under way", "next"):
            fetcher.add(make_probe(server.url(), id=name, timeout_s=60))
        began = time.monotonic()
        answers = drain(fetcher, lambda: None)
        took = time.monotonic() - began
        assert fetcher.ran_out
    kept, left = answers["under way"], answers["next"]
    assert isinstance(kept, Capture) and isinstance(left, Skipped)
    assert kept.failure is Failure.STOPPED
    assert left.reason is SkipReason.STOPPED
    assert 0.3 <= took < 2.3


def test_a_run_that_ends_in_time_did_not_run_out(server: StubServer) -> None:
    options = FetchOptions(allow_loopback=True, time_limit_s=60)
    with Fetcher(options, now=lambda: NOW) as fetcher:
        fetcher.add(make_probe(server.url()))
        (got,) = drain(fetcher, lambda: None).values()
        assert isinstance(got, Capture) and got.failure is None
        assert not fetcher.ran_out


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_no_time_at_all_is_no_limit_that_can_be_meant(seconds: float) -> None:
    with pytest.raises(ValueError, match="time limit"):
        FetchOptions(time_limit_s=seconds)
