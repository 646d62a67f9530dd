"""A run on a cluster of which parts die again and again comes to what an undisturbed run does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner import __version__
from scanner.case.store import CaseStore
from scanner.case.store.runs import Run, RunRecord
from scanner.case.vault import Vault
from scanner.case.vault.opening import open_cases
from scanner.engine import engine_of
from scanner.fetch import FetchOptions
from scanner.model.slate import EntrantState, Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.slate.driver import drive
from scanner.slate.progress import How, Looked, PieceLost, RunEnded, StoreAway
from scanner.slate.setting import Place, Setting, close, opened
from tests.case import postgresql
from tests.slate.faulty_cluster import Cluster, cluster_of
from tests.slate.logged_sites import (
    HOSTS,
    Sites,
    handle_of,
    name_of,
    profile_of,
    sites_of,
    write_rules,
)
from tests.slate.turning_people import SEED, Slated

pytestmark = [
    pytest.mark.xdist_group("cluster"),
    pytest.mark.long,
    pytest.mark.skipif(not postgresql.is_there(), reason="needs PostgreSQL's own programs"),
]

Findings = dict[int, list[tuple[object, ...]]]
TOGETHER = 1 + len(HOSTS)
"""Requests that a death cuts off: one at each site, and what had come and was not written yet."""


@dataclass
class Faults:
    """Who dies when, as the run goes on."""

    cluster: Cluster
    server: postgresql.Server
    people: int
    kill_every_s: float
    kills: int
    next_at: float = 0.0
    killed: int = 0
    restarted: set[str] = field(default_factory=set)

    def see(self, looked: Looked) -> None:
        done = looked.people[EntrantState.DONE]
        if done >= self.people // 4 and "scheduler" not in self.restarted:
            self.restarted.add("scheduler")
            self.cluster.kill_the_scheduler()
        elif done >= self.people // 2 and "postgresql" not in self.restarted:
            self.restarted.add("postgresql")
            self.server.restart()
        elif time.monotonic() >= self.next_at and self.killed < self.kills:
            self.next_at = time.monotonic() + self.kill_every_s
            self.cluster.kill_a_worker()
            self.killed += 1

    @property
    def deaths(self) -> int:
        """Without their scheduler all workers end, and without their store all that they had not
        written yet is lost."""
        return self.killed + len(self.restarted) * self.cluster.workers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("NETCURTAIN_PASSPHRASE_FILE", raising=False)
    yield tmp_path
    close()


def test_a_run_among_dying_workers(folder: Path) -> None:
    both_ways(folder, workers=2, people=8, kill_every_s=1.0, kills=2, slack_s=2.0)


@pytest.mark.hundred
def test_a_run_of_200_people_among_dying_workers(folder: Path) -> None:
    both_ways(folder, workers=3, people=200, kill_every_s=4.0, kills=1_000, slack_s=10.0)


def both_ways(
    folder: Path, workers: int, people: int, kill_every_s: float, kills: int, slack_s: float
) -> None:
    """The same slate undisturbed and among faults."""
    sources = write_rules(folder / "rules")
    with postgresql.running() as server:
        url = server.database()
        with open_cases(url, lambda: "") as store, sites_of(people) as sites:
            alone, asked = undisturbed(folder, sites, people, sources, store.database.key)
            sites.visits.clear()
            environment = {
                "NETCURTAIN_STORE": url,
                "XDG_DATA_HOME": str(folder / "data"),
            }
            with cluster_of(workers, folder, environment, slack_s) as cluster:
                faults = Faults(cluster, server, people, kill_every_s, kills)
                among, events = disturbed(folder, sites, people, sources, store, faults)
    assert events[-1] == RunEnded(How.ENDED)
    assert faults.restarted == {"scheduler", "postgresql"}
    assert faults.killed >= 2
    assert any(isinstance(event, PieceLost | StoreAway) for event in events)
    assert among == alone
    for findings in among.values():
        assert len(findings) == len(set(findings)) > 0
    assert sites.asked().keys() == asked
    assert not sites.overlapping()
    repeated = sum(sites.asked().values()) - len(asked)
    assert repeated <= faults.deaths * TOGETHER, f"{repeated} repeated"


def undisturbed(
    folder: Path, sites: Sites, people: int, sources: tuple[str, ...], key: bytes
) -> tuple[Findings, set[tuple[str, str]]]:
    """In this process and a file. What was found, and what was asked."""
    setting = Setting(
        f"sqlite:///{folder / 'alone.sqlite3'}",
        (folder / "rules",),
        FetchOptions(connect_to=sites.connect_to, spacing_s=0.0),
        {},
        Vault(key),
    )
    place = opened(setting)
    run, slate_id = slated_run(place, people, sources)
    Slated(place, slate_id).drive(run)
    return findings_of(place.store, run), set(sites.asked())


def disturbed(
    folder: Path,
    sites: Sites,
    people: int,
    sources: tuple[str, ...],
    store: CaseStore,
    faults: Faults,
) -> tuple[Findings, list[object]]:
    setting = Setting(
        rules=(folder / "rules",),
        network=FetchOptions(connect_to=sites.connect_to, spacing_s=0.05),
        secrets={},
        vault=store.vault,
    )
    run, _ = slated_run(Place(setting, store, opened_book(setting), {}), people, sources)
    engine = engine_of(faults.cluster.address)
    events: list[object] = []
    try:
        for event in drive(engine, setting, store, run.id):
            events.append(event)
            if isinstance(event, Looked):
                faults.see(event)
    finally:
        engine.close()
    return findings_of(store, run), events


def opened_book(setting: Setting) -> RuleBook:
    return load_rulebook(setting.rules)


def slated_run(place: Place, people: int, sources: tuple[str, ...]) -> tuple[Run, str]:
    now = datetime.now(UTC)
    slate = place.store.slates.begin(SlateRecord("Wexcombe 2027"), now)
    place.store.slates.add(
        slate.id,
        [
            Person(
                number,
                f"ref-{number}",
                name_of(number),
                Role.CANDIDATE,
                state=PersonState.CONSENTED,
                profile=profile_of(number),
                subject_id=handle_of(number),
                sharing=Sharing.ALL,
            )
            for number in range(1, people + 1)
        ],
    )
    record = RunRecord(SEED, __version__, place.book.digest, only=sources)
    return place.store.runs.begin(slate.id, record, range(1, people + 1), now), slate.id


def findings_of(store: CaseStore, run: Run) -> Findings:
    """By person, in order."""
    found: Findings = {}
    for entrant in store.runs.entrants(run.id):
        assert entrant.state is EntrantState.DONE, entrant.why
        assessment = store.scans.assessment(entrant.scan_id)
        assert assessment is not None
        found[entrant.number] = sorted(
            (one.id, one.exposure, one.form, one.attribution.value, one.site)
            for one in (assessed.finding for assessed in assessment.findings)
        )
    return found
