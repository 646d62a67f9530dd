"""A rule's request templates, filled in, and what of the person's facts each request carries."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from scanner.model.facts import Secret
from scanner.model.plan import Manners, Purpose, Request, Sent
from scanner.plan.keys import MARK
from scanner.rulebook.request import SourceRequest
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.template import render, variables_of
from scanner.rulebook.variables import MEANINGS, Variable


def manners_of(rule: SourceRule) -> Manners:
    """How gently the rule wants its requests made."""
    return Manners(
        robots=rule.politeness.robots,
        spacing_s=rule.politeness.spacing_seconds,
        timeout_s=rule.politeness.timeout_seconds,
        keeps_part=rule.results is Results.PAGE,
        same_page_only=rule.request is not None and rule.request.redirects == "same",
    )


def purpose_of(rule: SourceRule, step: int) -> Purpose:
    """Why the request of a number in the rule's chain is made."""
    if step < len(rule.steps):
        return Purpose.STEP
    return Purpose.PAGE if rule.results is Results.PAGE else Purpose.SOURCE


def opens_the_page(rule: SourceRule) -> bool:
    """Whether the rule visits the page that it is given, rather than ask others about it."""
    return rule.results is Results.PAGE and all(
        Variable.PAGE in variables_of(request.origin) for request in rule.requests
    )


def build_request(
    rule: SourceRule, values: Mapping[str, str], secret: str = "", step: int | None = None
) -> Request:
    """The request for these variable values; `secret` is the value of the rule's key, which an
    address only holds a mark for. `step`: the how manieth of the chain; without it, the rule's own.
    """
    if rule.request is None:
        raise ValueError(f"{rule.id} makes no request")
    asked = rule.request if step is None else rule.requests[step]
    everything = {**values, "secret": secret}
    headers = [(name, render(text, everything)) for name, text in asked.headers.items()]
    if asked.basic_user:
        user = render(asked.basic_user, everything)
        headers.append(("Authorization", "Basic " + base64.b64encode(f"{user}:".encode()).decode()))
    body, media_type = _body(asked, everything)
    if media_type and "content-type" not in {name.lower() for name, _ in headers}:
        headers.append(("Content-Type", media_type))
    return Request(
        url=render(asked.url, {**values, "secret": MARK}),
        method=asked.method,
        headers=tuple(headers),
        body=body,
    )


def _body(asked: SourceRequest, values: Mapping[str, str]) -> tuple[bytes, str]:
    """The body and its media type; both empty when there is none."""
    if asked.json_body is not None:
        filled = _filled(asked.json_body, values)
        return json.dumps(filled, ensure_ascii=False).encode(), "application/json"
    if asked.form is not None:
        fields = {name: render(text, values) for name, text in asked.form.items()}
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    return render(asked.body, values).encode(), ""


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    """A JSON value whose texts are templates, filled in."""
    if isinstance(value, str):
        return render(value, values)
    if isinstance(value, dict):
        return {key: _filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    return value


def sends_of(
    rule: SourceRule, variables: Sequence[tuple[str, Secret]], announced: Sequence[Sent], step: int
) -> tuple[Sent, ...]:
    """What of all that a source is told stands in one request of its chain: in its address, its
    headers or its body."""
    used = set(rule.requests[step].variables)
    given = {name for name, _ in variables if name in MEANINGS}
    if "search" in used:
        used |= given
    meant = {_told(name) for name in given & used}
    others = {_told(name) for name in given - used}
    # Beside the variables' own facts are those that stand in the address of a page.
    return tuple(
        sent
        for sent in announced
        if (sent.kind, sent.form) in meant
        or (Variable.PAGE in used and (sent.kind, sent.form) not in others)
    )


def _told(name: str) -> tuple[object, object]:
    meaning = MEANINGS[Variable(name)]
    return meaning.kind, meaning.form
