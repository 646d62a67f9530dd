"""What the case knows of each finding once a check is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from scanner.assess.history.content import content_of
from scanner.assess.releases import testimony_of
from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.before import Before, Testimony
from scanner.model.history import Followed, Known, Turn
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
            address = asked.get(found.finding.probe_id, "")
            noted_at = known[item.finding_id].noted_at if item.finding_id in known else None
            after.append(_seen(item, found, said, weight, address, noted_at))
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


def with_archive(known: Known, archived: Known) -> Known:
    """The same finding, which a web archive has seen as well. What it saw after the page was proved
    to be without it has come back; else what a check said last stands."""
    newest = max(filter(None, (known.archived_at, archived.archived_at)), default=None)
    is_back = known.turn is Turn.GONE and (known.gone_at or known.last_seen_at) < (
        archived.last_seen_at
    )
    return replace(
        known,
        turn=Turn.UNSEEN if is_back else known.turn,
        first_seen_at=min(known.first_seen_at, archived.first_seen_at),
        last_seen_at=archived.last_seen_at
        if is_back
        else max(known.last_seen_at, archived.last_seen_at)
        if known.is_of_archive
        else known.last_seen_at,
        archived_at=newest,
        noted_at=archived.noted_at,
    )


def with_testimony(earlier: Iterable[Testimony], later: Testimony) -> tuple[Testimony, ...]:
    """What earlier checks can say, and one more; those that looked for the same are one."""
    told = {item.facts: item for item in earlier}
    same = told.pop(later.facts, later)
    told[later.facts] = Testimony(
        later.facts, same.read | later.read, same.was_enough or later.was_enough
    )
    return tuple(sorted(told.values(), key=lambda item: sorted(item.facts)))


def _seen(
    item: Followed,
    found: AssessedFinding,
    said: dict[str, str],
    harm: float,
    asked: str,
    noted_at: datetime | None,
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
        archived_at=item.archived_at,
        noted_at=noted_at,
    )


def _harm(assessment: Assessment) -> dict[str, float]:
    return {
        item.finding.exposure: factor.value
        for item in assessment.findings
        for factor in item.factors
        if factor.letter == "H"
    }
