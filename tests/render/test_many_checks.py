"""Many handles at many sites: thousands of checks, and a report that is still read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from bs4 import BeautifulSoup

from scanner.model.assessment import Assessment, Check, LedgerLine
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Purpose
from scanner.render import render_html, render_json
from tests.render import invented

SOURCES, HANDLES = 100, 20
_KINDS = (OutcomeKind.ABSENT, OutcomeKind.ABSENT, OutcomeKind.FOUND, OutcomeKind.BLOCKED)


def many() -> Assessment:
    checks: list[Check] = []
    ledger: list[LedgerLine] = []
    base, line = invented.rich().checks[0], invented.rich().ledger[1]
    for number in range(SOURCES * HANDLES):
        source = number // HANDLES
        checks.append(
            replace(
                base,
                probe_id=f"site{source}-{number}",
                source_id=f"src.social.site{source}",
                title=f"Site {source} profile",
                site=f"site{source}.example",
                outcome=_KINDS[number % 4],
            )
        )
        ledger.append(replace(line, site=f"site{source}.example", at=line.at + timedelta(0, 1)))
    control = replace(checks[2], probe_id="control", purpose=Purpose.CONTROL)
    return replace(invented.rich(), checks=(*checks, control), ledger=tuple(ledger))


def test_the_report_counts_by_source_and_stays_small() -> None:
    text = render_html(many())
    assert len(text) < 400_000
    about = BeautifulSoup(text, "lxml").find(id="about")
    rows = about.find_all("tr")[1:]
    assert len(rows) == SOURCES
    told = " ".join(rows[0].get_text(" ").split())
    assert "Site 0 profile site0.example 20" in told
    assert "10 answered: nothing there, 5 the site would not let us look" in told
    assert told.endswith("; 1 control question")


def test_what_gave_no_answer_is_told_once_for_a_source() -> None:
    unchecked = BeautifulSoup(render_html(many()), "lxml").find(id="unchecked")
    lines = [li.get_text(" ") for li in unchecked.select("ul.plain li") if "profile" in li.text]
    assert len([line for line in lines if "site7.example" in line]) == 1
    (line,) = (line for line in lines if "site7.example" in line)
    assert "(5 questions)" in line and "and 2 more" in line


def test_the_json_has_every_one_an_entry_a_line() -> None:
    text = render_json(many())
    document = json.loads(text)
    assert len(document["checks"]) == SOURCES * HANDLES + 1
    assert len(document["ledger"]) == SOURCES * HANDLES
    assert sum('"probe_id": "site7-' in line for line in text.splitlines()) == HANDLES
