"""Whether a no comes from another site than was asked: one that was never told what to look for.

A redirect to another site that would tell it the question is not followed unless the plan announced
it. So the "not there" of another site (a site that has moved, been sold or been given up) is about
the page to which everybody is sent, and says nothing of a person.
"""

from __future__ import annotations

from scanner.domains import host_of_url, is_within, site_of_url
from scanner.model.plan import ANYBODY, Probe, Purpose
from scanner.outcome.conditions import Reply, holds
from scanner.rulebook.condition import Condition
from scanner.rulebook.source import Answers
from scanner.rulebook.variables import Variable


def is_anothers_no(probe: Probe, reply: Reply, answers: Answers) -> bool:
    """Whether the rule's "absent" rests on nothing but what another site says.

    Not where the rule names the way there as its sign, nor where the plan announced the other
    site. Pages that the person listed are asked about nothing, and a control may end anywhere.
    """
    if probe.purpose is Purpose.CONTROL or Variable.PAGE.value in reply.variables:
        return False
    if not probe.variables or site_of_url(reply.address) == probe.site:
        return False
    host = host_of_url(reply.address)
    if any(to == ANYBODY or is_within(host, to) for to in probe.forwards_to):
        return False
    return not any(
        _names_the_way(condition) and holds(condition, reply) is not False
        for condition in answers.absent
    )


def _names_the_way(condition: Condition) -> bool:
    return bool(condition.final_url or condition.final_path or condition.redirected) or any(
        _names_the_way(inner) for inner in condition.any
    )
