"""Control questions: the same request about something that cannot exist."""

from __future__ import annotations

import random
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from scanner.model.facts import Secret
from scanner.model.plan import Probe, Purpose
from scanner.plan.request import build_request
from scanner.rulebook.source import SourceRule


def control_probe(probe: Probe, rule: SourceRule, randomness: random.Random) -> Probe | None:
    """The control for `probe`, or None when its source has none or it is a control itself.

    It carries none of the person's facts but those that the rule leaves in place, and goes to the
    same host.
    """
    if rule.control is None or probe.purpose is Purpose.CONTROL:
        return None
    word = "".join(randomness.choices(rule.control.alphabet, k=rule.control.length))
    if rule.control.replaces == "path":
        parts = urlsplit(probe.request.url)
        url = urlunsplit((parts.scheme, parts.netloc, f"/{word}", "", ""))
        request = replace(probe.request, url=url)
        variables = (*probe.variables, ("path", Secret(word, word)))
    else:
        variables = tuple(
            (name, Secret(word, word) if name == rule.control.replaces else value)
            for name, value in probe.variables
        )
        values = {name: value.reveal() for name, value in variables}
        request = replace(build_request(rule, values), headers=probe.request.headers)
    return replace(
        probe,
        id=f"{probe.id}.control",
        request=request,
        purpose=Purpose.CONTROL,
        variables=variables,
        sends=(),
        page_url="",
        parent_id=probe.id,
    )
