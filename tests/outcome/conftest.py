"""Answers and rules small enough to read, decided as in a scan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.model.capture import Capture, Failure, Hop
from scanner.model.document import Document
from scanner.model.facts import Secret
from scanner.model.outcome import Outcome
from scanner.model.plan import Probe, Purpose, Request
from scanner.outcome import decide
from scanner.read import read
from scanner.rulebook.detector import ObstacleDetector
from scanner.rulebook.source import SourceRule

RULES = Path(__file__).parents[2] / "rules" / "detectors"
OBSTACLES = tuple(
    ObstacleDetector.model_validate(yaml.safe_load(path.read_text("utf-8")))
    for path in sorted(RULES.glob("obstacle_*.yaml"))
)


def rule_of(answers: dict[str, Any], **more: Any) -> SourceRule:
    """A source rule with these answers. Its own examples are not the subject here.

    Without a control it is no source that is asked by handle, since those always have one.
    """
    asked = "handle" if "control" in more else "domain"
    given: dict[str, Any] = {
        "id": "src.test.rule",
        "title": "A test source",
        "why": "For tests.",
        "reviewed": "2026-11-22",
        "kind": "source",
        "category": "social",
        "access": "page",
        "controller": "Nobody",
        "needs": (asked,),
        "request": {"url": f"https://social.example/{{{{ {asked} | path }}}}"},
        "answers": answers,
        "exposes": "Nothing.",
        "ease": "via_handle",
        "persistence": "own_page",
        "terms": {"automation": "allowed", "checked": "2026-11-22", "basis": "Invented."},
        "remedy": "rem.test.nothing",
        "review_by": "2027-11-22",
        "examples": (
            {"name": "found", "expect": "found"},
            {"name": "absent", "status": 404, "expect": "absent"},
            {"name": "stale", "status": 500, "expect": "stale"},
        ),
    }
    return SourceRule.model_validate(given | more)


def probe_of(
    url: str = "https://social.example/janemarlow",
    purpose: Purpose = Purpose.SOURCE,
    **variables: str,
) -> Probe:
    return Probe(
        id="control" if purpose is Purpose.CONTROL else "probe",
        source_id="src.test.rule",
        request=Request(url),
        host="social.example",
        site="social.example",
        purpose=purpose,
        variables=tuple((name, Secret(value, "•")) for name, value in variables.items()),
    )


def capture_of(
    body: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
    url: str = "https://social.example/janemarlow",
    failure: Failure | None = None,
) -> Capture:
    named = {"Content-Type": "text/html; charset=utf-8"} | (headers or {})
    hops = (Hop(url, status, tuple(named.items()), "127.0.0.1:443"),)
    data = body.encode()
    return Capture("probe", hops, data, data, datetime(2026, 11, 22, tzinfo=UTC), 1, failure)


Deciding = Callable[..., tuple[Outcome, Document]]


@pytest.fixture
def deciding() -> Deciding:
    """Reads and decides an answer with the shipped obstacle rules."""

    def _decide(
        rule: SourceRule, capture: Capture, probe: Probe | None = None
    ) -> tuple[Outcome, Document]:
        document = read(capture, tuple(rule.queries()))
        asked = probe or probe_of(handle="janemarlow")
        return decide(asked, capture, document, rule, OBSTACLES), document

    return _decide


@pytest.fixture
def make_rule() -> Callable[..., SourceRule]:
    return rule_of


@pytest.fixture
def make_probe() -> Callable[..., Probe]:
    return probe_of


@pytest.fixture
def make_capture() -> Callable[..., Capture]:
    return capture_of
