"""A "not there" counts only from the site that was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scanner.model.capture import Capture, Hop
from scanner.model.document import Document
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.outcome.glance import Glance
from scanner.rulebook.source import SourceRule

Deciding = Callable[..., tuple[Outcome, Document]]
Make = Callable[..., Any]

BY_STATUS = {"found": {"status": 200}, "absent": {"status": 404}}
BY_THE_WAY = {"found": {"status": 200}, "absent": {"redirected": True}}


def _sent_on(capture: Capture, url: str) -> Capture:
    first = replace(capture.hops[0], status=302)
    return replace(capture, hops=(first, Hop(url, 404, first.headers, "127.0.0.1:443")))


@pytest.mark.parametrize(
    ("answers", "end", "changed", "kind"),
    [
        (BY_STATUS, "https://parking.example/", {}, OutcomeKind.STALE),
        (BY_STATUS, "https://www.social.example/gone", {}, OutcomeKind.ABSENT),
        (BY_STATUS, "https://new.example/", {"forwards_to": ("new.example",)}, OutcomeKind.ABSENT),
        (BY_STATUS, "https://parking.example/", {"purpose": Purpose.CONTROL}, OutcomeKind.ABSENT),
        (BY_THE_WAY, "https://parking.example/", {}, OutcomeKind.ABSENT),
    ],
)
def test_another_sites_no_is_no_answer(
    deciding: Deciding,
    make_rule: Make,
    make_probe: Make,
    make_capture: Make,
    answers: dict[str, Any],
    end: str,
    changed: dict[str, Any],
    kind: OutcomeKind,
) -> None:
    rule: SourceRule = make_rule(answers, control={"replaces": "handle"})
    probe: Probe = replace(make_probe(handle="janemarlow"), **changed)
    capture = _sent_on(make_capture("<h1>No such page here</h1>", status=404), end)
    assert deciding(rule, capture, probe)[0].kind is kind
    glimpsed = Glance(()).outcome(probe, capture, rule)
    assert glimpsed is None or glimpsed.kind is kind
