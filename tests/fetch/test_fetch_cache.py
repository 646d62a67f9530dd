"""Answers of earlier runs: always asked about, revived when the site confirms them."""

from __future__ import annotations

import gzip
import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scanner.case.answers import MAX_AGE, AnswerCache, clear_cache
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Failure
from scanner.model.events import RequestSent
from scanner.model.plan import Probe, Purpose
from tests.fetch.stub_web import (
    Script,
    StubServer,
    answer,
    fetch_all,
    make_probe,
)

THEN = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = b"k" * 32
PAGE = b"<p>14 Bramble Road</p>"
TAG = '"v1"'


class Clock:
    def __init__(self) -> None:
        self.now = THEN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "answers.sqlite3"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[AnswerCache]:
    with closing(AnswerCache(KEY, clock, path)) as cache:
        yield cache


class Site:
    """Asks a page again and again, as one check after the other does."""

    def __init__(self, server: StubServer, store: AnswerCache | None, clock: Clock) -> None:
        self.server = server
        self._options = FetchOptions(allow_loopback=True, store=store)
        self._clock = clock

    def ask(self, probe: Probe | None = None, at: datetime = NOW, **changes: object) -> Capture:
        """The answer at a time, with these options changed."""
        self._clock.now = at
        options = replace(self._options, **changes)  # type: ignore[arg-type]
        with Fetcher(options, now=self._clock) as fetcher:
            fetcher.add(probe or make_probe(self.server.url("/page")))
            (got,) = [item for item in fetcher.results() if isinstance(item, Capture)]
        return got

    @property
    def condition(self) -> dict[str, str]:
        """The conditions of the last request."""
        last = self.server.asked[-1].headers
        return {name: last[name] for name in last if name.startswith("if-")}


@pytest.fixture
def site(server: StubServer, store: AnswerCache, clock: Clock) -> Site:
    server.scripts["/page"] = answer(200, PAGE, ETag=TAG, Content_Type="text/html")
    return Site(server, store, clock)


def test_a_page_that_did_not_change_is_revived_and_says_so(site: Site) -> None:
    first = site.ask(at=THEN)
    assert (first.body, first.revival, site.condition) == (PAGE, None, {})
    site.server.scripts["/page"] = answer(304, ETag=TAG)
    again = site.ask(at=NOW)
    assert site.condition == {"if-none-match": TAG}
    assert (again.body, again.wire, again.status) == (PAGE, PAGE, 200)
    assert again.header("content-type") == "text/html"
    assert again.fetched_at == NOW
    assert again.failure is None
    assert again.revival is not None
    assert again.revival.stored_at == THEN
    assert again.revival.confirmed_by.status == 304
    assert again.hops == first.hops


def test_a_page_that_changed_comes_anew_and_takes_the_place_of_the_old_one(site: Site) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(200, b"<p>Gone</p>", ETag='"v2"')
    changed = site.ask()
    assert (changed.body, changed.revival) == (b"<p>Gone</p>", None)
    site.server.scripts["/page"] = answer(304)
    assert site.ask().body == b"<p>Gone</p>"
    assert site.condition == {"if-none-match": '"v2"'}


@pytest.mark.parametrize("cache_control", ["max-age=86400", "immutable, max-age=31536000"])
def test_nothing_is_answered_without_asking(site: Site, cache_control: str) -> None:
    site.server.scripts["/page"] = answer(200, PAGE, ETag=TAG, Cache_Control=cache_control)
    site.ask(at=NOW)
    site.server.scripts["/page"] = answer(404)
    assert site.ask(at=NOW).status == 404
    assert site.server.paths == ["/page", "/page"]


def test_the_ledger_has_the_question_that_was_only_confirmed(site: Site) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(304)
    options = site._options
    events = fetch_all(options, make_probe(site.server.url("/page")))
    (told,) = [event.sending for event in events if isinstance(event, RequestSent)]
    assert (told.what, told.url) == ("probe", site.server.url("/page"))


def test_compressed_pages_are_kept_as_they_came(site: Site) -> None:
    packed = gzip.compress(PAGE)
    site.server.scripts["/page"] = answer(200, packed, ETag=TAG, Content_Encoding="gzip")
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(304)
    again = site.ask()
    assert (again.body, again.wire) == (PAGE, packed)


def test_a_date_of_change_serves_where_there_is_no_tag(site: Site) -> None:
    date = {
        "Last_Modified": "Sun, 01 Nov 2026 08:00:00 GMT",
        "Date": "Sun, 01 Nov 2026 09:30:00 GMT",
    }
    site.server.scripts["/page"] = answer(200, PAGE, **date)
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(304)
    assert site.ask().revival is not None
    assert site.condition == {"if-modified-since": "Sun, 01 Nov 2026 08:00:00 GMT"}


