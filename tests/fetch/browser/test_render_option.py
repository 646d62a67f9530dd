"""`netcurtain check --render` as its user meets it, with a real browser behind it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scanner.fetch import Fetcher
from scanner.fetch.browser import Renderer, find_browser
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade, Event, GatheringDone, ProbeDone
from scanner.model.outcome import OutcomeKind
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.run import check
from tests.fetch.browser.conftest import PAGE, Web, in_html, now
from tests.fetch.stub_web import silent

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 22)
PROFILE = """\
schema = 1

[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2126-11-01
scope = "all"

[facts]
name = "Jane Marlow"

[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""
EXPOSED = "Jane Marlow lives at 14 Bramble Road, Wexcombe, WX4 7QT"
MINUTES = "The minutes of the last meeting were read, agreed and signed. " * 20


def gather(web: Web, *paths: str, render: bool = True) -> tuple[Gathered, Assessment, list[Event]]:
    """A whole check of pages of the site."""
    subject = parse_profile(PROFILE, TODAY).subject
    book = load_rulebook()
    options = PlanOptions(
        pages=tuple(f"{PAGE}{path}" for path in paths), only=frozenset({"src.page.given"})
    )
    plan = make_plan(subject, book, options, TODAY)
    with contextlib.ExitStack() as doors:
        fetcher = doors.enter_context(Fetcher(web.options, now=now))
        renderer = (
            doors.enter_context(
                Renderer(web.options, find_browser(), now, known_robots=fetcher.known_robots)
            )
            if render
            else None
        )
        events = list(
            check(subject, book, plan, fetcher, b"k" * 32, now, random.Random(1), renderer=renderer)
        )
    (gathered,) = [event.gathered for event in events if isinstance(event, GatheringDone)]
    (assessment,) = [event.assessment for event in events if isinstance(event, AssessmentMade)]
    return gathered, assessment, events


def test_what_a_script_writes_becomes_a_finding(web: Web) -> None:
    web.page(in_html(EXPOSED), path="/about")
    _, assessment, _ = gather(web, "about", render=False)
    assert assessment.findings == ()
    gathered, assessment, events = gather(web, "about")
    (told,) = [entry for entry in gathered.answers if entry.probe.request.url == f"{PAGE}about"]
    assert (told.outcome.kind, told.outcome.reason) == (OutcomeKind.FOUND, "facts_seen")
    assert assessment.findings
    assert len([event for event in events if isinstance(event, ProbeDone)]) == 1


def test_the_ledger_is_what_the_server_saw(web: Web) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    web.page("fetch('/private/x'); fetch('/data?n=1');" + in_html(EXPOSED), path="/about")
    web.page(in_html(MINUTES), path="/minutes")
    gathered, _, _ = gather(web, "about", "minutes")
    told = sorted((s.method, s.url.removeprefix(PAGE[:-1])) for s in gathered.sendings)
    assert told == sorted(web.asked())
    assert ("GET", "/data?n=1") in told
    assert ("GET", "/private/x") not in told
    assert told.count(("GET", "/robots.txt")) == 1
    asked = sorted(web.own.asked, key=lambda entry: entry.began)
    assert all(one.ended[0] <= other.began for one, other in itertools.pairwise(asked)), (
        "one request at a time, whoever asks"
    )


def test_silence_of_a_rendered_page_is_proved_by_a_rendered_control(web: Web) -> None:
    """An application answers every address with the same shell; what it shows then may differ."""
    shell = (
        "<!doctype html><title>App</title><div id=root></div><script>"
        "const known = location.pathname == '/minutes';"
        f"document.getElementById('root').textContent = known ? {MINUTES[:400]!r} : "
        "'There is no page at this address, so look for it on the first page or in the menu, "
        "or write to the clerk at the town hall, who may know where it has gone since.'</script>"
    )
    for path in ("/minutes", "/other"):
        web.serve(path, shell)
    everything = web.own.scripts["/minutes"]

    class Anything(dict[str, Any]):
        def get(self, path: str, default: Any = None) -> Any:
            return default if path == "/robots.txt" else everything

    web.own.scripts = Anything()
    try:
        gathered, _, _ = gather(web, "minutes")
    finally:
        web.own.scripts = {}
    told = {entry.probe.purpose.value: entry for entry in gathered.answers}
    assert told["control"].answer.rendered  # type: ignore[union-attr]
    assert told["page"].outcome.kind is OutcomeKind.FOUND


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        ("0", "stayed empty"),
        ("for (;;);", "could not be shown: its scripts did not come to an end"),
    ],
)
def test_a_page_that_stays_empty_stays_blocked(
    web: Web, script: str, detail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "for" in script:
        # Only what never ends may be cut short: on a busy machine an empty page takes seconds, too.
        monkeypatch.setattr("scanner.fetch.browser.renderer.PAGE_S", 5.0)
    web.page(script, path="/empty")
    gathered, _, _ = gather(web, "empty")
    (told,) = gathered.answers
    assert (told.outcome.kind, told.outcome.reason) == (OutcomeKind.BLOCKED, "needs_scripts")
    assert detail in told.outcome.detail
    assert not told.answer.rendered  # type: ignore[union-attr]


def test_a_wall_behind_a_script_is_a_wall(web: Web) -> None:
    web.page(
        "document.body.innerHTML = '<h1>Log in</h1><form><input name=user>"
        "<input type=password name=p><button>Log in to continue</button></form>'",
        path="/members",
    )
    gathered, _, _ = gather(web, "members")
    assert gathered.answers[0].outcome.kind is OutcomeKind.BLOCKED
    assert gathered.answers[0].outcome.reason == "login_wall"


# As a program


@pytest.fixture
def command(web: Web, tmp_path: Path) -> list[str]:
    (tmp_path / "profile.toml").write_text(PROFILE)
    assert web.options.connect_to is not None
    (tmp_path / "map.json").write_text(
        json.dumps({host: list(place) for host, place in web.options.connect_to.items()})
    )
    return [
        *(sys.executable, "-m", "scanner", "check", str(tmp_path / "profile.toml"), "--yes"),
        *("--only", "src.page.given", "--out", str(tmp_path / "out"), "--render"),
        *("--connect-to", str(tmp_path / "map.json"), "--ca-file", str(web.options.ca_file)),
        *("--page", f"{PAGE}about"),
    ]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1", **more}


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files. Its name is short: a browser keeps a socket in there."""
    with tempfile.TemporaryDirectory(prefix="nc-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def browsers_of(folder: Path) -> list[str]:
    """Live processes that have their temporary files in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(folder).encode() in (entry / "environ").read_bytes():
                found.append(entry.name)
    return found


def test_the_command_finds_what_scripts_write(web: Web, command: list[str], tmp_path: Path) -> None:
    web.page(in_html(EXPOSED), path="/about")
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 10, done.stderr
    assert "opened in a browser" in done.stderr
    assert (tmp_path / "out" / "report.html").exists()


def test_without_a_browser_it_is_told_and_no_error(
    web: Web, command: list[str], tmp_path: Path
) -> None:
    web.page(in_html(EXPOSED), path="/about")
    done = subprocess.run(
        command,
        env=environment(NETCURTAIN_CHROMIUM=str(tmp_path / "none")),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, "too little could be checked, as without the option"
    assert done.stderr.count("There is no browser at") == 1


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_no_browser_stays_behind(
    web: Web, command: list[str], tmp_path: Path, scratch: Path, ending: signal.Signals
) -> None:
    web.page("fetch('/hang')", path="/about")
    web.own.scripts["/hang"] = silent()
    running = subprocess.Popen(
        command,
        env=environment(TMPDIR=str(scratch)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while "/hang" not in web.own.paths:
        assert time.monotonic() < until and running.poll() is None
        time.sleep(0.05)
    assert browsers_of(scratch)
    began = time.monotonic()
    # As a terminal does it: to everybody in the foreground.
    os.killpg(running.pid, ending)
    said = running.communicate(timeout=30)[1]
    took_s = time.monotonic() - began
    if ending is signal.SIGINT:
        assert running.returncode == 130, said
        assert "Traceback" not in said
        assert (tmp_path / "out" / "report.html").exists()
        assert took_s < 8.0, "two seconds, and the report"
    while browsers_of(scratch):
        assert time.monotonic() - began < 15
        time.sleep(0.05)
