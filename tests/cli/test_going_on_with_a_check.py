"""A check that was cut off: what the next one says of it, goes on with, and never asks again."""

from __future__ import annotations

import json
import random
import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scanner.case import identity_key
from scanner.case.recording import Recording
from scanner.case.store import CaseStore, EntryKind, ScanState, open_store, opening
from scanner.case.store.locking import locked
from scanner.cli.progress import LiveProgress
from scanner.cli.scan import Network
from scanner.gather import Answered, News
from scanner.model.clock import utc_now
from scanner.model.events import Event, ProbeDone
from tests.cli.command import Done, Run
from tests.cli.small_site import Site

PATHS = ("/minutes", "/quiet", "/other", "/last")


@pytest.fixture
def check(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs a check of four pages of the site, without a rest between them."""
    asks = Network.options
    monkeypatch.setattr(Network, "options", lambda self: replace(asks(self), spacing_s=0.0))
    for path in PATHS[2:]:
        site.pages[path] = site.pages["/quiet"].replace("hall", path)
    pages = tmp_path / "pages.txt"
    pages.write_text("\n".join(site.url(path) for path in PATHS))

    def run(*words: object, stdin: str = "") -> Done:
        of_pages = ("--only", "src.page.given", "--pages", pages, "--no-cache")
        return netcurtain(
            "check", profile, *of_pages, "--allow-loopback", "--out", "report", *words
        )

    return run


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The next check is stopped by Ctrl-C after its first answer."""
    see = LiveProgress.see
    interrupts = iter([signal.SIGINT])

    def press(progress: LiveProgress, event: Event) -> None:
        see(progress, event)
        if isinstance(event, ProbeDone):
            for number in interrupts:
                signal.raise_signal(number)

    monkeypatch.setattr(LiveProgress, "see", press)
    yield


@pytest.fixture
def store() -> Iterator[CaseStore]:
    with open_store(identity_key()) as opened:
        yield opened


def report(tmp_path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((tmp_path / "report/assessment.json").read_text())
    return told


def states(store: CaseStore) -> list[ScanState]:
    return [scan.state for case in store.cases.all() for scan in store.scans.of(case.id)]


def test_a_stopped_check_is_gone_on_with(
    check: Run, site: Site, tmp_path: Path, stopped: None, store: CaseStore
) -> None:
    first = check()
    assert first.code == 130
    assert "--resume goes on" in first.stderr
    assert states(store) == [ScanState.STOPPED]
    done = check("--resume")
    assert done.code == 10
    assert "What was answered is not asked again." in done.stderr
    told = report(tmp_path)
    assert told["partial"] is False
    assert told["history"]["number"] == 1
    pages = [path for path in site.asked if path in PATHS]
    assert sorted(pages) == sorted(PATHS)
    assert site.asked.count("/robots.txt") == 1
    assert states(store) == [ScanState.ENDED]
    assert not done.leaks


def test_its_pages_need_not_be_named_again(
    check: Run, netcurtain: Run, profile: Path, site: Site, stopped: None
) -> None:
    check()
    done = netcurtain("check", profile, "--resume", "--allow-loopback", "--out", "report")
    assert done.code == 10
    assert {path for path in site.asked if path in PATHS} == set(PATHS)


def test_a_check_that_ended_is_reported_again_and_asks_nothing(check: Run, site: Site) -> None:
    check("--quiet")
    before = list(site.asked)
    done = check("--resume")
    assert done.code == 10
    assert "nothing is sent" in done.stderr
    assert site.asked == before


def test_without_being_told_so_it_begins_anew_and_says_what_it_leaves(
    check: Run, stopped: None, store: CaseStore
) -> None:
    check()
    done = check()
    assert "was not finished" in done.stderr
    assert "--resume would have gone on with it" in done.stderr
    assert states(store) == [ScanState.ENDED, ScanState.ENDED]
    assert len(tuple(store.scans.journal(store.scans.of(store.cases.all()[0].id)[0].id))) == 0


def test_another_profile_cannot_be_gone_on_with(
    check: Run, site: Site, profile: Path, stopped: None
) -> None:
    check()
    before = list(site.asked)
    profile.write_text(profile.read_text().replace("07700 900123", "07700 900456"))
    refused = check("--resume")
    assert refused.code == 2
    assert "the profile has changed since" in refused.stderr
    assert "--fresh" in refused.stderr
    assert site.asked == before
    assert check("--fresh").code == 10


def test_two_at_once_are_one_after_the_other(check: Run, site: Site, store: CaseStore) -> None:
    case_id = store.cases.id_of("jane-marlow")
    with locked(store.database.engine, case_id):
        done = check()
    assert done.code == 1
    assert "Another netcurtain is at work on this case" in done.stderr
    assert not site.asked
    assert check("--wait").code == 10


def test_who_withdrew_their_consent_is_not_looked_for(
    check: Run, site: Site, store: CaseStore
) -> None:
    check("--quiet")
    before = list(site.asked)
    store.cases.revoke(store.cases.all()[0].id, utc_now())
    for options in ((), ("--no-case",)):
        done = check(*options)
        assert done.code == 1
        assert "withdrew" in done.stderr, options
        assert site.asked == before


def test_without_a_case_nothing_is_kept(check: Run, store: CaseStore) -> None:
    assert check("--no-case").code == 10
    assert store.cases.all() == ()


class OneFirst(dict[str, str]):
    """Pages of a site of which the first asked is served at once, the others once `stored` is set:
    what comes together is written together, and a full disk would take none of it."""

    def __init__(self, pages: dict[str, str]) -> None:
        super().__init__(pages)
        self.stored = threading.Event()
        self._is_first = threading.Lock()

    def get(self, path: str, default: Any = None) -> Any:
        if path in self and not self._is_first.acquire(blocking=False):
            self.stored.wait(60)
        return super().get(path, default)


def test_a_full_disk_is_told_and_loses_nothing(
    check: Run, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = random.Random(1)
    for path in PATHS:
        words = " ".join(f"{noise.getrandbits(64):x}" for _ in range(20_000))
        site.pages[path] = f"{site.pages[path]}<p>{words}</p>"
    keep, pages = Recording.keep, OneFirst(site.pages)
    site.pages = pages

    def keep_and_tell(recording: Recording, news: Sequence[News]) -> None:
        keep(recording, news)
        if any(isinstance(item, Answered) for item in news):
            pages.stored.set()

    monkeypatch.setattr(Recording, "keep", keep_and_tell)
    prepare = opening._prepare
    monkeypatch.setattr(
        opening,
        "_prepare",
        lambda connection, record: (
            prepare(connection, record),
            connection.execute("PRAGMA max_page_count = 130"),
        ),
    )
    full = check()
    assert full.code == 1
    assert "The disk is full. What was stored is safe." in full.stderr
    assert not full.leaks
    monkeypatch.setattr(opening, "_prepare", prepare)
    with open_store(identity_key()) as store:
        (scan,) = store.scans.of(store.cases.all()[0].id)
        kept = store.scans.places(scan.id, EntryKind.ANSWER)
    assert 0 < len(kept) < len(PATHS)
    before = len(site.asked)
    assert check("--resume").code == 10
    asked = [path for path in site.asked[before:] if path in PATHS]
    assert len(asked) == len(PATHS) - len(kept)
    assert report(tmp_path)["partial"] is False
