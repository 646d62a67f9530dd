"""What becomes of a find: its live page, and the person's case."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path

from bs4 import BeautifulSoup

from scanner.cli.cases import opened_store
from scanner.model.plan import Purpose
from scanner.plan import PlanOptions, make_plan
from scanner.rulebook.loader import load_rulebook
from tests.sweep.archives import HOME, PAGES, PRIVATE, Kept, quiet_pages, warc, write
from tests.sweep.serving import Files

Run = Callable[..., tuple[int, str]]


def asked_again() -> list[str]:
    """Pages that the next check of the only case asks by what it knows."""
    with opened_store() as store:
        (case,) = store.cases.all()
        before = store.lives.before(case.id)
    book = load_rulebook()
    plan = make_plan(case.subject, book, PlanOptions(), date(2026, 12, 1), before)
    probes = [probe for probe in plan.probes if probe.purpose is Purpose.REVISIT]
    return sorted(probe.request.url for probe in probes)


def test_live_pages_are_asked_by_an_ordinary_check(
    sweep: Run, profile: Path, tmp_path: Path, server: ThreadingHTTPServer
) -> None:
    words = "The minutes of the last meeting were agreed, and the hall was warm. " * 12
    at = f"http://127.0.0.1:{server.server_port}"
    Files.files = {
        "/still": f"<p>{words}</p><p>{HOME}</p>".encode(),
        "/without": f"<p>{words}</p>".encode(),
        "/shell": b"<div id=root></div>",
    }
    names = ("gone", "shell", "still", "without")
    write(tmp_path / "a.warc.gz", warc([Kept(f"{at}/{n}", HOME, "2025-05-01") for n in names]))
    code, said = sweep(
        *(profile, "--archive", "a.warc.gz", "--out", "out", "--check-live", "--yes"),
        "--allow-loopback",
    )
    assert code == 10, said
    folder = tmp_path / "out" / "jane-marlow"
    pages = [line.rpartition("/")[2] for line in (folder / "pages.txt").read_text().split()]
    lines = [line.strip() for line in (folder / "live.txt").read_text().split("\n")[2:10]]
    assert {line.partition(" ")[2] for line in lines[::2]} == {
        "Seen in a web archive on 1 May 2025."
    }
    told = dict(zip(pages, lines[1::2], strict=True))
    assert "still there" in told["still"]
    assert "gone: the page was read whole, and this is not on it" in told["without"]
    assert "gone: the site says that there is no such page" in told["gone"]
    assert "cannot tell: " in told["shell"]
    report = (folder / "live" / "report.html").read_text()
    seen = BeautifulSoup(report, "lxml").find(id="archived")
    assert seen is not None
    by_turn = {
        " ".join(part.summary.get_text(" ").split()): " ".join(part.get_text(" ").split())
        for part in seen.find_all("details", recursive=False)
    }
    assert list(by_turn) == ["1 cannot be told", "1 still there", "2 gone"]
    assert all("Seen in a web archive on 1 May 2025." in text for text in by_turn.values())
    assert "Gone: the page was read on" in by_turn["2 gone"]
    found = json.loads((folder / "live" / "assessment.json").read_text())
    followed = [(i["turn"], i["archived_at"][:10]) for i in found["history"]["followed"]]
    assert sorted(followed) == sorted(
        (turn, "2025-05-01") for turn in ("new", "unseen", "gone", "gone")
    )


def test_what_was_found_is_on_record_and_asked_again(
    sweep: Run, profile: Path, tmp_path: Path, run_other: Run
) -> None:
    write(tmp_path / "a.warc.gz", warc(PAGES))
    for _ in range(2):
        code, said = sweep(profile, "--archive", "a.warc.gz")
    assert code == 0 and "2 pages on record in 1 case" in said
    _, told = run_other("history", profile)
    assert "In a web archive; no check has seen its page" in told
    assert "in a web archive 1 May 2025" in told
    assert not [value for value in PRIVATE if value in told]
    assert asked_again() == ["https://a.example/home", "https://b.example/phone"]
    run_other("purge", profile, "--fact", "phone-1", "--yes")
    _, told = run_other("history", profile)
    assert "a.example" in told and "b.example" not in told
    run_other("purge", profile, "--yes")
    assert "There is no case" in run_other("cases")[1]


def test_nothing_is_put_on_record_that_nobody_wants_there(
    sweep: Run, profile: Path, tmp_path: Path, run_other: Run
) -> None:
    write(tmp_path / "a.warc.gz", warc(PAGES))
    assert sweep(profile, "--archive", "a.warc.gz", "--no-case")[0] == 0
    write(tmp_path / "none.warc.gz", warc(quiet_pages(2)))
    assert sweep(profile, "--archive", "none.warc.gz")[0] == 0
    assert "There is no case" in run_other("cases")[1]
