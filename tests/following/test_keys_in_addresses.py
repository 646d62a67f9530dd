"""A key that a service takes in its address is in no plan, ledger, archive, report or event."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
import yaml

from scanner.errors import RuleError
from scanner.evidence import capture_log, write_archive
from scanner.plan.keys import MARK
from scanner.render.html_report import render_html
from scanner.render.json_report import render_json
from scanner.render.summary import render_summary
from scanner.rulebook.loader import load_rule
from tests.following.loopback_services import Asked, Reply, book_of, checked, serving, source

KEY = "s3cr/t+key ünd=more"
TRACES = (KEY, quote(KEY, safe=""), "s3cr", "%2Bkey", "+key", "nd=more", "nd%3Dmore")
RULE = source(
    "search",
    needs=["name"],
    by_name=True,
    secret="engine",
    secret_help="Put it into NETCURTAIN_KEY_ENGINE.",
    secret_in_url=True,
    request={"url": "http://town-book.example/s?api_key={{ secret | query }}&q={{ name | query }}"},
    results="listing",
    regions={"json": "items[*]"},
    pages={"next": {"json": "next"}, "at_most": 2},
    answers={
        "found": {"status": 200, "json": "items"},
        "absent": {"status": 200, "json_empty": "items"},
    },
)


def repeating(asked: Asked) -> Reply:
    """A service that repeats the address it was asked at wherever it can, compressed."""
    assert unquote(asked.path.partition("api_key=")[2].partition("&")[0]) == KEY
    here = f"http://town-book.example{asked.path}"
    body = {"self": here, "next": f"{here}&page=2", "key": KEY, "items": [{"n": "Jane Marlow"}]}
    headers = {"X-Asked": here, "Content-Encoding": "gzip", "Content-Type": "application/json"}
    return Reply(200, gzip.compress(json.dumps(body).encode()), headers)


@pytest.mark.parametrize("evading", [False, True], ids=["answers", "redirects"])
def test_the_key_is_sent_and_nowhere_else(
    tmp_path: Path, evading: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def service(asked: Asked) -> Reply:
        if evading and "moved" not in asked.path:
            return Reply(302, "", {"Location": f"{asked.path}&moved=1"})
        return repeating(asked)

    caplog.set_level("DEBUG")
    with serving(service) as served:
        result = checked(tmp_path, [RULE], served, secrets={"engine": KEY})
    assert len(served.asked) == (3 if evading else 2)
    archive = io.BytesIO()
    write_archive(archive, result.gathered, "a test")
    everything = {
        "plan": repr(result.plan) + str([p.request.url for p in result.plan.probes]),
        "events": "".join(map(repr, result.events)),
        "sendings": str([sending.url for sending in result.gathered.sendings]),
        "captures": capture_log(result.gathered).text,
        "archive": gzip.decompress(archive.getvalue()).decode("latin-1"),
        "hops": str([a.answer.hops for a in result.gathered.answers]),  # type: ignore[union-attr]
        "bodies": str([a.answer.body for a in result.gathered.answers]),  # type: ignore[union-attr]
        "wires": str([a.answer.wire for a in result.gathered.answers]),  # type: ignore[union-attr]
        "texts": str([a.document and a.document.text for a in result.gathered.answers]),
        "html": render_html(result.assessment, reveal=True),
        "json": render_json(result.assessment, reveal=True),
        "summary": render_summary(result.assessment),
        "logs": caplog.text,
    }
    for where, text in everything.items():
        for trace in TRACES:
            assert trace not in text, (where, trace)
    assert MARK in everything["sendings"]
    assert result.told("src.sim.search")[0] == ("source", "found", "found")


def test_such_an_answer_is_not_kept_for_the_next_check(tmp_path: Path) -> None:
    with serving(repeating) as served:
        checked(tmp_path, [RULE], served, secrets={"engine": KEY})
    assert {asked.headers["Cache-Control"] for asked in served.asked} == {"no-cache"}


def test_without_the_flag_a_key_in_an_address_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="a key in an address would be logged"):
        book_of(tmp_path, [RULE | {"secret_in_url": False}])


def test_a_page_for_people_never_holds_the_key(tmp_path: Path) -> None:
    shown = {"page_url": "http://town-book.example/?k={{ secret | query }}"}
    with pytest.raises(AssertionError, match="a key in an address would be logged"):
        book_of(tmp_path, [RULE | shown])


def test_the_flag_needs_a_key() -> None:
    rule = {k: v for k, v in RULE.items() if k not in ("secret", "secret_help")}
    with pytest.raises(RuleError, match="secret_in_url needs secret"):
        load_rule(yaml.safe_dump(rule), Path("sources/search.yaml"))
