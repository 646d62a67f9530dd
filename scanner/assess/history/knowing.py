"""What the case knows of each finding once a check is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.assess.history.content import content_of
from scanner.assess.releases import testimony_of
from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.before import Before, Testimony
from scanner.model.history import Followed, Known
from scanner.text.identities import fact_identity


def known_after(before: Before, assessment: Assessment) -> tuple[Known, ...]:
    """Every finding there ever was, as the check left it, by id.

    Raises ValueError for an assessment without a history.
    """
    if assessment.history is None:
        raise ValueError("the assessment was made without what was known before it")
    known = {item.finding_id: item for item in before.known}
    shown = {item.finding.id: item for item in assessment.findings}
    said = {fact.id: fact_identity(fact) for fact in assessment.person.facts}
    asked = {check.probe_id: check.url.clear for check in assessment.checks}
    harm = _harm(assessment)
    after: list[Known] = []
    for item in assessment.history.followed:
        if found := shown.get(item.finding_id):
            weight = harm.get(found.finding.exposure, 0.0)
            after.append(_seen(item, found, said, weight, asked.get(found.finding.probe_id, "")))
        else:
            earlier = known[item.finding_id]
            after.append(
                replace(
                    earlier,
                    turn=item.turn,
                    standing=item.standing,
                    last_seen_at=item.last_seen_at,
                    gone_at=item.gone_at,
                    proof=item.proof,
                )
            )
    return tuple(sorted(after, key=lambda item: item.finding_id))


def before_next(before: Before, assessment: Assessment) -> Before:
    """What the check after this one begins with, had nothing been done in between.

    Raises ValueError for an assessment without a history.
    """
    known = known_after(before, assessment)
    trend = assessment.history.trend if assessment.history else ()
    told = with_testimony(before.testimonies, testimony_of(assessment))
    return replace(before, known=known, points=trend, testimonies=told)


def with_testimony(earlier: Iterable[Testimony], later: Testimony) -> tuple[Testimony, ...]:
    """What earlier checks can say, and one more; those that looked for the same are one."""
    told = {item.facts: item for item in earlier}
    same = told.pop(later.facts, later)
    told[later.facts] = Testimony(
        later.facts, same.read | later.read, same.was_enough or later.was_enough
    )
    return tuple(sorted(told.values(), key=lambda item: sorted(item.facts)))


def _seen(
    item: Followed, found: AssessedFinding, said: dict[str, str], harm: float, asked: str
) -> Known:
    finding = found.finding
    return Known(
        finding_id=finding.id,
        probe_id=finding.probe_id,
        source_id=finding.source_id,
        exposure=finding.exposure,
        fact_ids=finding.fact_ids,
        title=found.title,
        standing=found.standing,
        band=found.band,
        harm=harm,
        site=finding.site,
        url=finding.url,
        address=finding.url.clear,
        content=content_of(finding),
        turn=item.turn,
        first_seen_at=item.first_seen_at,
        last_seen_at=item.last_seen_at,
        gone_at=item.gone_at,
        proof=item.proof,
        score=found.score,
        asked="" if asked == finding.url.clear else asked,
        facts=tuple(said.get(fact_id, fact_id) for fact_id in finding.fact_ids),
    )


def _harm(assessment: Assessment) -> dict[str, float]:
    return {
        item.finding.exposure: factor.value
        for item in assessment.findings
        for factor in item.factors
        if factor.letter == "H"
    }
