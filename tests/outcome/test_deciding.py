"""What an answer means: two-sided evidence, obstacles, and doubt told as doubt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.document import Document
from scanner.model.outcome import CHECKED, Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.outcome import decide
from scanner.rulebook.source import SourceRule

Deciding = Callable[..., tuple[Outcome, Document]]
MakeRule = Callable[..., SourceRule]
MakeCapture = Callable[..., Capture]
MakeProbe = Callable[..., Probe]

PROFILE = {
    "found": {"status": 200, "css": ".profile", "shows": "handle"},
    "absent": [{"status": 404, "text": "nobody here"}, {"status": 200, "css": ".none"}],
}
PAGE = {"found": {"status": 200, "words_at_least": 15}, "absent": {"status": [404, 410]}}
HERE = "<div class=profile><h1>Jane Marlow</h1>@janemarlow of Wexcombe</div>"
LONG = "<p>" + "The parish council met on Tuesday in the hall to talk about buses. " * 20


@pytest.mark.parametrize(
    ("answers", "capture", "kind", "reason"),
    [
        (PROFILE, {"body": HERE}, "found", "found"),
        (PROFILE, {"body": "<p>Nobody  here!", "status": 404}, "absent", "absent"),
        (PROFILE, {"body": "<p class=none>-"}, "absent", "absent"),
        (PROFILE, {"body": HERE + "<p class=none>-"}, "stale", "both_signatures"),
        (PROFILE, {"body": "<h1>Welcome to our new pages</h1>"}, "stale", "no_signature"),
        (PROFILE, {"body": "<p>gone", "status": 404}, "stale", "no_signature"),
        (PROFILE, {"body": "<div class=profile>@janemarlowe</div>"}, "stale", "no_signature"),
        (PROFILE, {"body": "<div class=profile><a href=/janemarlow>?</a></div>"}, "stale", None),
        (PROFILE, {"body": "", "status": 500}, "failed", "server_error"),
        (PROFILE, {"body": "", "status": 401}, "blocked", "login_required"),
        (PROFILE, {"body": HERE, "status": 403}, "blocked", "refused"),
        (PROFILE, {"body": "", "status": 429}, "blocked", "rate_limited"),
        (PROFILE, {"body": "", "status": 451}, "blocked", "withheld"),
        (PROFILE, {"body": "", "status": 503}, "blocked", "unavailable"),
        (PROFILE, {"failure": Failure.TIMEOUT}, "failed", "timeout"),
        (PROFILE, {"failure": Failure.STOPPED}, "not_run", "stopped"),
        (PROFILE, {"body": "%PDF-1.7"}, "failed", "not_read"),
        (PAGE, {"body": "%PDF-1.7", "status": 404}, "absent", "absent"),
        (PAGE, {"body": LONG}, "found", "found"),
        (PAGE, {"body": "<p>One moment."}, "stale", "no_signature"),
        (PAGE, {"body": LONG, "status": 410}, "absent", "absent"),
        (PAGE, {"body": LONG, "status": 418}, "stale", "no_signature"),
        ({"found": {"status": 403, "css": "p"}}, {"body": "<p>x", "status": 403}, "found", None),
        (
            {"found": {"status": 200}, "blocked": {"text": "members only"}},
            {"body": "<p>Members only"},
            "blocked",
            "blocked",
        ),
        ({"found": {"status": 200}}, {"body": "<p>One moment."}, "stale", "thin_evidence"),
        ({"found": {"status": 200}}, {"body": LONG}, "found", "found"),
        (PROFILE, {"body": "<div>" * 400 + HERE}, "failed", "too_complex"),
    ],
)
def test_outcome_of_an_answer(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    answers: dict[str, Any],
    capture: dict[str, Any],
    kind: str,
    reason: str | None,
) -> None:
    outcome, _ = deciding(make_rule(answers), make_capture(**capture))

    assert outcome.kind == kind, outcome.reason
    assert reason is None or outcome.reason == reason
    assert outcome.detail and "janemarlow" not in outcome.detail


@pytest.mark.parametrize(
    ("body", "headers", "kind"),
    [
        # A profile that speaks of captchas is a profile; its wording is no challenge.
        (f"{HERE}<p>Please verify you are human, wrote the poet.", {}, "found"),
        ("<title>Just a moment...</title><p>Verify you are human", {}, "blocked"),
        # What the server itself declares overrules the page.
        (HERE, {"CF-Mitigated": "challenge"}, "blocked"),
        # A wall that repeats the name is still a wall.
        ("<p>Log in to see @janemarlow's photos</p><input type=password>", {}, "blocked"),
        ("<div id=root></div><script src=/app.js></script>", {}, "blocked"),
    ],
)
def test_obstacles_and_structure(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    body: str,
    headers: dict[str, str],
    kind: str,
) -> None:
    answers = {"found": [{"css": ".profile"}, {"status": 200, "shows": "handle"}]}
    outcome, _ = deciding(make_rule(answers), make_capture(body, headers=headers))

    assert outcome.kind == kind


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (SkipReason.ROBOTS, OutcomeKind.BLOCKED),
        (SkipReason.STOPPED, OutcomeKind.NOT_RUN),
        (SkipReason.RATE_LIMITED, OutcomeKind.BLOCKED),
        (SkipReason.ADDRESS_REFUSED, OutcomeKind.NOT_RUN),
        (SkipReason.NOT_MAPPED, OutcomeKind.NOT_RUN),
    ],
)
def test_what_was_never_sent(
    make_rule: MakeRule, make_probe: MakeProbe, reason: SkipReason, kind: OutcomeKind
) -> None:
    outcome = decide(make_probe(), Skipped("probe", reason), None, make_rule(PROFILE), ())

    assert (outcome.kind, outcome.reason) == (kind, reason.value)
    assert outcome.kind not in CHECKED


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_its_words(
    make_rule: MakeRule, make_capture: MakeCapture, make_probe: MakeProbe, failure: Failure
) -> None:
    outcome = decide(make_probe(), make_capture(failure=failure), None, make_rule(PROFILE), ())

    assert outcome.detail and outcome.kind not in CHECKED


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("answers", "body", "kind"),
    [
        ({"found": {"json": "[0].username"}, "absent": {"json_empty": "@"}}, "[]", "absent"),
        (
            {"found": {"json": "[0].username"}, "absent": {"json_empty": "@"}},
            '[{"username": "janemarlow"}]',
            "found",
        ),
        ({"found": {"json": "a"}, "absent": {"json_empty": "a"}}, '{"a": null}', "absent"),
        ({"found": {"json": "a"}, "absent": {"json_empty": "a"}}, "not json", "stale"),
        ({"found": {"json": "a"}}, '{"a": false}', "stale"),
        ({"found": {"json": "a"}}, '{"a": {}}', "stale"),
        ({"found": {"json": "a"}}, '{"a": 0}', "found"),
        ({"found": {"json_equals": {"code": 404, "ok": True}}}, '{"code":404,"ok":true}', "found"),
        ({"found": {"json_equals": {"code": 404}}}, '{"code": 405}', "stale"),
        ({"found": {"json": "length(items) > `0`"}}, '{"items": 1}', "failed"),
        ({"found": {"none": [{"json": "length(items)"}]}}, '{"items": 1}', "failed"),
    ],
)
def test_json_signatures(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    answers: dict[str, Any],
    body: str,
    kind: str,
) -> None:
    outcome, _ = deciding(make_rule(answers), make_capture(body, headers=JSON))

    assert outcome.kind == kind, outcome.reason


def test_regions_and_leads(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture
) -> None:
    rule = make_rule(
        {"found": {"json": "results"}},
        results="listing",
        regions={"json": "results[*]"},
        leads={"json": "results[*].url", "limit": 3},
    )
    urls = [
        "https://a.example/1#part",
        "https://a.example/1",
        "javascript:alert(1)",
        "/relative",
        "https://user:word@a.example/",
        "https://b.example/2",
        "http://[broken",
        "https://c.example/3",
        "https://d.example/4",
    ]
    rows = ", ".join(f'{{"url": "{url}", "text": "row {n}"}}' for n, url in enumerate(urls))
    outcome, document = deciding(rule, make_capture(f'{{"results": [{rows}]}}', headers=JSON))

    assert [lead.url for lead in outcome.leads] == [
        "https://a.example/1",
        "https://b.example/2",
        "https://c.example/3",
    ]
    assert [document.text[r.start : r.end].splitlines()[1] for r in outcome.regions] == [
        f"row {n}" for n in range(len(urls))
    ]


def test_listing_without_a_located_record_is_no_single_record(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture
) -> None:
    rule = make_rule({"found": {"css": "h1"}}, results="listing", regions={"css": ".row"})
    outcome, _ = deciding(rule, make_capture("<h1>Two people</h1><p>Jane</p><p>Ann</p>"))

    assert (outcome.kind, outcome.reason) == (OutcomeKind.STALE, "no_record")


@pytest.mark.parametrize(
    ("control", "body", "wanted"),
    [
        ({"replaces": "handle"}, LONG, True),
        ({"replaces": "path", "words_below": 150}, LONG, False),
        ({"replaces": "path", "words_below": 150}, "<p>" + "word " * 20, True),
        (None, LONG, False),
    ],
)
def test_when_a_control_is_wanted(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    make_probe: MakeProbe,
    control: dict[str, Any] | None,
    body: str,
    wanted: bool,
) -> None:
    rule = make_rule(PAGE, control=control) if control else make_rule(PAGE)
    outcome, _ = deciding(rule, make_capture(body))
    of_control, _ = deciding(
        make_rule(PAGE, control={"replaces": "handle"}),
        make_capture(body),
        make_probe(purpose=Purpose.CONTROL, handle="qqqqqqqqqqqqqqqq"),
    )

    assert (outcome.kind, outcome.control_wanted) == (OutcomeKind.FOUND, wanted)
    assert not of_control.control_wanted
