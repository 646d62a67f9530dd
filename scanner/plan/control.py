"""Control questions: the same request about something that cannot exist."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import chain
from urllib.parse import urlsplit, urlunsplit

from scanner.domains import host_of_url, site_of_url
from scanner.model.facts import Secret
from scanner.model.plan import Probe, Purpose, Request
from scanner.plan.bindings import bare_handle
from scanner.plan.chain import chain_request
from scanner.rulebook.pattern import fits
from scanner.rulebook.source import Control, SourceRule
from scanner.rulebook.template import KEPT, render
from scanner.rulebook.variables import Variable


def control_key(probe: Probe, rule: SourceRule) -> tuple[str, ...] | None:
    """What one control serves: probes of one source that differ only in what a control replaces;
    for pages, those of one origin. None when the source has no control, or it is one itself."""
    if rule.control is None or probe.purpose is Purpose.CONTROL:
        return None
    if rule.control.replaces == "path":
        parts = urlsplit(probe.request.url)
        return (rule.id, parts.scheme, parts.netloc)
    changing = {*_replaced_with(rule.control.replaces), "search"}
    others = (
        (name, value.reveal())
        for name, value in probe.variables
        if name not in changing and not _is_kept(name)
    )
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
    word = _word(rule.control, rule.handle_pattern, randomness)
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
    """The question with another value of one variable, which is nobody's, from its first step."""
    asked = tuple((known, value) for known, value in probe.variables if not _is_kept(known))
    words = _replaced_with(name, word)
    variables = tuple(
        (known, Secret(words[known], words[known]) if known in words else value)
        for known, value in asked
    )
    search = _search(rule, asked, variables)
    variables = tuple((k, search if search and k == "search" else v) for k, v in variables)
    request = chain_request(rule, variables, probe.key, 0)
    host = host_of_url(request.url)
    return replace(
        _asking(probe, request, variables, called),
        host=host,
        site=probe.site if host == probe.host else site_of_url(request.url),
        step=0,
        page=1,
    )


def _replaced_with(name: str, word: str = "") -> dict[str, str]:
    """The variables that change with the one that a control replaces, and their values."""
    if name == Variable.HANDLE:
        return {name: word, Variable.HANDLE_BARE.value: bare_handle(word)}
    return {name: word}


def _is_kept(name: str) -> bool:
    return name.startswith(f"{KEPT}.")


def _search(
    rule: SourceRule,
    asked: tuple[tuple[str, Secret], ...],
    variables: tuple[tuple[str, Secret], ...],
) -> Secret | None:
    """The same variant's words about nobody; None where the rule has no variants."""
    before = {name: value.reveal() for name, value in asked}
    after = {name: value.reveal() for name, value in variables}
    for variant in rule.variants:
        needs = {variable.value for variable in (*rule.needs, *variant.needs)}
        if needs <= set(before) and render(variant.search, before) == before.get("search"):
            text = render(variant.search, after)
            return Secret(text, text)
    return None


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
        announced=(),
        page_url="",
        parent_id=probe.id,
    )


_TRIES = 64


def _word(control: Control, pattern: str | None, randomness: random.Random) -> str:
    """A random name; such as the site can have, if the rule says which those are."""
    word = _random_word(control, randomness)
    for _ in range(_TRIES if pattern else 0):
        if pattern and fits(pattern, word):
            break
        word = _random_word(control, randomness)
    return word


def _random_word(control: Control, randomness: random.Random) -> str:
    """Random characters that could be a name: letters at both ends, where there are any."""
    letters = "".join(char for char in control.alphabet if char.isalpha()) or control.alphabet
    middle = randomness.choices(control.alphabet, k=control.length - 2)
    return "".join((randomness.choice(letters), *middle, randomness.choice(letters)))
