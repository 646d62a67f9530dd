"""Checking again: pages that are kept between checks, and who is not asked at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.cli.command import Run
from tests.cli.small_site import WORDS

PAGE = f"<p>{WORDS * 8}</p><p>Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT.</p>".encode()


class Check(Protocol):
    """Runs a check of the page and gives its exit code and what its JSON tells of it."""

    def __call__(self, *options: object, page: str = "--page") -> tuple[int, dict[str, Any]]: ...


@dataclass
class Versioned:
    """A page with an ETag, on a site whose robots.txt wants nobody."""

    port: int = 0
    page: bytes = PAGE
    robots: bytes = b""
    conditions: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/minutes"


@pytest.fixture
def versioned() -> Iterator[Versioned]:
    site = Versioned()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.paths.append(self.path)
            if self.path == "/robots.txt":
                self.reply(200 if site.robots else 404, site.robots)
            elif self.path != "/minutes":
                self.reply(404, b"<p>There is no such page here.</p>")
            else:
                site.agents.append(self.headers["User-Agent"])
                site.conditions.append(self.headers.get("If-None-Match", ""))
                tag = f'"{hash(site.page)}"'
                known = site.conditions[-1] == tag
                self.reply(304 if known else 200, b"" if known else site.page, tag)

        def reply(self, status: int, body: bytes, tag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if tag:
                self.send_header("ETag", tag)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def check(netcurtain: Run, profile: Path, versioned: Versioned, tmp_path: Path) -> Check:
    def run(*options: object, page: str = "--page") -> tuple[int, dict[str, Any]]:
        done = netcurtain(
            "check", profile, page, versioned.url, "--only", "src.page.given",
            "--allow-loopback", "--out", "report", *options,
        )  # fmt: skip
        assert done.code in (0, 3, 10), done.stderr
        told = json.loads((tmp_path / "report/assessment.json").read_text())
        return done.code, told["checks"][0]

    return run


def test_a_page_that_did_not_change_is_found_again_and_its_age_is_told(
    check: Check, versioned: Versioned, tmp_path: Path
) -> None:
    code, first = check()
    assert (code, first["outcome"], first["unchanged_since"]) == (10, "found", None)
    code, again = check()
    assert (code, again["outcome"]) == (10, "found")
    assert again["unchanged_since"] == first["started_at"]
    assert again["body_sha256"] == first["body_sha256"]
    assert versioned.conditions[0] == ""
    assert versioned.conditions[1] != ""
    assert "has not changed since" in (tmp_path / "report/report.html").read_text()


def test_a_page_that_was_cleaned_is_clean_at_once(check: Check, versioned: Versioned) -> None:
    check()
    versioned.page = f"<p>{WORDS * 20}</p>".encode()
    code, again = check()
    assert (code, again["unchanged_since"]) == (0, None)


def test_no_cache_keeps_nothing_and_uses_nothing(
    check: Check, versioned: Versioned, own_data_folder: Path
) -> None:
    check("--no-cache")
    assert not list(own_data_folder.rglob("answers*"))
    check()
    check("--no-cache")
    assert set(versioned.conditions) == {""}


def test_what_was_kept_can_be_deleted(
    check: Check, netcurtain: Run, versioned: Versioned, own_data_folder: Path
) -> None:
    check()
    assert list(own_data_folder.rglob("answers*"))
    assert "deleted" in netcurtain("clear-cache").stderr
    assert not list(own_data_folder.rglob("answers*"))
    assert "No answers" in netcurtain("clear-cache").stderr
    check()
    assert set(versioned.conditions) == {""}


def test_who_opted_out_is_left_alone_and_never_counted_as_clean(
    check: Check, versioned: Versioned, tmp_path: Path
) -> None:
    listed = tmp_path / "hosts.txt"
    listed.write_text("127.0.0.1  # asked by letter\n")
    code, told = check("--opt-out", listed)
    assert (code, told["outcome"], told["reason"]) == (3, "blocked", "opted_out")
    assert "asked not to be visited" in str(told["detail"])
    assert versioned.paths == []


def test_ones_own_page_is_read_whatever_its_robots_say_and_the_reason_is_kept(
    check: Check, versioned: Versioned, tmp_path: Path
) -> None:
    versioned.robots = b"User-agent: *\nDisallow: /\n"
    code, told = check()
    assert (code, told["reason"], told["robots_waiver"]) == (3, "robots", "")
    code, told = check("--ignore-robots", "I run this site", page="--own-page")
    assert (code, told["outcome"]) == (10, "found")
    assert told["robots_waiver"] == "I run this site"
    assert "I run this site" in (tmp_path / "report/report.html").read_text()


def test_somebody_elses_robots_are_not_passed_over(
    netcurtain: Run, profile: Path, versioned: Versioned
) -> None:
    done = netcurtain(
        "check", profile, "--page", versioned.url, "--only", "src.page.given",
        "--allow-loopback", "--ignore-robots", "I want to know",
    )  # fmt: skip
    assert done.code == 2
    assert "--own-page" in done.stderr
    assert versioned.paths == []


def test_the_contact_address_is_kept_in_the_environment(
    check: Check, versioned: Versioned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETCURTAIN_CONTACT", "desk@example.org")
    check()
    check("--contact", "other@example.org")
    assert "contact: desk@example.org" in versioned.agents[0]
    assert "contact: other@example.org" in versioned.agents[1]


def test_the_plan_tells_the_reason_before_anything_is_sent(netcurtain: Run, profile: Path) -> None:
    own = ("--own-page", "https://rowing-club.example/committee", "--ignore-robots")
    done = netcurtain("plan", profile, *own, "I run it from 14 Bramble Road")
    assert "rowing-club.example is looked at whatever its robots.txt says" in done.stdout
    assert not done.leaks
    told = json.loads(netcurtain("plan", profile, *own, "I run it", "--json").stdout)
    assert [q["robots_waiver"] for q in told["questions"] if q["robots_waiver"]] == ["I run it"]
