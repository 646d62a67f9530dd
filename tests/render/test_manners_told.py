"""What the report says of pages that did not change, and of robots.txt that was passed over."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta

from scanner.model.assessment import Assessment
from scanner.render import render_html, render_json
from tests.render.invented import HOME, START, rich

EARLIER = START - timedelta(days=12)
REASON = f"I run this site from {HOME}"


def with_first_check(**changes: object) -> Assessment:
    """The invented assessment, whose first check is the one behind its first finding."""
    whole = rich()
    first, *others = whole.checks
    probe_id = whole.findings[0].finding.probe_id
    changed = replace(first, probe_id=probe_id, **changes)  # type: ignore[arg-type]
    return replace(whole, checks=(changed, *others))


def words(assessment: Assessment) -> str:
    text = re.sub(r"<[^>]+>", " ", render_html(assessment))
    return " ".join(html.unescape(text).split())


def test_a_page_that_the_site_confirmed_shows_since_when() -> None:
    shown = words(with_first_check(unchanged_since=EARLIER))
    assert "The site says that the page has not changed since" in shown
    assert f"{EARLIER.day} {EARLIER:%B %Y}" in shown


def test_pages_that_came_with_this_check_say_nothing_of_the_kind() -> None:
    assert "has not changed since" not in words(rich())
    same_run = with_first_check(unchanged_since=START + timedelta(seconds=1))
    assert "has not changed since" not in words(same_run)


def test_the_reason_for_passing_over_robots_is_told_and_masked() -> None:
    shown = words(with_first_check(robots_waiver=REASON))
    assert "but for pages of your own" in shown
    assert "reason given: I run this site from" in shown
    assert HOME not in shown
    assert "but for pages of your own" not in words(rich())


def test_both_stand_in_the_json() -> None:
    whole = with_first_check(unchanged_since=EARLIER, robots_waiver=REASON)
    first, second = json.loads(render_json(whole))["checks"][:2]
    assert first["unchanged_since"].startswith(EARLIER.date().isoformat())
    assert first["robots_waiver"].startswith("I run this site")
    assert HOME not in first["robots_waiver"]
    assert (second["unchanged_since"], second["robots_waiver"]) == (None, "")
