"""What must hold between the fields of a source: each problem is one sentence without its stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scanner.model.outcome import OutcomeKind
from scanner.rulebook.request import SourceRequest
from scanner.rulebook.template import KEPT, kept_in, variables_of
from scanner.rulebook.variables import NEVER_SENT, REVEALING, Variable

if TYPE_CHECKING:
    from scanner.rulebook.source import SourceRule

_ONLY_FOR_HANDLES = ("known_handle", "handle_pattern", "handle_without", "handle_for_site_only")


def problems_of(rule: SourceRule) -> Iterator[str]:
    """What of a source does not go together."""
    yield from _access_problems(rule)
    yield from _part_problems(rule)
    yield from _find_problems(rule)
    yield from _handle_problems(rule)
    yield from _chain_problems(rule)
    yield from _variant_problems(rule)
    yield from _variable_problems(rule)


def _access_problems(rule: SourceRule) -> Iterator[str]:
    if rule.is_manual:
        if not rule.page_url:
            yield "a manual check needs page_url, the link to prepare"
        if not rule.how:
            yield "a manual check needs how, what to look for"
        if rule.steps or rule.pages or rule.fields:
            yield "steps, pages and fields are for sources that a machine asks"
        return
    if not rule.request:
        yield "an automatic source needs request"
    if rule.look_first or rule.harm:
        yield "look_first and harm are for manual checks"
    if not rule.answers:
        yield "an automatic source needs answers"
    if rule.terms.automation == "forbidden":
        yield "terms forbid automation: access must be manual"
    if rule.access != "api" and any(request.method == "POST" for request in rule.requests):
        yield "POST is only for documented interfaces (access: api)"
    if not rule.origin or rule.examples:
        yield from _example_problems(rule)


def _is_one_plain_look(rule: SourceRule) -> bool:
    """Whether a browser would ask the same question."""
    request = rule.request
    return (
        request is not None
        and request.method == "GET"
        and not (request.headers or request.basic_user)
    )


def _part_problems(rule: SourceRule) -> Iterator[str]:
    if rule.render and (rule.is_manual or not _is_one_plain_look(rule)):
        yield "render is for sources that ask by an address alone: with GET, and without headers"
    if rule.results == "leads" and not rule.leads:
        yield "results: leads needs leads, where the addresses stand"
    if rule.leads and rule.leads.of_matches and not rule.regions:
        yield "leads.of_matches needs regions, the records in which a name is looked for"
    if rule.secret and not rule.secret_help:
        yield "a source with a secret needs secret_help"
    if rule.secret_in_url and not rule.secret:
        yield "secret_in_url needs secret, the name of the key"
    if rule.opens_leads and (rule.needs != (Variable.PAGE,) or rule.steps or rule.variants):
        yield "a rule that opens leads needs page alone, without steps and variants"


def _find_problems(rule: SourceRule) -> Iterator[str]:
    if not rule.asks_about_finds:
        return
    is_plain = rule.needs == (Variable.PAGE,) and not (rule.steps or rule.variants or rule.pages)
    if rule.is_manual or not is_plain or rule.secret:
        yield "asks_about_finds is for a machine's one request that needs page alone, and no key"
    elif rule.request and variables_of(rule.request.origin):
        yield "asks_about_finds is for one service, whose address does not change"


def _handle_problems(rule: SourceRule) -> Iterator[str]:
    by_handle = {Variable.HANDLE, Variable.HANDLE_BARE} & set(rule.needs)
    for name in _ONLY_FOR_HANDLES:
        if getattr(rule, name) and not by_handle:
            yield f"{name} is only for a source that needs handle"
    if rule.handle_for_site_only and not rule.handle_sites:
        yield "handle_for_site_only needs handle_sites"


def _chain_problems(rule: SourceRule) -> Iterator[str]:
    """A later request may use only what an earlier step kept, and never as the host it goes to."""
    known: set[str] = set()
    for number, request in enumerate(rule.requests):
        if missing := request.kept - known:
            yield f"a template uses kept.{min(missing)}, which no earlier step keeps"
        if KEPT in variables_of(request.origin):
            yield "an answer may not choose the host that is asked next"
        if number < len(rule.steps):
            known |= set(rule.steps[number].keep)
    if rule.steps and rule.control and rule.control.replaces == "path":
        yield "a control that replaces the path is for pages, not for steps"


def _variant_problems(rule: SourceRule) -> Iterator[str]:
    for number, variant in enumerate(rule.variants, start=1):
        needs = {*rule.needs, *variant.needs}
        used = variables_of(variant.search)
        if undeclared := used - {variable.value for variable in needs}:
            listed = ", ".join(sorted(undeclared))
            yield f"variant {number} uses {listed}, which its needs do not list"
        is_named = any(variable.value.endswith("name") for variable in needs) or needs & {
            Variable.NAME_SLUG,
            Variable.NAME_DASH,
            Variable.NAME_LAST_FIRST,
        }
        if is_named and needs & REVEALING and not variant.only_if_allowed:
            listed = ", ".join(sorted(needs & REVEALING))
            yield f"variant {number} sends {listed} beside the name: it needs only_if_allowed: true"
    if rule.variants and not any(
        "search" in variables_of(text) for text in _texts(rule.requests, rule.page_url)
    ):
        yield "variants are given, but no request uses {{ search }}"


def _variable_problems(rule: SourceRule) -> Iterator[str]:
    used = {name for text in _texts(rule.requests, rule.page_url) for name in variables_of(text)}
    if "secret" in used and not rule.secret:
        yield "a template uses secret, but the rule names none"
    if "search" in used and not rule.variants:
        yield "a template uses search, but the rule has no variants"
    if kept_in(rule.page_url):
        yield "page_url may not use what steps keep: it is known before anything is asked"
    undeclared = used - {variable.value for variable in rule.needs} - {"secret", "search", KEPT}
    if undeclared:
        yield f"a template uses {', '.join(sorted(undeclared))}, which needs does not list"
    if sent := used & NEVER_SENT:
        yield f"{', '.join(sorted(sent))} is for comparing only and never sent"


def _texts(requests: Iterable[SourceRequest], page_url: str) -> Iterator[str]:
    yield page_url
    for request in requests:
        yield from request.templates


def _example_problems(rule: SourceRule) -> Iterator[str]:
    expected = {example.expect for example in rule.examples}
    wanted = {OutcomeKind.FOUND}
    steps_prove_absence = any(step.answers and step.answers.absent for step in rule.steps)
    if steps_prove_absence or (rule.answers and rule.answers.absent):
        wanted.add(OutcomeKind.ABSENT)
    if missing := wanted - expected:
        yield f"examples lack the outcome {', '.join(sorted(missing))}"
    if not expected - {OutcomeKind.FOUND, OutcomeKind.ABSENT}:
        yield "examples need at least one answer that proves nothing (blocked or stale)"
    for example in rule.examples:
        if len(example.steps) > len(rule.steps):
            yield f"the example {example.name!r} has more steps than the rule"
        if example.pages and not rule.pages:
            yield f"the example {example.name!r} has pages, the rule has none"
        if example.variant > max(1, len(rule.variants)):
            yield f"the example {example.name!r} names a variant that the rule lacks"
