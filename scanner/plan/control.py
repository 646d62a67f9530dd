"""Control questions: the same request about something that cannot exist."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain
from urllib.parse import urlsplit, urlunsplit

from scanner.model.facts import Secret
from scanner.model.plan import Probe, Purpose
from scanner.plan.request import build_request
from scanner.rulebook.source import Control, SourceRule


def control_key(probe: Probe, rule: SourceRule) -> tuple[str, ...] | None:
    """What one control serves: probes of one source that differ only in what a control replaces;
    for pages, those of one origin. None when the source has no control, or it is one itself."""
    if rule.control is None or probe.purpose is Purpose.CONTROL:
        return None
    if rule.control.replaces == "path":
        parts = urlsplit(probe.request.url)
        return (rule.id, parts.scheme, parts.netloc)
    others = ((n, v.reveal()) for n, v in probe.variables if n != rule.control.replaces)
    return (rule.id, *chain.from_iterable(others))


def control_probe(
    probe: Probe, rule: SourceRule, randomness: random.Random, number: int = 1
) -> Probe | None:
    """The control for `probe`, or None when its source has none or it is a control itself.

    It carries none of the person's facts but those that the rule leaves in place, and goes to the
    same host. `number`: the how manieth of its source it is.
    """
    if rule.control is None or probe.purpose is Purpose.CONTROL:
        return None
    word = _word(rule.control, randomness)
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
        id=f"{probe.id}.control" + (f"-{number}" if number > 1 else ""),
        request=request,
        purpose=Purpose.CONTROL,
        variables=variables,
        sends=(),
        page_url="",
        parent_id=probe.id,
    )


def _word(control: Control, randomness: random.Random) -> str:
    """Random characters that could be a name: letters at both ends, where there are any."""
    letters = "".join(char for char in control.alphabet if char.isalpha()) or control.alphabet
    middle = randomness.choices(control.alphabet, k=control.length - 2)
    return "".join((randomness.choice(letters), *middle, randomness.choice(letters)))
