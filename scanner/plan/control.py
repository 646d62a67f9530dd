"""Control questions: the same request about something that cannot exist."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain
from urllib.parse import urlsplit, urlunsplit

from scanner.model.facts import Secret
from scanner.model.plan import Probe, Purpose, Request
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


def most_controls(rule: SourceRule) -> int:
    """How many requests about nobody a source gets at most for one control key: the control, once
    more if the first told nothing, and the handle that surely exists."""
    return (2 if rule.control else 0) + (1 if rule.known_handle else 0)


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
    called = f"control-{number}" if number > 1 else "control"
    if rule.control.replaces != "path":
        return _replaced(probe, rule, rule.control.replaces, word, called)
    parts = urlsplit(probe.request.url)
    url = urlunsplit((parts.scheme, parts.netloc, f"/{word}", "", ""))
    variables = (*probe.variables, ("path", Secret(word, word)))
    return _asking(probe, replace(probe.request, url=url), variables, called)


def known_probe(probe: Probe, rule: SourceRule) -> Probe | None:
    """The same question about the handle that surely exists; None when the rule names none."""
    if not rule.known_handle or probe.purpose is Purpose.CONTROL:
        return None
    return _replaced(probe, rule, "handle", rule.known_handle, "known")


def _replaced(probe: Probe, rule: SourceRule, name: str, word: str, called: str) -> Probe:
    """The probe with another value of one variable, which is nobody's."""
    variables = tuple(
        (known, Secret(word, word) if known == name else value) for known, value in probe.variables
    )
    values = {known: value.reveal() for known, value in variables}
    request = replace(build_request(rule, values), headers=probe.request.headers)
    return _asking(probe, request, variables, called)


def _asking(
    probe: Probe, request: Request, variables: tuple[tuple[str, Secret], ...], called: str
) -> Probe:
    return replace(
        probe,
        id=f"{probe.id}.{called}",
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
