"""Assessments of as many findings as wanted, for what must hold of size and speed."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.bands import Standing
from scanner.model.finding import Quote, QuotePart
from tests.render import invented

REMEDIES = 40


def large(number: int) -> Assessment:
    """`number` findings on nearly a thousand sites, closed by forty things to do."""
    rich = invented.rich()
    risks = rich.of_standing(Standing.RISK)
    remedies = tuple(
        replace(rich.remedies[0], id=f"rem.group.n{n}", title=f"Ask group {n} to take it out")
        for n in range(REMEDIES)
    )
    findings: list[AssessedFinding] = []
    ids: dict[str, list[str]] = {remedy.id: [] for remedy in remedies}
    for n in range(number):
        item, site = risks[n % len(risks)], f"site{n % 977}.example"
        url = Quote((QuotePart(f"https://{site}/page/{n}"),))
        finding = replace(item.finding, id=f"g{n:06d}", url=url, site=site, probe_id=f"q{n}")
        remedy_id = remedies[n % REMEDIES].id
        findings.append(replace(item, finding=finding, remedy_id=remedy_id))
        ids[remedy_id].append(finding.id)
    actions = tuple(
        replace(rich.actions[0], remedy_id=r.id, title=r.title, finding_ids=tuple(ids[r.id]))
        for r in remedies
        if ids[r.id]
    )
    return replace(rich, findings=tuple(findings), remedies=remedies, actions=actions, mosaic=None)
