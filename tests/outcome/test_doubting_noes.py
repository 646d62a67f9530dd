"""Noes of rules from other lists: a handle that is said to exist there is asked for seldom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scanner.model.answer import Answer
from scanner.model.capture import Capture
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome import Noes, is_worth_doubting
from scanner.rulebook.source import SourceRule

ABSENT = Outcome("probe", OutcomeKind.ABSENT, "absent", "")


@pytest.mark.parametrize(
    ("status", "reason", "origin", "doubted"),
    [
        (404, "absent", "", True),
        (404, "absent", "wmn:Town Book", False),
        (410, "absent", "wmn:Town Book", False),
        (200, "absent", "wmn:Town Book", False),
        (302, "absent", "wmn:Town Book", True),
        (400, "absent", "wmn:Town Book", True),
        (200, "login_for_missing", "wmn:Town Book", True),
    ],
)
def test_only_a_weak_no_of_another_list_is_doubted(
    make_rule: Callable[..., SourceRule],
    make_capture: Callable[..., Capture],
    make_probe: Callable[..., Probe],
    status: int,
    reason: str,
    origin: str,
    doubted: bool,
) -> None:
    rule = make_rule({"found": {"status": 200}}, origin=origin)
    outcome = replace(ABSENT, reason=reason)
    told = Answer(make_probe(handle="janemarlow"), make_capture(status=status), outcome)
    assert is_worth_doubting(told, rule) is doubted


@pytest.mark.parametrize(
    ("kind", "reason", "taken_back"),
    [
        ("absent", "absent", True),
        ("stale", "no_signature", True),
        ("found", "found", False),
        ("not_run", "not_mapped", False),
        ("failed", "name_not_resolved", False),
    ],
)
def test_a_no_is_taken_back_only_if_the_known_handle_was_asked_for(
    kind: str, reason: str, taken_back: bool
) -> None:
    noes = Noes()
    noes.add("site")
    assert noes.note("site", ABSENT)
    known = Outcome("known", OutcomeKind(kind), reason, "")
    assert noes.answered("site", known) == (("probe",) if taken_back else ())
