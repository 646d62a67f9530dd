"""`netcurtain rules test --live`: signatures tried on a service, which here is on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.demo import DemoWeb
from tests.cli.command import Done, Run

Live = Callable[..., Done]


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


@pytest.fixture
def live(web: DemoWeb, netcurtain: Run, tmp_path: Path) -> Live:
    places = tmp_path / "connect-to.json"
    places.write_text(json.dumps(web.connect_to))

    def run(source_id: str, *more: object) -> Done:
        return netcurtain(
            *("rules", "test", "--live", source_id, "--connect-to", places),
            *("--ca-file", web.ca_file, *more),
        )

    return run


def test_nothing_is_sent_without_a_yes(live: Live, web: DemoWeb) -> None:
    before = len(web.log)
    done = live("src.code.github_user", "--handle", "janemarlow")
    assert done.code == 2
    assert "--yes" in done.stderr
    assert len(web.log) == before


def test_signatures_that_hold_are_told(live: Live, web: DemoWeb) -> None:
    before = len(web.log)
    done = live("src.code.github_user", "--handle", "@janemarlow", "--yes")
    assert done.code == 0, done.said
    known, control = done.stdout.splitlines()
    assert known.startswith("ok    known janemarlow: found")
    assert known.endswith("signatures that hold: found")
    assert control.startswith("ok    control ")
    assert control.endswith("signatures that hold: absent")
    assert {served.host for served in web.log[before:]} == {"api.github.com"}


def test_a_handle_that_is_gone_is_wrong(live: Live) -> None:
    done = live("src.code.github_user", "--handle", "nobody-at-all", "--yes")
    assert done.code == 1
    assert "WRONG known nobody-at-all: absent" in done.stdout


def test_a_service_that_refuses_tells_nothing(live: Live) -> None:
    done = live("src.code.gitlab", "--handle", "janemarlow", "--yes")
    assert done.code == 3
    assert "?     known janemarlow: blocked" in done.stdout


def test_a_chain_is_gone_through(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETCURTAIN_KEY_REDDIT", "example-key")
    done = live("src.soc.reddit_api", "--handle", "janemarlow", "--yes")
    assert "known janemarlow: found" in done.stdout
    assert "request 2 of its chain" in done.stdout
    assert "example-key" not in done.said


@pytest.mark.parametrize(
    ("source_id", "said"),
    [
        ("src.soc.facebook", "by hand"),
        ("src.domain.own_site", "invented one"),
        ("src.reg.ch_officers", "needs a key"),
        ("src.soc.nothing", "No source is called"),
    ],
)
def test_what_cannot_be_tried_is_told(live: Live, source_id: str, said: str) -> None:
    done = live(source_id, "--yes")
    assert done.code == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
