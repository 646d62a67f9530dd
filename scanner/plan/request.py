"""A rule's request templates, filled in."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from scanner.model.plan import Manners, Request
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import render


def manners_of(rule: SourceRule) -> Manners:
    """How gently the rule wants its requests made."""
    return Manners(
        robots=rule.politeness.robots,
        spacing_s=rule.politeness.spacing_seconds,
        timeout_s=rule.politeness.timeout_seconds,
    )


def build_request(rule: SourceRule, values: Mapping[str, str], secret: str = "") -> Request:
    """The request for these variable values; `secret` is the value of the rule's key."""
    if rule.request is None:
        raise ValueError(f"{rule.id} makes no request")
    everything = {**values, "secret": secret}
    headers = [(name, render(text, everything)) for name, text in rule.request.headers.items()]
    if rule.request.basic_user:
        user = render(rule.request.basic_user, everything)
        headers.append(("Authorization", "Basic " + base64.b64encode(f"{user}:".encode()).decode()))
    return Request(
        url=render(rule.request.url, everything), method=rule.request.method, headers=tuple(headers)
    )
