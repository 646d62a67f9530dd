"""A check is killed at any moment, and the next one goes on with it: nothing is lost, nothing is
doubled, and nothing that was answered and stored is asked again, as the sites' own log proves."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scanner.case.entries import earlier_of
from scanner.case.store import ScanState, open_store
from scanner.demo import DemoWeb, Served
from scanner.model.capture import Capture
from tests.case import postgresql
from tests.case.quick_command import process

KEY = bytes(range(32))
SOURCES = (
    *("src.page.given", "src.search.searxng", "src.reg.ch_officers", "src.code.github_user"),
    *("src.photo.flickr", "src.soc.letterboxd", "src.domain.own_site", "src.market.etsy"),
    *("src.local.foi", "src.code.gitlab", "src.soc.lichess"),
)
"""Pages, leads, controls, chains, and services with a key: everything that a resume must meet."""
PATIENCE_S = 600
Asked = tuple[str, str, str]

pytestmark = pytest.mark.xdist_group("demonstration")


@dataclass(frozen=True)
class Desk:
    """A computer with one person's profile on it, and the web that it reaches."""

    web: DemoWeb
    folder: Path
    sources: tuple[str, ...]

    def check(self, place: Path, store: str, *words: str, kill_after_s: float | None = None) -> int:
        """Runs a check whose data lie at `place`; its exit code, negative if it was killed."""
        data = place / "data" / "netcurtain"
        data.mkdir(parents=True, exist_ok=True)
        (data / "identity.key").write_bytes(KEY)
        environment = {
            "XDG_DATA_HOME": str(place / "data"),
            "XDG_CONFIG_HOME": str(place / "config"),
            "NETCURTAIN_STORE": store,
        }
        only = [word for source in self.sources for word in ("--only", source)]
        child = process(
            [
                *("check", self.folder / "profile.toml", "--yes", "--no-cache"),
                *("--connect-to", self.folder / "connect-to.json"),
                *("--ca-file", self.web.ca_file, "--out", place / "report", *only, *words),
            ],
            environment,
            self.web.secrets,
            place / "said.txt",
        )
        child.start()
        child.join(PATIENCE_S if kill_after_s is None else kill_after_s)
        if child.is_alive():
            assert kill_after_s is not None, "the check does not end"
            child.kill()
            child.join()
        code = child.exitcode
        child.close()
        assert code is not None
        return code


@dataclass(frozen=True)
class Undisturbed:
    """What a check comes to that nobody cuts off."""

    told: dict[str, Any]
    asked: Counter[Asked]
    lasted_s: float


def told_by(place: Path) -> dict[str, Any]:
    """What a report tells, but for its moments. Fails when a finding stands there twice."""
    told = json.loads((place / "report" / "assessment.json").read_text(encoding="utf-8"))
    assert told["partial"] is False
    ids = [item["id"] for item in told["findings"]]
    assert len(ids) == len(set(ids))
    findings = [{**item, "seen_at": ""} for item in told["findings"]]
    return {
        "findings": sorted(findings, key=lambda item: str(item["id"])),
        "questions": [item["id"] for item in told["questions"]],
        "outcomes": {item["probe_id"]: item["outcome"] for item in told["checks"]},
        "coverage": told["coverage"],
    }


def asked(served: tuple[Served, ...]) -> Counter[Asked]:
    return Counter((item.method, item.host, item.path) for item in served)


def desk_with(web: DemoWeb, folder: Path, sources: tuple[str, ...]) -> Desk:
    profile = web.profile_toml(datetime.now(UTC).date())
    (folder / "profile.toml").write_text(profile, encoding="utf-8")
    (folder / "connect-to.json").write_text(json.dumps(web.connect_to))
    return Desk(web, folder, sources)


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


