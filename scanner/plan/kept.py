"""A plan as it may lie on disk, without the keys of services, and the same plan to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scanner.errors import PlanError
from scanner.model.facts import Secret
from scanner.model.plan import Plan, Probe
from scanner.plan.chain import chain_request
from scanner.rulebook.book import RuleBook

_NO_KEY = Secret("", "")
_PLACEHOLDER = "a-key-that-is-sent-to-nobody"


def plan_without_keys(plan: Plan) -> Plan:
    """The plan without any key: where one is part of a header or body, those are left out."""
    return replace(plan, probes=tuple(map(_without_key, plan.probes)))


def plan_with_keys(plan: Plan, book: RuleBook, secrets: Mapping[str, str]) -> Plan:
    """A plan of the same rules, as it was before its keys were left out.

    `secrets`: by the names that rules use. Raises PlanError when one is missing.
    """
    return replace(plan, probes=tuple(_with_key(probe, book, secrets) for probe in plan.probes))


def placeholder_keys(book: RuleBook) -> dict[str, str]:
    """In place of the keys of services, where nobody is asked. That a question is one with a key
    decides whether anybody else is asked about its page."""
    return {rule.secret: _PLACEHOLDER for rule in book.sources.values() if rule.secret}


def _without_key(probe: Probe) -> Probe:
    if not probe.key.reveal():
        return probe
    return replace(probe, request=replace(probe.request, headers=(), body=b""), key=_NO_KEY)


def _with_key(probe: Probe, book: RuleBook, secrets: Mapping[str, str]) -> Probe:
    rule = book.sources[probe.source_id]
    if not rule.secret:
        return probe
    if not secrets.get(rule.secret):
        raise PlanError(
            f"The key of {rule.title} is not there any more. `netcurtain keys set {rule.secret}` "
            f"keeps it for you."
        )
    key = Secret(secrets[rule.secret], "•")
    # Its address has no key in it, and may be that of a later page of the answer.
    request = chain_request(rule, probe.variables, key, probe.step)
    return replace(probe, key=key, request=replace(request, url=probe.request.url))
