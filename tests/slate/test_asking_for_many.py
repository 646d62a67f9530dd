"""Asking for a run: every request once, one at a time for each site, whoever asks, and whatever
becomes of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from scanner.case.store import CaseStore, open_store
from scanner.case.store.runs import RunState
from scanner.errors import ProxyError
from scanner.fetch import FetchOptions
from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.clock import utc_now
from scanner.model.plan import Manners, Probe, Robots
from scanner.model.slate import EntrantState
from scanner.slate import asking
from scanner.slate.asking import Asked, Asker
from scanner.slate.queue import held_sites, resting
from tests.case.probes_for_tests import KEY, RECORD, a_probe, begin_run
from tests.slate.asked_web import Web, hang_up, redirect_to, web_of_hosts

_BOOK: Any = SimpleNamespace(sources={})


@pytest.fixture
def web() -> Iterator[Web]:
    with web_of_hosts() as running:
        yield running


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseStore]:
    monkeypatch.setattr(asking, "IDLE_S", 0.4)
    with open_store(KEY) as opened:
        yield opened


def _probe(probe_id: str, path: str, host: str, spacing_s: float = 0.0) -> Probe:
    manners = Manners(Robots.NOT_APPLICABLE, spacing_s=spacing_s, timeout_s=2.0)
    probe = a_probe(probe_id, path, host, spacing_s=spacing_s)
    return Probe(
        probe.id, probe.source_id, probe.request, host, probe.site, probe.purpose, manners=manners
    )


def _ask(
    store: CaseStore, web: Web, run_id: str, *hosts: str, owner: str = "me", seconds: float = 30.0
) -> Asked:
    options = FetchOptions(connect_to=web.connect_to(*hosts))
    return Asker(store, _BOOK, {}, options, run_id, owner).run(seconds)


def _answers(store: CaseStore, run_id: str, number: int) -> list[Capture | Skipped]:
    return [answer() for answer in store.runs.earlier(run_id, number).answers.values()]


def test_what_many_ask_is_asked_once(store: CaseStore, web: Web) -> None:
    run = begin_run(store, 20)
    hosts = [f"h{n}.test" for n in range(8)]
    for number in range(1, 21):
        own = [_probe(f"{number}-{host}", f"of/{number}", host) for host in hosts]
        shared = [_probe(f"{number}-{host}-all", "all", host) for host in hosts]
        store.runs.ask(run.id, number, [*own, *shared])
    asked = _ask(store, web, run.id, *hosts)
    assert asked == Asked(8 * 21, is_spent=False)
    assert store.runs.counts(run.id)[EntrantState.DUE] == 20
    assert len(web.visits) == len({(visit.host, visit.path) for visit in web.visits}) == 8 * 21
    assert set(web.most_at_once.values()) == {1}
    answer = store.runs.earlier(run.id, 7).answers["7-h3.test"]()
    assert isinstance(answer, Capture)
    assert answer.body == b"<p>h3.test /of/7</p>"
    assert len(store.runs.earlier(run.id, 7).sendings) == 16
    assert store.leases.take([store.leases.name_of("h1.test")], "another", 1.0)


def test_new_questions_are_asked_while_it_asks(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "IDLE_S", 60.0)  # however long a busy machine takes for the second
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe("first", "1", "h.test")])
    done: list[Asked] = []
    thread = threading.Thread(target=lambda: done.append(_ask(store, web, run.id, "h.test")))
    thread.start()
    while not store.runs.due(run.id, 1):
        pass
    store.runs.ask(run.id, 1, [_probe("second", "2", "h.test")])
    while not store.runs.due(run.id, 1) and thread.is_alive():
        pass
    store.runs.turn_to(run.id, RunState.STOPPED, utc_now())
    thread.join(20)
    assert web.paths("h.test") == ["/1", "/2"]
    assert done[0].answered == 2


def test_the_pause_of_a_site_holds_from_one_asker_to_the_next(store: CaseStore, web: Web) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe("first", "1", "h.test", spacing_s=1.5)])
    _ask(store, web, run.id, "h.test", owner="one")
    store.runs.ask(run.id, 1, [_probe("second", "2", "h.test", spacing_s=1.5)])
    _ask(store, web, run.id, "h.test", owner="two")
    first, second = web.visits
    assert second.began - first.ended >= 1.45


def test_a_site_gets_no_more_than_its_budget_in_a_night(store: CaseStore, web: Web) -> None:
    run = begin_run(store, 1, RECORD.__class__(7, "1", "d", site_requests=3))
    probes = [_probe(f"p{n}", str(n), "h.test") for n in range(8)]
    store.runs.ask(run.id, 1, probes)
    assert _ask(store, web, run.id, "h.test", owner="one") == Asked(3, is_spent=True)
    # Another asker of the same night knows.
    assert _ask(store, web, run.id, "h.test", owner="two") == Asked(0, is_spent=True)
    assert store.runs.entrant(run.id, 1).open == 5
    # Nor does a stop make another night of it, or a run that is begun anew.
    night = store.runs.one(run.id).record.night
    store.runs.turn_to(run.id, RunState.STOPPED, utc_now())
    store.runs.turn_to(run.id, RunState.RUNNING, utc_now(), night)
    assert _ask(store, web, run.id, "h.test", owner="three") == Asked(0, is_spent=True)
    more = RECORD.__class__(7, "1", "d", site_requests=4, night=night)
    again = store.runs.begin(run.slate_id, more, [1], utc_now())
    store.runs.ask(again.id, 1, probes)
    assert _ask(store, web, again.id, "h.test", owner="four").answered == 1
    store.runs.turn_to(run.id, RunState.RUNNING, utc_now(), utc_now())
    assert _ask(store, web, run.id, "h.test", owner="five").answered == 3
    assert len(web.visits) == 7


def test_a_stop_is_heard_and_loses_nothing(store: CaseStore, web: Web) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe(f"p{n}", str(n), "h.test", 0.2) for n in range(100)])
    done: list[Asked] = []
    thread = threading.Thread(target=lambda: done.append(_ask(store, web, run.id, "h.test")))
    thread.start()
    while not web.visits:
        pass
    store.runs.turn_to(run.id, RunState.STOPPED, utc_now())
    thread.join(10)
    assert 0 < done[0].answered == len(web.visits) < 50
    assert store.runs.entrant(run.id, 1).open == 100 - len(web.visits)
    assert store.leases.take([store.leases.name_of("h.test")], "another", 1.0)


def test_who_withdraws_meanwhile_is_asked_for_no_more(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_CHECK_EVERY_S", 0.0)
    run = begin_run(store, 2)
    for number in (1, 2):
        probes = [_probe(f"p{n}", f"{number}/{n}", "h.test", 0.1) for n in range(40)]
        store.runs.ask(run.id, number, probes[: 40 if number == 1 else 5])
    thread = threading.Thread(target=_ask, args=(store, web, run.id, "h.test"))
    thread.start()
    while not web.visits:
        pass
    store.runs.withdraw(run.id, 1)
    thread.join(20)
    assert len([path for path in web.paths("h.test") if path.startswith("/1/")]) < 25
    assert len([path for path in web.paths("h.test") if path.startswith("/2/")]) == 5
    assert store.runs.due(run.id, 9) == (2,)


def test_a_site_that_is_down_for_a_while_costs_only_who_asked_it_then(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(resting._SHORTEST_S, SkipReason.SITE_DOWN, 0.3)
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe(f"p{n}", str(n), "h.test") for n in range(30)])

    def down_at_first(handler: Any) -> bool:
        return hang_up(handler) if len(web.visits) < 4 else False

    web.replies["h.test"] = down_at_first
    assert _ask(store, web, run.id, "h.test").answered == 30
    answers = _answers(store, run.id, 1)
    failed = [a for a in answers if isinstance(a, Skipped) or a.failure is not None]
    assert len(failed) == 2
    assert {a.failure for a in failed if isinstance(a, Capture)} == {Failure.PROTOCOL}


def test_a_site_that_stays_down_is_given_up(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(resting._SHORTEST_S, SkipReason.SITE_DOWN, 0.1)
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe(f"p{n}", str(n), "h.test") for n in range(30)])
    web.replies["h.test"] = hang_up
    assert _ask(store, web, run.id, "h.test").answered == 30
    answers = _answers(store, run.id, 1)
    reasons = [answer.reason for answer in answers if isinstance(answer, Skipped)]
    assert set(reasons) == {SkipReason.SITE_DOWN}
    # Two requests, each made twice, show it each time that the site is tried.
    assert len(answers) - len(reasons) == 2 * resting.TRIES
    assert len(web.visits) == 4 * resting.TRIES


def test_a_redirect_waits_for_the_site_that_it_leads_to(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe("p", "moved", "from.test")])
    web.replies["from.test"] = redirect_to("http://to.test/here")
    there = store.leases.name_of("to.test")
    assert store.leases.take([there], "another", 60.0)
    done: list[Asked] = []
    hosts = ("from.test", "to.test")
    thread = threading.Thread(target=lambda: done.append(_ask(store, web, run.id, *hosts)))
    thread.start()
    while not web.visits:
        pass
    thread.join(1.0)
    assert web.paths("to.test") == []
    store.leases.release("another")
    thread.join(20)
    assert web.paths("to.test") == ["/here"]
    assert done[0].answered == 1


def test_a_redirect_waits_not_for_ever(
    store: CaseStore, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two askers may wait for each other's sites."""
    monkeypatch.setattr(held_sites, "_FOREIGN_PATIENCE_S", 0.3)
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe("p", "moved", "from.test")])
    web.replies["from.test"] = redirect_to("http://to.test/here")
    assert store.leases.take([store.leases.name_of("to.test")], "another", 60.0)
    assert _ask(store, web, run.id, "from.test", "to.test").answered == 1
    (answer,) = _answers(store, run.id, 1)
    assert cast(Capture, answer).failure is Failure.REDIRECT_REFUSED
    assert web.paths("to.test") == []


def test_no_request_begins_that_could_outlast_its_lease(store: CaseStore) -> None:
    clock = [100.0]
    held = held_sites.HeldSites(store.leases, "me", lambda: clock[0])
    probe = _probe("p", "x", "h.test")
    held.expect(probe.manners.timeout_s)
    assert held.admits(probe, "h.test") == float("inf")
    held.take([held.name_of("h.test")])
    assert held.admits(probe, "h.test") == 0.0
    clock[0] += held_sites.SLACK_S - 0.1
    assert held.admits(probe, "h.test") == 0.0
    clock[0] += 0.2
    assert 0.0 < held.admits(probe, "h.test") < 1.0
    clock[0] += 10.0
    assert held.admits(probe, "h.test") == float("inf")


def test_a_proxy_that_does_not_work_ends_it_and_costs_nobody_an_answer(store: CaseStore) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [_probe(f"p{n}", str(n), "h.test") for n in range(3)])
    options = FetchOptions(proxy="http://127.0.0.1:9")
    with pytest.raises(ProxyError):
        Asker(store, _BOOK, {}, options, run.id, "me").run(30.0)
    assert store.runs.entrant(run.id, 1).open == 3
    assert store.leases.take([store.leases.name_of("h.test")], "another", 1.0)