NOT_KEPT: dict[str, Script] = {
    "no validator": answer(200, PAGE),
    "no-store": answer(200, PAGE, ETag=TAG, Cache_Control="private, no-store"),
    "No-Store": answer(200, PAGE, ETag=TAG, Cache_Control="No-Store"),
    "vary by anything": answer(200, PAGE, ETag=TAG, Vary="Accept, *"),
    "an overlong tag": answer(200, PAGE, ETag=f'"{"x" * 300}"'),
    "changed this very second": answer(
        200,
        PAGE,
        Last_Modified="Sun, 01 Nov 2026 09:30:00 GMT",
        Date="Sun, 01 Nov 2026 09:30:00 GMT",
    ),
    "a date that is none": answer(200, PAGE, Last_Modified="yesterday", Date="today"),
    "an error page": answer(404, PAGE, ETag=TAG),
    "a part": answer(206, PAGE, ETag=TAG),
    "cut short": lambda connection, over: _cut_short(connection),
}


def _cut_short(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\nETag: "v1"\r\n\r\n<p>')
    connection.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("kind", NOT_KEPT)
def test_what_may_not_be_kept_is_not(site: Site, kind: str) -> None:
    site.server.scripts["/page"] = NOT_KEPT[kind]
    site.ask(at=THEN)
    site.ask(at=NOW)
    assert site.condition == {}


@pytest.mark.parametrize("status", [200, 404, 410])
def test_what_was_kept_is_forgotten_once_the_page_says_otherwise(site: Site, status: int) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(status, b"other", Cache_Control="no-store")
    site.ask()
    site.ask()
    assert site.condition == {}


def test_an_error_of_the_site_makes_nothing_forgotten(site: Site) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(500)
    assert site.ask().status == 500
    site.server.scripts["/page"] = answer(304)
    assert site.ask().body == PAGE


def test_a_confirmation_of_another_version_is_asked_again_in_full(site: Site) -> None:
    site.ask(at=THEN)
    asked: list[int] = []

    def confused(connection: socket.socket, over: threading.Event) -> None:
        asked.append(1)
        said = answer(304, ETag='"v9"') if len(asked) == 1 else answer(200, b"new", ETag='"v9"')
        said(connection, over)

    site.server.scripts["/page"] = confused
    got = site.ask()
    assert (got.body, got.revival, len(got.hops)) == (b"new", None, 1)
    assert site.condition == {}


def test_a_weak_tag_is_the_same_as_a_strong_one(site: Site) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(304, ETag=f"W/{TAG}")
    assert site.ask().revival is not None


def test_a_confirmation_that_nobody_asked_for_is_no_page(site: Site) -> None:
    site.server.scripts["/page"] = answer(304)
    got = site.ask()
    assert (got.status, got.body, got.revival) == (304, b"", None)


def test_a_confirmation_that_breaks_off_is_none(site: Site) -> None:
    site.ask(at=THEN)

    def breaks(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 3")
        connection.shutdown(socket.SHUT_WR)

    site.server.scripts["/page"] = breaks
    got = site.ask()
    assert (got.failure, got.body, got.revival) == (Failure.PROTOCOL, b"", None)


def test_the_end_of_a_redirect_is_kept_under_its_own_address(site: Site) -> None:
    site.server.scripts["/old"] = answer(301, Location="/page")
    probe = make_probe(site.server.url("/old"))
    site.ask(probe, at=THEN)
    site.server.scripts["/page"] = answer(304)
    got = site.ask(probe)
    assert [hop.status for hop in got.hops] == [301, 200]
    assert (got.final_url, got.body) == (site.server.url("/page"), PAGE)


def uncached(url: str) -> dict[str, Probe]:
    return {
        "a control": replace(make_probe(url), purpose=Purpose.CONTROL),
        "a key": make_probe(url, headers=(("Authorization", "Basic c2VjcmV0"),)),
        "a key by another name": make_probe(url, headers=(("X-Api-Key", "secret"),)),
        "a POST": make_probe(url, method="POST", body=b"q=1"),
        "a HEAD": make_probe(url, method="HEAD"),
    }


@pytest.mark.parametrize("kind", uncached(""))
def test_controls_keys_and_questions_with_a_body_leave_nothing_behind(
    site: Site, path: Path, kind: str
) -> None:
    probe = uncached(site.server.url("/page"))[kind]
    site.ask(probe, at=THEN)
    site.ask(probe)
    assert site.condition == {}
    assert not path.exists() or PAGE not in path.read_bytes()


def test_what_is_kept_for_one_request_is_not_used_for_another(site: Site) -> None:
    site.ask(at=THEN)
    for headers in ((("Accept", "application/json"),), (("Accept-Language", "cy"),)):
        site.ask(make_probe(site.server.url("/page"), headers=headers))
        assert site.condition == {}
    site.ask(contact="somebody-else@example.org", user_agent="")
    assert site.condition == {}


def test_a_page_behind_a_cookie_is_not_kept(site: Site) -> None:
    site.server.scripts["/start"] = answer(302, Location="/page", Set_Cookie="id=7; Path=/")
    probe = make_probe(site.server.url("/start"))
    site.ask(probe, at=THEN)
    site.ask(probe)
    assert site.server.asked[-1].headers["cookie"] == "id=7"
    assert site.condition == {}


def test_a_page_larger_than_a_probe_takes_is_not_revived_for_it(site: Site) -> None:
    site.ask(at=THEN)
    got = site.ask(make_probe(site.server.url("/page"), max_bytes=5))
    assert (got.failure, site.condition) == (Failure.TOO_LARGE, {})


def test_without_a_store_nothing_is_asked_for_conditionally(site: Site, path: Path) -> None:
    site.ask(store=None)
    site.ask(store=None)
    assert site.condition == {}
    assert not path.exists()


def test_after_a_month_a_page_is_fetched_in_full_however_often_it_was_confirmed(site: Site) -> None:
    site.ask(at=THEN)
    site.server.scripts["/page"] = answer(304)
    assert site.ask(at=THEN + MAX_AGE - timedelta(days=1)).revival is not None
    site.server.scripts["/page"] = answer(200, b"new", ETag=TAG)
    assert site.ask(at=THEN + MAX_AGE).body == b"new"
    assert site.condition == {}


def test_the_next_run_finds_what_the_last_one_kept(
    server: StubServer, path: Path, clock: Clock
) -> None:
    server.scripts["/page"] = answer(200, PAGE, ETag=TAG)
    for _ in range(2):
        with closing(AnswerCache(KEY, clock, path)) as store:
            site = Site(server, store, clock)
            site.ask()
    assert site.condition == {"if-none-match": TAG}


@pytest.mark.skipif(os.name == "nt", reason="the permissions are those of POSIX")
def test_the_file_is_private_and_spells_no_address(
    site: Site, store: AnswerCache, path: Path
) -> None:
    site.ask(make_probe(site.server.url("/page")))
    files = list(path.parent.iterdir())
    assert path in files
    for each in files:
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    store.close()
    kept = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"/page" not in kept
    assert len(kept) > 0


def test_another_key_finds_nothing(site: Site, path: Path, clock: Clock) -> None:
    site.ask()
    with closing(AnswerCache(b"x" * 32, clock, path)) as other:
        Site(site.server, other, clock).ask()
    assert site.condition == {}


def test_a_damaged_file_costs_its_content_and_nothing_else(
    server: StubServer, path: Path, clock: Clock
) -> None:
    server.scripts["/page"] = answer(200, PAGE, ETag=TAG)
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all" * 100)
    for _ in range(3):
        with closing(AnswerCache(KEY, clock, path)) as store:
            site = Site(server, store, clock)
            assert site.ask().body == PAGE
    assert site.condition == {"if-none-match": TAG}


def test_a_folder_that_cannot_be_written_costs_nothing_either(
    server: StubServer, tmp_path: Path, clock: Clock
) -> None:
    server.scripts["/page"] = answer(200, PAGE, ETag=TAG)
    (tmp_path / "file").write_text("in the way")
    with closing(AnswerCache(KEY, clock, tmp_path / "file" / "answers.sqlite3")) as store:
        assert Site(server, store, clock).ask().body == PAGE


def test_the_oldest_answers_make_room(
    path: Path, clock: Clock, server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.case.answers.MAX_BYTES", 20_000)
    with closing(AnswerCache(KEY, clock, path)) as store:
        site = Site(server, store, clock)
        for number in range(30):
            body = os.urandom(2_000)
            server.scripts[f"/{number}"] = answer(200, body, ETag=TAG)
            site.ask(make_probe(server.url(f"/{number}")), at=THEN + timedelta(minutes=number))
        known = []
        for number in range(30):
            server.scripts[f"/{number}"] = answer(304)
            known.append(site.ask(make_probe(server.url(f"/{number}"))).revival is not None)
    assert known[-1]
    assert not known[0]
    assert 4 <= sum(known) <= 10


def test_clearing_leaves_no_file(site: Site, store: AnswerCache, path: Path) -> None:
    site.ask()
    store.close()
    assert clear_cache(path)
    assert list(path.parent.iterdir()) == []
    assert not clear_cache(path)
    site.ask()
    assert site.condition == {}
