"""`body` signatures: pieces of an answer's source, letter by letter, without reading the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome import Glance, decide
from scanner.outcome.source_text import Source
from scanner.read import read
from scanner.rulebook.source import SourceRule
from tests.outcome.conftest import OBSTACLES

Deciding = Callable[..., tuple[Outcome, Document]]
MakeRule = Callable[..., SourceRule]
MakeCapture = Callable[..., Capture]
MakeProbe = Callable[..., Probe]

ANSWERS: dict[str, Any] = {
    "found": {"status": 200, "body": ['"id":', "<i class='joined'>"]},
    "absent": {"status": [200, 404], "body": "isn&#39;t here"},
}


@pytest.mark.parametrize(
    ("capture", "kind", "reason"),
    [
        ({"body": '{"id":7}'}, "found", "found"),
        ({"body": "<i class='joined'>2014"}, "found", "found"),
        ({"body": "<I CLASS='JOINED'>2014"}, "stale", "no_signature"),
        ({"body": "<p>The page isn&#39;t here"}, "absent", "absent"),
        ({"body": "<p>The page isn't here"}, "stale", "no_signature"),
        ({"body": "<p>The page isn&#39;t here", "status": 404}, "absent", "absent"),
        ({"body": '"id": isn&#39;t here'}, "stale", "both_signatures"),
        ({"body": '{"id":7}', "status": 403}, "blocked", "refused"),
        # A title that says so, and scripts without words, give way to what the rule looks for ...
        ({"body": "<title>Page not found</title>isn&#39;t here"}, "absent", "absent"),
        ({"body": "<body><script>user={'x':1, \"id\":7}</script>"}, "found", "found"),
        # ... a challenge does not.
        ({"body": '<title>Just a moment...</title>"id":'}, "blocked", "challenge"),
        ({"body": "<title>Just a moment...</title>isn&#39;t here"}, "blocked", "challenge"),
    ],
)
def test_the_source_is_searched_letter_by_letter(
    deciding: Deciding,
    make_rule: MakeRule,
    make_capture: MakeCapture,
    capture: dict[str, Any],
    kind: str,
    reason: str,
) -> None:
    outcome, _ = deciding(make_rule(ANSWERS), make_capture(**capture))
    assert (outcome.kind, outcome.reason) == (kind, reason)


def test_the_handle_stands_for_itself(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture
) -> None:
    rule = make_rule({"found": {"body": '"name":"{{ handle }}"'}, "absent": {"status": 404}})
    assert deciding(rule, make_capture('{"name":"janemarlow"}'))[0].kind is OutcomeKind.FOUND
    assert deciding(rule, make_capture('{"name":"anybody"}'))[0].kind is OutcomeKind.STALE


@pytest.mark.parametrize(
    ("data", "content_type", "text", "found"),
    [
        ("Профиль".encode(), "text/html", "Профиль", True),
        ("Профиль".encode("cp1251"), "text/html; charset=windows-1251", "Профиль", True),
        ("<meta charset=koi8-r>Профиль".encode("koi8-r"), "text/html", "Профиль", True),
        ("Профиль".encode("cp1251"), "text/html", "Профиль", False),
        ("\ufeffjoined".encode("utf-16-le"), "text/html", "joined", True),
        ("joined".encode("utf-16-be"), "text/plain; charset=utf-16be", "joined", True),
        (b"joined", "text/html; charset=rot13", "joined", True),
        (b"joined", "text/html; charset=nonsense", "Joined", False),
    ],
)
def test_texts_are_found_in_the_encoding_of_the_page(
    data: bytes, content_type: str, text: str, found: bool
) -> None:
    assert Source(data, content_type).contains(text) is found


def test_content_that_is_not_read_is_judged_by_its_status(
    deciding: Deciding, make_rule: MakeRule, make_capture: MakeCapture
) -> None:
    """The interface that a list asks may answer with the person's picture."""
    rule = make_rule({"found": {"status": 200}, "absent": {"status": 404}}, control={})
    picture = replace(
        make_capture(headers={"Content-Type": "application/octet-stream"}),
        body=b"\x00\x01\x02\xff" * 50,
    )
    outcome, document = deciding(rule, picture)
    assert document.not_read
    assert (outcome.kind, outcome.control_wanted) == (OutcomeKind.FOUND, True)


def test_an_absence_that_the_source_proves_is_seen_at_a_glance(
    make_rule: MakeRule, make_capture: MakeCapture, make_probe: MakeProbe
) -> None:
    """And comes out as it would if the page were read."""
    rule, probe = make_rule(ANSWERS), make_probe(handle="janemarlow")
    glance = Glance(OBSTACLES)
    words = "<p>Log in to see more. The council met on Tuesday to talk about buses.</p>" * 30
    pages = {
        "plain": (make_capture(words + "isn&#39;t here"), True),
        "short": (make_capture("<title>Page not found</title>isn&#39;t here"), True),
        "challenge": (make_capture("<title>Just a moment...</title>isn&#39;t here"), False),
        "both": (make_capture('"id": isn&#39;t here'), False),
        "neither": (make_capture(words), False),
        "refused": (make_capture("isn&#39;t here", status=429), False),
    }
    for name, (capture, seen) in pages.items():
        outcome = glance.outcome(probe, capture, rule)
        assert (outcome is not None) is seen, name
        if outcome is not None:
            read_outcome = decide(probe, capture, read(capture), rule, OBSTACLES)
            assert outcome == read_outcome, name
