"""On whose yes a source is asked: what its requests tell, and what the person must have ticked."""

from __future__ import annotations

from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import variables_of
from scanner.rulebook.variables import REVEALING, Variable


def sent_by(rule: SourceRule) -> frozenset[Variable]:
    """The variables that its requests carry, those of its variants' searches included."""
    used: set[str] = set().union(*(request.variables for request in rule.requests))
    if "search" in used:
        used = used.union(*(variables_of(variant.search) for variant in rule.variants))
    return frozenset(variable for variable in Variable if variable in used)


def told_outright(rule: SourceRule) -> frozenset[Variable]:
    """What leads to the person or their door and is told to a machine as it is, by the request
    itself (a variant says so for itself). Nothing where the person gave a key of their own for
    that: they said yes already."""
    if rule.secret:
        return frozenset()
    used = {name for request in rule.requests for name in request.variables}
    return frozenset(variable for variable in REVEALING if variable in used)


def is_ticked(rule: SourceRule) -> bool:
    """Whether it is asked only after a yes of the person's: a tick, a key of their own for it, or
    the address of a service that they named."""
    return bool(
        rule.by_name
        or rule.sensitive
        or rule.secret
        or Variable.ENDPOINT in rule.needs
        or told_outright(rule)
    )
