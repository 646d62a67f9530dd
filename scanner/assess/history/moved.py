"""A page that moved takes its findings along: they keep the identity that they had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.model.before import Before
from scanner.model.facts import Fact
from scanner.model.finding import Finding
from scanner.text.identities import fact_identity


def under_known_ids(
    findings: Iterable[Finding], before: Before, facts: Iterable[Fact]
) -> tuple[Finding, ...]:
    """The same findings; one that is new at its address, but came of the very question that showed
    the same fact elsewhere before, under the id that it had there."""
    found = tuple(findings)
    ids = {item.finding_id for item in before.known}
    taken = {finding.id for finding in found}
    said = {fact.id: fact_identity(fact) for fact in facts}
    free = {
        (item.probe_id, item.facts): item.finding_id
        for item in sorted(before.known, key=lambda item: item.finding_id)
        if item.finding_id not in taken
    }
    moved: list[Finding] = []
    for finding in sorted(found, key=lambda item: item.id):
        asked = (
            finding.probe_id,
            tuple(said.get(fact_id, fact_id) for fact_id in finding.fact_ids),
        )
        if finding.id not in ids and finding.id not in before.buried and asked in free:
            finding = replace(finding, id=free.pop(asked))
        moved.append(finding)
    return tuple(moved)
