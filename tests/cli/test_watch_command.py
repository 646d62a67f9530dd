"""Keeping watch: what is due is asked by an ordinary check, and news is told once, in numbers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scanner.cli.exits import Exit
from scanner.cli.watch import Asking, keep_watch
from scanner.cli.watch_run import Run as Done
from scanner.cli.watch_run import Watch, run_once
from scanner.errors import ConsentError, OutputError
from scanner.model.bands import Band
from tests.cli.command import PRIVATE, Run
from tests.cli.small_site import WORDS, Site

SHOWN = f"<p>{WORDS * 8}</p><p>Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT, spoke.</p>"
QUIET = f"<p>{WORDS * 20}</p>"
DAY = timedelta(days=1)
PAGES = "src.page.given"


class Service:
    """What the person's own service was told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.works = True
        self.port = 0


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """One that the watch knows, in the environment."""
    running = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if running.works:
                running.told.append(json.loads(body)["message"])
            self.send_response(200 if running.works else 500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("NETCURTAIN_KEY_NOTIFY", f"json://127.0.0.1:{running.port}/")
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def listed(profile: Path, site: Site) -> Path:
    """A profile with one page of the small site, which shows nothing yet."""
    site.pages["/page"] = QUIET
    with profile.open("a") as stream:
        stream.write(f'\n[pages]\nurls = ["{site.url("/page")}"]\n')
    return profile


@pytest.fixture
def at_day(listed: Path, tmp_path: Path) -> Callable[[float], Done]:
    """A run of a watch for the page alone, so many days from now."""
    asking = Asking(listed, only=[PAGES], allow_loopback=True)
    watch = Watch(listed, asking.selection, DAY, Band.MEDIUM, tmp_path / "out", asking.check)
    start = datetime.now(UTC)
    return lambda days: run_once(watch, start + days * DAY)


def visits(site: Site) -> int:
    return site.asked.count("/page")


def test_the_command_asks_what_is_due_and_ends(
    netcurtain: Run, listed: Path, site: Site, tmp_path: Path
) -> None:
    options = ("--once", "--allow-loopback", "--only", PAGES)
    first = netcurtain("watch", listed, *options)
    assert first.code == 0, first.stderr
    again = netcurtain("watch", listed, *options)
    assert (again.code, again.stdout) == (0, "")
    assert "Nothing is due yet." in again.stderr
    assert visits(site) == 1
    assert len(list(tmp_path.glob("netcurtain-watch/*/report.html"))) == 1


def test_the_oldest_reports_go(at_day: Callable[[float], Done], tmp_path: Path) -> None:
    own = tmp_path / "out" / "notes"
    own.mkdir(parents=True)
    for day in range(31):
        (tmp_path / "out" / f"202601{day + 1:02d}-090000").mkdir()
    at_day(0)
    left = sorted(each.name for each in own.parent.iterdir())
    assert len(left) == 31
    assert left[0] == "20260103-090000"
    assert left[-1] == "notes"


def test_it_asks_through_the_proxy(netcurtain: Run, listed: Path, site: Site) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{unused.getsockname()[1]}"
        done = netcurtain(
            "watch", listed, "--once", "--allow-loopback", "--only", PAGES, "--proxy", proxy
        )
    assert (done.code, "does not work" in done.stderr) == (1, True), done.said
    assert site.asked == []


def test_news_is_told_once_and_in_numbers_alone(
    at_day: Callable[[float], Done], site: Site, service: Service, tmp_path: Path
) -> None:
    assert at_day(0).code is Exit.CLEAN
    site.pages["/page"] = SHOWN
    assert at_day(1).code is Exit.FINDINGS
    (message,) = service.told
    assert message.startswith("1 thing needs you: 1 newly in public")
    assert not [
        value for value in (*PRIVATE, "Jane", "127.0.0.1", str(tmp_path)) if value in message
    ]
    assert at_day(2).code is Exit.CLEAN
    assert len(service.told) == 1


def test_what_came_back_is_told_again(
    at_day: Callable[[float], Done], site: Site, service: Service
) -> None:
    site.pages["/page"] = SHOWN
    assert at_day(0).code is Exit.CLEAN  # Its own report says what the first check found.
    site.pages["/page"] = QUIET
    assert at_day(1).code is Exit.CLEAN
    site.pages["/page"] = SHOWN
    assert at_day(2).code is Exit.FINDINGS
    assert [message.count("back after it was gone") for message in service.told] == [1]


def test_what_could_not_be_told_is_told_by_the_next_run(
    at_day: Callable[[float], Done], site: Site, service: Service
) -> None:
    at_day(0)
    site.pages["/page"] = SHOWN
    service.works = False
    assert at_day(1).code is Exit.FINDINGS
    service.works = True
    at_day(2)
    assert [message.startswith("1 thing needs you") for message in service.told] == [True]


def test_a_missed_run_is_told_with_their_number(
    at_day: Callable[[float], Done], service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    at_day(0)
    at_day(1)
    assert service.told == []
    at_day(5)
    assert "3 checks were missed." in service.told[0]
    assert "No check since" in capsys.readouterr().err


def test_a_source_is_asked_at_its_own_pace(at_day: Callable[[float], Done], site: Site) -> None:
    at_day(0)
    at_day(0.5)
    assert visits(site) == 1
    at_day(0.95)  # A timer is never quite punctual.
    assert visits(site) == 2


def test_a_page_without_an_answer_is_no_news(
    at_day: Callable[[float], Done], site: Site, service: Service
) -> None:
    at_day(0)
    del site.pages["/page"]
    at_day(1)
    assert service.told == []


def test_a_withdrawn_consent_ends_it_and_is_told_once(
    at_day: Callable[[float], Done], site: Site, service: Service
) -> None:
    from scanner.cli.cases import find_case, opened_store

    at_day(0)
    with opened_store() as store:
        store.cases.revoke(find_case(store).id, datetime.now(UTC))
    for day in (1, 2):
        with pytest.raises(ConsentError):
            at_day(day)
    assert visits(site) == 1
    assert len(service.told) == 1
    assert "consent" in service.told[0]


def test_a_consent_that_ran_out_ends_it(
    at_day: Callable[[float], Done], site: Site, service: Service
) -> None:
    at_day(0)
    with pytest.raises(ConsentError):
        at_day(366 * 150)
    assert visits(site) == 1
    assert len(service.told) == 1


def test_the_loop_goes_on_after_a_fault_and_ends_with_the_consent() -> None:
    clock = [datetime(2026, 11, 23, tzinfo=UTC)]
    runs: list[datetime] = []

    def run(now: datetime) -> Done:
        runs.append(now)
        if len(runs) == 2:
            raise OutputError("The disk is full.")
        if len(runs) == 4:
            raise ConsentError("The consent ended.")
        return Done(Exit.CLEAN, now + DAY)

    def wait(seconds: float) -> bool:
        assert 0 < seconds <= 60
        clock[0] += timedelta(hours=7)  # As if the computer had slept.
        return False

    with pytest.raises(ConsentError):
        keep_watch(run, lambda: clock[0], wait)
    first, second, third, fourth = runs
    assert second - first >= DAY
    assert third - second < DAY
    assert fourth - third >= DAY


def test_the_loop_ends_when_the_user_has_enough() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    keep_watch(lambda at: Done(Exit.CLEAN, at + DAY), lambda: now, lambda _: True)
    keep_watch(lambda at: Done(Exit.INTERRUPTED, at), lambda: now, lambda _: False)


def test_services_are_kept_without_being_shown(netcurtain: Run, profile: Path) -> None:
    from scanner.case.keys import KeyStore

    done = netcurtain("watch", profile, "--set-notify", stdin="json://user:secret@127.0.0.1:1/")
    assert done.code == 0, done.stderr
    assert "secret" not in done.said
    assert KeyStore().find(["notify"])["notify"].key == "json://user:secret@127.0.0.1:1/"
    tried = netcurtain("watch", profile, "--test-notify")
    assert (tried.code, "secret" in tried.said) == (1, False)
    assert netcurtain("watch", profile, "--forget-notify").stderr == "Forgotten.\n"
    refused = netcurtain("watch", profile, "--set-notify", stdin="secret-nonsense")
    assert refused.code == 1
    assert "secret" not in refused.said


def test_a_service_can_be_tried(netcurtain: Run, profile: Path, service: Service) -> None:
    assert netcurtain("watch", profile, "--test-notify").code == 0
    assert service.told == ["This is a test of the watch. Nothing was found."]


def test_asking_every_minute_is_refused(netcurtain: Run, profile: Path) -> None:
    done = netcurtain("watch", profile, "--every", "1m")
    assert done.code == 2
    assert "at least 1h" in done.stderr