@pytest.fixture(scope="module")
def desk(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk_with(web, tmp_path_factory.mktemp("desk"), SOURCES)


@pytest.fixture(scope="module")
def whole_desk(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """All sources of the catalogue."""
    return desk_with(web, tmp_path_factory.mktemp("desk"), ())


def undisturbed_at(desk: Desk, place: Path) -> Undisturbed:
    desk.check(place / "first", "")  # Whatever is only loaded once, is loaded now.
    before = len(desk.web.log)
    began = time.monotonic()
    assert desk.check(place / "second", "") == 10
    lasted_s = time.monotonic() - began
    return Undisturbed(told_by(place / "second"), asked(desk.web.log[before:]), lasted_s)


@pytest.fixture(scope="module")
def undisturbed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed_at(desk, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="module")
def wholly_undisturbed(whole_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return undisturbed_at(whole_desk, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="module")
def database() -> Iterator[Callable[[], str]]:
    """Gives the address of a new database."""
    if not postgresql.is_there():
        pytest.skip("PostgreSQL is missing (Debian: postgresql)")
    with postgresql.running() as server:
        yield server.database


def stored_requests(place: Path, store: str) -> frozenset[Asked]:
    """What was asked, answered and stored when the check was killed; nothing once it had ended."""
    file = place / "data" / "netcurtain" / "cases.sqlite3"
    if not store and not file.exists():
        return frozenset()
    with open_store(KEY, store or f"sqlite:///{file}") as cases:
        open_scans = [
            scan
            for case in cases.cases.all()
            for scan in cases.scans.of(case.id)
            if scan.state is ScanState.RUNNING
        ]
        stored: set[Asked] = set()
        for scan in open_scans:
            earlier = earlier_of(cases.scans, scan.id)
            method = {item.probe_id: item.method for item in earlier.sendings}
            for probe_id, read in earlier.answers.items():
                answer = read()
                hops = answer.hops if isinstance(answer, Capture) else ()
                stored |= {_asked(method.get(probe_id, "GET"), hop.url) for hop in hops}
            stored |= {("GET", robots.origin[1], "/robots.txt") for robots in earlier.robots}
        return frozenset(stored)


def _asked(method: str, url: str) -> Asked:
    parts = urlsplit(url)
    return (method, parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else ""))


def kill_and_go_on(desk: Desk, usual: Undisturbed, place: Path, store: str, share: float) -> bool:
    """One check that is killed after a share of its usual time, and the one that goes on with it.
    Whether anything was stored by then."""
    place.mkdir(parents=True)
    desk.check(place, store, kill_after_s=share * usual.lasted_s)
    stored = stored_requests(place, store)
    killed = len(desk.web.log)
    code = desk.check(place, store, "--resume")
    said = (place / "said.txt").read_text()
    assert code == 10, said
    assert told_by(place) == usual.told, f"killed after {share:.3f}"
    again = asked(desk.web.log[killed:])
    # Some sites are asked the same from several sides, with or without a kill.
    twice = [each for each in stored if again[each] and usual.asked[each] <= 1]
    assert not twice, f"killed after {share:.3f}"
    return bool(stored)


def kill_many(
    desk: Desk,
    usual: Undisturbed,
    folder: Path,
    times: int,
    store: Callable[[], str] = str,
    seed: int = 7,
) -> None:
    """`store`: gives the address of a store for each time."""
    moments = random.Random(seed)
    stored = [
        kill_and_go_on(desk, usual, folder / str(number), store(), moments.random())
        for number in range(times)
    ]
    assert any(stored), "none was killed while it asked"


@pytest.mark.long
def test_a_check_that_was_killed_goes_on_and_asks_nothing_twice(
    desk: Desk, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    kill_many(desk, undisturbed, tmp_path, 7)


@pytest.mark.long
def test_so_it_does_on_postgresql(
    desk: Desk, undisturbed: Undisturbed, tmp_path: Path, database: Callable[[], str]
) -> None:
    kill_many(desk, undisturbed, tmp_path, 3, database)


@pytest.mark.hundred
@pytest.mark.parametrize("part", range(10))
def test_a_hundred_whole_checks_are_killed(
    whole_desk: Desk, wholly_undisturbed: Undisturbed, tmp_path: Path, part: int
) -> None:
    kill_many(whole_desk, wholly_undisturbed, tmp_path, 10, seed=part)


@pytest.mark.hundred
@pytest.mark.parametrize("part", range(10))
def test_a_hundred_on_postgresql(
    desk: Desk,
    undisturbed: Undisturbed,
    tmp_path: Path,
    database: Callable[[], str],
    part: int,
) -> None:
    kill_many(desk, undisturbed, tmp_path, 10, database, part)
