"""What a control question does to an answer: a site that says yes to everything says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.document import Document
from scanner.model.outcome import Outcome
from scanner.model.plan import Probe, Purpose
from scanner.outcome import decide, settle
from scanner.rulebook.source import SourceRule

Deciding = Callable[..., tuple[Outcome, Document]]
MakeRule = Callable[..., SourceRule]
MakeCapture = Callable[..., Capture]
MakeProbe = Callable[..., Probe]

WORD = "x7q2m9k4w8r3t6z1"
PAGE = {"found": {"status": 200, "words_at_least": 15}, "absent": {"status": [404, 410]}}
HANDLE = {"found": {"status": 200, "shows": "handle"}, "absent": {"status": 404}}

CHALLENGE = (
    "<title>One moment</title><p>One moment. We are making sure that this visit is from a person, "
    "and will take you on to {path} in a few seconds. Reference {reference}."
)
CLUB = "<h1>Striders</h1><nav>Home News Results Join Contact Shop Gallery Links</nav>"
SHORT_PAGE = CLUB + "<p>The autumn relay was won by the ladies from the mill for the third year."
SOFT_404 = CLUB + "<p>We could not find what you were looking for. Use the menu or go home."


@pytest.mark.parametrize(
    ("body", "control", "kind", "reason"),
    [
        (CHALLENGE, {"body": CHALLENGE}, "blocked", "same_for_everyone"),
        (SHORT_PAGE, {"body": SOFT_404}, "found", "found"),
        (SHORT_PAGE, {"body": "<p>No", "status": 404}, "found", "found"),
        (SHORT_PAGE, {"body": "<p>Bad", "status": 400}, "found", "found"),
        (SHORT_PAGE, {"body": SHORT_PAGE}, "blocked", "same_for_everyone"),
        (SHORT_PAGE, {"body": SHORT_PAGE, "status": 400}, "blocked", "same_for_everyone"),
        (SHORT_PAGE, {"body": "", "status": 429}, "blocked", "control_inconclusive"),
        (SHORT_PAGE, {"body": "", "status": 500}, "stale", "control_inconclusive"),
    ],
)
def test_path_control(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    make_probe: MakeProbe,
    body: str,
    control: dict[str, Any],
    kind: str,
    reason: str,
) -> None:
    rule = make_rule(PAGE, control={"replaces": "path", "words_below": 150})
    page = "https://www.wexcombe-striders.example/news/relay"
    beside = f"https://www.wexcombe-striders.example/{WORD}"
    probe = make_probe(page, page=page)
    asked = make_probe(beside, Purpose.CONTROL, page=page, path=WORD)
    outcome, document = deciding(
        rule, make_capture(_filled(body, "/news/relay", "8f01-aa"), url=page), probe
    )
    answered = control | {"body": _filled(control["body"], f"/{WORD}", "9b77-cd")}
    of_control, control_document = deciding(rule, make_capture(**answered, url=beside), asked)

    assert outcome.control_wanted
    settled = settle(outcome, document, of_control, control_document, probe, asked)
    assert (settled.kind, settled.reason) == (kind, reason)
    assert not settled.control_wanted


def _filled(body: str, path: str, reference: str) -> str:
    return body.replace("{path}", path).replace("{reference}", reference)


@pytest.mark.parametrize(
    ("body", "control", "kind", "reason"),
    [
        ("<h1>janemarlow</h1>Pots and politics", {"status": 404}, "found", "found"),
        ("<h1>janemarlow</h1>on", {"body": f"<h1>{WORD}</h1>on"}, "stale", "same_for_everyone"),
        (
            "<h1>janemarlow</h1>has forty followers and writes of pots",
            {"body": f"<h1>{WORD}</h1>is free: take it now, or look for another one"},
            "stale",
            "control_found",
        ),
        ("<h1>janemarlow</h1>Pots", {"body": "<p>Pick a name", "status": 400}, "found", "found"),
        ("<h1>janemarlow</h1>Pots", {"status": 429}, "blocked", "control_inconclusive"),
        ("<h1>janemarlow</h1>Pots", {"status": 502}, "stale", "control_inconclusive"),
    ],
)
def test_handle_control(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    make_probe: MakeProbe,
    body: str,
    control: dict[str, Any],
    kind: str,
    reason: str,
) -> None:
    rule = make_rule(HANDLE, control={"replaces": "handle"})
    probe = make_probe(handle="janemarlow")
    asked = make_probe(f"https://social.example/{WORD}", Purpose.CONTROL, handle=WORD)
    outcome, document = deciding(rule, make_capture(body), probe)
    of_control, control_document = deciding(rule, make_capture(**control), asked)

    assert outcome.control_wanted
    settled = settle(outcome, document, of_control, control_document, probe, asked)
    assert (settled.kind, settled.reason) == (kind, reason)
    assert settled.leads == () or settled.kind == "found"


def test_control_that_was_never_sent_leaves_doubt(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture, make_probe: MakeProbe
) -> None:
    rule = make_rule(HANDLE, control={"replaces": "handle"})
    probe, asked = make_probe(handle="janemarlow"), make_probe(handle=WORD)
    outcome, document = deciding(rule, make_capture("<h1>janemarlow</h1>"), probe)
    of_control = decide(asked, Skipped("control", SkipReason.STOPPED), None, rule, ())
    settled = settle(outcome, document, of_control, None, probe, asked)

    assert (settled.kind, settled.reason) == ("stale", "control_inconclusive")


def test_only_a_found_answer_is_revised(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture, make_probe: MakeProbe
) -> None:
    rule = make_rule(HANDLE, control={"replaces": "handle"})
    probe, asked = make_probe(handle="janemarlow"), make_probe(handle=WORD)
    outcome, document = deciding(rule, make_capture(status=404), probe)
    of_control, other = deciding(rule, make_capture(f"<h1>{WORD}</h1>"), asked)

    assert settle(outcome, document, of_control, other, probe, asked) == outcome


def test_where_names_are_hosts_one_that_cannot_exist_need_not_have_one(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture, make_probe: MakeProbe
) -> None:
    """A host that does not exist is the site's way of saying no; on one host it says nothing."""
    rule = make_rule({"found": {"status": 200}}, control={})
    for url, other, kind in [
        ("https://janemarlow.social.example/", "https://qx7.social.example/", "found"),
        ("https://social.example/janemarlow", "https://social.example/qx7", "stale"),
    ]:
        probe = make_probe(url, handle="janemarlow")
        outcome, document = deciding(rule, make_capture("<p>Hello", url=url), probe)
        control = make_probe(other, purpose=Purpose.CONTROL, handle="qx7")
        unknown = make_capture(failure=Failure.NAME_NOT_RESOLVED, url=other)
        answer, _ = deciding(rule, unknown, control)
        settled = settle(outcome, document, answer, None, probe, control)
        assert settled.kind == kind
