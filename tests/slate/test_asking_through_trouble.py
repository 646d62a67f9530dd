"""A killed asker and a restarted server cost time, and nothing else: each site has one visitor at a
time, and every question one answer."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scanner.case.store import CaseStore, open_store
from scanner.fetch import FetchOptions
from scanner.model.plan import Manners, Probe, Robots
from scanner.model.slate import EntrantState
from scanner.slate import asking
from scanner.slate.asking import Asked, Asker
from tests.case import postgresql
from tests.case.probes_for_tests import KEY, a_probe, begin_run
from tests.slate.asked_web import Web, web_of_hosts

pytestmark = [
    pytest.mark.skipif(not postgresql.is_there(), reason="needs PostgreSQL"),
    pytest.mark.xdist_group("postgresql"),
    pytest.mark.long,
]

_ROOT = Path(__file__).resolve().parents[2]
_HOSTS = [f"h{n}.test" for n in range(6)]
_PEOPLE = 12


@pytest.fixture
def web() -> Iterator[Web]:
    with web_of_hosts() as running:
        running.lasts_s = 0.03
        yield running


def _run(store: CaseStore) -> str:
    run = begin_run(store, _PEOPLE)
    for number in range(1, _PEOPLE + 1):
        probes = [
            _probe(f"{number}-{host}-{n}", f"{number}/{n}", host) for host in _HOSTS for n in (1, 2)
        ]
        store.runs.ask(run.id, number, probes)
    return run.id


def _probe(probe_id: str, path: str, host: str) -> Probe:
    plain = a_probe(probe_id, path, host)
    manners = Manners(Robots.NOT_APPLICABLE, spacing_s=0.02, timeout_s=0.7)
    return Probe(
        plain.id, plain.source_id, plain.request, host, plain.site, plain.purpose, manners=manners
    )


def _begin(url: str, run_id: str, owner: str, web: Web) -> subprocess.Popen[bytes]:
    call = [url, run_id, owner, str(web.port), ",".join(_HOSTS)]
    module = [sys.executable, "-m", "tests.slate.asker_process"]
    return subprocess.Popen([*module, *call], cwd=_ROOT)


def _require_all_done(store: CaseStore, run_id: str, web: Web) -> None:
    assert store.runs.counts(run_id)[EntrantState.DUE] == _PEOPLE
    for number in range(1, _PEOPLE + 1):
        earlier = store.runs.earlier(run_id, number)
        assert len(earlier.answers) == 2 * len(_HOSTS)
    assert set(web.most_at_once.values()) == {1}
    assert set(web.most_at_once) == set(_HOSTS)


def test_a_killed_asker_is_followed_by_another_when_its_leases_have_ended(
    postgresql_server: postgresql.Server, web: Web
) -> None:
    url = postgresql_server.database()
    with open_store(KEY, url) as store:
        run_id = _run(store)
        first = _begin(url, run_id, "first", web)
        second: subprocess.Popen[bytes] | None = None
        try:
            while len(web.visits) < 20:
                assert first.poll() is None
                time.sleep(0.01)
            # It waits for the other's sites while that has them.
            second = _begin(url, run_id, "second", web)
            time.sleep(0.2)
            first.kill()
            first.wait()
            assert second.wait(60) == 0
        finally:
            for process in (first, second):
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait()
        _require_all_done(store, run_id, web)
        # What was not written down yet when it was killed was asked again, and nothing else.
        asked = {(visit.host, visit.path) for visit in web.visits}
        assert len(asked) == 2 * len(_HOSTS) * _PEOPLE
        assert len(web.visits) - len(asked) < 60


def test_a_restarted_server_loses_and_doubles_nothing(
    postgresql_server: postgresql.Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "IDLE_S", 0.3)
    book: Any = SimpleNamespace(sources={})
    options = FetchOptions(connect_to=web.connect_to(*_HOSTS))
    with open_store(KEY, postgresql_server.database()) as store:
        run_id = _run(store)
        done: list[Asked] = []
        asker = Asker(store, book, {}, options, run_id, "me")
        thread = threading.Thread(target=lambda: done.append(asker.run(120.0)))
        thread.start()
        while len(web.visits) < 30:
            time.sleep(0.01)
        postgresql_server.restart()
        thread.join(90)
        _require_all_done(store, run_id, web)
        assert len(web.visits) == len({(visit.host, visit.path) for visit in web.visits})
        for number in range(1, _PEOPLE + 1):
            sendings = store.runs.earlier(run_id, number).sendings
            assert len(sendings) == len({sending.url for sending in sendings}) == 2 * len(_HOSTS)
        assert done[0].answered >= 2 * len(_HOSTS) * _PEOPLE - 200
